#include "core/http/BodyBudget.h"

namespace slipswitch::http {

/// A place in the queue, for as long as somebody waits.
struct BodyBudget::Place
{
    explicit Place(BodyBudget &owner)
        : budget(owner)
        , timer(owner.m_executor, owner.m_patience)
        , position(owner.m_waiting.insert(owner.m_waiting.end(), &timer))
    { }
    ~Place()
    {
        budget.m_waiting.erase(position);
        budget.wakeFirst();
    }
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;
    [[nodiscard]] bool first() const { return budget.m_waiting.front() == &timer; }
    [[nodiscard]] bool late() const { return timer.expiry() <= std::chrono::steady_clock::now(); }

    BodyBudget &budget;
    SteadyTimer timer;
    std::list<SteadyTimer *>::iterator position;
};

bool BodyBudget::tryTake(std::size_t bytes)
{
    if (!m_waiting.empty() || !fits(bytes))
        return false;
    m_taken += bytes;
    return true;
}

Task<bool> BodyBudget::wait(std::size_t bytes)
{
    if (m_limit != 0 && bytes > m_limit)
        co_return false;
    Place place(*this);
    while (!place.first() || !fits(bytes)) {
        if (m_closed || place.late())
            co_return false;
        co_await place.timer.async_wait(plainly);
    }
    m_taken += bytes;
    co_return true;
}

void BodyBudget::giveBack(std::size_t bytes)
{
    m_taken -= bytes;
    wakeFirst();
}

void BodyBudget::close()
{
    m_closed = true;
    for (auto *timer : m_waiting)
        timer->cancel();
}

void BodyBudget::wakeFirst()
{
    if (!m_waiting.empty())
        m_waiting.front()->cancel();
}

bool BodyShare::tryTake(std::size_t bytes)
{
    const bool taken = m_budget.tryTake(bytes);
    if (taken)
        m_bytes += bytes;
    return taken;
}

Task<bool> BodyShare::wait(std::size_t bytes)
{
    const bool taken = co_await m_budget.wait(bytes);
    if (taken)
        m_bytes += bytes;
    co_return taken;
}

void BodyShare::giveBack()
{
    if (m_bytes > 0)
        m_budget.giveBack(std::exchange(m_bytes, 0));
}

} // namespace slipswitch::http
