#pragma once

#include "ui/theme/Tokens.h"

#include <QPainter>
#include <QRectF>
#include <QString>

namespace slipswitch::ui {

/// A filled shape with round corners; the edge lies inside of the rectangle and stays sharp.
/// Colours that are not valid leave fill or edge out.
void paintRound(QPainter &painter, const QRectF &rect, double radius, const QColor &fill,
    const QColor &edge = {}, double width = 1);

/// The keyboard's ring, 2 px at the rectangle's border.
void paintFocusRing(QPainter &painter, const QRectF &rect, double radius);

/// One line of text, elided at its end.
void paintText(QPainter &painter, const QRectF &rect, const QString &text, const QFont &font,
    const QColor &ink, Qt::Alignment alignment = Qt::AlignVCenter | Qt::AlignLeft);

/// A provider's or tool's letters on their tint.
void paintBadge(QPainter &painter, const QRectF &rect, const QString &letters, const QColor &line);

} // namespace slipswitch::ui
