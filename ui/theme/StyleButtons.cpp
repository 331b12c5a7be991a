#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/StyleParts.h"

#include <QAbstractButton>
#include <QVariant>

namespace slipswitch::ui {

namespace {

constexpr auto kindProperty = "slipswitchKind";
constexpr int iconSize = 16, iconGap = 7;

ButtonKind kindOf(const QWidget *widget)
{
    return widget ? static_cast<ButtonKind>(widget->property(kindProperty).toInt()) : ButtonKind::Secondary;
}

struct ButtonLook
{
    QColor fill, edge, ink;
};

ButtonLook lookOf(ButtonKind kind, bool enabled, bool hovered, bool pressed, const Tokens &t)
{
    ButtonLook look;
    switch (kind) {
    case ButtonKind::Primary:
        look = {hovered || pressed ? t.accentHover : t.accent, {}, t.onAccent};
        if (!enabled)
            look.fill = mix(t.surface, t.accent, t.dark ? 0.45 : 0.44);
        return look;
    case ButtonKind::Danger:
        look = {hovered  ? t.badSoft
                : t.dark ? QColor()
                         : t.surface,
            mix(t.surface, t.bad, t.dark ? 0.55 : 0.5), t.bad};
        break;
    case ButtonKind::Secondary:
        look = {hovered || pressed ? t.hover
                : t.dark           ? t.raised
                                   : t.surface,
            t.dark ? t.borderStrong : mix(t.borderStrong, t.edge, 0.35), t.text};
        break;
    case ButtonKind::Ghost:
        look = {hovered || pressed ? t.hover : QColor(), {}, t.text2};
        break;
    }
    if (pressed)
        look.fill = mix(look.fill, t.borderStrong, 0.35);
    if (!enabled)
        look.ink = mix(t.surface, look.ink, 0.48);
    return look;
}

} // namespace

void setButtonKind(QAbstractButton &button, ButtonKind kind)
{
    button.setProperty(kindProperty, static_cast<int>(kind));
    button.update();
}

namespace parts {

void button(const QStyleOptionButton &option, QPainter &painter, const Tokens &t, const QWidget *widget)
{
    const auto kind = kindOf(widget);
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver);
    const bool on = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const auto look = lookOf(kind, enabled, hovered, enabled && on, t);
    const QRectF rect = option.rect;
    if (!showsFocus(option)) {
        paintRound(painter, rect, 6, look.fill, look.edge);
    } else {
        // The ring takes the edge's place, one pixel away from a fill.
        paintRound(painter, rect.adjusted(3, 3, -3, -3), 3.5, look.fill);
        paintFocusRing(painter, rect, 6.5);
    }
    const auto face = font(kind == ButtonKind::Primary ? Type::CardTitle : Type::BodyStrong);
    const QFontMetricsF metrics(face);
    const auto shown = option.fontMetrics.elidedText(option.text, Qt::ElideNone, 0, Qt::TextHideMnemonic);
    const bool pictured = !option.icon.isNull();
    const bool menu = option.features & QStyleOptionButton::HasMenu;
    const auto textWidth = metrics.horizontalAdvance(shown);
    auto width
        = textWidth + (pictured ? iconSize + (shown.isEmpty() ? 0 : iconGap) : 0) + (menu ? iconGap + 12 : 0);
    width = std::min(width, rect.width() - 8);
    auto left = rect.left() + (rect.width() - width) / 2;
    if (pictured) {
        const QRectF where(
            std::round(left), std::round(rect.center().y() - iconSize / 2.0 + 0.5), iconSize, iconSize);
        if (option.icon.name().isEmpty())
            option.icon.paint(&painter, where.toRect());
        else
            paintIcon(painter, where, option.icon.name(), look.ink);
        left += iconSize + iconGap;
    }
    if (!shown.isEmpty()) {
        const auto right = rect.left() + (rect.width() + width) / 2 - (menu ? iconGap + 12 : 0);
        paintText(painter, {left, rect.top(), right - left, rect.height()}, shown, face, look.ink);
        left = right + iconGap;
    }
    if (menu)
        paintIcon(
            painter, {left - 1, rect.center().y() - 6, 13, 13}, QStringLiteral("chevron-down"), look.ink);
}

QSize buttonSize(const QStyleOptionButton &option, const QWidget *widget)
{
    const bool small = isSmall(widget);
    const int height = small ? 26 : 32;
    const auto shown = option.fontMetrics.elidedText(option.text, Qt::ElideNone, 0, Qt::TextHideMnemonic);
    const bool pictured = !option.icon.isNull();
    if (shown.isEmpty())
        return {height, height};
    const QFontMetricsF metrics(
        font(kindOf(widget) == ButtonKind::Primary ? Type::CardTitle : Type::BodyStrong));
    const auto width = metrics.horizontalAdvance(shown) + 2 * (small ? 10 : 12)
        + (pictured ? iconSize + iconGap : 0)
        + (option.features & QStyleOptionButton::HasMenu ? iconGap + 12 : 0);
    return {static_cast<int>(std::ceil(width)), height};
}

void toolButton(const QStyleOptionToolButton &option, QPainter &painter, const Tokens &t)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver);
    if (hovered || on)
        paintRound(painter, option.rect, 6, on ? mix(t.hover, t.borderStrong, 0.35) : t.hover);
    if (showsFocus(option))
        paintFocusRing(painter, option.rect, 6.5);
    const auto size = option.iconSize.isValid() ? option.iconSize : QSize(16, 16);
    QRect where(QPoint(), size);
    where.moveCenter(option.rect.center());
    if (!option.icon.isNull())
        option.icon.paint(&painter, where, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    else
        paintText(painter, option.rect, option.text, font(Type::BodyStrong),
            t.ink(enabled ? Ink::Secondary : Ink::Disabled), Qt::AlignCenter);
}

void checkIndicator(const QStyleOption &option, QPainter &painter, const Tokens &t)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const QRectF box = QRectF(option.rect).adjusted(2, 2, -2, -2);
    const auto share = enabled ? 1.0 : 0.45;
    if (on) {
        paintRound(painter, box, 4, mix(t.surface, t.accent, share));
        paintIcon(painter, box.adjusted(2, 2, -2, -2),
            option.state & QStyle::State_On ? QStringLiteral("check") : QStringLiteral("minus"), t.onAccent);
    } else {
        paintRound(painter, box, 4, enabled ? t.surface : t.inset, mix(t.surface, t.edge, share));
    }
    if (showsFocus(option))
        paintFocusRing(painter, option.rect.adjusted(-1, -1, 1, 1), 6);
}

void radioIndicator(const QStyleOption &option, QPainter &painter, const Tokens &t)
{
    const QRectF box = QRectF(option.rect).adjusted(2, 2, -2, -2);
    const bool on = option.state & QStyle::State_On;
    const auto share = option.state & QStyle::State_Enabled ? 1.0 : 0.45;
    paintRound(painter, box, 8, t.surface, mix(t.surface, on ? t.accent : t.edge, share), on ? 5 : 1);
    if (showsFocus(option))
        paintFocusRing(painter, option.rect.adjusted(-1, -1, 1, 1), 11);
}

} // namespace parts

} // namespace slipswitch::ui
