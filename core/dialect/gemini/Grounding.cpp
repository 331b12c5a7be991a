#include "core/dialect/Citations.h"
#include "core/dialect/Searches.h"
#include "core/dialect/gemini/Generate.h"

#include <algorithm>

namespace slipswitch::dialect::gemini {

namespace {

std::int64_t charactersUpTo(std::string_view said, JsonValue place)
{
    const auto bytes = static_cast<std::size_t>(std::max(place.integer(), std::int64_t {0}));
    return static_cast<std::int64_t>(charactersIn(said.substr(0, bytes)));
}

/// As the responses API spells it. @param segment  of the text; absent: all of it
RawJson citation(JsonValue page, JsonValue segment, std::string_view said)
{
    RawJson text;
    JsonWriter out(text);
    out.beginObject().field("type", "url_citation");
    if (segment["endIndex"].isNumber()) {
        out.fieldNumber("start_index", charactersUpTo(said, segment["startIndex"]));
        out.fieldNumber("end_index", charactersUpTo(said, segment["endIndex"]));
    }
    out.field("url", page["uri"].text()).field("title", page["title"].text()).endObject();
    return text;
}

} // namespace

std::vector<RawJson> citationsIn(JsonValue grounding, std::string_view said)
{
    std::vector<JsonValue> pages;
    for (const auto chunk : grounding["groundingChunks"])
        pages.push_back(chunk["web"]);
    std::vector<RawJson> citations;
    const auto supports = grounding["groundingSupports"];
    for (const auto support : supports) {
        for (const auto index : support["groundingChunkIndices"]) {
            const auto place = static_cast<std::size_t>(index.integer());
            if (place < pages.size())
                citations.push_back(citation(pages[place], support["segment"], said));
        }
    }
    if (supports.size() == 0) {
        for (const auto page : pages)
            citations.push_back(citation(page, {}, said));
    }
    return citations;
}

std::optional<Foreign> searchIn(JsonValue grounding, std::string_view id)
{
    std::vector<std::string> queries, pages;
    for (const auto query : grounding["webSearchQueries"])
        queries.emplace_back(query.text());
    for (const auto chunk : grounding["groundingChunks"]) {
        if (const auto page = chunk["web"]["uri"].text(); !page.empty())
            pages.emplace_back(page);
    }
    return queries.empty() ? std::nullopt : std::optional(searchCall(id, queries, pages));
}

void addGroundingChunks(const Text &text, std::vector<RawJson> &chunks, Losses &losses)
{
    for (const auto &cited : text.citations) {
        auto chunk = citationFor(Dialect::Gemini, text.citedIn, cited);
        if (chunk.empty())
            losses.note("citations dropped");
        else if (std::ranges::find(chunks, chunk) == chunks.end())
            chunks.push_back(std::move(chunk));
    }
    if (!chunks.empty())
        losses.note("places of citations dropped");
}

void writeGrounding(JsonWriter &out, const std::vector<RawJson> &chunks)
{
    if (chunks.empty())
        return;
    out.key("groundingMetadata").beginObject().key("groundingChunks").beginArray();
    for (const auto &chunk : chunks)
        out.raw(chunk);
    out.endArray().endObject();
}

} // namespace slipswitch::dialect::gemini
