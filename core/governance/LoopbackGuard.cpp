#include "core/governance/LoopbackGuard.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace slipswitch::governance {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// Decimal without signs or leading zeros, at most `highest`.
std::optional<unsigned> plainNumber(std::string_view text, unsigned highest)
{
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc {} && end == text.data() + text.size();
    if (!whole || number > highest || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return number;
}

/// What follows the host: nothing, or a colon and perhaps a port.
bool isPortPart(std::string_view text)
{
    if (text.empty() || text == ":")
        return true;
    return text.front() == ':' && plainNumber(text.substr(1), 65535).has_value();
}

bool isLoopbackV4(std::string_view host)
{
    for (int part = 0; part < 4; ++part) {
        const auto end = part < 3 ? host.find('.') : host.size();
        if (end == std::string_view::npos)
            return false;
        const auto number = plainNumber(host.substr(0, end), 255);
        if (!number || (part == 0 && *number != 127))
            return false;
        host.remove_prefix(std::min(end + 1, host.size()));
    }
    return true;
}

bool isLocalhostName(std::string_view host)
{
    constexpr std::string_view local = "localhost";
    if (host.ends_with('.'))
        host.remove_suffix(1);
    if (host.size() < local.size() || !equalIgnoringCase(host.substr(host.size() - local.size()), local))
        return false;
    host.remove_suffix(local.size());
    if (host.empty())
        return true;
    const auto allowed
        = [](char c) { return isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.'; };
    return host.size() > 1 && host.back() == '.' && std::all_of(host.begin(), host.end(), allowed);
}

} // namespace

bool isLoopbackHost(std::string_view hostField)
{
    constexpr std::string_view v6 = "[::1]";
    if (hostField.starts_with(v6))
        return isPortPart(hostField.substr(v6.size()));
    const auto colon = std::min(hostField.find(':'), hostField.size());
    const auto host = hostField.substr(0, colon);
    return isPortPart(hostField.substr(colon)) && (isLocalhostName(host) || isLoopbackV4(host));
}

bool originAllowed(std::string_view origin, std::span<const std::string> allowed)
{
    if (origin.empty() || equalIgnoringCase(origin, "null"))
        return false;
    return std::any_of(allowed.begin(), allowed.end(),
        [origin](const std::string &listed) { return equalIgnoringCase(origin, listed); });
}

} // namespace slipswitch::governance
