#include "core/dialect/Estimate.h"

#include "core/dialect/Json.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

constexpr std::int64_t bytesPerToken = 4;
constexpr std::int64_t perFile = 1500; ///< about what a large image costs with most

/// Base64 of some length, with or without a "data:" before it; words have blanks between them.
bool isFile(std::string_view text)
{
    constexpr std::size_t shortest = 512, longestStart = 100;
    if (text.starts_with("data:"))
        text.remove_prefix(std::min(text.substr(0, longestStart).find(',') + 1, text.size()));
    return text.size() >= shortest && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+'
            || c == '/' || c == '-' || c == '_' || c == '=';
    });
}

std::int64_t tokensOf(std::string_view text)
{
    return (static_cast<std::int64_t>(text.size()) + bytesPerToken - 1) / bytesPerToken;
}

std::int64_t count(JsonValue value)
{
    if (value.isString())
        return isFile(value.text()) ? perFile : tokensOf(value.text());
    if (!value.isObject() && !value.isArray())
        return 1;
    std::int64_t sum = 0;
    for (const auto inner : value)
        sum += (value.isObject() ? tokensOf(inner.key()) : 0) + count(inner);
    return sum;
}

} // namespace

std::int64_t estimatedTokens(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    return std::max(tree ? count(tree->root()) : tokensOf(body), std::int64_t {1});
}

} // namespace slipswitch::dialect
