#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace slipswitch::service {

/// One line of what changes in a file.
struct DiffLine
{
    enum class Kind : std::uint8_t
    {
        Same,
        Added,
        Removed,
        Gap, ///< lines that stay and are not told
    };
    Kind kind = Kind::Same;
    std::string text; ///< without the end of its line

    bool operator==(const DiffLine &) const = default;
};

/// What turns `before` into `after`, with `context` lines around each change. Pure.
[[nodiscard]] std::vector<DiffLine> lineDiff(
    const std::string &before, const std::string &after, std::size_t context);

} // namespace slipswitch::service
