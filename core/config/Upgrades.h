#pragma once

#include "core/base/Result.h"

#include <boost/json/object.hpp>

namespace slipswitch::config {

/// The schema that this version writes.
[[nodiscard]] int currentSchema();

/// Brings the content of a settings file to the current schema, one numbered step at a time; the steps are
/// never edited once released. A file without "schema" counts as 0.
/// @return  the schema it had.
/// Errors: NewerVersion, BadRequest when "schema" is not a number.
[[nodiscard]] Result<int> upgrade(boost::json::object &content);

} // namespace slipswitch::config
