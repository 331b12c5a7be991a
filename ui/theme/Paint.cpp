#include "ui/theme/Paint.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Style.h"

#include <QFontMetricsF>

namespace slipswitch::ui {

void paintRound(QPainter &painter, const QRectF &rect, double radius, const QColor &fill, const QColor &edge,
    double width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool edged = edge.isValid();
    const auto inset = edged ? width / 2 : 0;
    painter.setPen(edged ? QPen(edge, width) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const auto round = std::max(0.0, radius - inset);
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), round, round);
    painter.restore();
}

void paintFocusRing(QPainter &painter, const QRectF &rect, double radius)
{
    const auto &t = tokens();
    paintRound(painter, rect, radius, {}, t.dark ? t.accentText : t.accent, 2);
}

void paintText(QPainter &painter, const QRectF &rect, const QString &text, const QFont &font,
    const QColor &ink, Qt::Alignment alignment)
{
    painter.setFont(font);
    painter.setPen(ink);
    const QFontMetricsF metrics(font);
    // A fraction of a pixel too little must not cost three letters.
    const auto shown = metrics.horizontalAdvance(text) <= rect.width() + 0.5
        ? text
        : metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter.drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine | Qt::TextDontClip, shown);
}

void paintBadge(QPainter &painter, const QRectF &rect, const QString &letters, const QColor &line)
{
    const auto colors = badgeColors(line, tokens());
    paintRound(painter, rect, rect.height() * 0.22 + 1, colors.fill, colors.edge);
    auto face = font(Type::CardTitle);
    face.setPixelSize(std::max(8, static_cast<int>(rect.height() * (letters.size() > 1 ? 0.46 : 0.56))));
    painter.setFont(face);
    painter.setPen(colors.text);
    painter.drawText(rect, Qt::AlignCenter, letters);
}

} // namespace slipswitch::ui
