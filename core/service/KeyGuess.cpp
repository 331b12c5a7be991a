#include "core/service/KeyGuess.h"

#include "core/provider/Presets.h"

#include <algorithm>
#include <cctype>

namespace slipswitch::service {

namespace {

using domain::Dialect;

constexpr std::size_t tellingMark = 4;

/// What a pattern fixes at its beginning; empty where that is nothing.
std::string literalStart(const std::string &pattern)
{
    std::string start;
    for (const char c : pattern.starts_with('^') ? pattern.substr(1) : std::string()) {
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_')
            break;
        start += c;
    }
    return start;
}

/// How many characters of the key are a mark of the provider's own.
std::size_t markLength(const catalog::ProviderPreset &preset, std::string_view key)
{
    std::size_t longest = 0;
    for (const auto &pattern : preset.keyPatterns) {
        const auto start = literalStart(pattern);
        if (key.starts_with(start))
            longest = std::max(longest, start.size());
    }
    return longest;
}

} // namespace

bool canBeAdded(const catalog::ProviderPreset &preset)
{
    return !preset.baseUrls.empty() && preset.id != "replicate"; // which has no chat
}

KeyGuess guessKey(const catalog::Catalog &catalog, const Secret &key)
{
    KeyGuess guess {provider::recogniseKey(catalog, key), false};
    std::erase_if(guess.kinds, [&](const std::string &kind) {
        const auto *preset = catalog.provider(kind);
        return !preset || !canBeAdded(*preset);
    });
    if (guess.kinds.empty())
        return guess;
    const auto mark
        = [&](const std::string &kind) { return markLength(*catalog.provider(kind), key.reveal()); };
    const auto first = mark(guess.kinds.front());
    guess.sure = first >= tellingMark && (guess.kinds.size() == 1 || mark(guess.kinds[1]) < first);
    return guess;
}

std::string shortName(const catalog::Catalog &catalog, const std::string &kind)
{
    const auto *preset = catalog.provider(kind);
    const auto &name = preset ? preset->name : kind;
    return name.substr(0, name.find(" ("));
}

std::string mainAddress(const std::map<Dialect, std::string> &baseUrls)
{
    for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::OpenAiCompletions,
             Dialect::OpenAiEmbeddings}) {
        if (const auto found = baseUrls.find(dialect); found != baseUrls.end())
            return found->second;
    }
    return baseUrls.empty() ? std::string() : baseUrls.begin()->second;
}

std::string hostOf(const std::string &address)
{
    const auto scheme = address.find("://");
    const auto rest = scheme == std::string::npos ? address : address.substr(scheme + 3);
    return rest.substr(0, rest.find('/'));
}

} // namespace slipswitch::service
