#pragma once

#include "ui/theme/Fonts.h"
#include "ui/theme/Tokens.h"

#include <QLabel>

namespace slipswitch::ui {

/// A text in one of the window's types and inks; keeps its ink when the theme changes.
class Label : public QLabel
{
    Q_OBJECT

public:
    explicit Label(
        const QString &text, Type type = Type::Body, Ink ink = Ink::Text, QWidget *parent = nullptr);

    void setInk(Ink ink);
    void setType(Type type);
    /// Wraps, and asks for the height that its lines need at the width it gets.
    void setWrapped();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void colour();

    Ink m_ink;
};

/// One line that gives way: never wider than what is there, with the whole text as its tooltip when cut.
class ElidedLabel : public Label
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text, Type type = Type::Body, Ink ink = Ink::Text,
        Qt::TextElideMode mode = Qt::ElideRight, QWidget *parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::TextElideMode m_mode;
};

} // namespace slipswitch::ui
