#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/StyleParts.h"

namespace slipswitch::ui::parts {

namespace {

constexpr int rowHeight = 30, separatorHeight = 9, textLeft = 34;

/// "Copy\tCtrl+C" in two, without the ampersands that mark mnemonics.
QStringList wordsOf(const QStyleOptionMenuItem &option)
{
    auto words = option.text.split(QLatin1Char('\t'));
    words[0] = option.fontMetrics.elidedText(words[0], Qt::ElideNone, 0, Qt::TextHideMnemonic);
    return words;
}

} // namespace

void menuItem(const QStyleOptionMenuItem &option, QPainter &painter, const Tokens &t)
{
    const QRectF rect = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRectF(rect.left(), std::floor(rect.center().y()), rect.width(), 1), t.border);
        return;
    }
    const bool enabled = option.state & QStyle::State_Enabled;
    if (enabled && (option.state & QStyle::State_Selected))
        paintRound(painter, rect, 6, t.hover);
    const auto ink = enabled ? t.text : t.text3;
    const QRectF pictured(rect.left() + 9, rect.center().y() - 8 + 0.5, 16, 16);
    const bool checkable = option.checkType != QStyleOptionMenuItem::NotCheckable;
    if (checkable && option.checked)
        paintIcon(painter, pictured, QStringLiteral("check"), t.accentText);
    else if (!option.icon.isNull())
        option.icon.paint(
            &painter, pictured.toRect(), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    const auto words = wordsOf(option);
    paintText(painter, rect.adjusted(textLeft, 0, -28, 0), words[0], font(Type::Body), ink);
    if (words.size() > 1)
        paintText(painter, rect.adjusted(0, 0, -12, 0), words[1], font(Type::Small), t.text3,
            Qt::AlignVCenter | Qt::AlignRight);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        paintIcon(painter, {rect.right() - 24, rect.center().y() - 7, 14, 14},
            QStringLiteral("chevron-right"), t.text3);
}

QSize menuItemSize(const QStyleOptionMenuItem &option)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {40, separatorHeight};
    const auto words = wordsOf(option);
    auto width = textLeft + QFontMetricsF(font(Type::Body)).horizontalAdvance(words[0]) + 28;
    if (words.size() > 1)
        width += 24 + QFontMetricsF(font(Type::Small)).horizontalAdvance(words[1]);
    return {std::max(160, static_cast<int>(std::ceil(width))), rowHeight};
}

void popup(const QStyleOption &option, QPainter &painter, const Tokens &t)
{
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.fillRect(option.rect, Qt::transparent);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    paintRound(painter, option.rect, 10, t.raised, t.borderStrong);
}

void toolTip(const QStyleOption &option, QPainter &painter, const Tokens &t)
{
    painter.fillRect(option.rect, t.borderStrong);
    painter.fillRect(option.rect.adjusted(1, 1, -1, -1), t.raised);
}

} // namespace slipswitch::ui::parts
