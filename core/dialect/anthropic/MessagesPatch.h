#pragma once

#include "core/dialect/Losses.h"
#include "core/dialect/Patch.h"

namespace slipswitch::dialect::anthropic {

/// What of a client's own bytes must change for a Claude that takes less than the client believes. Behind an
/// alias nobody can tell which Claude it is: Claude Code then has it think by its own measure and asks for an
/// effort, which older ones refuse, and for that refusal it has no way out; others give thinking all the room
/// there is. Only the values of `thinking` and `output_config` ever change.
/// @param body  of messages or of counting their tokens
/// @param model  as the provider spells it
/// Source: Anthropic, "Adaptive thinking", "Effort", "Extended thinking".
[[nodiscard]] std::vector<Edit> editsFor(
    std::string_view body, const Peek &peek, std::string_view model, Losses &losses);

} // namespace slipswitch::dialect::anthropic
