#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace slipswitch::tests {

/// A ledger as some months of work leave it: the same rows with every run, but for the time they end at.
struct SampleLedger
{
    std::uint64_t rows = 0; ///< spread over `days`; those after `until` are left out
    std::uint32_t days = 0; ///< the last one is that of `until`
    UtcTime until;
};

/// Writes it to `folder`/ledger.sqlite, which no gateway may have open.
/// @param progress  told how many rows are written, now and then.
/// @return  how many there are in the end. Errors: those of ledger::Store.
[[nodiscard]] Result<std::uint64_t> writeLedger(const std::filesystem::path &folder,
    const SampleLedger &wanted, const std::function<void(std::uint64_t)> &progress);

} // namespace slipswitch::tests
