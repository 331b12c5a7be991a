#include "core/http/Resolver.h"

#include "core/http/ResolverHelpers.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace slipswitch::http {

struct Resolver::Waiter
{
    explicit Waiter(const Executor &executor)
        : wake(executor, SteadyTime::max())
        , answer(cancelledFailure())
    { }
    SteadyTimer wake;
    Answer answer;
};

Resolver::Resolver(Executor executor, const Clock &clock, Lookup lookup)
    : Resolver(std::move(executor), clock, std::move(lookup), Limits {})
{ }

Resolver::Resolver(Executor executor, const Clock &clock, Lookup lookup, const Limits &limits)
    : m_executor(std::move(executor))
    , m_clock(clock)
    , m_limits(limits)
    , m_life(std::make_shared<Life>())
{
    // What was posted may run after the Resolver is gone. The token is its own alone: the helper threads hold
    // their shared state longer than it lives.
    auto deliver = [this, life = std::weak_ptr<Life>(m_life), executor = m_executor](
                       std::string host, Result<Addresses> found) {
        boost::asio::post(executor, [this, life, host = std::move(host), found = std::move(found)]() mutable {
            if (!life.expired())
                this->deliver(host, std::move(found));
        });
    };
    m_helpers = std::make_shared<Helpers>(std::move(lookup), std::move(deliver), limits);
}

Resolver::~Resolver()
{
    m_helpers->stop();
}

Task<Resolver::Answer> Resolver::resolve(std::string host, Interrupt &interrupt)
{
    boost::system::error_code notLiteral;
    const auto literal = boost::asio::ip::make_address(host, notLiteral);
    if (!notLiteral)
        co_return std::make_shared<const Addresses>(1, literal);
    if (const auto kept = m_kept.find(host); kept != m_kept.end() && m_clock.steadyNow() < kept->second.until)
        co_return kept->second.answer;
    auto waiter = std::make_shared<Waiter>(m_executor);
    if (!begin(host, waiter))
        co_return upstreamFailure(ErrorCode::ConnectFailed, "Too many names are being looked up.");
    const InterruptScope scope(interrupt, [raw = waiter.get()] { raw->wake.cancel(); });
    co_await waiter->wake.async_wait(plainly);
    co_return waiter->answer;
}

bool Resolver::begin(const std::string &host, std::shared_ptr<Waiter> waiter)
{
    auto &waiters = m_waiting[host];
    if (waiters.empty() && !m_helpers->push(host)) {
        m_waiting.erase(host);
        return false;
    }
    waiters.push_back(std::move(waiter));
    return true;
}

void Resolver::deliver(const std::string &host, Result<Addresses> found)
{
    Answer answer = cancelledFailure();
    if (!found)
        answer = failure(std::move(found.error()));
    else if (found->empty())
        answer = upstreamFailure(ErrorCode::ConnectFailed, "The name " + host + " has no address.");
    else
        answer = std::make_shared<const Addresses>(std::move(*found));
    keep(host, answer);
    const auto waiters = std::move(m_waiting[host]);
    m_waiting.erase(host);
    for (const auto &waiter : waiters) {
        waiter->answer = answer;
        waiter->wake.cancel();
    }
}

void Resolver::keep(const std::string &host, const Answer &answer)
{
    if (m_kept.size() >= m_limits.keptNames)
        makeRoom();
    std::chrono::seconds life = m_limits.keepFailed;
    if (answer)
        life = m_limits.keepFound;
    m_kept.insert_or_assign(host, Kept {answer, m_clock.steadyNow() + life});
}

void Resolver::makeRoom()
{
    const auto now = m_clock.steadyNow();
    std::erase_if(m_kept, [now](const auto &entry) { return entry.second.until <= now; });
    if (m_kept.size() >= m_limits.keptNames)
        m_kept.clear();
}

} // namespace slipswitch::http
