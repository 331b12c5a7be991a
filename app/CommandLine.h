#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::app {

/// How the program ends.
enum class ExitCode : int
{
    Ok = 0,
    Failed = 1, ///< what was asked could not be done
    Usage = 2, ///< the command line was not understood
    NotFound = 3, ///< no such provider or key
    Conflict = 4, ///< the name is taken, or another program holds a file
    Locked = 5, ///< keychain or vault is locked
    NotRunning = 6, ///< no instance runs in this home
};

/// What the user typed, understood.
struct CommandLine
{
    bool headless = false, hidden = false, json = false, version = false, help = false;
    std::optional<std::filesystem::path> home;
    std::optional<std::uint16_t> port; ///< 0: any free one
    std::string command; ///< "providers add"; empty: run the gateway
    std::string name; ///< the command's own word, such as a provider's name
    std::map<std::string, std::string, std::less<>>
        options; ///< the command's, without dashes; flags map to ""

    [[nodiscard]] bool has(std::string_view option) const { return options.find(option) != options.end(); }
    /// Empty when it was not given.
    [[nodiscard]] std::string value(std::string_view option) const;
};

/// @param words  without the program's name.
/// Errors: BadRequest, saying which word is not understood. Values are not quoted: one may be a key.
[[nodiscard]] Result<CommandLine> parseCommandLine(std::span<const std::string> words);

/// Everything the program takes, for --help.
[[nodiscard]] std::string helpText();

} // namespace slipswitch::app
