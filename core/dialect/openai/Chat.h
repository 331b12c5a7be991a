#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

/// OpenAI's chat completions, as OpenAI and everybody who copies it speak them.
namespace slipswitch::dialect::chat {

[[nodiscard]] Result<Request> decodeRequest(std::string_view body);
[[nodiscard]] std::string encodeRequest(const Request &request, const Destination &to, Losses &losses);
[[nodiscard]] Result<Answer> decodeAnswer(std::string_view body);
[[nodiscard]] std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses);
[[nodiscard]] std::unique_ptr<StreamDecoder> makeDecoder();
[[nodiscard]] std::unique_ptr<StreamEncoder> makeEncoder(const AnswerTerms &terms, Losses &losses);
[[nodiscard]] std::string encodeFailure(const Failure &failure);
[[nodiscard]] std::string failureEvent(const Failure &failure);

// Shared by the files of this codec.
[[nodiscard]] Message decodeMessage(JsonValue message);
void encodeMessages(JsonWriter &out, const Request &request, const Destination &to, Losses &losses);
/// A call of an answer or a history: its type, and what it says in the member of that type.
/// @param freeform  as OpenAI's own custom tools, which only their own clients know
void writeCall(JsonWriter &out, bool freeform, std::string_view name, std::string_view said);
void encodeUsage(JsonWriter &out, const domain::Usage &usage);
/// The value of a choice's `logprobs`; null when there are none.
void writeLikelihoods(JsonWriter &out, const std::vector<RawJson> &said, const std::vector<RawJson> &refused);
[[nodiscard]] StopReason stopReason(std::string_view word);
[[nodiscard]] std::string_view finishReason(StopReason reason);
/// Text, tool calls and the like of a plain answer's `message`.
[[nodiscard]] std::vector<Part> decodeAnswerMessage(JsonValue message);

} // namespace slipswitch::dialect::chat
