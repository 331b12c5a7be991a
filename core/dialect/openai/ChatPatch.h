#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Patch.h"

namespace slipswitch::dialect::chat {

/// Whether the edits depend on what the catalogue knows of the model: looking that up costs more than all
/// else.
[[nodiscard]] bool editsNeedFacts(domain::Quirks quirks, const Peek &peek);

/// What of a chat client's bytes must change so that this provider takes them, though it speaks chat, too.
/// All else is the client's to know.
/// @param body  readable 64 bytes beyond its end
/// @param losses  what was left out or renamed
[[nodiscard]] std::vector<Edit> editsFor(
    std::string_view body, const Peek &peek, const Destination &to, Losses &losses);

} // namespace slipswitch::dialect::chat
