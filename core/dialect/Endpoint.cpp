#include "core/dialect/Endpoint.h"

#include "core/base/Coding.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace slipswitch::dialect {

namespace {

using domain::Dialect;

struct Known
{
    std::string_view path; ///< behind "/v1"
    Operation operation;
    Dialect dialect;
    BodyKind body;
    std::string_view upstreamPath {}; ///< where it is not `path`
};

constexpr std::array<Known, 22> known {{
    {"/chat/completions", Operation::ChatCompletions, Dialect::OpenAiChat, BodyKind::Json},
    {"/completions", Operation::Completions, Dialect::OpenAiCompletions, BodyKind::Json},
    {"/embeddings", Operation::Embeddings, Dialect::OpenAiEmbeddings, BodyKind::Json},
    {"/responses", Operation::Responses, Dialect::OpenAiResponses, BodyKind::Json},
    {"/responses/input_tokens", Operation::ResponsesCountTokens, Dialect::OpenAiCountTokens, BodyKind::Json},
    {"/moderations", Operation::Moderations, Dialect::OpenAiOther, BodyKind::Json},
    {"/images/generations", Operation::ImageGenerations, Dialect::OpenAiOther, BodyKind::Json},
    {"/images/edits", Operation::ImageEdits, Dialect::OpenAiOther, BodyKind::Multipart},
    {"/audio/speech", Operation::Speech, Dialect::OpenAiOther, BodyKind::Json},
    {"/audio/transcriptions", Operation::Transcriptions, Dialect::OpenAiOther, BodyKind::Multipart},
    {"/audio/translations", Operation::Translations, Dialect::OpenAiOther, BodyKind::Multipart},
    {"/messages", Operation::Messages, Dialect::AnthropicMessages, BodyKind::Json, "/v1/messages"},
    {"/messages/count_tokens", Operation::CountTokens, Dialect::AnthropicCountTokens, BodyKind::Json,
        "/v1/messages/count_tokens"},
    {"/models", Operation::ListModels, Dialect::None, BodyKind::None},
    {"/api/chat", Operation::OllamaChat, Dialect::Ollama, BodyKind::Json},
    {"/api/generate", Operation::OllamaGenerate, Dialect::Ollama, BodyKind::Json},
    {"/api/embed", Operation::OllamaEmbed, Dialect::OllamaEmbed, BodyKind::Json},
    {"/api/embeddings", Operation::OllamaEmbed, Dialect::OllamaEmbed, BodyKind::Json},
    {"/api/tags", Operation::OllamaTags, Dialect::Ollama, BodyKind::None},
    {"/api/show", Operation::OllamaShow, Dialect::Ollama, BodyKind::Json},
    {"/api/ps", Operation::OllamaRunning, Dialect::Ollama, BodyKind::None},
    {"/api/version", Operation::OllamaVersion, Dialect::Ollama, BodyKind::None},
}};

struct Verb
{
    std::string_view name;
    Operation operation;
    Dialect dialect;
};
constexpr std::array<Verb, 5> verbs {{
    {":generateContent", Operation::GenerateContent, Dialect::Gemini},
    {":streamGenerateContent", Operation::StreamGenerateContent, Dialect::Gemini},
    {":countTokens", Operation::GeminiCountTokens, Dialect::GeminiCountTokens},
    {":embedContent", Operation::GeminiEmbed, Dialect::GeminiEmbed},
    {":batchEmbedContents", Operation::GeminiEmbed, Dialect::GeminiEmbed},
}};

constexpr std::string_view modelsPrefix = "/models/";
constexpr std::string_view responsesPrefix = "/responses/";
constexpr std::array<std::string_view, 3> probes {"/", "/health", "/api/hello"};

std::string_view withoutTrailingSlashes(std::string_view path)
{
    while (path.size() > 1 && path.back() == '/')
        path.remove_suffix(1);
    return path;
}

std::string_view withoutVersion(std::string_view path)
{
    constexpr std::string_view version = "/v1", beta = "/v1beta";
    if (path.starts_with("/v1beta/"))
        path.remove_prefix(beta.size());
    // "/v1/v1/…" comes from base URLs that carry the version twice.
    while (path.starts_with("/v1/"))
        path.remove_prefix(version.size());
    return path;
}

/// The AI SDK leaves "models/" out where the model's name has a slash:
/// "/v1beta/openai/gpt-5:generateContent".
std::string_view modelBefore(std::string_view verb, std::string_view path)
{
    path.remove_suffix(verb.size());
    if (path.starts_with(modelsPrefix))
        return path.substr(modelsPrefix.size());
    return path.find('/', 1) == std::string_view::npos ? std::string_view() : path.substr(1);
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t {0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, substituted});
        }
    }
    return row.back();
}

} // namespace

