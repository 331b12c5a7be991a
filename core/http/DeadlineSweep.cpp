#include "core/http/DeadlineSweep.h"

#include <utility>

namespace slipswitch::http {

DeadlineSweep::DeadlineSweep(boost::asio::io_context &context, std::chrono::milliseconds tick)
    : m_context(context)
    , m_timer(context.get_executor())
    , m_tick(tick)
{ }

DeadlineSweep::~DeadlineSweep()
{
    while (m_armed.linked())
        m_armed.next->unlink();
}

void DeadlineSweep::add(Deadline &deadline)
{
    deadline.linkBefore(m_armed);
    if (m_running)
        return;
    m_now = std::chrono::steady_clock::now();
    start();
}

void DeadlineSweep::start()
{
    m_running = true;
    m_timer.expires_after(m_tick);
    m_timer.async_wait([this](const boost::system::error_code &error) {
        if (!error)
            wake();
    });
}

void DeadlineSweep::wake()
{
    ++m_wakeUps;
    m_now = std::chrono::steady_clock::now();
    detail::DeadlineLink due; // apart, since callbacks may change both rings
    for (auto *link = m_armed.next; link != &m_armed;) {
        auto *deadline = static_cast<Deadline *>(link);
        link = link->next;
        if (deadline->m_expiry <= m_now) {
            deadline->unlink();
            deadline->linkBefore(due);
        }
    }
    while (due.linked()) {
        auto *deadline = static_cast<Deadline *>(due.next);
        deadline->unlink();
        const auto callback = std::exchange(deadline->m_callback, nullptr);
        callback();
    }
    m_running = false;
    if (m_armed.linked())
        start();
}

} // namespace slipswitch::http
