#include "core/provider/Layout.h"

#include <algorithm>
#include <array>

namespace slipswitch::provider {

namespace {

using catalog::ProviderPreset;
using domain::Dialect;

constexpr std::string_view newForm = "/openai/v1";
constexpr std::string_view oldForm = "/openai";

struct Optional
{
    std::string_view kind, name;
};
constexpr std::array<Optional, 1> optional {{{"azure", "api-version"}}};

/// Azure's dated versions belong to the older layout.
bool isDated(const Parameters &parameters)
{
    const auto version = parameters.find("api-version");
    return version != parameters.end() && !version->second.empty() && version->second.front() >= '0'
        && version->second.front() <= '9';
}

std::string without(std::string url, std::string_view end)
{
    if (url.ends_with(end))
        url.resize(url.size() - end.size());
    return url;
}

/// "…/openai/v1", "…/openai" and the bare host mean the same; Foundry's "…/models" is a layout of its own.
std::string azureBase(std::string_view url, const Parameters &parameters)
{
    if (url.ends_with("/models"))
        return std::string(url);
    const auto root = without(without(std::string(url), newForm), oldForm);
    return root + std::string(isDated(parameters) ? oldForm : newForm);
}

/// Google's places that are no single region have hosts of their own.
std::string vertexHost(std::string url, const Parameters &parameters)
{
    constexpr std::string_view regional = "{location}-aiplatform.googleapis.com";
    const auto location = parameters.find("location");
    const auto at = url.find(regional);
    if (location == parameters.end() || at == std::string::npos)
        return url;
    if (location->second == "global")
        url.replace(at, regional.size(), "aiplatform.googleapis.com");
    else if (location->second == "us" || location->second == "eu")
        url.replace(at, regional.size(), "aiplatform.{location}.rep.googleapis.com");
    return url;
}

void addNames(std::string_view url, std::vector<Parameter> &to)
{
    for (auto open = url.find('{'); open != std::string_view::npos; open = url.find('{', open + 1)) {
        Parameter parameter {std::string(url.substr(open + 1, url.find('}', open) - open - 1)), true};
        if (std::ranges::find(to, parameter) == to.end())
            to.push_back(std::move(parameter));
    }
}

} // namespace

std::vector<Parameter> parametersOf(const ProviderPreset &preset)
{
    std::vector<Parameter> found;
    for (const auto &[dialect, url] : preset.baseUrls) {
        if (url.find("{model}") == std::string::npos)
            addNames(url, found);
    }
    for (const auto &[kind, name] : optional) {
        if (kind == preset.id)
            found.push_back({std::string(name), false});
    }
    return found;
}

Urls layoutFor(const ProviderPreset &preset, const Parameters &parameters)
{
    auto urls = preset.baseUrls;
    if (preset.id == "azure" && isDated(parameters)) {
        for (auto &[dialect, url] : urls)
            url = url.ends_with(newForm) ? azureBase(url, parameters) : url;
    }
    if (preset.id == "vertex") {
        for (auto &[dialect, url] : urls)
            url = vertexHost(std::move(url), parameters);
    }
    return urls;
}

Urls layoutAround(const ProviderPreset &preset, std::string_view url, const Parameters &parameters)
{
    Urls urls;
    if (preset.id == "azure" && url.ends_with("/anthropic")) {
        urls[Dialect::AnthropicMessages] = url;
    } else if (preset.id == "azure") {
        for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::OpenAiEmbeddings})
            urls[dialect] = azureBase(url, parameters);
    } else if (preset.id == "vertex") {
        const std::string root(url.substr(0, url.find("/publishers/")));
        urls[Dialect::Gemini] = root + "/publishers/google";
        urls[Dialect::AnthropicMessages] = root + "/publishers/anthropic";
    }
    return urls;
}

} // namespace slipswitch::provider
