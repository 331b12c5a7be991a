#pragma once

#include "core/dialect/Peek.h"

#include <string_view>
#include <vector>

namespace slipswitch::dialect::chat {

/// Where a chat request's messages carry `reasoning_content`, each with the comma that goes with it, in
/// order. Tools send back what a model thought; most providers refuse a request that has it, unless it is
/// their own field. Malformed requests have none: refusing them is the provider's. @param body  readable 64
/// bytes beyond its end. Pure.
[[nodiscard]] std::vector<Span> reasoningSpans(std::string_view body);

} // namespace slipswitch::dialect::chat
