#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"
#include "core/service/Tools.h"

#include <string>
#include <string_view>

/// Puts a tool's lines into the file that it has already. All that the lines don't name stands as it stood,
/// byte by byte; where that can't be promised, nothing is made and the error says why. Pure.
namespace slipswitch::service {

/// What fills the lines of a way.
struct ToolValues
{
    std::string address; ///< the gateway's, "http://127.0.0.1:4141/v1"
    Secret key; ///< empty: a placeholder stands for it
    std::string model;
};

/// What stands for a key in lines that can't carry it.
inline constexpr auto keyPlaceholder = "YOUR_KEY";

/// The way whose lines can be put into their file by us; nullptr: none.
[[nodiscard]] const ToolWay *writtenWay(const Tool &tool);
/// Whether its lines carry the key itself.
[[nodiscard]] bool holdsKey(const ToolWay &way);

/// @param old  the file's bytes; empty where there is none yet
/// @param way  one with `written`
/// @return  the new bytes; `old` where it has the lines already
/// Errors: Unsupported (not a format that can be edited with care, or a model's name that can't stand in it),
/// Corrupt (the file isn't what its name says; with the line), Conflict (its own content is in the way).
[[nodiscard]] Result<std::string> mergeLines(
    const std::string &old, const ToolWay &way, const ToolValues &values);

} // namespace slipswitch::service
