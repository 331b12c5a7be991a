#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>

namespace slipswitch::ledger {

/// Renames `file` to "<file>.<why>-<UTC time>" and returns the new name. Nothing is ever deleted this way.
/// Errors: Io.
[[nodiscard]] Result<std::filesystem::path> setAside(
    const std::filesystem::path &file, const std::string &why);

} // namespace slipswitch::ledger
