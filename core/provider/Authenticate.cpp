#include "core/provider/Authenticate.h"

#include "core/base/Coding.h"

#include <algorithm>

namespace slipswitch::provider {

namespace {

using domain::AuthScheme;

bool isUnreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
        || std::string_view("-._~").find(c) != std::string_view::npos;
}

} // namespace

bool isHeaderName(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return isUnreserved(c) || std::string_view("!#$%&'*+^`|").find(c) != std::string_view::npos;
    });
}

bool isHeaderValue(std::string_view value)
{
    return std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < ' ' || byte == 127;
    });
}

Result<void> authenticate(std::string &head, const domain::Authentication &auth, const Secret &secret)
{
    if (secret.empty() || (auth.scheme != AuthScheme::Bearer && auth.scheme != AuthScheme::Header))
        return {};
    if (!isHeaderName(auth.name) || !isHeaderValue(auth.prefix) || !isHeaderValue(secret.reveal()))
        return failure(ErrorCode::BadRequest, "The key has characters that can't be sent in a header.");
    head.append(auth.name).append(": ").append(auth.prefix).append(secret.reveal()).append("\r\n");
    return {};
}

std::string authenticatedTarget(std::string target, const domain::Authentication &auth, const Secret &secret)
{
    if (secret.empty() || auth.scheme != AuthScheme::Query)
        return target;
    target += target.find('?') == std::string::npos ? '?' : '&';
    return target + percentEncoded(auth.name) + '=' + percentEncoded(secret.reveal());
}

} // namespace slipswitch::provider
