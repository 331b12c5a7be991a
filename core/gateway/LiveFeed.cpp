#include "core/gateway/LiveFeed.h"

#include <utility>

namespace slipswitch::gateway {

LiveFeed::LiveFeed(std::function<void()> wake)
    : m_wake(std::move(wake))
{ }

void LiveFeed::push(const domain::LiveExchange &exchange)
{
    if (!m_queue.push(exchange))
        m_dropped.fetch_add(1, std::memory_order_relaxed);
    if (!m_wakeSent.exchange(true))
        m_wake();
}

void LiveFeed::take(std::vector<domain::LiveExchange> &to)
{
    // Before the queue is read: what comes after this sends a wake-up of its own.
    m_wakeSent.store(false);
    m_queue.consume_all([&to](const domain::LiveExchange &exchange) { to.push_back(exchange); });
}

} // namespace slipswitch::gateway
