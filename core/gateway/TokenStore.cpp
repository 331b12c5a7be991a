#include "core/gateway/TokenStore.h"

#include "core/provider/Endpoint.h"
#include "core/provider/GoogleAccount.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace slipswitch::gateway {

namespace {

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>, http::Executor>;

constexpr std::size_t longestAnswer = 64 * 1024;
constexpr std::chrono::seconds longestMargin {300};
constexpr std::chrono::seconds longestWait {60};

/// A token is renewed so long before its end.
std::chrono::seconds marginOf(std::chrono::seconds lifetime)
{
    return std::min(lifetime / 5, longestMargin);
}

} // namespace

struct TokenStore::Account
{
    Secret key, token;
    SteadyTime until {}; ///< of the token, or of the refusal
    std::optional<Error> refusal;
    bool fetching = false;
    std::list<Timer *> waiting;
};

/// While it lives, others wait for this fetch.
struct TokenStore::Fetching
{
    explicit Fetching(Account &its)
        : account(its)
    {
        account.fetching = true;
    }
    Fetching(const Fetching &) = delete;
    Fetching &operator=(const Fetching &) = delete;
    ~Fetching()
    {
        account.fetching = false;
        for (auto *timer : account.waiting)
            timer->cancel();
    }
    Account &account;
};

TokenStore::TokenStore(http::Upstream &network, const Clock &clock)
    : m_network(network)
    , m_clock(clock)
{ }

TokenStore::~TokenStore() = default;

std::shared_ptr<TokenStore::Account> TokenStore::accountOf(const Secret &key)
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
        [&key](const std::shared_ptr<Account> &account) { return account->key == key; });
    if (found != m_accounts.end()) {
        m_accounts.splice(m_accounts.begin(), m_accounts, found);
        return m_accounts.front();
    }
    m_accounts.push_front(std::make_shared<Account>());
    m_accounts.front()->key = key;
    if (m_accounts.size() > mostAccounts)
        m_accounts.pop_back();
    return m_accounts.front();
}

http::Task<Result<Secret>> TokenStore::tokenFor(const Secret &key, const http::Origin &like,
    const http::Timeouts &timeouts, http::Cancellation &cancellation)
{
    const auto account = accountOf(key); // stays, though others may push it out
    while (true) {
        const bool holds = m_clock.steadyNow() < account->until;
        if (holds && account->refusal)
            co_return failure(*account->refusal);
        if (holds)
            co_return account->token;
        if (!account->fetching)
            break;
        const auto executor = co_await boost::asio::this_coro::executor;
        Timer timer(executor, longestWait);
        const auto place = account->waiting.insert(account->waiting.end(), &timer);
        cancellation.onFire([&timer] { timer.cancel(); });
        auto waited = co_await timer.async_wait(
            boost::asio::as_tuple(boost::asio::use_awaitable_t<http::Executor>()));
        (void)waited;
        cancellation.onFire(nullptr);
        account->waiting.erase(place);
        if (cancellation.fired())
            co_return failure(ErrorCode::Cancelled, "The client left.", ErrorSource::Client);
    }
    const Fetching fetching(*account);
    auto fetched = co_await fetch(*account, like, timeouts, cancellation);
    co_return fetched;
}

http::Task<Result<Secret>> TokenStore::fetch(Account &account, const http::Origin &like,
    const http::Timeouts &timeouts, http::Cancellation &cancellation)
{
    const auto known = provider::serviceAccountIn(account.key);
    if (!known)
        co_return failure(ErrorCode::BadRequest, "The key is not a service account's key file.");
    auto form = provider::tokenForm(*known, m_clock.utcNow());
    const auto endpoint = provider::parseEndpoint(known->tokenUrl);
    if (!form)
        co_return failure(std::move(form.error()));
    if (!endpoint)
        co_return failure(endpoint.error());
    auto origin = like;
    origin.tls = endpoint->tls;
    origin.host = endpoint->host;
    origin.port = endpoint->port;
    const auto head = "POST " + (endpoint->basePath.empty() ? "/" : endpoint->basePath)
        + " HTTP/1.1\r\nHost: " + endpoint->hostField
        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n"
          "Accept-Encoding: identity\r\nUser-Agent: slipswitch\r\nContent-Length: "
        + std::to_string(form->size()) + "\r\n\r\n";
    auto answer = co_await ask(origin, head, *form, timeouts, cancellation);
    wipe(*form);
    if (!answer)
        co_return failure(std::move(answer.error()));
    auto token = provider::accessTokenIn(*answer);
    wipe(*answer);
    account.refusal.reset();
    if (!token) {
        account.refusal = token.error();
        account.until = m_clock.steadyNow() + refusedFor;
        co_return failure(std::move(token.error()));
    }
    account.token = token->token;
    account.until = m_clock.steadyNow() + token->lifetime - marginOf(token->lifetime);
    co_return std::move(token->token);
}

http::Task<Result<std::string>> TokenStore::ask(const http::Origin &origin, std::string_view head,
    std::string_view form, const http::Timeouts &timeouts, http::Cancellation &cancellation)
{
    http::UpstreamRequest request;
    request.origin = &origin;
    request.head = head;
    request.body = form;
    request.timeouts = timeouts;
    auto response = co_await m_network.send(request, cancellation);
    if (!response)
        co_return failure(std::move(response.error()));
    std::string answer;
    for (bool last = false; !last;) {
        auto part = co_await (*response)->read();
        if (!part)
            co_return failure(std::move(part.error()));
        answer.append(part->bytes);
        last = part->last;
        if (answer.size() > longestAnswer)
            co_return failure(
                ErrorCode::TooLarge, "The answer with the token is too large.", ErrorSource::Upstream);
    }
    co_return answer;
}

void TokenStore::forget(const Secret &key)
{
    for (const auto &account : m_accounts) {
        if (account->key == key && !account->refusal)
            account->until = {};
    }
}

} // namespace slipswitch::gateway
