#include "core/http/ConnectionPool.h"

#include <algorithm>
#include <functional>

namespace slipswitch::http {

namespace {

template <typename T>
void mix(std::size_t &seed, const T &value)
{
    seed ^= std::hash<T> {}(value) + 0x9e3779b97f4a7c15ULL + (seed << 6U) + (seed >> 2U);
}

} // namespace

std::size_t OriginHash::operator()(const Origin &origin) const
{
    std::size_t seed = origin.port;
    mix(seed, origin.tls);
    mix(seed, origin.host);
    mix(seed, origin.caFile);
    mix(seed, origin.proxy.host);
    mix(seed, origin.proxy.port);
    return seed;
}

ConnectionPool::ConnectionPool(DeadlineSweep &sweep, const Clock &clock, const Limits &limits)
    : m_clock(clock)
    , m_limits(limits)
    , m_expiry(sweep)
{ }

std::shared_ptr<UpstreamConnection> ConnectionPool::take(const Origin &origin)
{
    const auto found = m_idle.find(origin);
    if (found == m_idle.end())
        return nullptr;
    std::shared_ptr<UpstreamConnection> alive;
    Idle &idle = found->second;
    while (!alive && !idle.empty()) {
        auto candidate = std::move(idle.back());
        idle.pop_back();
        --m_size;
        if (candidate->transport().aliveWhenIdle())
            alive = std::move(candidate);
    }
    if (idle.empty())
        m_idle.erase(found);
    if (m_size == 0)
        m_expiry.disarm();
    return alive;
}

void ConnectionPool::put(std::shared_ptr<UpstreamConnection> connection)
{
    if (m_shut || m_limits.idlePerOrigin == 0 || m_size >= m_limits.idleInAll)
        return;
    connection->releaseMemory();
    connection->setIdleSince(m_clock.steadyNow());
    Idle &idle = m_idle[connection->origin()];
    if (idle.size() >= m_limits.idlePerOrigin)
        dropOldest(idle, 1);
    idle.push_back(std::move(connection));
    ++m_size;
    if (!m_expiry.armed())
        m_expiry.arm(m_limits.idleTime, [this] { dropExpired(); });
}

void ConnectionPool::shut()
{
    m_shut = true;
    m_expiry.disarm();
    m_idle.clear();
    m_size = 0;
}

void ConnectionPool::dropExpired()
{
    const auto now = m_clock.steadyNow();
    auto next = m_limits.idleTime;
    for (auto &[origin, idle] : m_idle) {
        const auto young = std::find_if(idle.begin(), idle.end(),
            [&](const auto &connection) { return connection->idleSince() + m_limits.idleTime > now; });
        dropOldest(idle, static_cast<std::size_t>(young - idle.begin()));
        if (!idle.empty()) {
            const auto left = idle.front()->idleSince() + m_limits.idleTime - now;
            next = std::min(next, std::chrono::ceil<std::chrono::milliseconds>(left));
        }
    }
    std::erase_if(m_idle, [](const auto &entry) { return entry.second.empty(); });
    if (m_size > 0)
        m_expiry.arm(next, [this] { dropExpired(); });
}

void ConnectionPool::dropOldest(Idle &idle, std::size_t count)
{
    idle.erase(idle.begin(), idle.begin() + static_cast<std::ptrdiff_t>(count));
    m_size -= count;
}

} // namespace slipswitch::http
