#include "core/dialect/Searches.h"

#include "core/dialect/Json.h"

namespace slipswitch::dialect {

Foreign searchCall(
    std::string_view id, const std::vector<std::string> &queries, const std::vector<std::string> &pages)
{
    Foreign call {Dialect::OpenAiResponses, "web_search_call", {}};
    JsonWriter out(call.raw);
    out.beginObject().field("id", "ws_" + std::string(id)).field("type", "web_search_call");
    out.field("status", "completed").key("action").beginObject().field("type", "search");
    out.field("query", queries.empty() ? std::string() : queries.front()).key("queries").beginArray();
    for (const auto &query : queries)
        out.string(query);
    out.endArray().key("sources").beginArray();
    for (const auto &page : pages)
        out.beginObject().field("type", "url").field("url", page).endObject();
    out.endArray().endObject().endObject();
    return call;
}

RawJson searchCallOf(const Foreign &block)
{
    if (block.dialect != Dialect::AnthropicMessages || block.what != "server_tool_use")
        return {};
    const auto tree = JsonTree::parse(block.raw);
    if (!tree || tree->root()["name"].text() != "web_search")
        return {};
    const auto root = tree->root();
    return searchCall(root["id"].text(), {std::string(root["input"]["query"].text())}, {}).raw;
}

} // namespace slipswitch::dialect
