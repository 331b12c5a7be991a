#pragma once

#include "core/dialect/Embeddings.h"
#include "core/dialect/Json.h"

/// What the codecs of embeddings share.
namespace slipswitch::dialect {

/// A text, or a list of texts. Errors: BadRequest for anything else.
[[nodiscard]] Result<std::vector<std::string>> embeddedTexts(JsonValue input);

/// An array of numbers, or base64 of floats (little-endian, 32 bit); empty when it is neither.
[[nodiscard]] std::vector<float> vectorOf(JsonValue value);
void writeVector(JsonWriter &out, const std::vector<float> &vector);
[[nodiscard]] std::string base64Of(const std::vector<float> &vector);

[[nodiscard]] tl::unexpected<Error> badEmbeddings(std::string detail);
/// The answer, if it has vectors and all of them could be read. Errors: BadResponse.
[[nodiscard]] Result<EmbeddingAnswer> whole(EmbeddingAnswer answer);

namespace openai {
[[nodiscard]] Result<EmbeddingRequest> decodeEmbeddingRequest(std::string_view body);
[[nodiscard]] std::string encodeEmbeddingRequest(
    const EmbeddingRequest &request, std::string_view model, Losses &losses);
[[nodiscard]] Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body);
[[nodiscard]] std::string encodeEmbeddings(
    const EmbeddingAnswer &answer, const EmbeddingRequest &request, const domain::Usage &usage);
} // namespace openai

namespace gemini {
/// Of embedContent and batchEmbedContents.
[[nodiscard]] Result<EmbeddingRequest> decodeEmbeddingRequest(std::string_view body);
/// For batchEmbedContents.
[[nodiscard]] std::string encodeEmbeddingRequest(
    const EmbeddingRequest &request, std::string_view model, Losses &losses);
[[nodiscard]] Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body);
[[nodiscard]] std::string encodeEmbeddings(
    const EmbeddingAnswer &answer, const EmbeddingRequest &request, const domain::Usage &usage);
} // namespace gemini

namespace ollama {
/// Of /api/embed and the older /api/embeddings.
[[nodiscard]] Result<EmbeddingRequest> decodeEmbeddingRequest(std::string_view body);
/// For /api/embed.
[[nodiscard]] std::string encodeEmbeddingRequest(
    const EmbeddingRequest &request, std::string_view model, Losses &losses);
[[nodiscard]] Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body);
[[nodiscard]] std::string encodeEmbeddings(
    const EmbeddingAnswer &answer, const EmbeddingRequest &request, const domain::Usage &usage);
} // namespace ollama

/// Only asked in: no tool sends us Cohere's requests.
namespace cohere {
/// For /v2/embed.
[[nodiscard]] std::string encodeEmbeddingRequest(
    const EmbeddingRequest &request, std::string_view model, Losses &losses);
[[nodiscard]] Result<EmbeddingAnswer> decodeEmbeddings(std::string_view body);
} // namespace cohere

} // namespace slipswitch::dialect
