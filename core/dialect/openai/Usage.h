#pragma once

#include "core/dialect/UsageJson.h"
#include "core/domain/Quirks.h"
#include "core/domain/Usage.h"

#include <string_view>

namespace slipswitch::dialect::usage {

/// A "usage" object in any of OpenAI's shapes: prompt_tokens (chat, completions, embeddings, and everybody
/// who speaks like them) or input_tokens (responses, images, audio).
/// @param model  as the answer names it; Google's models count differently
[[nodiscard]] domain::Usage openAiUsage(Raw usage, domain::Quirks quirks, std::string_view model);

} // namespace slipswitch::dialect::usage
