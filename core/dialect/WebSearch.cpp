#include "core/dialect/WebSearch.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

std::vector<std::string> textsIn(JsonValue list)
{
    std::vector<std::string> texts;
    for (const auto item : list)
        texts.emplace_back(item.text());
    return texts;
}

WebSearch read(JsonValue tool)
{
    WebSearch search;
    search.mostUses = tool["max_uses"].number();
    search.depth = tool["search_context_size"].text();
    const auto filters = tool["filters"];
    search.onlyFrom = textsIn(filters ? filters["allowed_domains"] : tool["allowed_domains"]);
    search.notFrom = textsIn(filters ? filters["blocked_domains"] : tool["blocked_domains"]);
    auto place = tool["user_location"];
    if (place["approximate"])
        place = place["approximate"]; // chat's
    search.city = place["city"].text();
    search.region = place["region"].text();
    search.country = place["country"].text();
    search.timezone = place["timezone"].text();
    return search;
}

std::optional<WebSearch> searchIn(const Request &request)
{
    for (const auto *list : {&request.hostedTools, &request.extras}) {
        for (const auto &tool : *list) {
            if (!isWebSearch(tool, request.from))
                continue;
            const auto tree = JsonTree::parse(tool.value);
            return tree ? read(tree->root()) : WebSearch();
        }
    }
    return std::nullopt;
}

/// Copies of an API rarely run a search of their own, and refuse the tool.
bool hasSearch(const Request &request, Dialect own, const Destination &to)
{
    using domain::Quirk;
    switch (own) {
    case Dialect::AnthropicMessages:
        return to.quirks.has(Quirk::SearchInMessages);
    case Dialect::OpenAiResponses:
        return to.quirks.has(Quirk::SearchInResponses);
    case Dialect::Gemini: // refuses it beside functions
        return to.quirks.has(Quirk::SearchInGemini) && request.tools.empty();
    case Dialect::OpenAiChat: // some models alone
        return to.quirks.has(Quirk::SearchInChat) && to.model.find("-search-") != std::string::npos;
    default:
        return false;
    }
}

void writeList(JsonWriter &out, std::string_view name, const std::vector<std::string> &texts)
{
    if (texts.empty())
        return;
    out.key(name).beginArray();
    for (const auto &text : texts)
        out.string(text);
    out.endArray();
}

bool knowsPlace(const WebSearch &search)
{
    return !(
        search.city.empty() && search.region.empty() && search.country.empty() && search.timezone.empty());
}

void writePlace(JsonWriter &out, const WebSearch &search)
{
    out.fieldIf("city", search.city).fieldIf("region", search.region);
    out.fieldIf("country", search.country).fieldIf("timezone", search.timezone);
}

void writeUserLocation(JsonWriter &out, const WebSearch &search)
{
    if (!knowsPlace(search))
        return;
    out.key("user_location").beginObject().field("type", "approximate");
    writePlace(out, search);
    out.endObject();
}

} // namespace

bool isWebSearch(const Extra &tool, Dialect from)
{
    const auto name = std::string_view(tool.name);
    if (from == Dialect::Gemini)
        return name == "googleSearch" || name == "google_search" || name == "googleSearchRetrieval"
            || name == "google_search_retrieval";
    if (from == Dialect::OpenAiChat && name == "web_search_options")
        return true;
    return name.starts_with("web_search") && name != "web_search_options";
}

std::optional<WebSearch> webSearchFor(const Request &request, Dialect own, const Destination &to)
{
    if (request.from == own || !hasSearch(request, own, to))
        return std::nullopt;
    return searchIn(request);
}

void writeAnthropicSearch(JsonWriter &out, const WebSearch &search, Losses &losses)
{
    losses.dropped(search.depth, "size of the search");
    out.beginObject().field("type", "web_search_20250305").field("name", "web_search");
    out.fieldRawIf("max_uses", search.mostUses);
    // One or the other, never both.
    writeList(out, "allowed_domains", search.onlyFrom);
    if (search.onlyFrom.empty())
        writeList(out, "blocked_domains", search.notFrom);
    writeUserLocation(out, search);
    out.endObject();
}

void writeResponsesSearch(JsonWriter &out, const WebSearch &search, Losses &losses)
{
    losses.dropped(search.mostUses, "number of searches");
    losses.dropped(search.notFrom, "domains not to search");
    out.beginObject().field("type", "web_search");
    if (!search.onlyFrom.empty()) {
        out.key("filters").beginObject();
        writeList(out, "allowed_domains", search.onlyFrom);
        out.endObject();
    }
    writeUserLocation(out, search);
    out.fieldIf("search_context_size", search.depth).endObject();
}

void writeGeminiSearch(JsonWriter &out, const WebSearch &search, Losses &losses)
{
    losses.dropped(search.mostUses, "number of searches");
    losses.dropped(search.onlyFrom, "domains to search");
    losses.dropped(search.notFrom, "domains not to search");
    losses.dropped(search.depth, "size of the search");
    if (knowsPlace(search))
        losses.note("place of the search dropped");
    out.beginObject().key("googleSearch").beginObject().endObject().endObject();
}

void writeChatSearch(JsonWriter &out, const WebSearch &search, Losses &losses)
{
    losses.dropped(search.mostUses, "number of searches");
    losses.dropped(search.onlyFrom, "domains to search");
    losses.dropped(search.notFrom, "domains not to search");
    out.key("web_search_options").beginObject().fieldIf("search_context_size", search.depth);
    if (knowsPlace(search)) {
        out.key("user_location").beginObject().field("type", "approximate");
        out.key("approximate").beginObject();
        writePlace(out, search);
        out.endObject().endObject();
    }
    out.endObject();
}

} // namespace slipswitch::dialect
