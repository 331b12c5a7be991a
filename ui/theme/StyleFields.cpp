#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/StyleParts.h"

#include <QVariant>
#include <QWidget>

namespace slipswitch::ui {

namespace {

constexpr auto smallProperty = "slipswitchSmall";
constexpr auto faultyProperty = "slipswitchFaulty";
constexpr int arrowWidth = 22;

} // namespace

void setSmall(QWidget &control)
{
    control.setProperty(smallProperty, true);
    control.updateGeometry();
}

void setFaulty(QWidget &field, bool faulty)
{
    field.setProperty(faultyProperty, faulty);
    field.update();
}

namespace parts {

bool isSmall(const QWidget *widget)
{
    return widget && widget->property(smallProperty).toBool();
}

bool showsFocus(const QStyleOption &option)
{
    return (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange);
}

void field(const QStyleOption &option, QPainter &painter, const Tokens &t, const QWidget *widget)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const auto ground = !enabled ? t.inset : t.dark ? t.inset : t.surface;
    if (widget && widget->property(faultyProperty).toBool())
        paintRound(painter, option.rect, 6, ground, t.bad, 2);
    else if (option.state & QStyle::State_HasFocus)
        paintRound(painter, option.rect, 6, ground, t.dark ? t.accentText : t.accent, 2);
    else
        paintRound(painter, option.rect, 6, ground, enabled ? t.edge : mix(t.surface, t.edge, 0.7));
}

void comboBox(const QStyleOptionComboBox &option, QPainter &painter, const Tokens &t)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver);
    const QRectF rect = option.rect;
    const auto fill = !enabled ? t.inset : hovered ? t.hover : t.dark ? t.raised : t.surface;
    if (showsFocus(option))
        paintRound(painter, rect, 6, fill, t.dark ? t.accentText : t.accent, 2);
    else
        paintRound(painter, rect, 6, fill, mix(t.borderStrong, t.edge, t.dark ? 0.0 : 0.35));
    paintIcon(painter, {rect.right() - 24, rect.center().y() - 7, 15, 15}, QStringLiteral("chevron-down"),
        t.ink(enabled ? Ink::Secondary : Ink::Disabled));
}

void comboLabel(const QStyleOptionComboBox &option, QPainter &painter, const Tokens &t)
{
    QRectF rect = option.rect.adjusted(11, 0, -28, 0);
    if (!option.currentIcon.isNull()) {
        option.currentIcon.paint(&painter, QRectF(rect.left(), rect.center().y() - 7.5, 16, 16).toRect());
        rect.setLeft(rect.left() + 23);
    }
    paintText(painter, rect, option.currentText, font(Type::Body),
        t.ink(option.state & QStyle::State_Enabled ? Ink::Text : Ink::Disabled));
}

QRect spinPart(const QStyleOptionSpinBox &option, QStyle::SubControl part)
{
    const auto rect = option.rect;
    const QRect arrows(rect.right() - arrowWidth, rect.top() + 2, arrowWidth, rect.height() - 4);
    switch (part) {
    case QStyle::SC_SpinBoxUp:
        return arrows.adjusted(0, 0, 0, -arrows.height() / 2);
    case QStyle::SC_SpinBoxDown:
        return arrows.adjusted(0, arrows.height() / 2, 0, 0);
    case QStyle::SC_SpinBoxEditField:
        return rect.adjusted(8, 2, -arrowWidth - 2, -2);
    default:
        return rect;
    }
}

void spinBox(const QStyleOptionSpinBox &option, QPainter &painter, const Tokens &t, const QWidget *widget)
{
    field(option, painter, t, widget);
    const auto arrow = [&](QStyle::SubControl part, const QString &name, bool possible) {
        const QRectF where = spinPart(option, part);
        const bool hovered = option.activeSubControls == part && (option.state & QStyle::State_MouseOver);
        const QRectF box(where.center().x() - 6.5, where.center().y() - 6.5, 13, 13);
        paintIcon(painter, box, name, t.ink(!possible ? Ink::Disabled : hovered ? Ink::Text : Ink::Tertiary));
    };
    arrow(QStyle::SC_SpinBoxUp, QStringLiteral("chevron-up"),
        option.stepEnabled & QAbstractSpinBox::StepUpEnabled);
    arrow(QStyle::SC_SpinBoxDown, QStringLiteral("chevron-down"),
        option.stepEnabled & QAbstractSpinBox::StepDownEnabled);
}

} // namespace parts

} // namespace slipswitch::ui
