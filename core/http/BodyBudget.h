#pragma once

#include "core/http/Interrupt.h"

#include <cstddef>
#include <list>

namespace slipswitch::http {

/// How many bytes of request bodies may be held at one time, all connections together. Thread: data plane.
class BodyBudget
{
public:
    /// @param limit  zero: none
    /// @param patience  how long `wait` waits
    BodyBudget(const Executor &executor, std::size_t limit, std::chrono::milliseconds patience)
        : m_executor(executor)
        , m_limit(limit)
        , m_patience(patience)
    { }
    [[nodiscard]] bool tryTake(std::size_t bytes);
    /// In the order of calling. @return false when there was no room in time, or never will be.
    [[nodiscard]] Task<bool> wait(std::size_t bytes);
    void giveBack(std::size_t bytes);
    /// Nobody waits any longer.
    void close();
    [[nodiscard]] std::size_t taken() const { return m_taken; }

private:
    struct Place;
    [[nodiscard]] bool fits(std::size_t bytes) const { return m_limit == 0 || m_taken + bytes <= m_limit; }
    void wakeFirst();

    Executor m_executor;
    std::size_t m_limit;
    std::chrono::milliseconds m_patience;
    std::size_t m_taken = 0;
    bool m_closed = false;
    std::list<SteadyTimer *> m_waiting;
};

/// What one body took; given back on destruction.
class BodyShare
{
public:
    explicit BodyShare(BodyBudget &budget)
        : m_budget(budget)
    { }
    ~BodyShare() { giveBack(); }
    BodyShare(const BodyShare &) = delete;
    BodyShare &operator=(const BodyShare &) = delete;

    [[nodiscard]] bool tryTake(std::size_t bytes);
    [[nodiscard]] Task<bool> wait(std::size_t bytes);
    void giveBack();

private:
    BodyBudget &m_budget;
    std::size_t m_bytes = 0;
};

} // namespace slipswitch::http
