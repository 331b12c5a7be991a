#pragma once

#include "ui/theme/Tokens.h"

#include <QIcon>
#include <QRectF>
#include <QString>

class QPainter;

namespace slipswitch::ui {

/// One of our own pictures, resources/icons/NAME.svg, drawn sharp at any scale in the scheme's inks.
/// Its name comes back from QIcon::name(), by which the style draws it in a button's own ink.
[[nodiscard]] QIcon icon(const QString &name, Ink ink = Ink::Secondary);

/// For painted widgets.
void paintIcon(QPainter &painter, const QRectF &where, const QString &name, const QColor &color);

} // namespace slipswitch::ui
