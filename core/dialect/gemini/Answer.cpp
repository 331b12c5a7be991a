#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/gemini/Generate.h"

#include <array>

namespace slipswitch::dialect::gemini {

namespace {

/// By status. Source: Google's API errors (google.rpc.Code).
std::string_view statusWord(unsigned status)
{
    switch (status) {
    case 400:
        return "INVALID_ARGUMENT";
    case 401:
        return "UNAUTHENTICATED";
    case 403:
        return "PERMISSION_DENIED";
    case 404:
        return "NOT_FOUND";
    case 429:
        return "RESOURCE_EXHAUSTED";
    case 503:
    case 529:
        return "UNAVAILABLE";
    case 504:
        return "DEADLINE_EXCEEDED";
    default:
        return status >= 400 && status < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
    }
}

} // namespace

StopReason stopReason(JsonValue value)
{
    const auto word = value.text();
    const auto number = value.integer();
    if (word == "STOP" || number == 1)
        return StopReason::Stop;
    if (word == "MAX_TOKENS" || number == 2)
        return StopReason::Length;
    if (word == "SAFETY" || word == "RECITATION" || word == "BLOCKLIST" || word == "PROHIBITED_CONTENT"
        || word == "SPII" || word == "IMAGE_SAFETY" || number == 3 || number == 4)
        return StopReason::Filtered;
    return word.empty() && number == 0 ? StopReason::Unknown : StopReason::Stop;
}

std::string_view finishReason(StopReason reason)
{
    switch (reason) {
    case StopReason::Length:
        return "MAX_TOKENS";
    case StopReason::Filtered:
    case StopReason::Refused:
        return "SAFETY";
    default:
        return "STOP";
    }
}

void encodeUsage(JsonWriter &out, const domain::Usage &usage)
{
    const auto cached = usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
    out.beginObject().fieldNumber("promptTokenCount", usage.totalInput());
    out.fieldNumber("candidatesTokenCount", usage.totalOutput() - usage.reasoning);
    if (usage.reasoning > 0)
        out.fieldNumber("thoughtsTokenCount", usage.reasoning);
    if (cached > 0)
        out.fieldNumber("cachedContentTokenCount", cached);
    out.fieldNumber("totalTokenCount", usage.totalInput() + usage.totalOutput()).endObject();
}

Result<Answer> decodeAnswer(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(ErrorCode::BadResponse, tree.error().detail, ErrorSource::Upstream, true);
    const auto root = tree->root();
    Collector whole;
    const auto decoder = makeDecoder();
    if (root.isArray()) {
        for (const auto chunk : root)
            decoder->event(chunk.raw(), whole);
    } else {
        decoder->event(body, whole);
    }
    decoder->end(whole);
    if (whole.failure() || !whole.isFinished())
        return failure(ErrorCode::BadResponse,
            whole.failure() ? whole.failure()->message : "The answer has no candidates.",
            ErrorSource::Upstream, true);
    return std::move(whole.answer());
}

std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().key("candidates").beginArray().beginObject().key("content").beginObject();
    out.key("parts").beginArray();
    for (const auto &part : answer.parts)
        encodePart(out, part, terms.model, losses);
    out.endArray().field("role", "model").endObject();
    out.field("finishReason", finishReason(answer.finish.reason)).fieldNumber("index", 0);
    writeLogprobsResult(out, likelihoodsOf(answer));
    std::vector<RawJson> pages;
    for (const auto &part : answer.parts) {
        if (const auto *text = std::get_if<Text>(&part.body))
            addGroundingChunks(*text, pages, losses);
    }
    writeGrounding(out, pages);
    out.endObject().endArray();
    if (usage.known) {
        out.key("usageMetadata");
        encodeUsage(out, usage);
    }
    out.field("modelVersion", answer.head.model.empty() ? terms.model : answer.head.model);
    out.field("responseId", orOwnId(answer.head.id, {}, terms.id)).endObject();
    return body;
}

std::string encodeFailure(const Failure &failure)
{
    std::string body;
    JsonWriter out(body);
    const auto status = failure.status == 0 ? 500U : failure.status;
    out.beginObject().key("error").beginObject().fieldNumber("code", status);
    out.field("message", failure.message).field("status", statusWord(status)).endObject().endObject();
    return body;
}

std::string failureEvent(const Failure &failure)
{
    return "data: " + encodeFailure(failure) + "\n\n";
}

} // namespace slipswitch::dialect::gemini
