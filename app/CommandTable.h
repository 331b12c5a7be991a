#pragma once

#include <span>
#include <string_view>

namespace slipswitch::app {

struct OptionSpec
{
    std::string_view name; ///< without dashes
    std::string_view value; ///< what follows it, for the help; empty: a flag
    std::string_view help;
};

struct CommandSpec
{
    std::string_view name; ///< "providers add"
    std::string_view argument; ///< its own word, for the help; empty: none
    std::string_view help;
    std::span<const OptionSpec> options;
};

/// The one place where commands and options are written down: parser and help are built from it.
[[nodiscard]] std::span<const OptionSpec> globalOptions();
[[nodiscard]] std::span<const CommandSpec> commands();

} // namespace slipswitch::app
