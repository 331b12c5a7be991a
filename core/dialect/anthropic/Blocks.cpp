#include "core/dialect/Citations.h"
#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/Messages.h"
#include "core/dialect/anthropic/SearchBlocks.h"

namespace slipswitch::dialect::anthropic {

namespace {

constexpr std::size_t longestId = 128;

std::optional<CacheMark> cacheMark(JsonValue block)
{
    if (const auto mark = block["cache_control"])
        return CacheMark {std::string(mark["ttl"].text())};
    return std::nullopt;
}

Foreign foreign(JsonValue block)
{
    return {Dialect::AnthropicMessages, std::string(block["type"].text()), block.raw()};
}

Text decodeText(JsonValue block)
{
    Text text {std::string(block["text"].text()), {}, Dialect::None};
    for (const auto citation : block["citations"])
        text.citations.push_back(citation.raw());
    if (!text.citations.empty())
        text.citedIn = Dialect::AnthropicMessages;
    return text;
}

std::optional<Media> decodeMedia(JsonValue block)
{
    const auto source = block["source"];
    const auto type = source["type"].text();
    Media media;
    media.kind = block["type"].text() == "image" ? Media::Kind::Image : Media::Kind::Document;
    media.mediaType = source["media_type"].text();
    media.name = block["title"].text();
    if (type == "base64")
        media.data = source["data"].text();
    else if (type == "url")
        media.url = source["url"].text();
    else if (type == "file")
        media.fileId = source["file_id"].text();
    else if (type == "text")
        media.text = source["data"].text();
    else
        return std::nullopt;
    // Documents with settings of their own keep them only as they are.
    if (block["citations"]["enabled"].isTrue() || block["context"])
        return std::nullopt;
    return media;
}

Thinking decodeThinking(JsonValue block)
{
    Thinking thinking;
    thinking.text = block["thinking"].text();
    const bool redacted = block["type"].text() == "redacted_thinking";
    unwrapSignature(block[redacted ? "data" : "signature"].text(), Dialect::AnthropicMessages, thinking);
    thinking.redacted = thinking.redacted || redacted;
    return thinking;
}

ToolResult decodeResult(JsonValue block)
{
    ToolResult result;
    result.callId = block["tool_use_id"].text();
    result.failed = block["is_error"].isTrue();
    const auto content = block["content"];
    if (content.isString()) {
        result.content.emplace_back(Text {std::string(content.text()), {}, Dialect::None});
        return result;
    }
    for (const auto item : content) {
        auto part = decodeBlock(item);
        if (auto *text = std::get_if<Text>(&part.body))
            result.content.emplace_back(std::move(*text));
        else if (auto *media = std::get_if<Media>(&part.body))
            result.content.emplace_back(std::move(*media));
        else
            result.content.emplace_back(foreign(item));
    }
    return result;
}

void writeMark(JsonWriter &out, const std::optional<CacheMark> &mark)
{
    if (!mark)
        return;
    out.key("cache_control").beginObject().field("type", "ephemeral");
    out.fieldIf("ttl", mark->lifetime).endObject();
}

/// Anthropic takes its own citations back, and no others.
void writeText(JsonWriter &out, const Text &text, bool toClient, Losses &losses)
{
    constexpr auto own = Dialect::AnthropicMessages;
    out.beginObject().field("type", "text").field("text", text.text);
    if (toClient)
        losses.dropped(text.likelihoods, "logprobs");
    if (text.citations.empty())
        return;
    if (text.citedIn != own && !toClient)
        return losses.note("citations dropped");
    out.key("citations").beginArray();
    for (const auto &citation : text.citations) {
        if (const auto known = citationFor(own, text.citedIn, citation); !known.empty())
            out.raw(known);
        else
            losses.note("citations dropped");
    }
    out.endArray();
}

bool writeMedia(JsonWriter &out, const Media &media, Losses &losses)
{
    using Kind = Media::Kind;
    if (media.kind == Kind::Audio || media.kind == Kind::Video) {
        losses.note("audio or video dropped: Anthropic takes none");
        return false;
    }
    const bool image = media.kind == Kind::Image;
    out.beginObject().field("type", image ? "image" : "document");
    if (!image)
        out.fieldIf("title", media.name);
    out.key("source").beginObject();
    if (!media.data.empty())
        out.field("type", "base64")
            .field("media_type",
                media.mediaType.empty() ? (image ? "image/png" : "application/pdf") : media.mediaType)
            .field("data", media.data);
    else if (!media.fileId.empty())
        out.field("type", "file").field("file_id", media.fileId);
    else if (!media.text.empty())
        out.field("type", "text").field("media_type", "text/plain").field("data", media.text);
    else
        out.field("type", "url").field("url", media.url);
    out.endObject();
    return true;
}

void writeThinking(JsonWriter &out, const Thinking &thinking, std::string_view sealFor)
{
    const bool native = thinking.madeIn == Dialect::AnthropicMessages;
    const auto signature = native || sealFor.empty() ? thinking.signature : wrapSignature(thinking, sealFor);
    if (native && thinking.redacted)
        out.beginObject().field("type", "redacted_thinking").field("data", signature);
    else
        out.beginObject()
            .field("type", "thinking")
            .field("thinking", thinking.text)
            .field("signature", signature);
}

void writeResult(JsonWriter &out, const ToolResult &result, Losses &losses)
{
    out.beginObject().field("type", "tool_result");
    out.field("tool_use_id", plainName(result.callId, longestId)).key("content").beginArray();
    for (const auto &item : result.content) {
        if (const auto *text = std::get_if<Text>(&item)) {
            if (!text->text.empty())
                out.beginObject().field("type", "text").field("text", text->text).endObject();
        } else if (const auto *media = std::get_if<Media>(&item)) {
            if (writeMedia(out, *media, losses))
                out.endObject();
        } else if (const auto &other = std::get<Foreign>(item); other.dialect == Dialect::AnthropicMessages) {
            out.raw(other.raw);
        } else {
            losses.note(other.what + " dropped");
        }
    }
    out.endArray();
    if (result.failed)
        out.fieldBool("is_error", true);
}

} // namespace

Part decodeBlock(JsonValue block)
{
    const auto type = block["type"].text();
    Part part {foreign(block), cacheMark(block)};
    if (type == "text") {
        part.body = decodeText(block);
    } else if (type == "image" || type == "document") {
        if (auto media = decodeMedia(block))
            part.body = std::move(*media);
    } else if (type == "thinking" || type == "redacted_thinking") {
        part.body = decodeThinking(block);
    } else if (type == "tool_use") {
        ToolCall call;
        call.id = block["id"].text();
        call.name = block["name"].text();
        call.arguments = block["input"].isObject() ? block["input"].raw() : "{}";
        part.body = std::move(call);
    } else if (type == "tool_result") {
        part.body = decodeResult(block);
    }
    return part;
}

bool encodeBlock(JsonWriter &out, const Part &part, std::string_view sealFor, Losses &losses)
{
    if (const auto *text = std::get_if<Text>(&part.body)) {
        if (text->text.empty())
            return false; // refused by Anthropic
        writeText(out, *text, !sealFor.empty(), losses);
    } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
        if (!sealFor.empty())
            losses.dropped(refusal->likelihoods, "logprobs");
        out.beginObject().field("type", "text").field("text", refusal->text);
    } else if (const auto *media = std::get_if<Media>(&part.body)) {
        if (!sealFor.empty())
            losses.note("media of the answer dropped");
        if (!sealFor.empty() || !writeMedia(out, *media, losses))
            return false;
    } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
        writeThinking(out, *thinking, sealFor);
    } else if (const auto *call = std::get_if<ToolCall>(&part.body)) {
        out.beginObject().field("type", "tool_use").field("id", plainName(call->id, longestId));
        out.field("name", sealFor.empty() ? flatName(call->nameSpace, call->name) : nameForClient(*call))
            .fieldRaw("input", argumentsObject(*call, losses));
    } else if (const auto *result = std::get_if<ToolResult>(&part.body)) {
        writeResult(out, *result, losses);
    } else {
        const auto &other = std::get<Foreign>(part.body);
        if (const auto search = sealFor.empty() ? std::nullopt : searchIn(other)) {
            writeSearchCall(out, *search, true);
            writeSearchResult(out, *search);
            return true;
        }
        if (other.dialect != Dialect::AnthropicMessages)
            losses.note(other.what + " dropped");
        else
            out.raw(other.raw);
        return other.dialect == Dialect::AnthropicMessages;
    }
    if (!std::holds_alternative<Thinking>(part.body))
        writeMark(out, part.cache);
    out.endObject();
    return true;
}

} // namespace slipswitch::dialect::anthropic
