#include "core/dialect/Codec.h"

#include "core/dialect/ForeignParts.h"
#include "core/dialect/Json.h"
#include "core/dialect/Placeless.h"
#include "core/dialect/anthropic/Messages.h"
#include "core/dialect/bedrock/Converse.h"
#include "core/dialect/cohere/Chat.h"
#include "core/dialect/gemini/Generate.h"
#include "core/dialect/ollama/Chat.h"
#include "core/dialect/openai/Chat.h"
#include "core/dialect/openai/Completions.h"
#include "core/dialect/openai/Responses.h"

#include <array>

namespace slipswitch::dialect {

namespace {

/// As providers send it: some clients compare the whole of it.
constexpr std::string_view events = "text/event-stream";
constexpr std::string_view lines = "application/x-ndjson";
constexpr std::string_view frames = "application/vnd.amazon.eventstream";

/// Gemini's CLI falls over comments, and lines of JSON have none.
constexpr std::string_view comment = ": keep-alive\n\n";
constexpr std::string_view ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
constexpr std::string_view none;

/// What only another dialect has a form for stays behind, wherever a request goes.
template <Dialect own, auto encode>
std::string encodeFitting(const Request &request, const Destination &to, Losses &losses)
{
    notePlaceless(request, own, to, losses);
    if (const auto fitted = withoutForeignParts(request, own, losses))
        return encode(*fitted, to, losses);
    return encode(request, to, losses);
}

#define SLIPSWITCH_CODEC(dialect, framing, room, keepAlive)                                                  \
    Codec                                                                                                    \
    {                                                                                                        \
        dialect, framing, room::decodeRequest, encodeFitting<dialect, room::encodeRequest>,                  \
            room::decodeAnswer, room::encodeAnswer, room::makeDecoder, room::makeEncoder,                    \
            room::encodeFailure, room::failureEvent, keepAlive                                               \
    }

/// No tool calls us in it.
constexpr Codec ofProviders(Dialect dialect, std::string_view streamType,
    decltype(Codec::encodeRequest) encodeRequest, decltype(Codec::decodeAnswer) decodeAnswer,
    decltype(Codec::makeDecoder) makeDecoder)
{
    Codec codec {};
    codec.dialect = dialect;
    codec.streamType = streamType;
    codec.encodeRequest = encodeRequest;
    codec.decodeAnswer = decodeAnswer;
    codec.makeDecoder = makeDecoder;
    return codec;
}

constexpr std::array codecs {
    SLIPSWITCH_CODEC(Dialect::OpenAiChat, events, chat, comment),
    SLIPSWITCH_CODEC(Dialect::AnthropicMessages, events, anthropic, ping),
    SLIPSWITCH_CODEC(Dialect::OpenAiResponses, events, responses, comment),
    SLIPSWITCH_CODEC(Dialect::Gemini, events, gemini, none),
    SLIPSWITCH_CODEC(Dialect::Ollama, lines, ollama, none),
    ofProviders(Dialect::BedrockConverse, frames,
        encodeFitting<Dialect::BedrockConverse, bedrock::encodeRequest>, bedrock::decodeAnswer,
        bedrock::makeDecoder),
    ofProviders(Dialect::CohereChatV2, events, encodeFitting<Dialect::CohereChatV2, cohere::encodeRequest>,
        cohere::decodeAnswer, cohere::makeDecoder),
};

#undef SLIPSWITCH_CODEC

constexpr Codec legacyCompletions {Dialect::OpenAiCompletions, events, completions::decodeRequest, nullptr,
    nullptr, completions::encodeAnswer, nullptr, completions::makeEncoder, chat::encodeFailure,
    chat::failureEvent, comment};

std::string textOf(JsonValue value)
{
    return std::string(value.isNumber() ? value.number() : value.text());
}

} // namespace

const Codec *codecFor(Dialect dialect)
{
    for (const auto &codec : codecs) {
        if (codec.dialect == dialect)
            return &codec;
    }
    return nullptr;
}

const Codec *clientCodecFor(Dialect dialect)
{
    return dialect == Dialect::OpenAiCompletions ? &legacyCompletions : codecFor(dialect);
}

const Codec &errorCodecFor(Dialect dialect)
{
    switch (dialect) {
    case Dialect::AnthropicCountTokens:
        return *codecFor(Dialect::AnthropicMessages);
    case Dialect::GeminiCountTokens:
    case Dialect::GeminiEmbed:
        return *codecFor(Dialect::Gemini);
    case Dialect::OllamaEmbed:
        return *codecFor(Dialect::Ollama);
    default:
        break;
    }
    const auto *own = codecFor(dialect);
    return own && own->isOfClients() ? *own : *codecFor(Dialect::OpenAiChat);
}

Failure decodeFailure(std::string_view body, unsigned status)
{
    constexpr std::size_t longest = 2000;
    Failure failure;
    failure.status = status;
    failure.message = body.substr(0, longest);
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure;
    auto root = tree->root();
    if (root.isArray() && root.size() > 0)
        root = *root.begin(); // Google's streams
    auto error = root["error"] ? root["error"] : root;
    if (error.isString()) {
        failure.message = error.text();
        return failure;
    }
    for (const auto *name : {"Message", "message"}) { // AWS has both
        if (const auto message = error[name].text(); !message.empty())
            failure.message = message;
    }
    failure.type = textOf(error["type"] ? error["type"] : error["status"]);
    failure.code = textOf(error["code"]);
    return failure;
}

} // namespace slipswitch::dialect
