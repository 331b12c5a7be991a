#pragma once

#include "core/ledger/Reader.h"

#include <functional>

namespace slipswitch::service {

/// Rows that match, found piece by piece.
struct FoundRows
{
    std::vector<ledger::LogRow> rows; ///< newest first
    double progress = 0; ///< of the log looked at, 0 to 1
    bool finished = false;
    bool more = false;
};

/// What the first piece has of a filter that one index serves; a window of 4K shows about as many.
inline constexpr std::size_t screenRows = 64;

/// One walk along an index gives a screen's rows first, then the rest. Others walk the log from newest to
/// oldest in stretches that take about a twentieth of a second each, so that whoever waits sees what was
/// found and can call it off.
/// @param take  gets each stretch's rows, also when there are none; false: enough.
/// Errors: those of Reader; Cancelled.
[[nodiscard]] Result<void> searchRows(ledger::Reader &reader, const ledger::Filter &filter,
    std::optional<std::int64_t> before, std::size_t limit, const std::function<bool(FoundRows found)> &take);

} // namespace slipswitch::service
