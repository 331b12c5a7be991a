#include "core/gateway/RushMemory.h"

#include <utility>

namespace slipswitch::gateway {

RushMemory::RushMemory(
    http::DeadlineSweep &sweep, std::function<void()> giveBack, std::chrono::milliseconds window)
    : m_window(sweep)
    , m_duration(window)
    , m_giveBack(std::move(giveBack))
{ }

void RushMemory::requestEnded()
{
    --m_running;
    ++m_ended;
    if (!m_window.armed())
        m_window.arm(m_duration, [this] { look(); });
}

void RushMemory::look()
{
    const auto ended = std::exchange(m_ended, 0);
    m_rushed = m_rushed || ended >= rush;
    const bool idle = ended == 0 && m_running == 0;
    if (idle || (m_rushed && ended < calm)) {
        m_rushed = false;
        m_giveBack();
    }
    if (ended > 0 || m_rushed)
        m_window.arm(m_duration, [this] { look(); });
}

} // namespace slipswitch::gateway
