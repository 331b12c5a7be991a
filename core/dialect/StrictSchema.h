#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Losses.h"

namespace slipswitch::dialect {

/// `strict` as OpenAI can be told it. There, every object in a strict schema names all it may have and
/// requires all of that; other makers' strict tools may leave properties out, and would be refused. Source:
/// OpenAI, "Structured Outputs", supported schemas.
[[nodiscard]] std::optional<bool> strictAtOpenAi(const Tool &tool, Losses &losses);

} // namespace slipswitch::dialect
