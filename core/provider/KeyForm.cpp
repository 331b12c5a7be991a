#include "core/provider/KeyForm.h"

#include "core/provider/AwsSigning.h"
#include "core/provider/GoogleAccount.h"

#include <algorithm>

namespace slipswitch::provider {

namespace {

using domain::AuthScheme;
using domain::Dialect;

const domain::Authentication bearer;
const domain::Authentication anthropics {AuthScheme::Header, "x-api-key", {}};

} // namespace

bool isWebToken(const Secret &key)
{
    const auto text = key.reveal();
    return text.starts_with("eyJ") && std::count(text.begin(), text.end(), '.') == 2;
}

std::vector<Secret> piecesOf(const Secret &key)
{
    std::vector<Secret> pieces;
    if (auto aws = awsKeyIn(key)) {
        pieces.emplace_back(std::move(aws->id));
        pieces.push_back(std::move(aws->secret));
        pieces.push_back(std::move(aws->token));
    }
    if (auto account = serviceAccountIn(key))
        pieces.push_back(std::move(account->privateKey));
    return pieces;
}

const domain::Authentication &authenticationFor(
    const domain::Provider &provider, Dialect dialect, const Secret &key)
{
    if (provider.kind != "azure" || provider.auth.scheme != AuthScheme::Header)
        return provider.auth;
    if (isWebToken(key))
        return bearer;
    const bool messages = dialect == Dialect::AnthropicMessages || dialect == Dialect::AnthropicCountTokens;
    return messages ? anthropics : provider.auth;
}

} // namespace slipswitch::provider
