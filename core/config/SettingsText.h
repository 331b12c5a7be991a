#pragma once

#include "core/base/Result.h"
#include "core/config/Settings.h"

#include <string>
#include <string_view>

namespace slipswitch::config {

/// Whether an error also tells the line of a bad value: of use for a text that the user wrote.
enum class Lines : std::uint8_t
{
    Untold,
    Told
};

/// Reads and checks the text of a settings file; missing fields keep their defaults, unknown ones are left
/// alone, older schemas are upgraded.
/// Errors: BadRequest with the line ("line 3, column 7: syntax error") or the path of what is wrong
/// ("providers[1].baseUrls.openai-chat: must start with http:// or https://"), with its line in front if
/// asked ("line 4, providers[1]…"); NewerVersion.
[[nodiscard]] Result<Settings> parseSettings(std::string_view text, Lines lines = Lines::Untold);

/// The text to write.
/// @param previous  what stands in the file now; fields that we don't know are taken over from it, for they
///                  may belong to a newer version or to the user. Ignored when it can't be read.
[[nodiscard]] std::string writeSettings(const Settings &settings, std::string_view previous = {});

} // namespace slipswitch::config
