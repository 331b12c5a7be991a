#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

/// Cohere's chat API, version 2, as the provider speaks it. Source: docs.cohere.com, reference "Chat".
namespace slipswitch::dialect::cohere {

[[nodiscard]] std::string encodeRequest(const Request &request, const Destination &to, Losses &losses);
[[nodiscard]] Result<Answer> decodeAnswer(std::string_view body);
[[nodiscard]] std::unique_ptr<StreamDecoder> makeDecoder();

// Shared by the files of this codec.
void encodeMessages(JsonWriter &out, const Request &request, const Destination &to, Losses &losses);
/// A thought, or the plan before calls, which has a place of its own. Both go back to the model as they came.
[[nodiscard]] Thinking thought(std::string_view text);
[[nodiscard]] Thinking plan(std::string_view text);
[[nodiscard]] bool isPlan(const Thinking &thinking);
/// Unknown for words that tell of a failure ("ERROR", "TIMEOUT"), which isFailure knows.
[[nodiscard]] StopReason stopReason(std::string_view word);
[[nodiscard]] bool isFailure(std::string_view word);
/// Of a piece of text, which may be several tokens: the chance of all of them. Empty: none is told.
[[nodiscard]] RawJson pieceLikelihood(JsonValue item);
/// Arguments as they are told: an object, nothing, or the word null.
[[nodiscard]] bool saysNothing(std::string_view arguments);

} // namespace slipswitch::dialect::cohere
