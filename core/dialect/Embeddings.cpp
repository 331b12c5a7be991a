#include "core/dialect/Embeddings.h"

#include "core/base/Coding.h"
#include "core/dialect/EmbeddingForms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace slipswitch::dialect {

namespace {

static_assert(sizeof(float) == 4 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "vectors travel as little-endian floats");

#define SLIPSWITCH_EMBEDDINGS(dialect, room)                                                                 \
    EmbeddingCodec                                                                                           \
    {                                                                                                        \
        dialect, room::decodeEmbeddingRequest, room::encodeEmbeddingRequest, room::decodeEmbeddings,         \
            room::encodeEmbeddings                                                                           \
    }

constexpr std::array codecs {
    SLIPSWITCH_EMBEDDINGS(Dialect::OpenAiEmbeddings, openai),
    SLIPSWITCH_EMBEDDINGS(Dialect::GeminiEmbed, gemini),
    SLIPSWITCH_EMBEDDINGS(Dialect::OllamaEmbed, ollama),
    EmbeddingCodec {
        Dialect::CohereEmbed, nullptr, cohere::encodeEmbeddingRequest, cohere::decodeEmbeddings, nullptr},
};

#undef SLIPSWITCH_EMBEDDINGS

std::vector<float> unpacked(std::string_view text)
{
    const auto bytes = bytesOfBase64(text).value_or(std::string());
    std::vector<float> vector(bytes.size() / sizeof(float));
    if (!vector.empty())
        std::memcpy(vector.data(), bytes.data(), vector.size() * sizeof(float));
    return vector;
}

} // namespace

const EmbeddingCodec *embeddingCodecFor(Dialect dialect)
{
    for (const auto &codec : codecs) {
        if (codec.dialect == dialect)
            return &codec;
    }
    return nullptr;
}

void noteExtras(const EmbeddingRequest &request, Losses &losses)
{
    for (const auto &extra : request.extras)
        losses.note(extra.name + " dropped");
}

tl::unexpected<Error> badEmbeddings(std::string detail)
{
    return failure(ErrorCode::BadResponse, std::move(detail), ErrorSource::Upstream, true);
}

Result<EmbeddingAnswer> whole(EmbeddingAnswer answer)
{
    if (answer.vectors.empty())
        return badEmbeddings("The answer has no vectors.");
    if (std::ranges::any_of(answer.vectors, &std::vector<float>::empty))
        return badEmbeddings("The answer has a vector that can't be read.");
    return answer;
}

Result<std::vector<std::string>> embeddedTexts(JsonValue input)
{
    if (input.isString())
        return std::vector {std::string(input.text())};
    std::vector<std::string> texts;
    for (const auto item : input) {
        if (!item.isString())
            return failure(ErrorCode::BadRequest,
                "Only texts can be embedded by this provider: lists of tokens mean something to the model "
                "that "
                "they were made for, and reach it only at a provider that speaks OpenAI's API.",
                ErrorSource::Client);
        texts.emplace_back(item.text());
    }
    if (texts.empty())
        return failure(
            ErrorCode::BadRequest, "The input must be a text or a list of texts.", ErrorSource::Client);
    return texts;
}

std::vector<float> vectorOf(JsonValue value)
{
    if (value.isString())
        return unpacked(value.text());
    std::vector<float> vector;
    vector.reserve(value.size());
    for (const auto item : value) {
        const auto text = item.number();
        float number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        vector.push_back(number);
    }
    return vector;
}

/// The shortest text that reads back as the same float.
void writeVector(JsonWriter &out, const std::vector<float> &vector)
{
    std::array<char, 32> text {};
    out.beginArray();
    for (const auto number : vector) {
        if (!std::isfinite(number)) { // JSON has no word for it
            out.number(0);
            continue;
        }
        const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
        out.raw(std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
    }
    out.endArray();
}

std::string base64Of(const std::vector<float> &vector)
{
    return base64({reinterpret_cast<const char *>(vector.data()), vector.size() * sizeof(float)});
}

} // namespace slipswitch::dialect
