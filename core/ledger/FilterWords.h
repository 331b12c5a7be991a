#pragma once

#include "core/base/Clock.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::ledger {

/// One word of a filter's text.
struct FilterWord
{
    std::size_t offset = 0, length = 0; ///< where it stands, with dash, field and quotes
    bool left = false; ///< a dash stands before it
    std::string field; ///< lower case; empty: a word to be searched
    std::string value; ///< without quotes
};

/// Splits at blanks outside quotes; an open quote goes to the end. Pure.
[[nodiscard]] std::vector<FilterWord> wordsOf(std::string_view text);

/// "30m", "1h", "7d", "2w" before `now`; "2026-11-01" or "2026-11-01T08:00" in local time. Pure.
/// @param zone  local time minus UTC
[[nodiscard]] std::optional<UtcTime> momentFrom(
    std::string_view text, UtcTime now, std::chrono::minutes zone);

} // namespace slipswitch::ledger
