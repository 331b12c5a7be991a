#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/Messages.h"

#include <array>

namespace slipswitch::dialect::anthropic {

namespace {

struct Reason
{
    std::string_view word;
    StopReason reason;
};
constexpr std::array<Reason, 7> reasons {{
    {"end_turn", StopReason::Stop},
    {"max_tokens", StopReason::Length},
    {"tool_use", StopReason::ToolCalls},
    {"stop_sequence", StopReason::StopSequence},
    {"refusal", StopReason::Refused},
    {"pause_turn", StopReason::Paused},
    {"model_context_window_exceeded", StopReason::Length},
}};

/// By status, since other providers' words mean nothing to this dialect's clients.
std::string_view errorType(unsigned status)
{
    switch (status) {
    case 400:
        return "invalid_request_error";
    case 401:
        return "authentication_error";
    case 402:
        return "billing_error";
    case 403:
        return "permission_error";
    case 404:
        return "not_found_error";
    case 413:
        return "request_too_large";
    case 429:
        return "rate_limit_error";
    case 503:
    case 529:
        return "overloaded_error";
    case 504:
        return "timeout_error";
    default:
        return status >= 400 && status < 500 ? "invalid_request_error" : "api_error";
    }
}

} // namespace

StopReason stopReason(std::string_view word)
{
    for (const auto &entry : reasons) {
        if (entry.word == word)
            return entry.reason;
    }
    return word.empty() ? StopReason::Unknown : StopReason::Stop;
}

std::string_view stopReasonName(StopReason reason)
{
    if (reason == StopReason::Filtered)
        return "refusal";
    for (const auto &entry : reasons) {
        if (entry.reason == reason)
            return entry.word;
    }
    return "end_turn";
}

void encodeUsage(JsonWriter &out, const domain::Usage &usage)
{
    const auto written = usage.cacheWrite5m + usage.cacheWrite1h;
    const auto read = usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
    out.beginObject().fieldNumber("input_tokens", usage.totalInput() - read - written);
    out.fieldNumber("cache_creation_input_tokens", written).fieldNumber("cache_read_input_tokens", read);
    out.fieldNumber("output_tokens", usage.totalOutput());
    if (usage.reasoning > 0)
        out.key("output_tokens_details")
            .beginObject()
            .fieldNumber("thinking_tokens", usage.reasoning)
            .endObject();
    if (usage.webSearches > 0)
        out.key("server_tool_use")
            .beginObject()
            .fieldNumber("web_search_requests", usage.webSearches)
            .endObject();
    out.endObject();
}

Result<Answer> decodeAnswer(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(ErrorCode::BadResponse, tree.error().detail, ErrorSource::Upstream, true);
    const auto root = tree->root();
    if (!root["content"].isArray())
        return failure(ErrorCode::BadResponse, "The answer has no content.", ErrorSource::Upstream, true);
    Answer answer;
    answer.head = {std::string(root["id"].text()), std::string(root["model"].text()), 0};
    for (const auto block : root["content"])
        answer.parts.push_back(decodeBlock(block));
    answer.finish = {stopReason(root["stop_reason"].text()), std::string(root["stop_sequence"].text())};
    return answer;
}

std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("id", orOwnId(answer.head.id, "msg_", terms.id)).field("type", "message");
    out.field("role", "assistant")
        .field("model", answer.head.model.empty() ? terms.model : answer.head.model);
    out.key("content").beginArray();
    for (const auto &part : answer.parts)
        encodeBlock(out, part, terms.model, losses);
    out.endArray().field("stop_reason", stopReasonName(answer.finish.reason)).key("stop_sequence");
    if (answer.finish.stopSequence.empty())
        out.null();
    else
        out.string(answer.finish.stopSequence);
    out.key("usage");
    encodeUsage(out, usage);
    out.endObject();
    return body;
}

std::string encodeFailure(const Failure &failure)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("type", "error").key("error").beginObject();
    out.field("type", errorType(failure.status)).field("message", failure.message);
    out.endObject().endObject();
    return body;
}

std::string failureEvent(const Failure &failure)
{
    return "event: error\ndata: " + encodeFailure(failure) + "\n\n";
}

} // namespace slipswitch::dialect::anthropic
