#pragma once

#include "core/gateway/LiveFeed.h"

namespace slipswitch::gateway {

/// Tells the live feed of one exchange as it goes; costs one look at a flag while nobody listens.
/// Thread: data plane.
class LiveReport
{
public:
    using Phase = domain::LiveExchange::Phase;
    /// How often a growing answer is told.
    static constexpr domain::Micros growthInterval {100'000};

    /// @param feed  nullptr: tells nobody.
    explicit LiveReport(LiveFeed *feed)
        : m_feed(feed)
    { }

    void tell(Phase phase, const domain::Exchange &record, domain::Micros elapsed);
    /// At most every `growthInterval`.
    void grew(const domain::Exchange &record, domain::Micros elapsed, std::int64_t responseBytes,
        std::int64_t outputTokens);

private:
    [[nodiscard]] bool heard() const { return m_feed && m_feed->listening(); }

    LiveFeed *m_feed;
    domain::Micros m_nextGrowth {};
};

/// A record as the feed tells it.
[[nodiscard]] domain::LiveExchange liveViewOf(
    domain::LiveExchange::Phase phase, const domain::Exchange &record, domain::Micros elapsed);

} // namespace slipswitch::gateway
