#include "core/gateway/Compiled.h"

#include <boost/url/parse.hpp>

namespace slipswitch::gateway {

namespace {

using domain::Dialect;

constexpr std::uint16_t httpPort = 80;
constexpr std::uint16_t httpsPort = 443;

Result<Target> parseBaseUrl(const std::string &text)
{
    const auto url = boost::urls::parse_uri(text);
    if (!url || (url->scheme() != "http" && url->scheme() != "https") || url->host_address().empty())
        return failure(ErrorCode::BadRequest, "\"" + text + "\" is not an http or https address.");
    Target target;
    target.origin.tls = url->scheme() == "https";
    target.origin.host = url->host_address();
    const auto defaultPort = target.origin.tls ? httpsPort : httpPort;
    target.origin.port = url->has_port() && url->port_number() != 0 ? url->port_number() : defaultPort;
    target.hostField = std::string(url->encoded_host());
    if (target.origin.port != defaultPort)
        target.hostField += ':' + std::to_string(target.origin.port);
    target.basePath = std::string(url->encoded_path());
    while (target.basePath.ends_with('/'))
        target.basePath.pop_back();
    return target;
}

http::Timeouts timeoutsOf(const config::Settings &settings)
{
    return {settings.upstream.connectTimeout, settings.upstream.firstByteTimeout,
        settings.upstream.silenceTimeout};
}

governance::AccessKeyTable::WithoutKey withoutKey(const config::Settings &settings)
{
    return settings.listen.keyless ? governance::AccessKeyTable::WithoutKey::IsLocal
                                   : governance::AccessKeyTable::WithoutKey::Refused;
}

} // namespace

Compiled::Compiled(config::SnapshotPtr snapshot, const ProxyMap &proxies)
    : m_snapshot(std::move(snapshot))
    , m_keys(settings().accessKeys, withoutKey(settings()))
    , m_planner(settings().providers, settings().aliases)
    , m_timeouts(timeoutsOf(settings()))
    , m_targets(settings().providers.size())
{
    for (std::size_t i = 0; i < m_targets.size(); ++i)
        addTargets(i, proxies);
}

void Compiled::addTargets(std::size_t index, const ProxyMap &proxies)
{
    const auto &provider = providers()[index];
    for (const auto &[dialect, url] : provider.baseUrls) {
        auto target = parseBaseUrl(url);
        if (!target) {
            m_problems.push_back(provider.name + ": " + target.error().detail);
            continue;
        }
        target->origin.caFile = provider.caFile.empty() ? settings().upstream.caFile : provider.caFile;
        if (const auto proxy = proxies.find(provider.name); proxy != proxies.end())
            target->origin.proxy = proxy->second;
        m_targets[index].emplace(dialect, std::move(*target));
    }
    // What is only passed through (images, audio, moderations) goes where chat goes.
    if (const auto chat = m_targets[index].find(Dialect::OpenAiChat); chat != m_targets[index].end())
        m_targets[index].emplace(Dialect::OpenAiOther, chat->second);
}

const Target *Compiled::target(std::size_t provider, Dialect dialect) const
{
    const auto found = m_targets[provider].find(dialect);
    return found == m_targets[provider].end() ? nullptr : &found->second;
}

std::vector<bool> Compiled::ableTo(Dialect dialect) const
{
    std::vector<bool> able(m_targets.size());
    for (std::size_t i = 0; i < able.size(); ++i)
        able[i] = target(i, dialect) != nullptr;
    return able;
}

} // namespace slipswitch::gateway
