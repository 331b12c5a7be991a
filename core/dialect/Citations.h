#pragma once

#include "core/dialect/Conversation.h"

#include <cstddef>
#include <string_view>

namespace slipswitch::dialect {

/// A stretch of an answer's text, in characters.
struct Stretch
{
    std::size_t begin = 0, end = 0;
};

/// The citation of a web page as another dialect spells it; one that stays in its dialect as it is. Empty:
/// of another kind. For Gemini, whose citations stand apart from the text, the page alone: one of
/// `groundingChunks`.
/// @param cited  of the text, for citations that don't say what they belong to
/// Source: OpenAI, "Web search"; Anthropic, "Web search tool"; Google, "Grounding with Google Search".
[[nodiscard]] RawJson citationFor(Dialect to, Dialect citedIn, const RawJson &citation, Stretch cited = {});

/// How many characters a text has; of one that is cut in the middle of a character, those that are whole.
[[nodiscard]] std::size_t charactersIn(std::string_view text);

} // namespace slipswitch::dialect
