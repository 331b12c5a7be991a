#include "core/dialect/Citations.h"

#include "core/dialect/Json.h"
#include "core/dialect/Rules.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

constexpr std::string_view ofOpenAi = "url_citation", ofAnthropic = "web_search_result_location";

struct Page
{
    std::string_view url, title, words; ///< words: of the page
    std::string_view begin, end; ///< JSON numbers; empty: not told
};

/// nullopt: it cites something else.
std::optional<Page> pageIn(JsonValue citation)
{
    const auto title = citation["title"].text(), type = citation["type"].text();
    if (const auto web = citation["location"]["web"]) // Bedrock's have no type
        return Page {web["url"].text(), title, {}, {}, {}};
    if (type == ofAnthropic)
        return Page {citation["url"].text(), title, citation["cited_text"].text(), {}, {}};
    if (type != ofOpenAi)
        return std::nullopt;
    const auto nested = citation[ofOpenAi]; // chat's
    const auto page = nested ? nested : citation;
    return Page {page["url"].text(), page["title"].text(), page["cited_text"].text(),
        page["start_index"].number(), page["end_index"].number()};
}

void writeOpenAi(JsonWriter &out, const Page &page, Stretch cited, bool nested)
{
    out.beginObject().field("type", ofOpenAi);
    if (nested)
        out.key(ofOpenAi).beginObject();
    const auto number = [](std::string_view told, std::size_t own) {
        return told.empty() ? std::to_string(own) : std::string(told);
    };
    out.fieldRaw("start_index", number(page.begin, cited.begin));
    out.fieldRaw("end_index", number(page.end, cited.end));
    out.field("url", page.url).field("title", page.title);
    if (nested)
        out.endObject();
    out.endObject();
}

/// Anthropic's own carry a proof, which it wants back; ours says that this is none of them.
void writeAnthropic(JsonWriter &out, const Page &page)
{
    Thinking elsewhere;
    elsewhere.madeIn = Dialect::OpenAiResponses;
    out.beginObject().field("type", ofAnthropic).field("url", page.url);
    out.field("title", page.title).field("cited_text", page.words);
    out.field("encrypted_index", wrapSignature(elsewhere, {})).endObject();
}

void writeGemini(JsonWriter &out, const Page &page)
{
    out.beginObject().key("web").beginObject().field("uri", page.url);
    out.field("title", page.title).endObject().endObject();
}

} // namespace

RawJson citationFor(Dialect to, Dialect citedIn, const RawJson &citation, Stretch cited)
{
    if (citedIn == to)
        return citation;
    const auto tree = JsonTree::parse(citation);
    const auto page = tree ? pageIn(tree->root()) : std::nullopt;
    RawJson text;
    if (!page)
        return text;
    JsonWriter out(text);
    if (to == Dialect::AnthropicMessages)
        writeAnthropic(out, *page);
    else if (to == Dialect::Gemini)
        writeGemini(out, *page);
    else if (to == Dialect::OpenAiChat || to == Dialect::OpenAiResponses)
        writeOpenAi(out, *page, cited, to == Dialect::OpenAiChat);
    return text;
}

std::size_t charactersIn(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace slipswitch::dialect
