#pragma once

#include "ui/theme/Tokens.h"

#include <QTimer>
#include <QWidget>

class QVBoxLayout;

namespace slipswitch::ui {

class Label;

/// Nothing here, and what to do next.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent = nullptr);

    void setText(const QString &title, const QString &text);
    /// Of the icon's plate; Bad where something failed.
    void setTone(Tone tone);
    /// A button or a field beneath the words, centred.
    void add(QWidget *widget);

private:
    class Plate;
    Plate *m_plate;
    Label *m_title, *m_text;
    QVBoxLayout *m_column;
};

/// What went wrong in the place of what can't be shown, and another try.
class FailedState : public EmptyState
{
    Q_OBJECT

public:
    explicit FailedState(const QString &title, QWidget *parent = nullptr);

Q_SIGNALS:
    void retryRequested();
};

/// The shapes of rows that are on their way. Nothing for 300 ms, so that what is quick doesn't flicker.
class Skeleton : public QWidget
{
    Q_OBJECT

public:
    explicit Skeleton(int rows = 6, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {320, m_rows * 28}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 56}; }
    [[nodiscard]] bool shapesShown() const { return m_shown; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    int m_rows;
    bool m_shown = false;
    QTimer m_patience;
};

} // namespace slipswitch::ui
