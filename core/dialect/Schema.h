#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Json.h"

namespace slipswitch::dialect {

/// Google's Schema as JSON Schema: types in lower case, `nullable` as a type, counts as numbers. Only
/// keywords are touched; a property that is called "type" or "nullable" stays. JSON Schema comes back as it
/// is. Source: Google's API reference, "Schema".
[[nodiscard]] RawJson jsonSchemaOf(JsonValue schema);

} // namespace slipswitch::dialect
