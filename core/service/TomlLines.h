#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::service {

/// One statement of a TOML file, or a line between them.
struct TomlLine
{
    enum class Kind : std::uint8_t
    {
        Blank,
        Comment,
        Setting, ///< name = value, over one line or more
        Table, ///< [name]
        Tables, ///< [[name]]
    };
    Kind kind = Kind::Blank;
    std::vector<std::string> path; ///< from the root: table and name
    std::size_t begin = 0, end = 0; ///< bytes, with the end of its line
    std::size_t line = 0; ///< from 1
    std::size_t height = 1; ///< in lines
    bool inRoot = true; ///< before the first table
};

/// What a TOML file consists of, in order; values are only walked over. Errors: Corrupt, with the line. Pure.
[[nodiscard]] Result<std::vector<TomlLine>> readTomlLines(std::string_view text);

} // namespace slipswitch::service
