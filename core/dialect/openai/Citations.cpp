#include "core/dialect/openai/Citations.h"

#include "core/dialect/Json.h"

namespace slipswitch::dialect {

RawJson citationFor(Dialect to, Dialect citedIn, const RawJson &citation)
{
    constexpr std::string_view kind = "url_citation";
    const bool known = citedIn == Dialect::OpenAiChat || citedIn == Dialect::OpenAiResponses;
    if (citedIn == to || !known)
        return known ? citation : RawJson();
    const auto tree = JsonTree::parse(citation);
    if (!tree || tree->root()["type"].text() != kind)
        return {};
    const bool flat = to == Dialect::OpenAiResponses;
    const auto page = flat ? tree->root()[kind] : tree->root();
    RawJson text;
    JsonWriter out(text);
    out.beginObject().field("type", kind);
    if (!flat)
        out.key(kind).beginObject();
    for (const auto *name : {"start_index", "end_index"})
        out.fieldRawIf(name, page[name].number());
    out.field("url", page["url"].text()).field("title", page["title"].text());
    if (!flat)
        out.endObject();
    out.endObject();
    return text;
}

} // namespace slipswitch::dialect
