#pragma once

#include "ui/theme/Tokens.h"

#include <QAbstractButton>
#include <QWidget>

#include <vector>

namespace slipswitch::ui {

/// On or off, at once. Room for its focus ring is part of its size.
class Switch : public QAbstractButton
{
    Q_OBJECT

public:
    /// @param says  what it turns on; its accessible name.
    explicit Switch(const QString &says, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {38, 24}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// For delegates: a switch, centred.
void paintSwitch(QPainter &painter, const QRectF &rect, bool on, bool enabled = true);

/// One of a few; arrow keys move.
class SegmentedControl : public QWidget
{
    Q_OBJECT

public:
    struct Segment
    {
        QString text {};
        QString count {}; ///< paler, behind the text; may be empty
        QColor dot = {}; ///< before the text; invalid: none
    };
    /// @param says  what is chosen; its accessible name.
    SegmentedControl(const QString &says, std::vector<Segment> segments, QWidget *parent = nullptr);

    [[nodiscard]] int current() const { return m_current; }
    /// Says nothing when it is the current one already.
    void setCurrent(int index);
    void setCount(int index, const QString &count);
    /// Shows a coloured dot; ask again when the theme changed.
    void setDot(int index, const QColor &dot);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] double widthOf(const Segment &segment) const;
    [[nodiscard]] QRectF rectOf(int index) const;
    [[nodiscard]] int at(QPointF where) const;

    QString m_says;
    std::vector<Segment> m_segments;
    int m_current = 0, m_hovered = -1;
};

/// A condition that can be taken away: "tool is Codex ×".
class Chip : public QAbstractButton
{
    Q_OBJECT

public:
    /// Shown as "lead value"; clicking, Delete or Backspace ask for its removal.
    Chip(const QString &lead, const QString &value, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void removed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_lead, m_value;
};

} // namespace slipswitch::ui
