#pragma once

#include "core/base/Result.h"
#include "core/dialect/Conversation.h"
#include "core/dialect/Losses.h"
#include "core/domain/Usage.h"

#include <string>
#include <string_view>
#include <vector>

/// Embeddings between dialects: like the codecs of conversations, over a smaller neutral form.
namespace slipswitch::dialect {

/// What the vectors are for; some models give others for a question than for what answers it.
enum class EmbeddingPurpose : std::uint8_t
{
    Unset,
    Query,
    Document,
    Similarity,
    Classification,
    Clustering
};

struct EmbeddingRequest
{
    std::string model;
    std::vector<std::string> texts;
    std::optional<std::int64_t> dimensions;
    EmbeddingPurpose purpose = EmbeddingPurpose::Unset;
    bool base64 = false; ///< OpenAI: vectors as the base64 of their floats
    bool single = false; ///< asked where one text gets one vector: Gemini's embedContent, Ollama's older path
    Dialect from = Dialect::None;
    std::vector<Extra> extras;
    bool operator==(const EmbeddingRequest &) const = default;
};

struct EmbeddingAnswer
{
    std::string model; ///< as the answer names it; may be empty
    std::vector<std::vector<float>> vectors; ///< in the order of the texts
    bool operator==(const EmbeddingAnswer &) const = default;
};

/// One dialect, seen from both sides. Pure functions over bytes. What only clients need is null for dialects
/// that no client speaks.
struct EmbeddingCodec
{
    Dialect dialect;
    /// Errors: BadRequest (source Client): malformed, or something that only a provider of this dialect can
    /// read, such as lists of tokens.
    Result<EmbeddingRequest> (*decodeRequest)(std::string_view body);
    std::string (*encodeRequest)(const EmbeddingRequest &request, std::string_view model, Losses &losses);
    /// Errors: BadResponse (source Upstream).
    Result<EmbeddingAnswer> (*decodeAnswer)(std::string_view body);
    /// @param usage  known, if only by an estimate
    std::string (*encodeAnswer)(
        const EmbeddingAnswer &answer, const EmbeddingRequest &request, const domain::Usage &usage);
};

/// nullptr: not a dialect of embeddings, or one that can only be relayed.
[[nodiscard]] const EmbeddingCodec *embeddingCodecFor(Dialect dialect);

/// Notes what has no place in another dialect.
void noteExtras(const EmbeddingRequest &request, Losses &losses);

} // namespace slipswitch::dialect
