#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

/// Anthropic's messages API.
namespace slipswitch::dialect::anthropic {

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
/// A content block of a message or an answer.
[[nodiscard]] Part decodeBlock(JsonValue block);
/// @param sealFor  the model whose thoughts these are: a foreign signature is wrapped; empty: they go to
/// Anthropic as they are.
/// @return  false when the part has no form here, which was noted.
bool encodeBlock(JsonWriter &out, const Part &part, std::string_view sealFor, Losses &losses);
void encodeUsage(JsonWriter &out, const domain::Usage &usage);
[[nodiscard]] StopReason stopReason(std::string_view word);
[[nodiscard]] std::string_view stopReasonName(StopReason reason);

} // namespace slipswitch::dialect::anthropic
