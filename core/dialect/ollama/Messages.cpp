#include "core/dialect/Rules.h"
#include "core/dialect/ollama/Chat.h"

#include <array>

namespace slipswitch::dialect::ollama {

namespace {

constexpr auto own = Dialect::Ollama;

/// Images come without their type; the first bytes tell it. In base64: what each format begins with.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> beginnings {{
    {"iVBOR", "image/png"},
    {"/9j/", "image/jpeg"},
    {"R0lGOD", "image/gif"},
    {"UklGR", "image/webp"},
    {"Qk", "image/bmp"},
}};

std::string_view imageTypeOf(std::string_view base64)
{
    for (const auto &[start, type] : beginnings) {
        if (base64.starts_with(start))
            return type;
    }
    return "image/png";
}

Role roleOf(std::string_view word)
{
    if (word == "system")
        return Role::System;
    return word == "assistant" ? Role::Assistant : Role::User;
}

ToolResult decodeResult(JsonValue message)
{
    ToolResult result;
    result.callId = message["tool_call_id"].text();
    result.name = message["tool_name"] ? message["tool_name"].text() : message["name"].text();
    result.content.emplace_back(Text {std::string(message["content"].text()), {}, Dialect::None});
    for (auto &part : decodeImages(message["images"]))
        result.content.emplace_back(std::get<Media>(std::move(part.body)));
    return result;
}

} // namespace

std::vector<Part> decodeImages(JsonValue list)
{
    std::vector<Part> parts;
    for (const auto image : list) {
        auto media = mediaAt(Media::Kind::Image, image.text());
        if (media.data.empty()) {
            media.data = image.text();
            media.url.clear();
            media.mediaType = imageTypeOf(media.data);
        }
        parts.push_back({std::move(media)});
    }
    return parts;
}

ToolCall decodeCall(JsonValue call)
{
    const auto function = call["function"];
    const auto arguments = function["arguments"];
    ToolCall decoded;
    decoded.id = call["id"].text();
    decoded.name = function["name"].text();
    decoded.arguments = arguments.isObject() ? arguments.raw() : objectText(arguments.text());
    return decoded;
}

Message decodeMessage(JsonValue message)
{
    Message decoded;
    if (message["role"].text() == "tool") {
        decoded.parts.push_back({decodeResult(message)});
        return decoded;
    }
    decoded.role = roleOf(message["role"].text());
    if (const auto thought = message["thinking"].text(); !thought.empty()) {
        Thinking thinking;
        thinking.text = thought;
        thinking.madeIn = own;
        decoded.parts.push_back({std::move(thinking)});
    }
    if (const auto content = message["content"].text(); !content.empty())
        decoded.parts.push_back({Text {std::string(content), {}, Dialect::None}});
    for (auto &image : decodeImages(message["images"]))
        decoded.parts.push_back(std::move(image));
    for (const auto call : message["tool_calls"])
        decoded.parts.push_back({decodeCall(call)});
    return decoded;
}

void writeCall(JsonWriter &out, const ToolCall &call, std::string_view name, int index, Losses &losses)
{
    out.beginObject().fieldIf("id", call.id).key("function").beginObject();
    out.fieldNumber("index", index).field("name", name);
    out.fieldRaw("arguments", argumentsObject(call, losses)).endObject().endObject();
}

} // namespace slipswitch::dialect::ollama
