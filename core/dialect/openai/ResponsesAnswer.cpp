#include "core/dialect/Citations.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/Searches.h"
#include "core/dialect/openai/Responses.h"

#include <charconv>

namespace slipswitch::dialect::responses {

namespace {

constexpr std::string_view idPrefix = "resp_";

std::string keyOf(const AnswerTerms &terms)
{
    // Request ids begin with "req_"; item ids carry what follows.
    constexpr std::string_view request = "req_";
    return terms.id.starts_with(request) ? terms.id.substr(request.size()) : terms.id;
}

std::string_view prefixOf(const Part &part)
{
    if (std::holds_alternative<Thinking>(part.body))
        return "rs_";
    if (const auto *call = std::get_if<ToolCall>(&part.body))
        return call->freeform ? "ctc_" : "fc_";
    return "msg_";
}

void writeReasoning(JsonWriter &out, const Thinking &thinking, const AnswerTerms &terms)
{
    out.key("summary").beginArray();
    if (!thinking.text.empty())
        out.beginObject().field("type", "summary_text").field("text", thinking.text).endObject();
    out.endArray();
    const bool native = thinking.madeIn == Dialect::OpenAiResponses;
    out.field("encrypted_content", native ? thinking.signature : wrapSignature(thinking, terms.model));
}

void writeContent(JsonWriter &out, const Part &part, Losses &losses)
{
    out.field("role", "assistant").key("content").beginArray().beginObject();
    if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
        out.field("type", "refusal").field("refusal", refusal->text);
        losses.dropped(refusal->likelihoods, "logprobs of a refusal");
    } else {
        const auto &text = std::get<Text>(part.body);
        out.field("type", "output_text").field("text", text.text).key("annotations").beginArray();
        for (const auto &citation : text.citations) {
            const auto known
                = citationFor(Dialect::OpenAiResponses, text.citedIn, citation, {0, charactersIn(text.text)});
            if (known.empty())
                losses.note("citations dropped");
            else
                out.raw(known);
        }
        out.endArray();
        if (!text.likelihoods.empty())
            writeLikelihoods(out.key("logprobs"), text.likelihoods);
    }
    out.endObject().endArray();
}

void writeUsage(JsonWriter &out, const domain::Usage &usage)
{
    const auto cached = usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
    out.beginObject().fieldNumber("input_tokens", usage.totalInput());
    out.key("input_tokens_details").beginObject().fieldNumber("cached_tokens", cached);
    if (const auto written = usage.cacheWrite5m + usage.cacheWrite1h; written > 0)
        out.fieldNumber("cache_write_tokens", written);
    out.endObject().fieldNumber("output_tokens", usage.totalOutput());
    out.key("output_tokens_details")
        .beginObject()
        .fieldNumber("reasoning_tokens", usage.reasoning)
        .endObject();
    out.fieldNumber("total_tokens", usage.totalInput() + usage.totalOutput()).endObject();
}

bool saysNothing(const Part &part)
{
    if (const auto *text = std::get_if<Text>(&part.body))
        return text->text.empty();
    if (const auto *refusal = std::get_if<Refusal>(&part.body))
        return refusal->text.empty();
    const auto *thinking = std::get_if<Thinking>(&part.body);
    return thinking && thinking->text.empty() && thinking->signature.empty();
}

} // namespace

Status statusOf(const Finish &finish)
{
    switch (finish.reason) {
    case StopReason::Length:
    case StopReason::Filtered:
    case StopReason::Refused:
        return Status::Incomplete;
    default:
        return Status::Completed;
    }
}

std::string responseId(const AnswerTerms &terms)
{
    return std::string(idPrefix) + keyOf(terms);
}

std::string itemId(const Part &part, const AnswerTerms &terms, std::size_t index)
{
    return std::string(prefixOf(part)) + keyOf(terms) + '_' + std::to_string(index);
}

std::optional<ItemName> itemNamed(std::string_view id)
{
    const auto begin = id.find('_'), end = id.rfind('_');
    if (begin == std::string_view::npos || end <= begin)
        return std::nullopt;
    ItemName name;
    const auto digits = id.substr(end + 1);
    const auto [rest, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), name.part);
    if (wrong != std::errc() || rest != digits.data() + digits.size())
        return std::nullopt;
    name.response = std::string(idPrefix) + std::string(id.substr(begin + 1, end - begin - 1));
    return name;
}

