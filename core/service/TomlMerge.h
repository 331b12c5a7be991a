#pragma once

#include "core/base/Result.h"

#include <string>

namespace slipswitch::service {

/// Puts `lines`, settings and then one table, between marks into a TOML file: the settings behind the file's
/// own, the table at its end. What stands between marks already is replaced, but for lines that others put
/// there. Settings of the same names become comments. All else stays as it is. Errors: Corrupt (not TOML, or
/// marks without their counterpart; with the line), Conflict (the table is there already, or a setting takes
/// more than a line). Pure.
[[nodiscard]] Result<std::string> mergeToml(const std::string &file, const std::string &lines);

} // namespace slipswitch::service
