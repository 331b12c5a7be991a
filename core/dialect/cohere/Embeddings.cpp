#include "core/dialect/EmbeddingForms.h"

namespace slipswitch::dialect::cohere {

namespace {

/// Cohere wants one of its four; what is stored to be found is the usual one.
std::string_view inputType(EmbeddingPurpose purpose)
{
    switch (purpose) {
    case EmbeddingPurpose::Query:
        return "search_query";
    case EmbeddingPurpose::Classification:
        return "classification";
    case EmbeddingPurpose::Clustering:
        return "clustering";
    default:
        return "search_document";
    }
}

} // namespace

std::string encodeEmbeddingRequest(const EmbeddingRequest &request, std::string_view model, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("model", model).field("input_type", inputType(request.purpose));
    out.key("embedding_types").beginArray().string("float").endArray();
    if (request.dimensions)
        out.fieldNumber("output_dimension", *request.dimensions);
    out.key("texts").beginArray();
    for (const auto &text : request.texts)
        out.string(text);
    out.endArray().endObject();
    if (request.purpose == EmbeddingPurpose::Similarity)
        losses.note("purpose of the vectors sent as search_document");
    noteExtras(request, losses);
    return body;
}

Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return badEmbeddings(tree.error().detail);
    EmbeddingAnswer answer;
    for (const auto vector : tree->root()["embeddings"]["float"])
        answer.vectors.push_back(vectorOf(vector));
    return whole(std::move(answer));
}

} // namespace slipswitch::dialect::cohere
