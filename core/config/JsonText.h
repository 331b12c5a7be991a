#pragma once

#include "core/base/Result.h"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace slipswitch::config {

/// Parses a file that people edit. Errors: BadRequest, naming line and column.
[[nodiscard]] Result<boost::json::value> parseJson(std::string_view text);

/// Indented by two blanks, short arrays of plain values on one line, with a newline at the end.
[[nodiscard]] std::string prettyJson(const boost::json::value &value);

} // namespace slipswitch::config
