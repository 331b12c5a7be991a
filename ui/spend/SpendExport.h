#pragma once

#include "ui/spend/SpendData.h"

#include <QByteArray>
#include <QImage>
#include <QObject>

#include <functional>

namespace slipswitch::ui {

/// One line a column and group: start, name, requests, errors, tokens, cost in USD (empty where no price is
/// known). RFC 4180; cells that a spreadsheet would take for a formula are defused.
[[nodiscard]] QByteArray spendCsv(const SpendData &data);

/// Writes on another thread, whole or not at all.
/// @param done  on the Qt thread while `context` lives, with what went wrong; empty: nothing.
void writeInBackground(QObject *context, const QString &file, std::function<QByteArray()> content,
    std::function<void(const QString &problem)> done);
/// The picture as PNG.
[[nodiscard]] QByteArray pngOf(const QImage &image);

} // namespace slipswitch::ui
