#include "core/http/Types.h"

#include <algorithm>
#include <array>

namespace slipswitch::http {

namespace {

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr std::array<std::string_view, 9> hopByHop {"connection", "keep-alive", "proxy-authenticate",
    "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"};

bool listsToken(std::string_view list, std::string_view token)
{
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        auto item = list.substr(0, comma);
        while (!item.empty() && (item.front() == ' ' || item.front() == '\t'))
            item.remove_prefix(1);
        while (!item.empty() && (item.back() == ' ' || item.back() == '\t'))
            item.remove_suffix(1);
        if (equalIgnoringCase(item, token))
            return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

} // namespace

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size()
        && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> Fields::find(std::string_view name) const
{
    for (const Field &field : m_fields) {
        if (equalIgnoringCase(field.name, name))
            return field.value;
    }
    return std::nullopt;
}

std::size_t Fields::count(std::string_view name) const
{
    return static_cast<std::size_t>(std::count_if(m_fields.begin(), m_fields.end(),
        [name](const Field &field) { return equalIgnoringCase(field.name, name); }));
}

bool isHopByHop(std::string_view name, std::string_view connectionOptions)
{
    return std::any_of(hopByHop.begin(), hopByHop.end(), [name](std::string_view known) {
        return equalIgnoringCase(name, known);
    }) || (!connectionOptions.empty() && listsToken(connectionOptions, name));
}

} // namespace slipswitch::http
