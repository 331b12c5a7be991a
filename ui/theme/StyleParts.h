#pragma once

#include "ui/theme/Style.h"

#include <QStyleOption>

class QPainter;

/// What Style draws, by kind of control. All in logical pixels, from the tokens.
namespace slipswitch::ui::parts {

void button(const QStyleOptionButton &option, QPainter &painter, const Tokens &t, const QWidget *widget);
[[nodiscard]] QSize buttonSize(const QStyleOptionButton &option, const QWidget *widget);
void toolButton(const QStyleOptionToolButton &option, QPainter &painter, const Tokens &t);
void checkIndicator(const QStyleOption &option, QPainter &painter, const Tokens &t);
void radioIndicator(const QStyleOption &option, QPainter &painter, const Tokens &t);

void field(const QStyleOption &option, QPainter &painter, const Tokens &t, const QWidget *widget);
void comboBox(const QStyleOptionComboBox &option, QPainter &painter, const Tokens &t);
void comboLabel(const QStyleOptionComboBox &option, QPainter &painter, const Tokens &t);
void spinBox(const QStyleOptionSpinBox &option, QPainter &painter, const Tokens &t, const QWidget *widget);
[[nodiscard]] QRect spinPart(const QStyleOptionSpinBox &option, QStyle::SubControl part);

void headerSection(const QStyleOptionHeader &option, QPainter &painter, const Tokens &t);
void item(const QStyleOptionViewItem &option, QPainter &painter, const Tokens &t);
void scrollBar(const QStyleOptionSlider &option, QPainter &painter, const Tokens &t);
[[nodiscard]] QRect scrollPart(const QStyleOptionSlider &option, QStyle::SubControl part);
void tab(const QStyleOptionTab &option, QPainter &painter, const Tokens &t);

void menuItem(const QStyleOptionMenuItem &option, QPainter &painter, const Tokens &t);
[[nodiscard]] QSize menuItemSize(const QStyleOptionMenuItem &option);
void popup(const QStyleOption &option, QPainter &painter, const Tokens &t);
void toolTip(const QStyleOption &option, QPainter &painter, const Tokens &t);

[[nodiscard]] bool isSmall(const QWidget *widget);
/// Shown only to those who use the keyboard.
[[nodiscard]] bool showsFocus(const QStyleOption &option);

} // namespace slipswitch::ui::parts
