#include "core/dialect/Rules.h"
#include "core/dialect/cohere/Chat.h"

#include <algorithm>

namespace slipswitch::dialect::cohere {

namespace {

std::string_view roleName(Role role)
{
    if (role == Role::Assistant)
        return "assistant";
    return role == Role::User ? "user" : "system";
}

void writeText(JsonWriter &out, std::string_view text)
{
    out.beginObject().field("type", "text").field("text", text).endObject();
}

void writeMedia(JsonWriter &out, const Media &media, Losses &losses)
{
    if (media.kind == Media::Kind::Image && (!media.data.empty() || !media.url.empty())) {
        out.beginObject().field("type", "image_url").key("image_url").beginObject();
        out.field("url", media.data.empty() ? media.url : dataUrl(media));
        out.fieldIf("detail", media.detail).endObject().endObject();
    } else if (!media.text.empty()) {
        writeText(out, media.text);
    } else {
        losses.note("file, audio or video dropped: Cohere takes texts and images");
    }
}

/// Only the model that thought it may read it again.
bool goesBack(const Thinking &thinking, const Destination &to)
{
    return belongsTo(thinking, Dialect::CohereChatV2, to.model) && !thinking.text.empty();
}

void writeThought(JsonWriter &out, const Thinking &thinking, const Destination &to, Losses &losses)
{
    if (!goesBack(thinking, to))
        losses.note("thinking dropped: other model");
    else if (!isPlan(thinking))
        out.beginObject().field("type", "thinking").field("thinking", thinking.text).endObject();
}

/// What of a part stands in `content`; plans, calls and results stand beside it.
void writePart(JsonWriter &out, const Part &part, const Destination &to, Losses &losses)
{
    if (const auto *text = std::get_if<Text>(&part.body)) {
        if (!text->text.empty())
            writeText(out, text->text);
    } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
        writeText(out, refusal->text);
    } else if (const auto *media = std::get_if<Media>(&part.body)) {
        writeMedia(out, *media, losses);
    } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
        writeThought(out, *thinking, to, losses);
    } else if (const auto *other = std::get_if<Foreign>(&part.body)) {
        losses.note(other->what + " dropped");
    }
}

void writeCalls(JsonWriter &out, const Message &message, Losses &losses)
{
    bool any = false;
    for (const auto &part : message.parts) {
        const auto *call = std::get_if<ToolCall>(&part.body);
        if (!call)
            continue;
        if (!std::exchange(any, true))
            out.key("tool_calls").beginArray();
        out.beginObject().field("id", call->id).field("type", "function").key("function").beginObject();
        out.field("name", flatName(call->nameSpace, call->name));
        out.field("arguments", argumentsObject(*call, losses)).endObject().endObject();
    }
    if (any)
        out.endArray();
}

bool isBeside(const Part &part)
{
    return std::holds_alternative<ToolCall>(part.body) || std::holds_alternative<ToolResult>(part.body);
}

/// Content that has something to show; an empty list is refused.
std::string contentOf(const Message &message, const Destination &to, Losses &losses)
{
    std::string content;
    JsonWriter out(content);
    out.beginArray();
    for (const auto &part : message.parts) {
        if (message.role != Role::User && std::holds_alternative<Media>(part.body))
            losses.note("media dropped: only users show them at Cohere");
        else if (!isBeside(part))
            writePart(out, part, to, losses);
    }
    out.endArray();
    return content == "[]" ? std::string() : content;
}

std::string planOf(const Message &message, const Destination &to)
{
    std::string all;
    for (const auto &part : message.parts) {
        const auto *thinking = std::get_if<Thinking>(&part.body);
        if (thinking && isPlan(*thinking) && goesBack(*thinking, to))
            all += thinking->text;
    }
    return all;
}

void writeResult(JsonWriter &out, const ToolResult &result, Losses &losses)
{
    for (const auto &item : result.content) {
        if (std::holds_alternative<Media>(item))
            losses.note("image or file of a tool result dropped: Cohere takes text there");
        else if (const auto *other = std::get_if<Foreign>(&item))
            losses.note(other->what + " dropped");
    }
    auto text = joinedText(result);
    if (result.failed)
        text = "Error: " + text;
    out.beginObject().field("role", "tool").field("tool_call_id", result.callId);
    out.field("content", text.empty() ? "(no output)" : text).endObject();
}

template <typename Kind>
bool has(const Message &message)
{
    return std::ranges::any_of(
        message.parts, [](const Part &part) { return std::holds_alternative<Kind>(part.body); });
}

/// Whether there is more than a thought.
bool says(const Message &message)
{
    return std::ranges::any_of(message.parts, [&](const Part &part) {
        const auto *text = std::get_if<Text>(&part.body);
        return (text && !text->text.empty()) || std::holds_alternative<Refusal>(part.body)
            || std::holds_alternative<ToolCall>(part.body)
            || (message.role == Role::User && std::holds_alternative<Media>(part.body));
    });
}

void writeMessage(JsonWriter &out, const Message &message, const Destination &to, Losses &losses)
{
    for (const auto &part : message.parts) {
        if (const auto *result = std::get_if<ToolResult>(&part.body))
            writeResult(out, *result, losses);
    }
    const auto content = contentOf(message, to, losses);
    if (!says(message) && has<Thinking>(message))
        losses.note("an answer without text or calls left out");
    if (!says(message) || (content.empty() && !has<ToolCall>(message)))
        return;
    out.beginObject().field("role", roleName(message.role));
    out.fieldIf("tool_plan", planOf(message, to)).fieldRawIf("content", content);
    writeCalls(out, message, losses);
    out.endObject();
}

} // namespace

void encodeMessages(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    out.key("messages").beginArray();
    for (const auto &message : request.messages)
        writeMessage(out, message, to, losses);
    out.endArray();
}

} // namespace slipswitch::dialect::cohere
