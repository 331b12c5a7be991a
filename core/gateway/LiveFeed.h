#pragma once

#include "core/domain/LiveExchange.h"

#include <boost/lockfree/spsc_queue.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

namespace slipswitch::gateway {

/// What the data plane tells whoever watches: a bounded queue with one wake-up for everything that waits.
/// The view may miss events, which are counted; the ledger misses none.
/// Threads: `push` on the data plane; `take` and `listen` on one other.
class LiveFeed
{
public:
    static constexpr std::size_t mostWaiting = 4096;

    /// @param wake  called on the data plane when events wait and no wake-up is under way; must only pass it
    /// on.
    explicit LiveFeed(std::function<void()> wake);

    /// While nobody listens nothing is told.
    void listen(bool on) { m_listening.store(on, std::memory_order_relaxed); }
    [[nodiscard]] bool listening() const { return m_listening.load(std::memory_order_relaxed); }

    void push(const domain::LiveExchange &exchange);
    /// Appends what waits, oldest first.
    void take(std::vector<domain::LiveExchange> &to);
    /// Since the start.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    boost::lockfree::spsc_queue<domain::LiveExchange> m_queue {mostWaiting};
    std::function<void()> m_wake;
    std::atomic<bool> m_listening = false;
    std::atomic<bool> m_wakeSent = false;
    std::atomic<std::uint64_t> m_dropped = 0;
};

} // namespace slipswitch::gateway
