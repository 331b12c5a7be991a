#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

/// Bedrock's Converse API, as providers speak it. Events come as {"messageStart":{…}}: http::FrameReader puts
/// the frames' types and payloads together. Source: AWS, Bedrock runtime API reference.
namespace slipswitch::dialect::bedrock {

[[nodiscard]] std::string encodeRequest(const Request &request, const Destination &to, Losses &losses);
[[nodiscard]] Result<Answer> decodeAnswer(std::string_view body);
[[nodiscard]] std::unique_ptr<StreamDecoder> makeDecoder();

// Shared by the files of this codec.
/// Whose model it is, by the words in its id.
enum class Maker : std::uint8_t
{
    Anthropic,
    AmazonNova,
    OpenAi,
    Other
};
[[nodiscard]] Maker makerOf(std::string_view model);
/// Writes one content block, and the cache point behind it. @param marks  the model takes cache points
void encodeBlock(JsonWriter &out, const Part &part, bool marks, Losses &losses);
void encodeCachePoint(JsonWriter &out, const CacheMark &mark);
[[nodiscard]] StopReason stopReason(std::string_view word);
/// What went wrong when an answer ended with this word; empty: nothing.
[[nodiscard]] std::string failureIn(std::string_view stopReason);
/// What no other dialect has: pictures, tools that Bedrock runs itself and their results.
[[nodiscard]] Foreign foreignIn(JsonValue block);
/// A call of a tool that Bedrock runs itself.
[[nodiscard]] bool isOfServer(JsonValue toolUse);
/// Thought of a reasoningContent block or delta.
[[nodiscard]] Thinking decodeReasoning(JsonValue content);

} // namespace slipswitch::dialect::bedrock
