#pragma once

#include "core/dialect/Conversation.h"

namespace slipswitch::dialect {

/// The citation of a web page in one of OpenAI's two dialects, as the other spells it; one that stays in its
/// dialect as it is. Empty: of another kind, or of a third dialect.
/// Source: OpenAI, "Web search".
[[nodiscard]] RawJson citationFor(Dialect to, Dialect citedIn, const RawJson &citation);

} // namespace slipswitch::dialect
