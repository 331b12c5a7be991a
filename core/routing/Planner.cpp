#include "core/routing/Planner.h"

#include <algorithm>

namespace slipswitch::routing {

namespace {

constexpr int longestAliasChain = 4;
constexpr std::size_t namedInAnError = 12;
constexpr std::size_t shownOfAName = 200;

} // namespace

Planner::Planner(const std::vector<domain::Provider> &providers, const Aliases &aliases)
    : m_providers(providers)
    , m_aliases(aliases)
{
    for (std::size_t i = 0; i < providers.size(); ++i) {
        if (!providers[i].enabled)
            continue;
        for (const std::string &model : providers[i].models) {
            auto &offering = m_offering[model];
            if (offering.empty() || offering.back() != i)
                offering.push_back(i);
        }
    }
}

Planner::Name Planner::resolveAlias(std::string_view requestedModel) const
{
    Name name {requestedModel, {}};
    for (int i = 0; i < longestAliasChain; ++i) {
        const auto alias = m_aliases.find(name.text);
        if (alias == m_aliases.end())
            break;
        name.text = alias->second;
        name.via = "alias of " + alias->second + ", ";
    }
    return name;
}

void Planner::addTries(
    std::vector<Try> &tries, std::size_t provider, std::string_view model, std::string reason) const
{
    const auto count = std::max<std::size_t>(m_providers[provider].credentials.size(), 1);
    for (std::size_t i = 0; i < count; ++i)
        tries.push_back({provider, i, std::string(model), i == 0 ? reason : reason + ", next key"});
}

/// "provider/model" means that provider, even for models it doesn't list.
std::vector<Try> Planner::addressed(const Name &name, const std::vector<bool> &able) const
{
    std::vector<Try> tries;
    const auto slash = name.text.find('/');
    if (slash == std::string_view::npos || slash + 1 == name.text.size())
        return tries;
    for (std::size_t i = 0; i < m_providers.size(); ++i) {
        if (able[i] && m_providers[i].enabled && m_providers[i].name == name.text.substr(0, slash))
            addTries(tries, i, name.text.substr(slash + 1), name.via + "addressed by name");
    }
    return tries;
}

std::vector<Try> Planner::offering(const Name &name, const std::vector<bool> &able) const
{
    std::vector<Try> tries;
    const auto found = m_offering.find(name.text);
    if (found == m_offering.end())
        return tries;
    for (const std::size_t i : found->second) {
        if (able[i])
            addTries(tries, i, name.text,
                name.via + (tries.empty() ? "first provider that offers it" : "offers it too"));
    }
    return tries;
}

/// A provider whose models can't be listed takes what no one else offers.
std::vector<Try> Planner::unlisted(const Name &name, const std::vector<bool> &able) const
{
    std::vector<Try> tries;
    for (std::size_t i = 0; i < m_providers.size() && tries.empty(); ++i) {
        if (able[i] && m_providers[i].enabled && !m_providers[i].modelsListed)
            addTries(tries, i, name.text,
                name.via + "its models can't be listed, and no one else offers this one");
    }
    return tries;
}

Result<std::vector<Try>> Planner::plan(std::string_view requestedModel, const std::vector<bool> &able) const
{
    const Name name = resolveAlias(requestedModel);
    for (auto step : {&Planner::addressed, &Planner::offering, &Planner::unlisted}) {
        if (auto tries = (this->*step)(name, able); !tries.empty())
            return tries;
    }
    return nothingFits(requestedModel, able);
}

tl::unexpected<Error> Planner::nothingFits(
    std::string_view requestedModel, const std::vector<bool> &able) const
{
    std::string available;
    std::size_t count = 0;
    for (std::size_t i = 0; i < m_providers.size(); ++i) {
        if (!able[i] || !m_providers[i].enabled)
            continue;
        for (const std::string &model : m_providers[i].models) {
            if (count++ < namedInAnError)
                available += (available.empty() ? "" : ", ") + m_providers[i].name + '/' + model;
        }
    }
    std::string text = "No enabled provider offers the model \""
        + std::string(requestedModel.substr(0, shownOfAName)) + "\" on this endpoint. ";
    if (count == 0)
        text += "Nothing is available here yet: add a provider with `slipswitch providers add`.";
    else
        text += "Available: " + available + (count > namedInAnError ? "…; GET /v1/models lists all." : ".");
    return failure(ErrorCode::NotFound, std::move(text), ErrorSource::Client);
}

} // namespace slipswitch::routing
