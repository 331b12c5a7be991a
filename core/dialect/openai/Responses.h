#pragma once

#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

/// OpenAI's responses API.
namespace slipswitch::dialect::responses {

[[nodiscard]] Result<Request> decodeRequest(std::string_view body);
[[nodiscard]] std::string encodeRequest(const Request &request, const Destination &to, Losses &losses);
[[nodiscard]] Result<Answer> decodeAnswer(std::string_view body);
[[nodiscard]] std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses);
[[nodiscard]] std::unique_ptr<StreamDecoder> makeDecoder();
[[nodiscard]] std::unique_ptr<StreamEncoder> makeEncoder(const AnswerTerms &terms, Losses &losses);
[[nodiscard]] std::string encodeFailure(const Failure &failure);
[[nodiscard]] std::string failureEvent(const Failure &failure);

/// The id that an answer of ours has for this client.
[[nodiscard]] std::string responseId(const AnswerTerms &terms);
/// Which part of which answer of ours an item's id names; nullopt: none of ours.
struct ItemName
{
    std::string response;
    std::size_t part = 0;
};
[[nodiscard]] std::optional<ItemName> itemNamed(std::string_view id);

// Shared by the files of this codec.
/// An item of an input or an output; the messages it stands in are merged by the caller.
[[nodiscard]] Message decodeItem(JsonValue item);
void encodeInput(JsonWriter &out, const Request &request, const Destination &to, Losses &losses);
/// An item of our answer. @return  false when the part has no form here, which was noted
bool encodeOutputItem(
    JsonWriter &out, const Part &part, const AnswerTerms &terms, std::size_t index, Losses &losses);
[[nodiscard]] std::string itemId(const Part &part, const AnswerTerms &terms, std::size_t index);
/// How an answer stands when its response object is written.
enum class Status : std::uint8_t
{
    InProgress,
    Completed,
    Incomplete
};
[[nodiscard]] Status statusOf(const Finish &finish);
/// @param output  JSON texts of the items @param usage  nullptr: not known yet
void encodeResponse(JsonWriter &out, const AnswerHead &head, const AnswerTerms &terms, Status status,
    const Finish &finish, const std::vector<RawJson> &output, const domain::Usage *usage);
[[nodiscard]] Finish finishOf(JsonValue response, bool calls);

} // namespace slipswitch::dialect::responses
