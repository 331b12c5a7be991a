#pragma once

#include <algorithm>
#include <string_view>

namespace slipswitch {

/// Without spaces, tabs and ends of lines around it.
[[nodiscard]] inline std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const auto begin = std::min(text.find_first_not_of(space), text.size());
    return text.substr(begin, text.find_last_not_of(space) + 1 - begin);
}

} // namespace slipswitch
