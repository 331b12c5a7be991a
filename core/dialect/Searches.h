#pragma once

#include "core/dialect/Conversation.h"

#include <string>
#include <string_view>
#include <vector>

/// Searches of the web that a provider ran while it answered. The responses API has one item for a search,
/// which is the form that others are brought into. Source: OpenAI, "Web search"; Anthropic, "Web search
/// tool".
namespace slipswitch::dialect {

/// One as the responses API tells it. @param pages  URLs of what was found
[[nodiscard]] Foreign searchCall(
    std::string_view id, const std::vector<std::string> &queries, const std::vector<std::string> &pages);

/// Anthropic's call of its search as the responses API tells one; empty: it is something else.
[[nodiscard]] RawJson searchCallOf(const Foreign &block);

} // namespace slipswitch::dialect
