#pragma once

#include "core/dialect/Losses.h"

#include <string>
#include <string_view>

/// What families of models take and refuse, by their names in whatever spelling ("claude-opus-4-7",
/// "anthropic/claude-4.7-opus", "us.anthropic.claude-opus-4-7-v1:0"): where the catalogue has no word for it.
namespace slipswitch::dialect {

/// The effort that means "don't think" to one of OpenAI's models; empty: it always thinks, or nobody knows.
/// Source: OpenAI, "Reasoning models".
[[nodiscard]] std::string_view effortForOff(std::string_view model);
/// The word for an effort that this model takes, noted when it is another.
[[nodiscard]] std::string effortTaken(std::string_view model, std::string effort, Losses &losses);

/// Whether a Gemini can be told not to think, by a budget of nothing. Source: Google, "Gemini thinking".
[[nodiscard]] bool takesNoBudget(std::string_view model);

/// What a Claude takes. One whose name tells no version is believed to take everything: its client knows
/// better.
/// Source: Anthropic, "Adaptive thinking", "Migration guide".
struct ClaudeTakes
{
    bool budget = true; ///< thinking with a budget
    bool adaptive = true; ///< thinking by its own measure
    bool sampling = true; ///< temperature, top_p, top_k
    bool both = true; ///< temperature beside top_p
    bool effort = true;
    bool thinking = true; ///< at all
};
[[nodiscard]] ClaudeTakes claudeTakes(std::string_view model);

} // namespace slipswitch::dialect
