#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"
#include "core/base/Secret.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Google's service accounts: a key file signs a claim, which is exchanged for a token of an hour.
/// Source: Google, "Using OAuth 2.0 for server to server applications"; RFC 7523.
namespace slipswitch::provider {

/// What a service account's key file holds, as far as it is needed.
struct ServiceAccount
{
    std::string email; ///< who claims
    std::string tokenUrl; ///< where tokens are given; https, or this machine's own
    std::string keyId; ///< may be empty
    Secret privateKey; ///< PEM
};

/// nullopt for every text that is not such a file.
[[nodiscard]] std::optional<ServiceAccount> serviceAccountIn(const Secret &key);

/// The form that asks for a token; it holds a signed claim, which is as good as a key for an hour: wipe it.
/// Errors: BadRequest when the private key can't sign.
[[nodiscard]] Result<std::string> tokenForm(const ServiceAccount &account, UtcTime now);

struct AccessToken
{
    Secret token;
    std::chrono::seconds lifetime {0};
};
/// Errors: Unauthorized with Google's words, BadResponse when there is neither a token nor an error.
[[nodiscard]] Result<AccessToken> accessTokenIn(std::string_view answer);

} // namespace slipswitch::provider
