#pragma once

#include <QString>

#include <optional>

namespace slipswitch::ui {

/// How well what was typed fits a text: letters in order, better when together and at the beginning of
/// words; every word typed must be found. Nothing: not at all. Case does not count. Thread: any.
[[nodiscard]] std::optional<int> fuzzyScore(const QString &typed, const QString &text);

} // namespace slipswitch::ui
