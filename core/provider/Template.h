#pragma once

#include "core/base/Result.h"

#include <map>
#include <string>
#include <string_view>

namespace slipswitch::provider {

/// Fills the {names} of a catalogue URL.
/// Errors: BadRequest (source Client) for a name without a value, or a value with other characters than
/// letters, digits, dot, hyphen and underscore, which could turn the URL into another.
[[nodiscard]] Result<std::string> filled(
    std::string_view url, const std::map<std::string, std::string> &parameters);

/// A value that can't turn an address into another.
[[nodiscard]] bool isPlain(std::string_view value);

} // namespace slipswitch::provider
