#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

#include <optional>
#include <string>
#include <vector>

/// The one tool that several providers run themselves: a search of the web. Where the target has one, it
/// takes the place of the one that was asked for. Source: Anthropic, "Web search tool"; OpenAI, "Web search";
/// Google, "Grounding with Google Search".
namespace slipswitch::dialect {

struct WebSearch
{
    std::string mostUses; ///< JSON number; empty: any
    std::vector<std::string> onlyFrom, notFrom; ///< domains
    std::string city, region, country, timezone; ///< roughly where the user is
    std::string depth; ///< "low", "medium", "high"; empty: usual
};

/// Whether this tool, or member of a request, is one.
[[nodiscard]] bool isWebSearch(const Extra &tool, Dialect from);
/// The search that a client of another dialect asks for; nullopt: it asks for none, or the target has none
/// beside what else is asked for.
[[nodiscard]] std::optional<WebSearch> webSearchFor(
    const Request &request, Dialect own, const Destination &to);

// The search in each dialect's tools; what it can't say is noted. Chat has a member instead of a tool.
void writeAnthropicSearch(JsonWriter &out, const WebSearch &search, Losses &losses);
void writeResponsesSearch(JsonWriter &out, const WebSearch &search, Losses &losses);
void writeGeminiSearch(JsonWriter &out, const WebSearch &search, Losses &losses);
void writeChatSearch(JsonWriter &out, const WebSearch &search, Losses &losses);

} // namespace slipswitch::dialect
