#pragma once

#include "core/base/Result.h"

#include <string>

namespace slipswitch::service {

/// Puts the members of `lines` into `file`, both JSON objects: objects within are merged, any other value is
/// replaced. New members come first. Order, spaces and numbers of all else stay. An empty file becomes the
/// lines. Errors: Corrupt (not JSON, or with comments; with the line), Conflict (a name of the lines stands
/// twice). Pure.
[[nodiscard]] Result<std::string> mergeJson(const std::string &file, const std::string &lines);

} // namespace slipswitch::service
