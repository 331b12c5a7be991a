#pragma once

#include "core/base/Result.h"

#include <string>

namespace slipswitch::service {

/// Puts the entry of `lines`, the last thing in them, first into the list of the same name at the top of a
/// YAML file, between marks; a file without that list gets it at its end. What stands between the marks
/// already is replaced. All else stays as it is. Errors: Corrupt (not a plain mapping at its top, or marks
/// without their counterpart; with the line), Conflict (the list stands in one line, or the marked lines were
/// changed by hand). Pure.
[[nodiscard]] Result<std::string> mergeYaml(const std::string &file, const std::string &lines);

} // namespace slipswitch::service
