#include "core/dialect/Embeddings.h"
#include "core/dialect/Json.h"

#include <array>
#include <cstdlib>
#include <string_view>

// The first byte picks the dialect and whether a request or an answer is read. Whatever is read is written in
// every dialect, and must be JSON.

namespace {

using namespace slipswitch::dialect;

constexpr std::array dialects {
    Dialect::OpenAiEmbeddings, Dialect::GeminiEmbed, Dialect::OllamaEmbed, Dialect::CohereEmbed};

void must(bool holds)
{
    if (!holds)
        std::abort();
}

bool isJson(const std::string &text)
{
    return JsonTree::parse(text).has_value();
}

void readRequest(const EmbeddingCodec &codec, std::string_view text)
{
    const auto request = codec.decodeRequest(text);
    if (!request)
        return;
    for (const auto dialect : dialects) {
        Losses losses;
        must(isJson(embeddingCodecFor(dialect)->encodeRequest(*request, "m", losses)));
    }
}

void readAnswer(const EmbeddingCodec &codec, std::string_view text)
{
    const auto answer = codec.decodeAnswer(text);
    if (!answer)
        return;
    EmbeddingRequest request {};
    for (const auto dialect : dialects) {
        auto *const encode = embeddingCodecFor(dialect)->encodeAnswer;
        for (const bool single : {false, true}) {
            request.single = single;
            request.base64 = single;
            must(!encode || isJson(encode(*answer, request, {})));
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    const auto &codec = *embeddingCodecFor(dialects[data[0] / 2 % dialects.size()]);
    if (data[0] % 2 == 0 && codec.decodeRequest)
        readRequest(codec, text);
    else
        readAnswer(codec, text);
    return 0;
}
