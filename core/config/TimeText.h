#pragma once

#include "core/base/Clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace slipswitch::config {

/// "2026-11-22T19:57:24.000123Z".
[[nodiscard]] std::string timeText(UtcTime time);
/// Reads the same; the fraction may be shorter or missing. Only UTC, written as Z.
[[nodiscard]] std::optional<UtcTime> timeFromText(std::string_view text);

} // namespace slipswitch::config
