#include "core/base/Coding.h"
#include "core/dialect/Rules.h"
#include "core/dialect/bedrock/Converse.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect::bedrock {

namespace {

constexpr std::size_t longestId = 64;
constexpr std::size_t longestName = 200;

struct Format
{
    std::string_view mediaType, format;
};
constexpr std::array<Format, 19> formats {{
    {"image/png", "png"},
    {"image/jpeg", "jpeg"},
    {"image/jpg", "jpeg"},
    {"image/gif", "gif"},
    {"image/webp", "webp"},
    {"application/pdf", "pdf"},
    {"text/csv", "csv"},
    {"application/msword", "doc"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.ms-excel", "xls"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"text/html", "html"},
    {"text/plain", "txt"},
    {"text/markdown", "md"},
    {"video/mp4", "mp4"},
    {"video/webm", "webm"},
    {"video/quicktime", "mov"},
    {"video/x-matroska", "mkv"},
    {"video/mpeg", "mpeg"},
}};

std::string_view usualFormat(Media::Kind kind)
{
    switch (kind) {
    case Media::Kind::Image:
        return "png";
    case Media::Kind::Video:
        return "mp4";
    default:
        return "pdf";
    }
}

/// Empty: a type that Bedrock has no word for.
std::string_view formatOf(const Media &media)
{
    if (media.mediaType.empty())
        return media.text.empty() ? usualFormat(media.kind) : "txt";
    const auto type = std::string_view(media.mediaType).substr(0, media.mediaType.find(';'));
    for (const auto &[known, format] : formats) {
        if (known == type)
            return format;
    }
    return media.text.empty() ? "" : "txt";
}

/// Bedrock takes letters, digits, single blanks, hyphens and brackets; a dot is none of them.
std::string documentName(std::string_view name)
{
    std::string plain;
    for (const char c : name.substr(0, longestName)) {
        const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view("-()[]").find(c) != std::string_view::npos;
        if (fine)
            plain += c;
        else if (!plain.empty() && plain.back() != ' ')
            plain += ' ';
    }
    plain.erase(plain.find_last_not_of(' ') + 1);
    return plain.empty() ? "document" : plain;
}

std::string_view memberOf(Media::Kind kind)
{
    return kind == Media::Kind::Image ? "image" : kind == Media::Kind::Video ? "video" : "document";
}

/// Why a medium can't go there; empty: it can.
std::string_view hindrance(const Media &media)
{
    if (media.kind == Media::Kind::Audio)
        return "audio dropped: Bedrock's models take none";
    if (media.data.empty() && media.text.empty() && !media.url.starts_with("s3://"))
        return "file or image by URL dropped: Bedrock fetches from S3 only";
    return formatOf(media).empty() ? "file dropped: Bedrock has no word for its type" : "";
}

bool writeMedia(JsonWriter &out, const Media &media, Losses &losses)
{
    if (const auto why = hindrance(media); !why.empty()) {
        losses.note(std::string(why));
        return false;
    }
    out.beginObject().key(memberOf(media.kind)).beginObject().field("format", formatOf(media));
    if (media.kind == Media::Kind::Document)
        out.field("name", documentName(media.name));
    out.key("source").beginObject();
    if (!media.data.empty())
        out.field("bytes", media.data);
    else if (!media.text.empty())
        out.field("bytes", base64(media.text));
    else
        out.key("s3Location").beginObject().field("uri", media.url).endObject();
    out.endObject().endObject().endObject();
    return true;
}

void writeText(JsonWriter &out, std::string_view text)
{
    out.beginObject().field("text", text).endObject();
}

void writeThinking(JsonWriter &out, const Thinking &thinking)
{
    out.beginObject().key("reasoningContent").beginObject();
    if (thinking.redacted)
        out.field("redactedContent", thinking.signature);
    else
        out.key("reasoningText")
            .beginObject()
            .field("text", thinking.text)
            .fieldIf("signature", thinking.signature)
            .endObject();
    out.endObject().endObject();
}

void writeCall(JsonWriter &out, const ToolCall &call, Losses &losses)
{
    out.beginObject().key("toolUse").beginObject().field("toolUseId", plainName(call.id, longestId));
    out.field("name", flatName(call.nameSpace, call.name)).fieldRaw("input", argumentsObject(call, losses));
    out.endObject().endObject();
}

void writeResult(JsonWriter &out, const ToolResult &result, Losses &losses)
{
    out.beginObject().key("toolResult").beginObject();
    out.field("toolUseId", plainName(result.callId, longestId)).key("content").beginArray();
    bool any = false;
    for (const auto &item : result.content) {
        if (const auto *text = std::get_if<Text>(&item)) {
            if (!text->text.empty())
                writeText(out, text->text);
            any = any || !text->text.empty();
        } else if (const auto *media = std::get_if<Media>(&item)) {
            any = writeMedia(out, *media, losses) || any;
        } else {
            losses.note(std::get<Foreign>(item).what + " dropped");
        }
    }
    if (!any) // an empty list is refused
        writeText(out, "(no output)");
    out.endArray();
    if (result.failed)
        out.field("status", "error");
    out.endObject().endObject();
}

/// @return  false when the part has no form here, which was noted.
bool writeBody(JsonWriter &out, const Part &part, Losses &losses)
{
    if (const auto *text = std::get_if<Text>(&part.body)) {
        if (text->text.find_first_not_of(" \t\r\n") == std::string::npos)
            return false; // refused by Bedrock, and says nothing
        writeText(out, text->text);
    } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
        writeText(out, refusal->text);
    } else if (const auto *media = std::get_if<Media>(&part.body)) {
        return writeMedia(out, *media, losses);
    } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
        writeThinking(out, *thinking);
    } else if (const auto *call = std::get_if<ToolCall>(&part.body)) {
        writeCall(out, *call, losses);
    } else if (const auto *result = std::get_if<ToolResult>(&part.body)) {
        writeResult(out, *result, losses);
    } else {
        losses.note(std::get<Foreign>(part.body).what + " dropped");
        return false;
    }
    return true;
}

} // namespace

Maker makerOf(std::string_view model)
{
    const auto has = [model](std::string_view word) { return model.find(word) != std::string_view::npos; };
    if (has("anthropic.") || has("claude"))
        return Maker::Anthropic;
    if (has("amazon.nova"))
        return Maker::AmazonNova;
    return has("openai.") ? Maker::OpenAi : Maker::Other;
}

void encodeCachePoint(JsonWriter &out, const CacheMark &mark)
{
    out.beginObject().key("cachePoint").beginObject().field("type", "default");
    if (mark.lifetime == "1h")
        out.field("ttl", mark.lifetime);
    out.endObject().endObject();
}

void encodeBlock(JsonWriter &out, const Part &part, bool marks, Losses &losses)
{
    const bool written = writeBody(out, part, losses);
    if (written && marks && part.cache && !std::holds_alternative<Thinking>(part.body))
        encodeCachePoint(out, *part.cache);
}

} // namespace slipswitch::dialect::bedrock
