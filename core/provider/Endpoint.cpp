#include "core/provider/Endpoint.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace slipswitch::provider {

namespace {

using domain::Dialect;

tl::unexpected<Error> refused(std::string_view why)
{
    return failure(ErrorCode::BadRequest, "The base URL " + std::string(why) + '.', ErrorSource::Client);
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::string withoutTrailingSlashes(std::string path)
{
    path.erase(path.find_last_not_of('/') + 1);
    return path;
}

/// nullopt for a port that is none; Boost 1.81 lets numbers beyond 65535 wrap round.
std::optional<std::uint16_t> portOf(const boost::urls::url_view &url)
{
    if (!url.has_port())
        return static_cast<std::uint16_t>(url.scheme_id() == boost::urls::scheme::https ? 443 : 80);
    const auto digits = url.port();
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port == 0)
        return std::nullopt;
    return port;
}

/// What is wrong with a URL that parses; empty: nothing.
std::string_view complaint(const boost::urls::url_view &url)
{
    if (url.scheme_id() != boost::urls::scheme::http && url.scheme_id() != boost::urls::scheme::https)
        return "must begin with http:// or https://";
    if (url.encoded_host().empty())
        return "names no host";
    if (url.has_userinfo())
        return "must not hold a user name or password; keys are added apart";
    if (url.has_query() || url.has_fragment())
        return "must not hold a query or fragment";
    if (!portOf(url))
        return "has no valid port";
    return {};
}

/// Without brackets and escapes, so that it can be resolved as it is.
std::string hostOf(const boost::urls::url_view &url)
{
    if (url.host_type() == boost::urls::host_type::ipv6)
        return lowered(url.host_ipv6_address().to_string());
    return lowered(url.host());
}

bool resolvable(std::string_view host)
{
    return std::none_of(host.begin(), host.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= ' ' || byte >= 127 || c == '/' || c == '@' || c == '?' || c == '#';
    });
}

std::string hostField(const Endpoint &endpoint)
{
    const bool address6 = endpoint.host.find(':') != std::string::npos;
    std::string field = address6 ? '[' + endpoint.host + ']' : endpoint.host;
    if (endpoint.port != (endpoint.tls ? 443 : 80))
        field += ':' + std::to_string(endpoint.port);
    return field;
}

const std::string *baseUrl(const domain::Provider &provider, Dialect dialect)
{
    const auto own = provider.baseUrls.find(dialect);
    if (own != provider.baseUrls.end())
        return &own->second;
    if (dialect != Dialect::OpenAiOther)
        return nullptr;
    for (const auto beside : {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::OpenAiEmbeddings}) {
        if (const auto found = provider.baseUrls.find(beside); found != provider.baseUrls.end())
            return &found->second;
    }
    return nullptr;
}

} // namespace

Result<Endpoint> parseEndpoint(std::string_view text)
{
    if (text.find('{') != std::string_view::npos)
        return refused("has a {name} that is not filled in");
    const auto url = boost::urls::parse_uri(text);
    if (!url)
        return refused("is not a URL");
    if (const auto why = complaint(*url); !why.empty())
        return refused(why);
    Endpoint endpoint;
    endpoint.tls = url->scheme_id() == boost::urls::scheme::https;
    endpoint.host = hostOf(*url);
    if (!resolvable(endpoint.host))
        return refused("has a host that can't be resolved");
    endpoint.port = *portOf(*url);
    endpoint.basePath = withoutTrailingSlashes(std::string(url->encoded_path()));
    endpoint.hostField = hostField(endpoint);
    return endpoint;
}

Result<std::string> normalisedUrl(std::string_view url)
{
    return parseEndpoint(url).map([](const Endpoint &endpoint) {
        return (endpoint.tls ? "https://" : "http://") + endpoint.hostField + endpoint.basePath;
    });
}

Result<Endpoint> endpointOf(const domain::Provider &provider, Dialect dialect)
{
    if (const auto *url = baseUrl(provider, dialect))
        return parseEndpoint(*url);
    return failure(ErrorCode::Unsupported,
        "The provider " + provider.name + " does not speak " + std::string(domain::name(dialect)) + '.',
        ErrorSource::Client);
}

bool speaks(const domain::Provider &provider, Dialect dialect)
{
    return baseUrl(provider, dialect) != nullptr;
}

} // namespace slipswitch::provider
