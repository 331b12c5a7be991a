#include "core/provider/Presets.h"

#include "core/provider/Endpoint.h"
#include "core/provider/Layout.h"
#include "core/provider/Template.h"

#include <algorithm>

namespace slipswitch::provider {

namespace {

using catalog::ProviderPreset;
using domain::Dialect;

constexpr std::size_t maxNameLength = 64;
constexpr Dialect openAiShaped[]
    = {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::OpenAiCompletions, Dialect::OpenAiEmbeddings};

bool isName(std::string_view name)
{
    return !name.empty() && name.size() <= maxNameLength && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// The dialect whose URL the user means by "the base URL".
Dialect mainDialect(const Urls &urls)
{
    for (const auto dialect : openAiShaped) {
        if (urls.contains(dialect))
            return dialect;
    }
    return urls.empty() ? Dialect::None : urls.begin()->first;
}

/// Another host for the same layout: "…/v1" for chat also tells where the root is. A dialect whose place
/// can't be told from the new URL is left out.
Urls movedTo(const Urls &urls, std::string_view newMain)
{
    Urls result;
    const auto main = urls.find(mainDialect(urls));
    for (const auto &[dialect, url] : urls) {
        if (!main->second.starts_with(url))
            continue;
        const auto suffix = std::string_view(main->second).substr(url.size());
        if (newMain.ends_with(suffix))
            result[dialect] = newMain.substr(0, newMain.size() - suffix.size());
    }
    return result;
}

/// URLs that need the model of each request are not base URLs.
bool perModel(std::string_view url)
{
    return url.find("{model}") != std::string_view::npos;
}

Result<Urls> presetUrls(const ProviderPreset &preset, const Parameters &parameters)
{
    Urls result;
    for (const auto &[dialect, url] : layoutFor(preset, parameters)) {
        if (perModel(url))
            continue;
        auto complete = filled(url, parameters).and_then(normalisedUrl);
        if (!complete)
            return failure(std::move(complete.error()));
        result[dialect] = std::move(*complete);
    }
    return result;
}

/// A server nobody has described may offer any of the OpenAI paths; it says itself which it does not.
Urls everyOpenAiPath(const std::string &url)
{
    Urls result;
    for (const auto dialect : openAiShaped)
        result[dialect] = url;
    return result;
}

Result<Urls> urlsFor(const ProviderPreset &preset, const Choice &choice)
{
    if (choice.baseUrl.empty()) {
        if (preset.id.starts_with("custom-"))
            return failure(ErrorCode::BadRequest, "A custom provider needs a base URL.", ErrorSource::Client);
        return presetUrls(preset, choice.parameters);
    }
    auto url = filled(choice.baseUrl, choice.parameters).and_then(normalisedUrl);
    if (!url)
        return failure(std::move(url.error()));
    if (preset.id == "custom-openai")
        return everyOpenAiPath(*url);
    auto around = layoutAround(preset, *url, choice.parameters);
    return around.empty() ? movedTo(preset.baseUrls, *url) : around;
}

/// A name that is spelled wrong would be kept and never looked at.
Result<void> checkParameters(const ProviderPreset &preset, const Choice &choice)
{
    const auto known = parametersOf(preset);
    for (const auto &[name, value] : choice.parameters) {
        const bool its = choice.baseUrl.find('{' + name + '}') != std::string::npos
            || std::any_of(known.begin(), known.end(),
                [&name](const Parameter &parameter) { return parameter.name == name; });
        if (!its)
            return failure(ErrorCode::BadRequest,
                "The kind " + preset.id + " has nothing called {" + name + "} to set.", ErrorSource::Client);
        if (!isPlain(value))
            return failure(ErrorCode::BadRequest,
                "The value for {" + name + "} may have letters, digits, dots, hyphens and underscores only.",
                ErrorSource::Client);
    }
    return {};
}

/// The provider inside the process has no URL of its own; whoever starts it fills that in.
Result<domain::Provider> demo(domain::Provider provider, const Choice &choice)
{
    provider.auth = {domain::AuthScheme::None, {}, {}};
    provider.models = {"echo", "story"};
    provider.modelsListed = true;
    if (choice.baseUrl.empty())
        return provider;
    auto url = normalisedUrl(choice.baseUrl);
    if (!url)
        return failure(std::move(url.error()));
    provider.baseUrls = everyOpenAiPath(*url);
    return provider;
}

const std::string *listBase(const ProviderPreset &preset, const domain::Provider &provider)
{
    // Anthropic's and Google's lists stand beside their own dialects, not their OpenAI-shaped ones.
    const bool own = preset.native == Dialect::AnthropicMessages || preset.native == Dialect::Gemini;
    const auto found = provider.baseUrls.find(own ? preset.native : mainDialect(provider.baseUrls));
    return found == provider.baseUrls.end() ? nullptr : &found->second;
}

/// An absolute list URL follows the provider when the user moved it elsewhere.
std::string movedList(const ProviderPreset &preset, const domain::Provider &provider)
{
    for (const auto &[dialect, url] : provider.baseUrls) {
        const auto before = preset.baseUrls.find(dialect);
        if (before != preset.baseUrls.end() && preset.modelsList.starts_with(before->second + '/'))
            return url + preset.modelsList.substr(before->second.size());
    }
    return filled(preset.modelsList, provider.parameters).value_or(std::string());
}

} // namespace

Result<domain::Provider> makeProvider(const catalog::Catalog &catalog, const Choice &choice)
{
    domain::Provider provider;
    provider.name = choice.name.empty() ? choice.kind : choice.name;
    provider.kind = choice.kind;
    if (!isName(provider.name))
        return failure(ErrorCode::BadRequest,
            "A provider's name is made of lower-case letters, digits and hyphens, at most 64.",
            ErrorSource::Client);
    if (choice.kind == "demo")
        return demo(std::move(provider), choice);
    const auto *preset = catalog.provider(choice.kind);
    if (!preset)
        return failure(
            ErrorCode::NotFound, "There is no provider kind \"" + choice.kind + "\".", ErrorSource::Client);
    if (auto known = checkParameters(*preset, choice); !known)
        return failure(std::move(known.error()));
    auto urls = urlsFor(*preset, choice);
    if (!urls)
        return failure(std::move(urls.error()));
    provider.baseUrls = std::move(*urls);
    provider.auth = preset->auth;
    provider.extraHeaders = preset->extraHeaders;
    provider.parameters = choice.parameters;
    provider.modelNames = choice.modelNames;
    for (const auto &[model, name] : choice.modelNames)
        provider.models.push_back(model);
    return provider;
}

domain::Quirks quirksOf(const catalog::Catalog &catalog, const domain::Provider &provider)
{
    const auto *preset = catalog.provider(provider.kind);
    if (!preset)
        preset = catalog.provider("custom-openai"); // nobody has described it
    return preset ? preset->quirks.with(provider.quirks) : provider.quirks;
}

std::string modelsUrl(const catalog::Catalog &catalog, const domain::Provider &provider)
{
    const auto *preset = catalog.provider(provider.kind);
    if (!preset || preset->modelsList.empty())
        return {};
    if (!preset->modelsList.starts_with('/'))
        return movedList(*preset, provider);
    const auto *base = listBase(*preset, provider);
    return base ? *base + preset->modelsList : std::string();
}

} // namespace slipswitch::provider
