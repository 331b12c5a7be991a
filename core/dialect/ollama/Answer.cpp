#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/ollama/Chat.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace slipswitch::dialect::ollama {

namespace {

/// "2025-08-20T13:47:53Z".
std::string timeText(std::int64_t seconds)
{
    using namespace std::chrono;
    const sys_seconds time {std::chrono::seconds {seconds}};
    const auto day = floor<days>(time);
    const year_month_day date {day};
    const hh_mm_ss clock {time - day};
    std::array<char, 48> text {};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()));
    return text.data();
}

struct Reason
{
    std::string_view word;
    StopReason reason;
};
/// Ollama itself says "stop", "length", "load" and "unload"; the others are told in the words of OpenAI.
constexpr std::array<Reason, 3> reasons {{
    {"stop", StopReason::Stop},
    {"length", StopReason::Length},
    {"content_filter", StopReason::Filtered},
}};

std::string_view doneReason(StopReason reason)
{
    if (reason == StopReason::Length)
        return "length";
    return reason == StopReason::Filtered || reason == StopReason::Refused ? "content_filter" : "stop";
}

struct Content
{
    std::string text, thoughts;
    std::vector<const ToolCall *> calls;
};

Content contentOf(const Answer &answer, Losses &losses)
{
    Content content;
    for (const auto &part : answer.parts) {
        if (const auto *text = std::get_if<Text>(&part.body)) {
            content.text += text->text;
            losses.dropped(text->citations, "citations");
        } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
            content.text += refusal->text;
            losses.dropped(refusal->likelihoods, "logprobs of a refusal");
        } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
            content.thoughts += thinking->text;
        } else if (const auto *call = std::get_if<ToolCall>(&part.body)) {
            content.calls.push_back(call);
        } else if (const auto *other = std::get_if<Foreign>(&part.body)) {
            losses.note(other->what + " dropped");
        } else if (std::holds_alternative<Media>(part.body)) {
            losses.note("media of the answer dropped");
        }
    }
    return content;
}

void writeCalls(JsonWriter &out, const std::vector<const ToolCall *> &calls, Losses &losses)
{
    if (calls.empty())
        return;
    out.key("tool_calls").beginArray();
    int index = 0;
    for (const auto *call : calls)
        writeCall(out, *call, nameForClient(*call), index++, losses);
    out.endArray();
}

} // namespace

StopReason stopReason(std::string_view word)
{
    for (const auto &entry : reasons) {
        if (entry.word == word)
            return entry.reason;
    }
    return StopReason::Stop;
}

void writeHead(JsonWriter &out, const AnswerHead &head, const AnswerTerms &terms)
{
    out.field("model", head.model.empty() ? terms.model : head.model);
    out.field("created_at", timeText(head.created > 0 ? head.created : terms.created));
}

/// How long anything took is not known here, so it is left out.
void writeEnd(JsonWriter &out, const Finish &finish, const domain::Usage &usage)
{
    out.fieldBool("done", true).field("done_reason", doneReason(finish.reason));
    if (!usage.known)
        return;
    out.fieldNumber("prompt_eval_count", usage.totalInput());
    out.fieldNumber("eval_count", usage.totalOutput());
}

Result<Answer> decodeAnswer(std::string_view body)
{
    if (const auto tree = JsonTree::parse(body); !tree)
        return failure(ErrorCode::BadResponse, tree.error().detail, ErrorSource::Upstream, true);
    Collector whole;
    const auto decoder = makeDecoder();
    decoder->event(body, whole);
    decoder->end(whole);
    if (whole.failure() || !whole.isFinished())
        return failure(ErrorCode::BadResponse,
            whole.failure() ? whole.failure()->message : "The answer is not done.", ErrorSource::Upstream,
            true);
    return std::move(whole.answer());
}

std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses)
{
    const auto content = contentOf(answer, losses);
    std::string body;
    JsonWriter out(body);
    out.beginObject();
    writeHead(out, answer.head, terms);
    if (terms.generates) {
        out.field("response", content.text).fieldIf("thinking", content.thoughts);
        writeCalls(out, content.calls, losses);
    } else {
        out.key("message").beginObject().field("role", "assistant").field("content", content.text);
        out.fieldIf("thinking", content.thoughts);
        writeCalls(out, content.calls, losses);
        out.endObject();
    }
    if (const auto likelihoods = likelihoodsOf(answer); !likelihoods.empty())
        writeLikelihoods(out.key("logprobs"), likelihoods);
    writeEnd(out, answer.finish, usage);
    out.endObject();
    return body;
}

std::string loadedAnswer(const AnswerTerms &terms)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject();
    writeHead(out, {}, terms);
    if (terms.generates)
        out.field("response", "");
    else
        out.key("message").beginObject().field("role", "assistant").field("content", "").endObject();
    out.fieldBool("done", true).field("done_reason", "load").endObject();
    return body;
}

std::string encodeFailure(const Failure &failure)
{
    std::string body;
    JsonWriter(body).beginObject().field("error", failure.message).endObject();
    return body;
}

std::string failureEvent(const Failure &failure)
{
    return encodeFailure(failure) + '\n';
}

} // namespace slipswitch::dialect::ollama
