#pragma once

#include "core/base/Clock.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>

namespace slipswitch::http {

namespace detail {

/// A ring of deadlines; the links stand in the deadlines themselves.
struct DeadlineLink
{
    DeadlineLink *previous = this;
    DeadlineLink *next = this;

    [[nodiscard]] bool linked() const { return next != this; }
    void unlink()
    {
        previous->next = next;
        next->previous = previous;
        previous = next = this;
    }
    /// As the last one before `ring`.
    void linkBefore(DeadlineLink &ring)
    {
        previous = ring.previous;
        next = &ring;
        previous->next = this;
        ring.previous = this;
    }
};

} // namespace detail

class Deadline;

/// One coarse timer for every deadline of the data plane. It sleeps while no deadline is armed.
/// Deadlines never fire early; they fire at most two ticks late. Outlives its deadlines. Thread: data plane.
class DeadlineSweep
{
public:
    explicit DeadlineSweep(
        boost::asio::io_context &context, std::chrono::milliseconds tick = std::chrono::milliseconds {250});
    ~DeadlineSweep();
    DeadlineSweep(const DeadlineSweep &) = delete;
    DeadlineSweep &operator=(const DeadlineSweep &) = delete;

    [[nodiscard]] boost::asio::io_context &context() { return m_context; }
    /// How often the timer woke.
    [[nodiscard]] std::uint64_t wakeUps() const { return m_wakeUps; }

private:
    friend class Deadline;
    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
        boost::asio::wait_traits<std::chrono::steady_clock>, boost::asio::io_context::executor_type>;

    void add(Deadline &deadline);
    [[nodiscard]] SteadyTime expiry(std::chrono::milliseconds duration) const
    {
        return m_now + m_tick + duration;
    }
    void start();
    void wake();

    boost::asio::io_context &m_context;
    Timer m_timer;
    std::chrono::milliseconds m_tick;
    detail::DeadlineLink m_armed;
    SteadyTime m_now {}; ///< of the last tick: armed deadlines need not ask the clock
    std::uint64_t m_wakeUps = 0;
    bool m_running = false;
};

/// A member of whoever waits. Arming and disarming are a few stores.
class Deadline : private detail::DeadlineLink
{
public:
    explicit Deadline(DeadlineSweep &sweep)
        : m_sweep(sweep)
    { }
    ~Deadline() { disarm(); }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

    /// Calls `callback` once when `duration` has passed; zero never. Replaces what was armed before.
    /// The callback may arm, disarm and destroy any deadline. Capture no more than two pointers: more
    /// allocates.
    template <typename Callback>
    void arm(std::chrono::milliseconds duration, Callback callback)
    {
        disarm();
        if (duration.count() <= 0)
            return;
        m_callback = std::move(callback);
        m_sweep.add(*this);
        m_expiry = m_sweep.expiry(duration);
    }
    /// Begins anew with the same callback, if armed.
    void extend(std::chrono::milliseconds duration)
    {
        if (armed())
            m_expiry = m_sweep.expiry(duration);
    }
    void disarm()
    {
        if (armed())
            unlink();
    }
    [[nodiscard]] bool armed() const { return linked(); }

private:
    friend class DeadlineSweep;

    DeadlineSweep &m_sweep;
    SteadyTime m_expiry {};
    std::function<void()> m_callback;
};

} // namespace slipswitch::http
