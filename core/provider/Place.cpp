#include "core/provider/Place.h"

#include "core/base/Coding.h"

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

bool isAnthropics(Dialect dialect)
{
    return dialect == Dialect::AnthropicMessages || dialect == Dialect::AnthropicCountTokens;
}

std::string azurePath(const domain::Provider &provider, const Errand &errand)
{
    const auto version = versionOf(provider);
    std::string path(errand.usual);
    if (isAnthropics(errand.dialect) || version.empty())
        return path;
    if (isDated(version) && !standsAlone(provider, errand.dialect))
        path = "/deployments/" + percentEncoded(errand.name) + path;
    return path + '?' + std::string(versionParameter) + '=' + percentEncoded(version);
}

/// Claude is invoked there; Gemini's paths are the usual ones.
std::string vertexPath(const Errand &errand)
{
    if (errand.dialect == Dialect::AnthropicCountTokens)
        return "/models/count-tokens:rawPredict";
    if (errand.dialect != Dialect::AnthropicMessages)
        return std::string(errand.usual);
    return "/models/" + percentEncodedPath(errand.name)
        + (errand.stream ? ":streamRawPredict" : ":rawPredict");
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

std::string pathAt(const domain::Provider &provider, const Errand &errand)
{
    if (provider.kind == "azure")
        return azurePath(provider, errand);
    return provider.kind == "vertex" ? vertexPath(errand) : std::string(errand.usual);
}

bool takesQuery(domain::Quirks quirks, Dialect dialect)
{
    return !versionStandsInBody(quirks, dialect);
}

bool versionStandsInBody(domain::Quirks quirks, Dialect dialect)
{
    return isAnthropics(dialect) && quirks.has(domain::Quirk::AnthropicVersionInBody);
}

bool answersIn(domain::Quirks quirks, Dialect dialect, std::string_view model)
{
    if (!isOfAClient(dialect) || !quirks.has(domain::Quirk::ClaudeApart))
        return true;
    return model.starts_with("claude") == isAnthropics(dialect);
}

} // namespace slipswitch::provider
