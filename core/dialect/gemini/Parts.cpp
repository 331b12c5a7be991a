#include "core/dialect/Rules.h"
#include "core/dialect/gemini/Generate.h"

namespace slipswitch::dialect::gemini {

namespace {

constexpr auto own = Dialect::Gemini;

/// Google's own clients write either spelling.
JsonValue pick(JsonValue object, std::string_view camel, std::string_view snake)
{
    const auto value = object[camel];
    return value ? value : object[snake];
}

ToolCall decodeCall(JsonValue call, std::string_view signature)
{
    ToolCall decoded;
    decoded.id = call["id"].text();
    decoded.name = call["name"].text();
    decoded.arguments = call["args"].isObject() ? call["args"].raw() : "{}";
    sign(decoded, signature, own);
    return decoded;
}

ToolResult decodeResult(JsonValue value)
{
    ToolResult result;
    result.callId = value["id"].text();
    result.name = value["name"].text();
    const auto response = value["response"];
    const auto error = response["error"], output = response["output"];
    result.failed = static_cast<bool>(error);
    const auto said = error ? error : output ? output : response;
    result.content.emplace_back(
        Text {said.isString() ? std::string(said.text()) : said.raw(), {}, Dialect::None});
    for (const auto part : value["parts"]) {
        auto decoded = decodePart(part);
        if (auto *media = std::get_if<Media>(&decoded.body))
            result.content.emplace_back(std::move(*media));
        else if (auto *other = std::get_if<Foreign>(&decoded.body))
            result.content.emplace_back(std::move(*other));
    }
    return result;
}

Thinking decodeThought(JsonValue part, std::string_view signature)
{
    Thinking thinking;
    thinking.text = part["text"].text();
    unwrapSignature(signature, own, thinking);
    return thinking;
}

void writeMedia(JsonWriter &out, const Media &media, Losses &losses)
{
    if (!media.text.empty()) {
        out.beginObject().field("text", media.text).endObject();
    } else if (!media.data.empty()) {
        out.beginObject().key("inlineData").beginObject();
        out.field("mimeType", media.mediaType.empty() ? "application/octet-stream" : media.mediaType);
        out.field("data", media.data).endObject().endObject();
    } else {
        if (media.url.empty())
            losses.note("a file kept at another provider can't be read here");
        out.beginObject().key("fileData").beginObject().fieldIf("mimeType", media.mediaType);
        out.field("fileUri", media.url.empty() ? media.fileId : media.url).endObject().endObject();
    }
}

void writeThought(JsonWriter &out, const Thinking &thinking, std::string_view sealFor)
{
    const bool native = thinking.madeIn == own;
    const auto signature = native || sealFor.empty() ? thinking.signature : wrapSignature(thinking, sealFor);
    out.beginObject().field("text", thinking.text).fieldBool("thought", true);
    out.fieldIf("thoughtSignature", signature).endObject();
}

void writeCall(JsonWriter &out, const ToolCall &call, std::string_view sealFor, Losses &losses)
{
    const bool toClient = !sealFor.empty();
    out.beginObject().key("functionCall").beginObject().fieldIf("id", call.id);
    out.field("name", toClient ? nameForClient(call) : flatName(call.nameSpace, call.name))
        .fieldRaw("args", argumentsObject(call, losses))
        .endObject();
    out.fieldIf("thoughtSignature", toClient ? signatureFor(call, own, sealFor) : call.signature).endObject();
}

void writeResult(JsonWriter &out, const ToolResult &result, Losses &losses)
{
    out.beginObject().key("functionResponse").beginObject().fieldIf("id", result.callId);
    out.field("name", result.name).key("response").beginObject();
    out.field(result.failed ? "error" : "output", joinedText(result)).endObject();
    bool any = false;
    for (const auto &item : result.content) {
        const auto *other = std::get_if<Foreign>(&item);
        if (other && other->dialect != own)
            losses.note(other->what + " dropped");
        if (std::holds_alternative<Text>(item) || (other && other->dialect != own))
            continue;
        if (!std::exchange(any, true))
            out.key("parts").beginArray();
        if (other)
            out.raw(other->raw);
        else
            writeMedia(out, std::get<Media>(item), losses);
    }
    if (any)
        out.endArray();
    out.endObject().endObject();
}

} // namespace

Part decodePart(JsonValue part)
{
    const auto signature = pick(part, "thoughtSignature", "thought_signature").text();
    if (const auto call = pick(part, "functionCall", "function_call"))
        return {decodeCall(call, signature)};
    if (const auto result = pick(part, "functionResponse", "function_response"))
        return {decodeResult(result)};
    if (part["thought"].isTrue())
        return {decodeThought(part, signature)};
    if (part["text"].isString()) {
        Text text {std::string(part["text"].text()), {}, Dialect::None};
        text.signature = signature;
        return {std::move(text)};
    }
    if (const auto data = pick(part, "inlineData", "inline_data")) {
        Media media;
        media.mediaType = pick(data, "mimeType", "mime_type").text();
        media.data = data["data"].text();
        media.kind = mediaKindOf(media.mediaType);
        return {std::move(media)};
    }
    if (const auto file = pick(part, "fileData", "file_data")) {
        Media media;
        media.mediaType = pick(file, "mimeType", "mime_type").text();
        media.url = pick(file, "fileUri", "file_uri").text();
        media.kind = mediaKindOf(media.mediaType);
        return {std::move(media)};
    }
    const auto first = part.begin();
    return {Foreign {own, first == part.end() ? "part" : std::string((*first).key()), part.raw()}};
}

bool encodePart(JsonWriter &out, const Part &part, std::string_view sealFor, Losses &losses)
{
    if (const auto *text = std::get_if<Text>(&part.body)) {
        if (sealFor.empty()) // an answer's stand apart from it
            losses.dropped(text->citations, "citations");
        out.beginObject().field("text", text->text);
        out.fieldIf("thoughtSignature", text->signature).endObject();
    } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
        losses.dropped(refusal->likelihoods, "logprobs of a refusal");
        out.beginObject().field("text", refusal->text).endObject();
    } else if (const auto *media = std::get_if<Media>(&part.body)) {
        writeMedia(out, *media, losses);
    } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
        writeThought(out, *thinking, sealFor);
    } else if (const auto *call = std::get_if<ToolCall>(&part.body)) {
        writeCall(out, *call, sealFor, losses);
    } else if (const auto *result = std::get_if<ToolResult>(&part.body)) {
        writeResult(out, *result, losses);
    } else if (const auto &other = std::get<Foreign>(part.body); other.dialect == own) {
        out.raw(other.raw);
    } else {
        losses.note(other.what + " dropped");
        return false;
    }
    return true;
}

} // namespace slipswitch::dialect::gemini
