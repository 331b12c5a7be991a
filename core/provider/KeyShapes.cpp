#include "core/base/Text.h"
#include "core/provider/Presets.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

namespace slipswitch::provider {

namespace {

struct Match
{
    std::string provider;
    std::size_t prefixLength = 0;
};

/// How many characters a pattern fixes at its beginning: the more, the surer.
std::size_t literalPrefix(std::string_view pattern)
{
    if (!pattern.starts_with('^'))
        return 0;
    std::size_t length = 0;
    for (std::size_t i = 1; i < pattern.size(); ++i, ++length) {
        const bool escaped = pattern[i] == '\\';
        if (escaped && (++i == pattern.size() || std::isalnum(static_cast<unsigned char>(pattern[i]))))
            break;
        if (!escaped && std::string_view("[](){}.*+?|$^").find(pattern[i]) != std::string_view::npos)
            break;
    }
    return length;
}

bool matches(std::string_view key, const std::string &pattern)
{
    RE2::Options options;
    options.set_log_errors(false); // an error text would quote the pattern, never the key; still no noise
    const RE2 shape(pattern, options);
    return shape.ok() && RE2::PartialMatch(re2::StringPiece(key.data(), key.size()), shape);
}

} // namespace

std::vector<std::string> recogniseKey(const catalog::Catalog &catalog, const Secret &key)
{
    const auto text = trimmed(key.reveal());
    std::vector<Match> found;
    for (const auto &preset : catalog.providers()) {
        Match best {preset.id, 0};
        bool any = false;
        for (const auto &pattern : preset.keyPatterns) {
            if (!matches(text, pattern))
                continue;
            any = true;
            best.prefixLength = std::max(best.prefixLength, literalPrefix(pattern));
        }
        if (any)
            found.push_back(std::move(best));
    }
    std::stable_sort(
        found.begin(), found.end(), [](auto &a, auto &b) { return a.prefixLength > b.prefixLength; });
    std::vector<std::string> ids;
    for (auto &match : found)
        ids.push_back(std::move(match.provider));
    return ids;
}

} // namespace slipswitch::provider
