#include "core/dialect/Citations.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/openai/Chat.h"
#include "core/dialect/openai/ThinkTags.h"

#include <array>

namespace slipswitch::dialect::chat {

namespace {

struct Reason
{
    std::string_view word;
    StopReason reason;
};
constexpr std::array<Reason, 7> reasons {{
    {"stop", StopReason::Stop},
    {"length", StopReason::Length},
    {"tool_calls", StopReason::ToolCalls},
    {"content_filter", StopReason::Filtered},
    {"function_call", StopReason::ToolCalls},
    {"end_turn", StopReason::Stop},
    {"eos", StopReason::Stop},
}};

void writeCalls(JsonWriter &out, const Answer &answer)
{
    bool any = false;
    for (const auto &part : answer.parts) {
        const auto *call = std::get_if<ToolCall>(&part.body);
        if (!call)
            continue;
        if (!std::exchange(any, true))
            out.key("tool_calls").beginArray();
        out.beginObject().field("id", call->id);
        writeCall(out, call->freeform, nameForClient(*call),
            call->freeform ? call->arguments : argumentsText(*call));
        out.endObject();
    }
    if (any)
        out.endArray();
}

void annotate(std::vector<RawJson> &annotations, const Text &text, std::string_view before, Losses &losses)
{
    const auto begin = text.citations.empty() ? 0 : charactersIn(before);
    for (const auto &citation : text.citations) {
        auto known = citationFor(
            Dialect::OpenAiChat, text.citedIn, citation, {begin, begin + charactersIn(text.text)});
        if (known.empty())
            losses.note("citations dropped");
        else
            annotations.push_back(std::move(known));
    }
}

void writeMessage(JsonWriter &out, const Answer &answer, Losses &losses)
{
    std::string text, refusal, thoughts;
    std::vector<RawJson> annotations;
    for (const auto &part : answer.parts) {
        if (const auto *said = std::get_if<Text>(&part.body)) {
            annotate(annotations, *said, text, losses);
            text += said->text;
        } else if (const auto *no = std::get_if<Refusal>(&part.body)) {
            refusal += no->text;
        } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
            thoughts += thinking->text;
        } else if (const auto *other = std::get_if<Foreign>(&part.body)) {
            losses.note(other->what + " dropped");
        } else if (std::holds_alternative<Media>(part.body)) {
            losses.note("media of the answer dropped");
        }
    }
    out.key("message").beginObject().field("role", "assistant").key("content");
    if (text.empty())
        out.null();
    else
        out.string(text);
    out.key("refusal");
    if (refusal.empty())
        out.null();
    else
        out.string(refusal);
    out.fieldIf("reasoning_content", thoughts);
    if (!annotations.empty()) {
        out.key("annotations").beginArray();
        for (const auto &annotation : annotations)
            out.raw(annotation);
        out.endArray();
    }
    writeCalls(out, answer);
    out.endObject();
}

/// They are told of the whole text, and stay with its beginning.
void takeLikelihoods(Answer &answer, JsonValue logprobs)
{
    auto said = likelihoodsIn(logprobs["content"]), refused = likelihoodsIn(logprobs["refusal"]);
    for (auto &part : answer.parts) {
        if (auto *text = std::get_if<Text>(&part.body))
            text->likelihoods = std::exchange(said, {});
        else if (auto *refusal = std::get_if<Refusal>(&part.body))
            refusal->likelihoods = std::exchange(refused, {});
    }
}

/// A thought in tags before the text, when the server has no other place for it.
void untag(Answer &answer)
{
    auto *text = answer.parts.empty() ? nullptr : std::get_if<Text>(&answer.parts.front().body);
    if (!text)
        return;
    ThinkTags tags;
    auto pieces = tags.feed(text->text);
    for (auto &rest : tags.finish())
        pieces.push_back(std::move(rest));
    std::string thought, said;
    for (const auto &piece : pieces)
        (piece.isThought ? thought : said) += piece.text;
    if (said.size() == text->text.size())
        return;
    text->text = std::move(said);
    const bool empty = text->text.empty();
    if (empty)
        answer.parts.erase(answer.parts.begin());
    if (!thought.empty())
        answer.parts.insert(answer.parts.begin(), {taggedThought(std::move(thought))});
}

std::vector<RawJson> refusalLikelihoods(const Answer &answer)
{
    for (const auto &part : answer.parts) {
        if (const auto *refusal = std::get_if<Refusal>(&part.body))
            return refusal->likelihoods;
    }
    return {};
}

} // namespace

