#include "core/service/HealthBoard.h"

#include <algorithm>

namespace slipswitch::service {

namespace {

using Phase = domain::LiveExchange::Phase;

QString text(const std::string &value)
{
    return QString::fromStdString(value);
}

} // namespace

void HealthBoard::add(const std::string &provider, bool failed, UtcTime now)
{
    auto &tries = m_providers[provider].tries;
    tries.push_back({now, failed});
    if (tries.size() > mostTriesKept)
        tries.pop_front();
}

void HealthBoard::take(const domain::LiveExchange &live, UtcTime now)
{
    // A further try tells that the one before it failed; the end tells about the last one.
    if (live.phase == Phase::Trying && !live.failedBefore.empty())
        add(live.failedBefore.toString(), true, now);
    if (live.phase != Phase::Settled || live.tries == 0)
        return;
    if (live.outcome == domain::Outcome::Failed)
        add(live.provider.toString(), true, now);
    if (live.outcome != domain::Outcome::Succeeded)
        return;
    add(live.provider.toString(), false, now);
    if (!live.failedBefore.empty() && !(live.failedBefore == live.provider.view())) {
        auto &replaced = m_providers[live.failedBefore.toString()];
        replaced.standsIn = live.provider.toString();
        replaced.standsInSince = now;
    }
}

std::vector<ProviderHealth> HealthBoard::standing(UtcTime now)
{
    std::vector<ProviderHealth> result;
    for (auto &[name, provider] : m_providers) {
        while (!provider.tries.empty() && provider.tries.front().at < now - window)
            provider.tries.pop_front();
        if (provider.tries.empty())
            continue;
        ProviderHealth health;
        health.provider = text(name);
        health.tries = static_cast<int>(provider.tries.size());
        for (const auto &each : provider.tries) {
            health.failures += each.failed ? 1 : 0;
            health.lastFailure = each.failed ? each.at : health.lastFailure;
        }
        health.lastFailed = provider.tries.back().failed;
        // Whoever answers by itself again needs nobody.
        if (health.lastFailed && provider.standsInSince >= now - window)
            health.standsIn = text(provider.standsIn);
        result.push_back(std::move(health));
    }
    std::erase_if(m_providers, [](const auto &entry) { return entry.second.tries.empty(); });
    return result;
}

} // namespace slipswitch::service
