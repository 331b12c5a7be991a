#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

/// Ollama's own API: /api/chat, and /api/generate as far as it is a chat of one turn.
/// Source: Ollama's documentation, "API".
namespace slipswitch::dialect::ollama {

/// Of either endpoint: `prompt` tells /api/generate. Without any messages when only the model is to be
/// loaded.
[[nodiscard]] Result<Request> decodeRequest(std::string_view body);
/// For /api/chat.
[[nodiscard]] std::string encodeRequest(const Request &request, const Destination &to, Losses &losses);
/// Of either endpoint.
[[nodiscard]] Result<Answer> decodeAnswer(std::string_view body);
[[nodiscard]] std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses);
/// To a request that says nothing, so that the model be loaded.
[[nodiscard]] std::string loadedAnswer(const AnswerTerms &terms);
[[nodiscard]] std::unique_ptr<StreamDecoder> makeDecoder();
[[nodiscard]] std::unique_ptr<StreamEncoder> makeEncoder(const AnswerTerms &terms, Losses &losses);
[[nodiscard]] std::string encodeFailure(const Failure &failure);
[[nodiscard]] std::string failureEvent(const Failure &failure);

// Shared by the files of this codec.
[[nodiscard]] Message decodeMessage(JsonValue message);
[[nodiscard]] std::vector<Part> decodeImages(JsonValue list);
[[nodiscard]] ToolCall decodeCall(JsonValue call);
void writeCall(JsonWriter &out, const ToolCall &call, std::string_view name, int index, Losses &losses);
void encodeMessages(
    JsonWriter &out, const std::vector<Message> &messages, const Destination &to, Losses &losses);
/// What begins every answer and every line of one.
void writeHead(JsonWriter &out, const AnswerHead &head, const AnswerTerms &terms);
/// What ends one.
void writeEnd(JsonWriter &out, const Finish &finish, const domain::Usage &usage);
[[nodiscard]] StopReason stopReason(std::string_view word);

} // namespace slipswitch::dialect::ollama