void writeCall(JsonWriter &out, bool freeform, std::string_view name, std::string_view said)
{
    const std::string_view type = freeform ? "custom" : "function";
    out.field("type", type).key(type).beginObject().field("name", name);
    out.field(freeform ? "input" : "arguments", said).endObject();
}

void writeLikelihoods(JsonWriter &out, const std::vector<RawJson> &said, const std::vector<RawJson> &refused)
{
    if (said.empty() && refused.empty()) {
        out.null();
        return;
    }
    out.beginObject();
    for (const auto &[name, list] : {std::pair("content", &said), std::pair("refusal", &refused)}) {
        out.key(name);
        if (list->empty())
            out.null();
        else
            dialect::writeLikelihoods(out, *list);
    }
    out.endObject();
}

StopReason stopReason(std::string_view word)
{
    for (const auto &entry : reasons) {
        if (entry.word == word)
            return entry.reason;
    }
    return word.empty() ? StopReason::Unknown : StopReason::Stop;
}

std::string_view finishReason(StopReason reason)
{
    switch (reason) {
    case StopReason::Length:
        return "length";
    case StopReason::ToolCalls:
        return "tool_calls";
    case StopReason::Filtered:
    case StopReason::Refused:
        return "content_filter";
    case StopReason::Unknown:
    case StopReason::Stop:
    case StopReason::StopSequence:
    case StopReason::Paused:
        break;
    }
    return "stop";
}

void encodeUsage(JsonWriter &out, const domain::Usage &usage)
{
    const auto cached = usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
    out.beginObject().fieldNumber("prompt_tokens", usage.totalInput());
    out.fieldNumber("completion_tokens", usage.totalOutput());
    out.fieldNumber("total_tokens", usage.totalInput() + usage.totalOutput());
    out.key("prompt_tokens_details").beginObject().fieldNumber("cached_tokens", cached);
    if (const auto written = usage.cacheWrite5m + usage.cacheWrite1h; written > 0)
        out.fieldNumber("cache_write_tokens", written);
    out.fieldNumber("audio_tokens", usage.audioInput).endObject();
    out.key("completion_tokens_details").beginObject();
    out.fieldNumber("reasoning_tokens", usage.reasoning).fieldNumber("audio_tokens", usage.audioOutput);
    out.endObject().endObject();
}

Result<Answer> decodeAnswer(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(ErrorCode::BadResponse, tree.error().detail, ErrorSource::Upstream, true);
    const auto root = tree->root();
    const auto choices = root["choices"];
    if (!choices.isArray() || choices.size() == 0)
        return failure(ErrorCode::BadResponse, "The answer has no choices.", ErrorSource::Upstream, true);
    const auto choice = *choices.begin();
    Answer answer;
    answer.head
        = {std::string(root["id"].text()), std::string(root["model"].text()), root["created"].integer()};
    answer.parts = decodeAnswerMessage(choice["message"]);
    takeLikelihoods(answer, choice["logprobs"]);
    untag(answer);
    answer.finish.reason = stopReason(choice["finish_reason"].text());
    if (answer.finish.reason == StopReason::Unknown)
        answer.finish.reason = StopReason::Stop;
    // Several servers say "stop", or nothing, after tool calls.
    if (answer.finish.reason == StopReason::Stop && choice["message"]["tool_calls"].size() > 0)
        answer.finish.reason = StopReason::ToolCalls;
    return answer;
}

std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("id", orOwnId(answer.head.id, "chatcmpl-", terms.id));
    out.field("object", "chat.completion");
    out.fieldNumber("created", answer.head.created > 0 ? answer.head.created : terms.created);
    out.field("model", answer.head.model.empty() ? terms.model : answer.head.model);
    out.key("choices").beginArray().beginObject().fieldNumber("index", 0);
    writeMessage(out, answer, losses);
    out.key("logprobs");
    writeLikelihoods(out, likelihoodsOf(answer), refusalLikelihoods(answer));
    out.field("finish_reason", finishReason(answer.finish.reason));
    out.endObject().endArray();
    if (usage.known) {
        out.key("usage");
        encodeUsage(out, usage);
    }
    out.endObject();
    return body;
}

std::string encodeFailure(const Failure &failure)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().key("error").beginObject().field("message", failure.message);
    out.field("type", failure.type.empty() ? "upstream_error" : failure.type).fieldNull("param").key("code");
    if (failure.code.empty())
        out.null();
    else
        out.string(failure.code);
    out.endObject().endObject();
    return body;
}

std::string failureEvent(const Failure &failure)
{
    return "data: " + encodeFailure(failure) + "\n\n";
}

} // namespace slipswitch::dialect::chat
