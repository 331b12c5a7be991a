#include "core/gateway/Compiled.h"

#include "core/dialect/Codec.h"
#include "core/dialect/Counting.h"
#include "core/dialect/Embeddings.h"
#include "core/provider/Endpoint.h"
#include "core/provider/Place.h"
#include "core/provider/Presets.h"

#include <array>

namespace slipswitch::gateway {

namespace {

using domain::Dialect;
using domain::Quirk;

/// What others than the native one are tried in: what everybody speaks comes first.
constexpr std::array translated {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::AnthropicMessages,
    Dialect::Gemini, Dialect::BedrockConverse, Dialect::CohereChatV2, Dialect::Ollama};

constexpr std::array embeddings {
    Dialect::OpenAiEmbeddings, Dialect::GeminiEmbed, Dialect::OllamaEmbed, Dialect::CohereEmbed};

constexpr std::array counters {
    Dialect::AnthropicCountTokens, Dialect::GeminiCountTokens, Dialect::OpenAiCountTokens};

/// Counting goes where the messages go.
constexpr std::array<std::pair<Dialect, Dialect>, 6> beside {{
    {Dialect::AnthropicMessages, Dialect::AnthropicCountTokens},
    {Dialect::Gemini, Dialect::GeminiCountTokens}, {Dialect::Gemini, Dialect::GeminiEmbed},
    {Dialect::Ollama, Dialect::OllamaEmbed}, {Dialect::CohereChatV2, Dialect::CohereEmbed},
    {Dialect::OpenAiChat, Dialect::OpenAiOther}, // images, audio, moderations: only passed through
}};

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

Compiled::Compiled(config::SnapshotPtr snapshot, const ProxyMap &proxies, const catalog::Catalog &catalog)
    : m_snapshot(std::move(snapshot))
    , m_keys(settings().accessKeys, withoutKey(settings()))
    , m_planner(settings().providers, settings().aliases)
    , m_timeouts(timeoutsOf(settings()))
    , m_targets(settings().providers.size())
{
    for (const auto &owner : providers()) {
        const auto *preset = catalog.provider(owner.kind);
        m_ways.push_back({provider::quirksOf(catalog, owner), preset ? preset->native : Dialect::None});
    }
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
    // Servers that copy the responses API mostly leave its counting out.
    const auto responses = m_targets[index].find(Dialect::OpenAiResponses);
    if (quirks(index).has(Quirk::CountsTokens) && responses != m_targets[index].end())
        m_targets[index].emplace(Dialect::OpenAiCountTokens, responses->second);
    for (const auto &[main, other] : beside) {
        if (const auto found = m_targets[index].find(main); found != m_targets[index].end())
            m_targets[index].emplace(other, found->second);
    }
}

const Target *Compiled::target(std::size_t provider, Dialect dialect) const
{
    const auto found = m_targets[provider].find(dialect);
    return found == m_targets[provider].end() ? nullptr : &found->second;
}

const Target *Compiled::targetOf(std::size_t provider, Dialect dialect, std::string_view model) const
{
    const bool answers = model.empty() || provider::answersIn(quirks(provider), dialect, model);
    return answers ? target(provider, dialect) : nullptr;
}

Outbound Compiled::outbound(std::size_t provider, Dialect inbound, std::string_view model) const
{
    // A server nobody has described is sure to speak chat only: what its preset claims besides is a guess.
    const bool guessed = inbound == Dialect::OpenAiResponses && quirks(provider).has(Quirk::ResponsesUnsure)
        && !quirks(provider).has(Quirk::SpeaksResponses);
    if (const auto *chat = guessed ? target(provider, Dialect::OpenAiChat) : nullptr)
        return {Dialect::OpenAiChat, chat};
    if (const auto *same = targetOf(provider, inbound, model))
        return {inbound, same};
    if (dialect::embeddingCodecFor(inbound))
        return anyOf(provider, embeddings, model);
    if (dialect::countedBy(inbound) != Dialect::None)
        return counting(provider, inbound, model);
    if (!dialect::clientCodecFor(inbound))
        return {};
    const auto best = m_ways[provider].native;
    if (const auto *found = targetOf(provider, best, model))
        return {best, found};
    const auto any = anyOf(provider, translated, model);
    // A model that should answer in another dialect than the provider has an address for: let it say so.
    return any.target || model.empty() ? any : outbound(provider, inbound, {});
}

/// Whoever would be asked counts, if it can; else who else does at that provider.
Outbound Compiled::counting(std::size_t provider, Dialect inbound, std::string_view model) const
{
    const auto asked = outbound(provider, dialect::countedBy(inbound), model).dialect;
    const auto counts = dialect::countingOf(asked);
    if (const auto *found = targetOf(provider, counts, model))
        return {counts, found};
    return anyOf(provider, counters, model);
}

Outbound Compiled::anyOf(std::size_t provider, std::span<const Dialect> wanted, std::string_view model) const
{
    for (const auto dialect : wanted) {
        if (const auto *found = targetOf(provider, dialect, model))
            return {dialect, found};
    }
    return {};
}

std::vector<bool> Compiled::ableTo(Dialect dialect) const
{
    // Tokens can be estimated for whoever takes messages.
    const auto counted = dialect::countedBy(dialect);
    const auto asked = counted == Dialect::None ? dialect : counted;
    std::vector<bool> able(m_targets.size());
    for (std::size_t i = 0; i < able.size(); ++i)
        able[i] = outbound(i, asked).target != nullptr || target(i, dialect) != nullptr;
    return able;
}

} // namespace slipswitch::gateway
