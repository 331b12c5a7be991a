#pragma once

#include "core/base/Clock.h"

#include <cstdint>

namespace slipswitch::ledger {

/// One bar of the log's histogram.
struct HistogramBar
{
    UtcTime start {};
    std::int64_t exchanges = 0;
    std::int64_t errors = 0; ///< of them
    std::int64_t rerouted = 0; ///< of them, answered after more than one try

    bool operator==(const HistogramBar &) const = default;
};

} // namespace slipswitch::ledger
