#include "core/dialect/EmbeddingForms.h"

namespace slipswitch::dialect::ollama {

Result<EmbeddingRequest> decodeEmbeddingRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    EmbeddingRequest request;
    request.from = Dialect::OllamaEmbed;
    request.single = root["prompt"].isString();
    auto texts = embeddedTexts(request.single ? root["prompt"] : root["input"]);
    if (!texts)
        return failure(std::move(texts.error()));
    request.texts = std::move(*texts);
    for (const auto member : root) {
        const auto name = member.key();
        if (name == "model")
            request.model = member.text();
        else if (name == "dimensions" && member.isNumber())
            request.dimensions = member.integer();
        else if (name != "input" && name != "prompt" && member)
            request.extras.push_back({std::string(name), member.raw()});
    }
    return request;
}

/// The fields both have are spelled alike.
std::string encodeEmbeddingRequest(const EmbeddingRequest &request, std::string_view model, Losses &losses)
{
    return openai::encodeEmbeddingRequest(request, model, losses);
}

Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return badEmbeddings(tree.error().detail);
    const auto root = tree->root();
    EmbeddingAnswer answer;
    answer.model = root["model"].text();
    if (root["embedding"].size() > 0)
        answer.vectors.push_back(vectorOf(root["embedding"]));
    for (const auto vector : root["embeddings"])
        answer.vectors.push_back(vectorOf(vector));
    return whole(std::move(answer));
}

std::string encodeEmbeddings(
    const EmbeddingAnswer &answer, const EmbeddingRequest &request, const domain::Usage &usage)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject();
    if (request.single) {
        out.key("embedding");
        writeVector(out, answer.vectors.front());
        out.endObject();
        return body;
    }
    out.field("model", answer.model.empty() ? request.model : answer.model).key("embeddings").beginArray();
    for (const auto &vector : answer.vectors)
        writeVector(out, vector);
    out.endArray().fieldNumber("prompt_eval_count", usage.totalInput()).endObject();
    return body;
}

} // namespace slipswitch::dialect::ollama