bool encodeOutputItem(
    JsonWriter &out, const Part &part, const AnswerTerms &terms, std::size_t index, Losses &losses)
{
    if (const auto *other = std::get_if<Foreign>(&part.body)) {
        const auto item = other->dialect == Dialect::OpenAiResponses ? other->raw : searchCallOf(*other);
        if (item.empty())
            losses.note(other->what + " dropped");
        else
            out.raw(item);
        return !item.empty();
    }
    if (std::holds_alternative<Media>(part.body) || std::holds_alternative<ToolResult>(part.body)) {
        losses.note("media of the answer dropped");
        return false;
    }
    if (saysNothing(part))
        return false; // as in a stream, where it never begins
    out.beginObject().field("id", itemId(part, terms, index));
    if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
        out.field("type", "reasoning");
        writeReasoning(out, *thinking, terms);
    } else if (const auto *call = std::get_if<ToolCall>(&part.body)) {
        out.field("type", call->freeform ? "custom_tool_call" : "function_call").field("status", "completed");
        out.field("call_id", call->id).fieldIf("namespace", call->nameSpace).field("name", call->name);
        if (call->freeform)
            out.field("input", call->arguments);
        else
            out.field("arguments", call->arguments.empty() ? "{}" : call->arguments);
    } else {
        out.field("type", "message").field("status", "completed");
        writeContent(out, part, losses);
    }
    out.endObject();
    return true;
}

void encodeResponse(JsonWriter &out, const AnswerHead &head, const AnswerTerms &terms, Status status,
    const Finish &finish, const std::vector<RawJson> &output, const domain::Usage *usage)
{
    out.beginObject().field("id", responseId(terms)).field("object", "response");
    out.fieldNumber("created_at", head.created > 0 ? head.created : terms.created);
    out.field("status",
        status == Status::InProgress       ? "in_progress"
            : status == Status::Incomplete ? "incomplete"
                                           : "completed");
    out.fieldNull("error").key("incomplete_details");
    if (status == Status::Incomplete)
        out.beginObject()
            .field("reason", finish.reason == StopReason::Length ? "max_output_tokens" : "content_filter")
            .endObject();
    else
        out.null();
    out.fieldNull("instructions").fieldNull("max_output_tokens");
    out.field("model", head.model.empty() ? terms.model : head.model).key("output").beginArray();
    for (const auto &item : output)
        out.raw(item);
    out.endArray().fieldBool("parallel_tool_calls", true).fieldNull("previous_response_id");
    out.fieldBool("store", terms.stores).fieldNull("temperature").fieldNull("top_p");
    out.field("tool_choice", "auto").key("tools").beginArray().endArray().key("usage");
    if (usage && usage->known)
        writeUsage(out, *usage);
    else
        out.null();
    out.key("metadata").beginObject().endObject().endObject();
}

Finish finishOf(JsonValue response, bool calls)
{
    const auto reason = response["incomplete_details"]["reason"].text();
    if (reason == "max_output_tokens" || reason == "max_tokens")
        return {StopReason::Length, {}};
    if (!reason.empty())
        return {StopReason::Filtered, {}};
    return {calls ? StopReason::ToolCalls : StopReason::Stop, {}};
}

Result<Answer> decodeAnswer(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(ErrorCode::BadResponse, tree.error().detail, ErrorSource::Upstream, true);
    const auto root = tree->root();
    if (!root["output"].isArray() || root["status"].text() == "failed")
        return failure(ErrorCode::BadResponse,
            root["error"] ? decodeFailure(body, 0).message : "The answer has no output.",
            ErrorSource::Upstream, true);
    Answer answer;
    answer.head
        = {std::string(root["id"].text()), std::string(root["model"].text()), root["created_at"].integer()};
    bool calls = false;
    for (const auto item : root["output"]) {
        for (auto &part : decodeItem(item).parts) {
            calls = calls || std::holds_alternative<ToolCall>(part.body);
            answer.parts.push_back(std::move(part));
        }
    }
    answer.finish = finishOf(root, calls);
    return answer;
}

std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses)
{
    std::vector<RawJson> output;
    for (const auto &part : answer.parts) {
        RawJson item;
        JsonWriter out(item);
        if (encodeOutputItem(out, part, terms, output.size(), losses))
            output.push_back(std::move(item));
    }
    std::string body;
    JsonWriter out(body);
    encodeResponse(out, answer.head, terms, statusOf(answer.finish), answer.finish, output, &usage);
    return body;
}

} // namespace slipswitch::dialect::responses