Endpoint endpointOf(std::string_view path)
{
    path = withoutTrailingSlashes(path);
    if (std::find(probes.begin(), probes.end(), path) != probes.end())
        return {Operation::Health, Dialect::None, BodyKind::None, {}, {}};
    path = withoutVersion(path);
    for (const Known &candidate : known) {
        if (candidate.path == path)
            return {candidate.operation, candidate.dialect, candidate.body,
                candidate.upstreamPath.empty() ? candidate.path : candidate.upstreamPath, {}};
    }
    if (path.starts_with(responsesPrefix))
        return {Operation::StoredResponse, Dialect::OpenAiResponses, BodyKind::None, {},
            path.substr(responsesPrefix.size())};
    for (const Verb &verb : verbs) {
        if (!path.ends_with(verb.name))
            continue;
        const auto model = modelBefore(verb.name, path);
        if (!model.empty())
            return {verb.operation, verb.dialect, BodyKind::Json, verb.name, model};
    }
    if (path.starts_with(modelsPrefix))
        return {Operation::GetModel, Dialect::None, BodyKind::None, {}, path.substr(modelsPrefix.size())};
    return {};
}

bool counts(const Endpoint &endpoint)
{
    return endpoint.operation == Operation::CountTokens || endpoint.operation == Operation::GeminiCountTokens
        || endpoint.operation == Operation::ResponsesCountTokens;
}

bool isOwn(const Endpoint &endpoint)
{
    return endpoint.body == BodyKind::None || endpoint.operation == Operation::OllamaShow;
}

std::string geminiPath(std::string_view model, std::string_view verb)
{
    return std::string(modelsPrefix) + percentEncodedPath(model) + std::string(verb);
}

std::string pathOf(Dialect dialect, std::string_view model, bool stream)
{
    if (dialect == Dialect::Gemini)
        return geminiPath(model, stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    if (dialect == Dialect::BedrockConverse)
        return "/model/" + percentEncoded(model) + (stream ? "/converse-stream" : "/converse");
    if (dialect == Dialect::GeminiEmbed)
        return geminiPath(model, ":batchEmbedContents");
    if (dialect == Dialect::GeminiCountTokens)
        return geminiPath(model, ":countTokens");
    if (dialect == Dialect::CohereChatV2)
        return "/chat";
    if (dialect == Dialect::CohereEmbed)
        return "/embed";
    for (const Known &candidate : known) {
        if (candidate.dialect == dialect)
            return std::string(candidate.upstreamPath.empty() ? candidate.path : candidate.upstreamPath);
    }
    return {};
}

bool takes(const Endpoint &endpoint, std::string_view method)
{
    if (endpoint.operation == Operation::StoredResponse
        && method == (endpoint.argument.ends_with("/cancel") ? "POST" : "DELETE"))
        return true;
    if (endpoint.body == BodyKind::None)
        return method == "GET" || method == "HEAD";
    return method == "POST";
}

std::string_view methodOf(const Endpoint &endpoint)
{
    return endpoint.body == BodyKind::None ? "GET" : "POST";
}

std::string nearestPath(std::string_view path)
{
    constexpr std::size_t longestCompared = 128;
    constexpr std::size_t farthest = 6;
    path = withoutVersion(withoutTrailingSlashes(path.substr(0, longestCompared)));
    const Known *best = nullptr;
    std::size_t bestDistance = farthest;
    for (const Known &candidate : known) {
        const auto distance = path.ends_with(candidate.path) ? 1 : editDistance(path, candidate.path);
        if (distance < bestDistance) {
            best = &candidate;
            bestDistance = distance;
        }
    }
    if (!best)
        return {};
    return (best->path.starts_with("/api/") ? "" : "/v1") + std::string(best->path);
}

} // namespace slipswitch::dialect
