#pragma once

#include "core/base/Result.h"

#include <string>

namespace slipswitch {

/// A file compiled in from resources/, such as "catalog/models.json".
/// Errors: NotFound. Thread: any.
[[nodiscard]] Result<std::string> readResource(const std::string &path);

} // namespace slipswitch
