#pragma once

#include "core/base/Clock.h"
#include "core/base/Secret.h"
#include "core/http/Upstream.h"

#include <list>
#include <memory>

namespace slipswitch::gateway {

/// Tokens of Google's service accounts: fetched when one is first needed, kept until shortly before their
/// end, never written anywhere. Requests that come while one is under way wait for it. Bounded; those longest
/// unused go first. Thread: data plane.
class TokenStore
{
public:
    static constexpr std::size_t mostAccounts = 32;
    /// A refusal is not asked for again for so long.
    static constexpr std::chrono::seconds refusedFor {2};

    /// Both outlive it.
    TokenStore(http::Upstream &network, const Clock &clock);
    ~TokenStore();

    /// @param key   a service account's key file; see provider::serviceAccountIn
    /// @param like  whose proxy and certificates are used on the way; outlives the call
    /// Errors: BadRequest when `key` is no such file, those of provider::accessTokenIn and http::Upstream.
    [[nodiscard]] http::Task<Result<Secret>> tokenFor(const Secret &key, const http::Origin &like,
        const http::Timeouts &timeouts, http::Cancellation &cancellation);
    /// A provider refused the account's token: the next request gets a new one.
    void forget(const Secret &key);

private:
    struct Account;
    struct Fetching;
    [[nodiscard]] std::shared_ptr<Account> accountOf(const Secret &key);
    [[nodiscard]] http::Task<Result<Secret>> fetch(Account &account, const http::Origin &like,
        const http::Timeouts &timeouts, http::Cancellation &cancellation);
    [[nodiscard]] http::Task<Result<std::string>> ask(const http::Origin &origin, std::string_view head,
        std::string_view form, const http::Timeouts &timeouts, http::Cancellation &cancellation);

    http::Upstream &m_network;
    const Clock &m_clock;
    std::list<std::shared_ptr<Account>> m_accounts; ///< the last used first
};

} // namespace slipswitch::gateway
