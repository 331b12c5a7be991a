#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

/// Google's generateContent.
namespace slipswitch::dialect::gemini {

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
[[nodiscard]] Part decodePart(JsonValue part);
/// @param sealFor  as in Anthropic's codec: the model whose thoughts go to a client; empty: to Gemini itself
/// @return  false when the part has no form here, which was noted
bool encodePart(JsonWriter &out, const Part &part, std::string_view sealFor, Losses &losses);
void encodeUsage(JsonWriter &out, const domain::Usage &usage);
/// What a candidate's `groundingMetadata` cites, as the responses API spells it.
/// @param said  the answer's text up to here, in whose bytes Google counts
[[nodiscard]] std::vector<RawJson> citationsIn(JsonValue grounding, std::string_view said);
/// The search behind it, as the responses API tells one; nullopt: there was none. @param id  of the answer
[[nodiscard]] std::optional<Foreign> searchIn(JsonValue grounding, std::string_view id);
/// The pages that a text of an answer cites, each once.
void addGroundingChunks(const Text &text, std::vector<RawJson> &chunks, Losses &losses);
/// The member `groundingMetadata`; nothing when there are none.
void writeGrounding(JsonWriter &out, const std::vector<RawJson> &chunks);
/// Of a candidate's `logprobsResult`, in the neutral form, see Likelihoods.h.
[[nodiscard]] std::vector<RawJson> readLogprobsResult(JsonValue result);
/// The member `logprobsResult`; nothing when there are none.
void writeLogprobsResult(JsonWriter &out, const std::vector<RawJson> &likelihoods);
/// @param value  a word, or the number some clients of Google's ask for
[[nodiscard]] StopReason stopReason(JsonValue value);
[[nodiscard]] std::string_view finishReason(StopReason reason);

} // namespace slipswitch::dialect::gemini
