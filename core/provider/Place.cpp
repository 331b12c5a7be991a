#include "core/provider/Place.h"

#include "core/base/Coding.h"

#include <algorithm>

namespace slipswitch::provider {

namespace {

using domain::Dialect;

constexpr std::string_view versionParameter = "api-version";

std::string_view versionOf(const domain::Provider &provider)
{
    const auto found = provider.parameters.find(std::string(versionParameter));
    return found == provider.parameters.end() ? std::string_view() : std::string_view(found->second);
}

/// Dated versions belong to the older form, which names the deployment in the path; "preview" to the newer.
bool isDated(std::string_view version)
{
    return !version.empty() && version.front() >= '0' && version.front() <= '9';
}

/// Resources of the older form that are not asked at a deployment.
bool standsAlone(const domain::Provider &provider, Dialect dialect)
{
    if (dialect == Dialect::OpenAiResponses || dialect == Dialect::None)
        return true;
    const auto base = provider.baseUrls.find(dialect);
    return base != provider.baseUrls.end() && base->second.ends_with("/models"); // Foundry's own list
}

std::string azurePath(
    const domain::Provider &provider, Dialect dialect, std::string_view usual, std::string_view name)
{
    const auto version = versionOf(provider);
    std::string path(usual);
    if (dialect == Dialect::AnthropicMessages || dialect == Dialect::AnthropicCountTokens || version.empty())
        return path;
    if (isDated(version) && !standsAlone(provider, dialect))
        path = "/deployments/" + percentEncoded(name) + path;
    return path + '?' + std::string(versionParameter) + '=' + percentEncoded(version);
}

bool isAnthropics(Dialect dialect)
{
    return dialect == Dialect::AnthropicMessages || dialect == Dialect::AnthropicCountTokens;
}

bool isOfAClient(Dialect dialect)
{
    return dialect == Dialect::OpenAiChat || dialect == Dialect::OpenAiResponses || dialect == Dialect::Gemini
        || dialect == Dialect::GeminiCountTokens || isAnthropics(dialect);
}

} // namespace

std::string_view nameAt(const domain::Provider &provider, std::string_view model)
{
    if (provider.modelNames.empty())
        return model;
    const auto found = provider.modelNames.find(std::string(model));
    return found == provider.modelNames.end() ? model : std::string_view(found->second);
}

std::string pathAt(
    const domain::Provider &provider, Dialect dialect, std::string_view usual, std::string_view name)
{
    if (provider.kind == "azure")
        return azurePath(provider, dialect, usual, name);
    return std::string(usual);
}

bool answersIn(const domain::Provider &provider, Dialect dialect, std::string_view model)
{
    if (!isOfAClient(dialect) || !hasQuirk(provider, "claude_apart"))
        return true;
    return model.starts_with("claude") == isAnthropics(dialect);
}

bool hasQuirk(const domain::Provider &provider, std::string_view tag)
{
    return std::ranges::find(provider.quirks, tag) != provider.quirks.end();
}

} // namespace slipswitch::provider
