#include "core/gateway/Compiled.h"

#include "core/provider/Endpoint.h"

namespace slipswitch::gateway {

namespace {

using domain::Dialect;

Target targetAt(provider::Endpoint endpoint)
{
    Target target;
    target.origin.tls = endpoint.tls;
    target.origin.host = std::move(endpoint.host);
    target.origin.port = endpoint.port;
    target.hostField = std::move(endpoint.hostField);
    target.basePath = std::move(endpoint.basePath);
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
    const auto &owner = providers()[index];
    for (const auto &[dialect, url] : owner.baseUrls) {
        auto endpoint = provider::parseEndpoint(url);
        if (!endpoint) {
            m_problems.push_back(owner.name + ": " + endpoint.error().detail);
            continue;
        }
        auto target = targetAt(std::move(*endpoint));
        target.origin.caFile = owner.caFile.empty() ? settings().upstream.caFile : owner.caFile;
        if (const auto proxy = proxies.find(owner.name); proxy != proxies.end())
            target.origin.proxy = proxy->second;
        m_targets[index].emplace(dialect, std::move(target));
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
