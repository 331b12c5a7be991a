#include "core/governance/PresentedCredentials.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace slipswitch::governance {

namespace {

constexpr std::array<std::string_view, 5> credentialFields {
    "authorization", "x-api-key", "api-key", "x-goog-api-key", "proxy-authorization"};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same(std::string_view text, std::string_view lowerCase)
{
    return text.size() == lowerCase.size()
        && std::equal(
            text.begin(), text.end(), lowerCase.begin(), [](char a, char b) { return lower(a) == b; });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// "Bearer abc" → "abc"; "abc" → "abc"; "Basic abc" → nothing.
std::string_view bearer(std::string_view value)
{
    value = trimmed(value);
    const auto space = value.find(' ');
    if (space == std::string_view::npos)
        return same(value, "bearer") ? std::string_view {} : value;
    return same(value.substr(0, space), "bearer") ? trimmed(value.substr(space + 1)) : std::string_view {};
}

std::optional<unsigned> hexDigit(char c)
{
    const char l = lower(c);
    if (l >= '0' && l <= '9')
        return static_cast<unsigned>(l - '0');
    if (l >= 'a' && l <= 'f')
        return static_cast<unsigned>(l - 'a' + 10);
    return std::nullopt;
}

std::string percentDecoded(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : std::nullopt;
        const auto low = high ? hexDigit(text[i + 2]) : std::nullopt;
        if (low) {
            result += static_cast<char>(*high * 16 + *low);
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

/// Calls `each(parameter)` for what stands between the ampersands.
template <typename Each>
void forEachParameter(std::string_view query, Each each)
{
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        each(query.substr(0, end));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
}

/// A provider decodes names too: "k%65y" is as good a way to present a key.
bool isKeyParameter(std::string_view parameter)
{
    return percentDecoded(parameter.substr(0, parameter.find('='))) == "key";
}

} // namespace

bool isCredentialField(std::string_view name)
{
    return std::any_of(credentialFields.begin(), credentialFields.end(),
        [name](std::string_view field) { return same(name, field); });
}

std::string withoutCredentials(std::string_view query)
{
    std::string result;
    forEachParameter(query, [&](std::string_view parameter) {
        if (isKeyParameter(parameter))
            return;
        if (!result.empty())
            result += '&';
        result += parameter;
    });
    return result;
}

void PresentedCredentials::add(std::string_view credential)
{
    if (!credential.empty() && m_count < atMost)
        m_views[m_count++] = credential;
}

void PresentedCredentials::addField(std::string_view name, std::string_view value)
{
    if (same(name, "authorization"))
        add(bearer(value));
    else if (same(name, "x-api-key") || same(name, "api-key") || same(name, "x-goog-api-key"))
        add(trimmed(value));
}

void PresentedCredentials::addQuery(std::string_view query)
{
    forEachParameter(query, [this](std::string_view parameter) {
        const auto equals = parameter.find('=');
        if (equals == std::string_view::npos || !isKeyParameter(parameter) || m_count == atMost)
            return;
        const auto value = parameter.substr(equals + 1);
        if (value.find('%') == std::string_view::npos)
            add(value);
        else
            add(m_decoded.emplace_back(percentDecoded(value)).reveal());
    });
}

} // namespace slipswitch::governance
