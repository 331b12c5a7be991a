#pragma once

#include "core/http/UpstreamConnection.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace slipswitch::http {

struct OriginHash
{
    [[nodiscard]] std::size_t operator()(const Origin &origin) const;
};

/// Idle connections by origin; the one used last is taken first, so that the others can expire.
/// No timer runs while it is empty. Thread: data plane.
class ConnectionPool
{
public:
    struct Limits
    {
        std::size_t idlePerOrigin = 256;
        std::size_t idleInAll = 1024;
        std::chrono::milliseconds idleTime {60'000};
    };

    ConnectionPool(DeadlineSweep &sweep, const Clock &clock, const Limits &limits);

    /// One that still lives, else null. Dead ones met on the way are dropped.
    [[nodiscard]] std::shared_ptr<UpstreamConnection> take(const Origin &origin);
    /// Keeps a connection on which nothing is under way; the oldest of its origin makes room.
    void put(std::shared_ptr<UpstreamConnection> connection);
    /// Drops all and keeps none from now on.
    void shut();
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    using Idle = std::vector<std::shared_ptr<UpstreamConnection>>; ///< oldest first

    void dropExpired();
    void dropOldest(Idle &idle, std::size_t count);

    const Clock &m_clock;
    Limits m_limits;
    Deadline m_expiry;
    std::unordered_map<Origin, Idle, OriginHash> m_idle;
    std::size_t m_size = 0;
    bool m_shut = false;
};

} // namespace slipswitch::http
