#pragma once

#include "core/http/Types.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/deferred.hpp>

#include <chrono>
#include <functional>
#include <utility>

namespace slipswitch::http {

using SteadyTimer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// Completion token of the room: results as a tuple, no exception, no coroutine frame of its own.
inline constexpr auto plainly = boost::asio::as_tuple(boost::asio::deferred);

/// What stops one upstream request while it waits for something: the caller called it off, or a deadline
/// passed. Whoever waits says how to stop the wait. Fires once. Thread: data plane.
class Interrupt
{
public:
    enum class Reason : std::uint8_t
    {
        None,
        Cancelled,
        TimedOut
    };

    void fire(Reason reason)
    {
        if (m_reason != Reason::None)
            return;
        m_reason = reason;
        if (auto action = std::exchange(m_action, nullptr))
            action();
    }
    [[nodiscard]] Reason reason() const { return m_reason; }
    [[nodiscard]] bool fired() const { return m_reason != Reason::None; }
    void onFire(std::function<void()> action) { m_action = std::move(action); }

private:
    Reason m_reason = Reason::None;
    std::function<void()> m_action;
};

/// Sets how to stop a wait for as long as the scope lasts.
class InterruptScope
{
public:
    InterruptScope(Interrupt &interrupt, std::function<void()> action)
        : m_interrupt(interrupt)
    {
        m_interrupt.onFire(std::move(action));
    }
    ~InterruptScope() { m_interrupt.onFire(nullptr); }
    InterruptScope(const InterruptScope &) = delete;
    InterruptScope &operator=(const InterruptScope &) = delete;

private:
    Interrupt &m_interrupt;
};

/// A failure on the provider's side of which nothing of an answer came, so that it may be sent again.
[[nodiscard]] inline tl::unexpected<Error> upstreamFailure(ErrorCode code, std::string detail)
{
    return failure(code, std::move(detail), ErrorSource::Upstream, true);
}

[[nodiscard]] inline tl::unexpected<Error> cancelledFailure()
{
    return failure(ErrorCode::Cancelled, "The request was called off.", ErrorSource::Client);
}

} // namespace slipswitch::http
