#pragma once

#include "core/base/Money.h"

#include <cstdint>
#include <optional>

namespace slipswitch::domain {

/// What a request used. The token buckets are disjoint: each token is counted in exactly one.
struct Usage
{
    // tokens in
    std::int64_t input = 0; ///< text neither cached nor written to a cache
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite5m = 0; ///< also writes of providers without lifetimes
    std::int64_t cacheWrite1h = 0;
    std::int64_t audioInput = 0;
    std::int64_t audioCacheRead = 0;
    std::int64_t imageInput = 0;
    std::int64_t imageCacheRead = 0;
    std::int64_t videoInput = 0;
    // tokens out
    std::int64_t output = 0; ///< text, without reasoning
    std::int64_t reasoning = 0;
    std::int64_t audioOutput = 0;
    std::int64_t imageOutput = 0;
    std::int64_t citation = 0;
    // calls that cost a fee
    std::int64_t webSearches = 0;
    std::int64_t fileSearches = 0;

    bool known = false;     ///< false: the provider told nothing, the numbers are not a count of zero
    bool estimated = false; ///< counted by us from the bytes, not by the provider

    [[nodiscard]] std::int64_t totalInput() const
    {
        return input + cacheRead + cacheWrite5m + cacheWrite1h + audioInput + audioCacheRead + imageInput
            + imageCacheRead + videoInput;
    }
    [[nodiscard]] std::int64_t totalOutput() const
    {
        return output + reasoning + audioOutput + imageOutput + citation;
    }
    bool operator==(const Usage &) const = default;
};

/// Where an amount comes from.
enum class CostSource : std::uint8_t
{
    Unknown,   ///< no price is known; `amount` means nothing
    Computed,  ///< counted usage times the catalogue's price
    Reported,  ///< the provider named the charge
    Estimated, ///< estimated usage, or a request that was cut off
};

struct Cost
{
    CostSource source = CostSource::Unknown;
    Money amount;

    [[nodiscard]] bool known() const { return source != CostSource::Unknown; }
    bool operator==(const Cost &) const = default;
};

} // namespace slipswitch::domain
