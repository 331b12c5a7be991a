#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Losses.h"

namespace slipswitch::dialect {

/// A tool's schema as the providers of a dialect take it: an object with properties, without a union at its
/// top; for those that follow no references, with what they point to in their place (an endless one ends
/// somewhere), and for Gemini with its own keywords only. Properties that are called like a keyword stay.
/// Sources: OpenAI, "Function calling"; Anthropic, "Tool use"; Google, "Structured outputs".
/// @param schema  of another dialect's client; empty, or something else than an object: takes nothing
[[nodiscard]] RawJson toolSchemaFor(Dialect target, const RawJson &schema, Losses &losses);

/// The schema of an answer, which may be anything, with the same about references and keywords.
[[nodiscard]] RawJson answerSchemaFor(Dialect target, const RawJson &schema, Losses &losses);

} // namespace slipswitch::dialect
