#include "core/config/Rules.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>

namespace slipswitch::config {

namespace {

constexpr std::string_view systemProxy = "system";
constexpr std::string_view noProxy = "none";
constexpr std::string_view environmentReference = "env:";
constexpr std::size_t longestUrl = 2048;

bool isOneOf(char c, std::string_view others)
{
    return others.find(c) != std::string_view::npos;
}

bool isLowerOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isAlphanumeric(char c)
{
    return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return result;
}

template <std::size_t N>
bool hasScheme(std::string_view url, const std::array<std::string_view, N> &schemes)
{
    const auto lower = lowered(url.substr(0, 16));
    return std::any_of(
        schemes.begin(), schemes.end(), [&](std::string_view scheme) { return lower.starts_with(scheme); });
}

constexpr std::array<std::string_view, 2> webSchemes {"http://", "https://"};
constexpr std::array<std::string_view, 3> proxySchemes {"http://", "socks5://", "socks5h://"};

} // namespace

Complaint checkBaseUrl(std::string_view url)
{
    if (!hasScheme(url, webSchemes))
        return "must start with http:// or https://";
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed || url.size() > longestUrl)
        return "is not a valid URL";
    if (parsed->host().empty())
        return "names no host";
    if (parsed->has_userinfo())
        return "must not contain a user name or password; add the key as a credential";
    if (parsed->has_query() || parsed->has_fragment())
        return "must not contain ? or #";
    return std::nullopt;
}

Complaint checkProviderName(std::string_view name)
{
    const bool fits = !name.empty() && name.size() <= 64
        && std::all_of(name.begin(), name.end(), [](char c) { return isLowerOrDigit(c) || c == '-'; });
    return fits ? std::nullopt : Complaint("must be 1 to 64 of the characters a-z, 0-9 and -");
}

Complaint checkId(std::string_view id)
{
    const bool fits = !id.empty() && id.size() <= 64
        && std::all_of(id.begin(), id.end(), [](char c) { return isAlphanumeric(c) || isOneOf(c, "._-"); });
    return fits ? std::nullopt : Complaint("must be 1 to 64 letters, digits, dots, hyphens or underscores");
}

Complaint checkParameter(std::string_view value)
{
    const bool fits = !value.empty() && value.size() <= 128
        && std::all_of(
            value.begin(), value.end(), [](char c) { return isAlphanumeric(c) || isOneOf(c, "._-"); });
    return fits ? std::nullopt : Complaint("must be 1 to 128 letters, digits, dots, hyphens or underscores");
}

Complaint checkModelName(std::string_view name)
{
    const bool fits = !name.empty() && name.size() <= 512
        && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 127; });
    return fits ? std::nullopt : Complaint("must be 1 to 512 characters without spaces");
}

Complaint checkExtraHeaderName(std::string_view name)
{
    constexpr std::array<std::string_view, 7> credentials {"authorization", "proxy-authorization",
        "x-api-key", "api-key", "x-goog-api-key", "cookie", "x-amz-security-token"};
    constexpr std::array<std::string_view, 6> framing {
        "host", "content-length", "transfer-encoding", "connection", "upgrade", "expect"};
    const auto lower = lowered(name);
    const bool token = !name.empty() && name.size() <= 128
        && std::all_of(name.begin(), name.end(),
            [](char c) { return isAlphanumeric(c) || isOneOf(c, "!#$%&'*+-.^_`|~"); });
    if (!token)
        return "is not a valid header name";
    if (std::find(credentials.begin(), credentials.end(), lower) != credentials.end())
        return "carries a key, which does not belong into this file; add it as a credential";
    if (std::find(framing.begin(), framing.end(), lower) != framing.end())
        return "is set by Slipswitch itself";
    return std::nullopt;
}

Complaint checkHeaderValue(std::string_view value)
{
    const bool fits = value.size() <= 4096 && std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7f;
    });
    return fits ? std::nullopt : Complaint("must be at most 4096 characters without line breaks");
}

Complaint checkOrigin(std::string_view origin)
{
    const auto parsed = boost::urls::parse_uri(origin);
    const bool fits = parsed && !parsed->scheme().empty() && !parsed->host().empty()
        && !parsed->has_userinfo() && parsed->path().empty() && !parsed->has_query()
        && !parsed->has_fragment();
    return fits ? std::nullopt : Complaint("must look like http://localhost:3000, without a path");
}

Complaint checkProxyUrl(std::string_view url)
{
    if (url.starts_with(environmentReference) && url.size() > environmentReference.size())
        return std::nullopt;
    if (!hasScheme(url, proxySchemes))
        return "must be system, none, env:NAME, or start with http://, socks5:// or socks5h://";
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed || url.size() > longestUrl || parsed->host().empty())
        return "is not a valid URL";
    if (parsed->has_password())
        return "must not contain a password; put the address into a variable and name it: env:NAME";
    if ((!parsed->path().empty() && parsed->path() != "/") || parsed->has_query() || parsed->has_fragment())
        return "must end after the host and port";
    return std::nullopt;
}

std::string proxyText(const domain::ProxyChoice &proxy)
{
    switch (proxy.mode) {
    case domain::ProxyChoice::Mode::System:
        return std::string(systemProxy);
    case domain::ProxyChoice::Mode::None:
        return std::string(noProxy);
    case domain::ProxyChoice::Mode::Fixed:
        return proxy.url;
    }
    return {};
}

domain::ProxyChoice proxyFromText(std::string_view text)
{
    if (text == systemProxy)
        return {domain::ProxyChoice::Mode::System, {}};
    if (text == noProxy)
        return {domain::ProxyChoice::Mode::None, {}};
    return {domain::ProxyChoice::Mode::Fixed, std::string(text)};
}

} // namespace slipswitch::config
