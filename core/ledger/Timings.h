#pragma once

#include "core/base/Clock.h"
#include "core/domain/Exchange.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipswitch::ledger {

/// How long answers took over a span of any length. Roll-ups can't tell, so these come from every answer of
/// the span or, where there are many, from a sample spread evenly over it and weighted by how many there
/// were.
struct Latencies
{
    std::optional<domain::Micros> median; ///< of whole answers; nothing: there was none
    std::optional<domain::Micros> slow; ///< 95 of 100 answers are quicker
    std::optional<domain::Micros> firstContent; ///< median time to the first content
    std::vector<std::optional<domain::Micros>> columns; ///< the median between each two edges
    std::int64_t answers = 0; ///< that were looked at
    bool complete = true; ///< these are all; else a sample

    bool operator==(const Latencies &) const = default;
};

/// What became of what one provider was asked, in equal stretches of a span, oldest first.
struct ProviderTries
{
    struct Stretch
    {
        int tries = 0, failures = 0;

        bool operator==(const Stretch &) const = default;
    };
    std::vector<Stretch> stretches;
    std::optional<domain::Micros> median; ///< of the tries that answered
    bool lastFailed = false; ///< the newest try
    std::uint16_t lastStatus = 0; ///< its HTTP status; 0: none came

    bool operator==(const ProviderTries &) const = default;
};

/// By the provider's name; only those that were asked.
using TriesByProvider = std::map<std::string, ProviderTries>;

} // namespace slipswitch::ledger
