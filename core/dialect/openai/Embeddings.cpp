#include "core/dialect/EmbeddingForms.h"

#include <algorithm>

namespace slipswitch::dialect::openai {

Result<EmbeddingRequest> decodeEmbeddingRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    auto texts = embeddedTexts(root["input"]);
    if (!texts)
        return failure(std::move(texts.error()));
    EmbeddingRequest request;
    request.from = Dialect::OpenAiEmbeddings;
    request.texts = std::move(*texts);
    for (const auto member : root) {
        const auto name = member.key();
        if (name == "model")
            request.model = member.text();
        else if (name == "dimensions" && member.isNumber())
            request.dimensions = member.integer();
        else if (name == "encoding_format")
            request.base64 = member.text() == "base64";
        else if (name != "input" && member)
            request.extras.push_back({std::string(name), member.raw()});
    }
    return request;
}

std::string encodeEmbeddingRequest(const EmbeddingRequest &request, std::string_view model, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("model", model).key("input").beginArray();
    for (const auto &text : request.texts)
        out.string(text);
    out.endArray();
    if (request.dimensions)
        out.fieldNumber("dimensions", *request.dimensions);
    out.endObject();
    if (request.purpose != EmbeddingPurpose::Unset)
        losses.note("purpose of the vectors dropped");
    noteExtras(request, losses);
    return body;
}

Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return badEmbeddings(tree.error().detail);
    EmbeddingAnswer answer;
    answer.model = tree->root()["model"].text();
    std::vector<std::pair<std::int64_t, JsonValue>> items;
    for (const auto item : tree->root()["data"])
        items.emplace_back(
            item["index"] ? item["index"].integer() : static_cast<std::int64_t>(items.size()), item);
    std::stable_sort(
        items.begin(), items.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (const auto &item : items)
        answer.vectors.push_back(vectorOf(item.second["embedding"]));
    return whole(std::move(answer));
}

std::string encodeEmbeddings(
    const EmbeddingAnswer &answer, const EmbeddingRequest &request, const domain::Usage &usage)
{
    std::string body;
    JsonWriter out(body);
    // Mistral's client wants an id, and nobody looks at what it is.
    out.beginObject().field("id", "embd-1").field("object", "list").key("data").beginArray();
    std::int64_t index = 0;
    for (const auto &vector : answer.vectors) {
        out.beginObject().field("object", "embedding").fieldNumber("index", index++).key("embedding");
        if (request.base64)
            out.string(base64Of(vector));
        else
            writeVector(out, vector);
        out.endObject();
    }
    out.endArray().field("model", answer.model.empty() ? request.model : answer.model);
    out.key("usage").beginObject().fieldNumber("prompt_tokens", usage.totalInput());
    out.fieldNumber("total_tokens", usage.totalInput()).endObject().endObject();
    return body;
}

} // namespace slipswitch::dialect::openai
