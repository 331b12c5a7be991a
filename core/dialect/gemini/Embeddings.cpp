#include "core/dialect/EmbeddingForms.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect::gemini {

namespace {

constexpr auto own = Dialect::GeminiEmbed;

using Purpose = EmbeddingPurpose;
/// The first of a purpose is how it is written.
constexpr std::array<std::pair<std::string_view, Purpose>, 8> purposes {{
    {"RETRIEVAL_QUERY", Purpose::Query},
    {"RETRIEVAL_DOCUMENT", Purpose::Document},
    {"SEMANTIC_SIMILARITY", Purpose::Similarity},
    {"CLASSIFICATION", Purpose::Classification},
    {"CLUSTERING", Purpose::Clustering},
    {"QUESTION_ANSWERING", Purpose::Query},
    {"FACT_VERIFICATION", Purpose::Query},
    {"CODE_RETRIEVAL_QUERY", Purpose::Query},
}};

Purpose purposeOf(std::string_view word)
{
    const auto found
        = std::find_if(purposes.begin(), purposes.end(), [&](const auto &e) { return e.first == word; });
    return found == purposes.end() ? Purpose::Unset : found->second;
}

JsonValue pick(JsonValue object, std::string_view camel, std::string_view snake)
{
    const auto value = object[camel];
    return value ? value : object[snake];
}

Result<std::string> textOf(JsonValue content)
{
    std::string text;
    for (const auto part : content["parts"]) {
        if (!part["text"].isString())
            return failure(
                ErrorCode::BadRequest, "Only texts can be embedded by this provider.", ErrorSource::Client);
        text += (text.empty() ? "" : "\n") + std::string(part["text"].text());
    }
    if (content.isString())
        text = content.text();
    return text;
}

Result<void> readOne(EmbeddingRequest &request, JsonValue one)
{
    auto text = textOf(one["content"]);
    if (!text)
        return failure(std::move(text.error()));
    request.texts.push_back(std::move(*text));
    if (const auto size = pick(one, "outputDimensionality", "output_dimensionality"); size.isNumber())
        request.dimensions = size.integer();
    if (const auto task = pick(one, "taskType", "task_type"))
        request.purpose = purposeOf(task.text());
    if (const auto title = one["title"])
        request.extras.push_back({"title", title.raw()});
    return {};
}

} // namespace

Result<EmbeddingRequest> decodeEmbeddingRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    EmbeddingRequest request;
    request.from = own;
    request.single = !root["requests"].isArray();
    if (request.single && !root["content"])
        return failure(ErrorCode::BadRequest, "content is not specified", ErrorSource::Client);
    if (request.single) {
        if (auto read = readOne(request, root); !read)
            return failure(std::move(read.error()));
    }
    for (const auto one : root["requests"]) {
        if (auto read = readOne(request, one); !read)
            return failure(std::move(read.error()));
    }
    if (request.texts.empty())
        return failure(ErrorCode::BadRequest, "requests is empty", ErrorSource::Client);
    return request;
}

std::string encodeEmbeddingRequest(const EmbeddingRequest &request, std::string_view model, Losses &losses)
{
    const auto task = std::find_if(
        purposes.begin(), purposes.end(), [&](const auto &entry) { return entry.second == request.purpose; });
    std::string body;
    JsonWriter out(body);
    out.beginObject().key("requests").beginArray();
    for (const auto &text : request.texts) {
        out.beginObject().field("model", "models/" + std::string(model)).key("content").beginObject();
        out.key("parts").beginArray().beginObject().field("text", text).endObject().endArray().endObject();
        if (task != purposes.end())
            out.field("taskType", task->first);
        if (request.dimensions)
            out.fieldNumber("outputDimensionality", *request.dimensions);
        out.endObject();
    }
    out.endArray().endObject();
    noteExtras(request, losses);
    return body;
}

Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return badEmbeddings(tree.error().detail);
    const auto root = tree->root();
    EmbeddingAnswer answer;
    if (root["embedding"])
        answer.vectors.push_back(vectorOf(root["embedding"]["values"]));
    for (const auto item : root["embeddings"])
        answer.vectors.push_back(vectorOf(item["values"]));
    return whole(std::move(answer));
}

std::string encodeEmbeddings(
    const EmbeddingAnswer &answer, const EmbeddingRequest &request, const domain::Usage &usage)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject();
    const auto write = [&](const std::vector<float> &vector) {
        out.beginObject().key("values");
        writeVector(out, vector);
        out.endObject();
    };
    if (request.single) {
        out.key("embedding");
        write(answer.vectors.front());
    } else {
        out.key("embeddings").beginArray();
        for (const auto &vector : answer.vectors)
            write(vector);
        out.endArray();
    }
    out.key("usageMetadata").beginObject().fieldNumber("promptTokenCount", usage.totalInput());
    out.endObject().endObject();
    return body;
}

} // namespace slipswitch::dialect::gemini
