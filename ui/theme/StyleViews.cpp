#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/StyleParts.h"

namespace slipswitch::ui::parts {

void headerSection(const QStyleOptionHeader &option, QPainter &painter, const Tokens &t)
{
    const QRectF rect = option.rect;
    painter.fillRect(rect, t.surface);
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), t.border);
    const bool sorted = option.sortIndicator != QStyleOptionHeader::None;
    const bool right = option.textAlignment & Qt::AlignRight;
    auto text = rect.adjusted(8, 0, -8, 0);
    const auto face = font(Type::Caption);
    const auto ink = sorted ? t.text : t.text2;
    if (sorted) {
        // The arrow stands beside the word, on the side where there is room.
        const auto width = std::min(QFontMetricsF(face).horizontalAdvance(option.text), text.width() - 14);
        const auto left = right ? text.right() - 12 : text.left() + width + 3;
        // Qt's "SortDown" means ascending.
        const auto name = option.sortIndicator == QStyleOptionHeader::SortDown ? QStringLiteral("arrow-up")
                                                                               : QStringLiteral("arrow-down");
        paintIcon(painter, {left, rect.center().y() - 6, 12, 12}, name, ink);
        text.adjust(0, 0, -14, 0);
    }
    paintText(
        painter, text, option.text, face, ink, Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
}

void item(const QStyleOptionViewItem &option, QPainter &painter, const Tokens &t)
{
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, t.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(option.rect, t.hover);
    else if (option.backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, option.backgroundBrush);
}

QRect scrollPart(const QStyleOptionSlider &option, QStyle::SubControl part)
{
    const auto rect = option.rect;
    const bool upright = option.orientation == Qt::Vertical;
    const int length = upright ? rect.height() : rect.width();
    const qint64 range = static_cast<qint64>(option.maximum) - option.minimum;
    int handle = length;
    if (range > 0)
        handle = static_cast<int>(qint64(length) * option.pageStep / (range + option.pageStep));
    handle = std::clamp(handle, std::min(28, length), length);
    const int start = QStyle::sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown);
    const auto along = [&](int from, int to) {
        return upright ? QRect(rect.left(), rect.top() + from, rect.width(), to - from)
                       : QRect(rect.left() + from, rect.top(), to - from, rect.height());
    };
    switch (part) {
    case QStyle::SC_ScrollBarSlider:
        return along(start, start + handle);
    case QStyle::SC_ScrollBarSubPage:
        return along(0, start);
    case QStyle::SC_ScrollBarAddPage:
        return along(start + handle, length);
    case QStyle::SC_ScrollBarGroove:
        return rect;
    default:
        return {};
    }
}

void scrollBar(const QStyleOptionSlider &option, QPainter &painter, const Tokens &t)
{
    if (option.maximum <= option.minimum)
        return;
    const bool held = (option.state & QStyle::State_Sunken) || (option.state & QStyle::State_MouseOver);
    const QRectF handle = scrollPart(option, QStyle::SC_ScrollBarSlider);
    const auto shown
        = option.orientation == Qt::Vertical ? handle.adjusted(2, 1, -2, -1) : handle.adjusted(1, 2, -1, -2);
    paintRound(painter, shown, 3, held ? t.edge : t.borderStrong);
}

void tab(const QStyleOptionTab &option, QPainter &painter, const Tokens &t)
{
    const bool on = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const QRectF rect = option.rect;
    paintText(painter, rect, option.text, font(Type::BodyStrong), on || hovered ? t.text : t.text2,
        Qt::AlignCenter);
    if (on)
        painter.fillRect(QRectF(rect.left() + 8, rect.bottom() - 2, rect.width() - 16, 2),
            t.dark ? t.accentText : t.accent);
    if (showsFocus(option) && on)
        paintFocusRing(painter, rect.adjusted(1, 2, -1, -3), 6);
}

} // namespace slipswitch::ui::parts
