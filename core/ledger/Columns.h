#pragma once

#include "core/domain/Exchange.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipswitch::ledger {

/// The buckets of a Usage in the order of the tables' columns, which is also their order in a slot.
struct Bucket
{
    std::string_view column;
    std::int64_t domain::Usage::*member;
};
inline constexpr std::array<Bucket, 16> buckets {{
    {"input", &domain::Usage::input},
    {"cache_read", &domain::Usage::cacheRead},
    {"cache_write_5m", &domain::Usage::cacheWrite5m},
    {"cache_write_1h", &domain::Usage::cacheWrite1h},
    {"audio_input", &domain::Usage::audioInput},
    {"audio_cache_read", &domain::Usage::audioCacheRead},
    {"image_input", &domain::Usage::imageInput},
    {"image_cache_read", &domain::Usage::imageCacheRead},
    {"video_input", &domain::Usage::videoInput},
    {"output", &domain::Usage::output},
    {"reasoning", &domain::Usage::reasoning},
    {"audio_output", &domain::Usage::audioOutput},
    {"image_output", &domain::Usage::imageOutput},
    {"citation", &domain::Usage::citation},
    {"web_searches", &domain::Usage::webSearches},
    {"file_searches", &domain::Usage::fileSearches},
}};

/// "input, cache_read, …"
[[nodiscard]] inline std::string bucketColumns()
{
    std::string text;
    for (const auto &bucket : buckets)
        text.append(text.empty() ? "" : ", ").append(bucket.column);
    return text;
}

/// What the roll-ups add up beside the buckets, in the order of their sums.
enum class Count : std::uint8_t
{
    Exchanges,
    Errors,
    Rerouted,
    Refused,
    ClientGone,
    Unpriced,
    Cost
};
inline constexpr std::array<std::string_view, 7> counts {
    "exchanges", "errors", "rerouted", "refused", "client_gone", "unpriced", "cost"};
/// The counts, then the buckets.
using Sums = std::array<std::int64_t, counts.size() + buckets.size()>;

[[nodiscard]] constexpr std::int64_t &sumOf(Sums &sums, Count count)
{
    return sums[static_cast<std::size_t>(count)];
}

/// "exchanges, errors, …, input, …"
[[nodiscard]] inline std::string sumColumns()
{
    std::string text;
    for (const auto count : counts)
        text.append(count).append(", ");
    return text + bucketColumns();
}

/// "?, ?, ?"
[[nodiscard]] inline std::string placeholders(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += i == 0 ? "?" : ", ?";
    return text;
}

/// What charts and the errors filter count as an error: what we or the upstream failed or refused, and what a
/// crash cut off. A client that leaves is none.
[[nodiscard]] constexpr bool isError(domain::Outcome outcome)
{
    using enum domain::Outcome;
    return outcome == Failed || outcome == Refused || outcome == Interrupted;
}

/// Answered, but not by the first try.
[[nodiscard]] inline bool isRerouted(const domain::Exchange &exchange)
{
    return exchange.outcome == domain::Outcome::Succeeded && exchange.attempts.size() > 1;
}

/// Something was used and nobody knows what it cost.
[[nodiscard]] inline bool isUnpriced(const domain::Exchange &exchange)
{
    using enum domain::Outcome;
    const bool sent = !exchange.attempts.empty()
        && (exchange.outcome == Succeeded || exchange.outcome == ClientGone
            || exchange.outcome == Interrupted);
    return !exchange.cost.known() && (exchange.usage.known || sent);
}

/// Where a request stands in the table: its time first, so that time is order.
[[nodiscard]] constexpr std::int64_t rowOf(RequestId id)
{
    return static_cast<std::int64_t>(id.high);
}

/// The first row that a request of this time can have.
[[nodiscard]] constexpr std::int64_t firstRowAt(UtcTime time)
{
    const auto millis = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(millis) << 16U);
}

/// How far a row may be from its id: rows that share an id's upper half stand next to each other.
inline constexpr std::int64_t mostBump = 64;

} // namespace slipswitch::ledger
