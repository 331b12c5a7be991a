#include "core/dialect/Codec.h"

#include "core/dialect/Json.h"
#include "core/dialect/anthropic/Messages.h"
#include "core/dialect/bedrock/Converse.h"
#include "core/dialect/gemini/Generate.h"
#include "core/dialect/openai/Chat.h"
#include "core/dialect/openai/Responses.h"

#include <array>

namespace slipswitch::dialect {

namespace {

#define SLIPSWITCH_CODEC(dialect, room)                                                                      \
    Codec                                                                                                    \
    {                                                                                                        \
        dialect, room::decodeRequest, room::encodeRequest, room::decodeAnswer, room::encodeAnswer,           \
            room::makeDecoder, room::makeEncoder, room::encodeFailure, room::failureEvent                    \
    }

/// No tool calls us in it.
constexpr Codec ofProviders(Dialect dialect, decltype(Codec::encodeRequest) encodeRequest,
    decltype(Codec::decodeAnswer) decodeAnswer, decltype(Codec::makeDecoder) makeDecoder)
{
    Codec codec {};
    codec.dialect = dialect;
    codec.encodeRequest = encodeRequest;
    codec.decodeAnswer = decodeAnswer;
    codec.makeDecoder = makeDecoder;
    return codec;
}

constexpr std::array codecs {
    SLIPSWITCH_CODEC(Dialect::OpenAiChat, chat),
    SLIPSWITCH_CODEC(Dialect::AnthropicMessages, anthropic),
    SLIPSWITCH_CODEC(Dialect::OpenAiResponses, responses),
    SLIPSWITCH_CODEC(Dialect::Gemini, gemini),
    ofProviders(
        Dialect::BedrockConverse, bedrock::encodeRequest, bedrock::decodeAnswer, bedrock::makeDecoder),
};

#undef SLIPSWITCH_CODEC

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
