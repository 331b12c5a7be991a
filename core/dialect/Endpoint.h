#pragma once

#include "core/domain/Dialect.h"

#include <string>
#include <string_view>

namespace slipswitch::dialect {

/// What a path asks for.
enum class Operation : std::uint8_t
{
    Unknown,
    ChatCompletions,
    Completions,
    Embeddings,
    Responses,
    Messages, ///< Anthropic's
    CountTokens, ///< Anthropic's
    ResponsesCountTokens,
    GenerateContent, ///< Gemini's; the model and the verb stand in the path
    StreamGenerateContent,
    GeminiCountTokens,
    GeminiEmbed,
    Moderations,
    ImageGenerations,
    ImageEdits,
    Speech,
    Transcriptions,
    Translations,
    ListModels,
    GetModel,
    StoredResponse, ///< one answer of the responses API, to read or delete
    OllamaChat,
    OllamaGenerate,
    OllamaEmbed, ///< also the older "/api/embeddings"
    OllamaTags, ///< its list of models
    OllamaShow, ///< one model
    OllamaRunning, ///< models in memory
    OllamaVersion, ///< probed without a key
    Health, ///< also "/" and "/api/hello", which tools probe without a key
};

enum class BodyKind : std::uint8_t
{
    None,
    Json,
    Multipart
};

/// A path we answer.
struct Endpoint
{
    Operation operation = Operation::Unknown;
    domain::Dialect dialect = domain::Dialect::None;
    BodyKind body = BodyKind::None;
    std::string_view upstreamPath; ///< appended to the provider's base URL: "/chat/completions"
    std::string_view argument; ///< the model of GetModel and of Gemini's verbs, the id of StoredResponse; a
                               ///< view into the path
};

/// What `path` means, with or without "/v1" before it; Operation::Unknown when it means nothing.
/// @param path  without query; trailing slashes are forgiven.
[[nodiscard]] Endpoint endpointOf(std::string_view path);
/// Whether it only asks how many tokens a request has.
[[nodiscard]] bool counts(const Endpoint &endpoint);
/// Whether we answer it ourselves, without a provider.
[[nodiscard]] bool isOwn(const Endpoint &endpoint);
/// Where a request of a dialect goes, behind the provider's base URL; may carry a query.
[[nodiscard]] std::string pathOf(domain::Dialect dialect, std::string_view model, bool stream);
/// The same for one of Gemini's verbs, which begin with a colon.
[[nodiscard]] std::string geminiPath(std::string_view model, std::string_view verb);
/// Whether the endpoint takes this method ("POST"; GET and HEAD for what only reads).
[[nodiscard]] bool takes(const Endpoint &endpoint, std::string_view method);
/// The method to name in an error.
[[nodiscard]] std::string_view methodOf(const Endpoint &endpoint);
/// The known path that is most like an unknown one; empty when none is close.
[[nodiscard]] std::string nearestPath(std::string_view path);

} // namespace slipswitch::dialect
