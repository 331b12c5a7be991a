#include "core/dialect/anthropic/SearchBlocks.h"

#include "core/dialect/Rules.h"

namespace slipswitch::dialect::anthropic {

namespace {

constexpr std::size_t longestId = 100;

/// Of the responses API.
Search read(JsonValue call)
{
    const auto action = call["action"];
    Search search;
    search.id = std::string(elsewhere) + plainName(call["id"].text(), longestId);
    search.query = action["query"].text();
    if (search.query.empty() && action["queries"].size() > 0)
        search.query = (*action["queries"].begin()).text();
    for (const auto source : action["sources"]) {
        if (const auto url = source["url"].text(); !url.empty())
            search.pages.emplace_back(url);
    }
    return search;
}

} // namespace

std::optional<Search> searchIn(const Foreign &part)
{
    if (part.dialect != Dialect::OpenAiResponses || part.what != "web_search_call")
        return std::nullopt;
    const auto tree = JsonTree::parse(part.raw);
    if (!tree)
        return std::nullopt;
    auto search = read(tree->root());
    return search.pages.empty() ? std::nullopt : std::optional(std::move(search));
}

std::string searchInput(const Search &search)
{
    std::string input;
    JsonWriter(input).beginObject().field("query", search.query).endObject();
    return input;
}

void writeSearchCall(JsonWriter &out, const Search &search, bool query)
{
    out.beginObject().field("type", "server_tool_use").field("id", search.id).field("name", "web_search");
    out.fieldRaw("input", query ? searchInput(search) : "{}").endObject();
}

void writeSearchResult(JsonWriter &out, const Search &search)
{
    Thinking mark;
    mark.madeIn = Dialect::OpenAiResponses;
    out.beginObject().field("type", "web_search_tool_result").field("tool_use_id", search.id);
    out.key("content").beginArray();
    for (const auto &page : search.pages) {
        out.beginObject().field("type", "web_search_result").field("url", page).field("title", page);
        out.field("encrypted_content", wrapSignature(mark, {})).fieldNull("page_age").endObject();
    }
    out.endArray().endObject();
}

} // namespace slipswitch::dialect::anthropic
