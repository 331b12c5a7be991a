#include "core/dialect/Rules.h"
#include "core/dialect/openai/Chat.h"

namespace slipswitch::dialect::chat {

namespace {

std::optional<CacheMark> cacheMark(JsonValue part)
{
    if (const auto mark = part["cache_control"])
        return CacheMark {std::string(mark["ttl"].text())};
    return std::nullopt;
}

Part foreign(JsonValue part, std::string_view type)
{
    return {Foreign {Dialect::OpenAiChat, std::string(type), part.raw()}};
}

Media decodeFile(JsonValue file)
{
    auto media = mediaAt(Media::Kind::Document, file["file_data"].text());
    media.url.clear();
    if (media.data.empty())
        media.data = file["file_data"].text();
    media.fileId = file["file_id"].text();
    media.name = file["filename"].text();
    return media;
}

Part decodePart(JsonValue part)
{
    const auto type = part["type"].text();
    if (type == "text")
        return {Text {std::string(part["text"].text()), {}, Dialect::None}, cacheMark(part)};
    if (type == "refusal")
        return {Refusal {std::string(part["refusal"].text())}};
    if (type == "image_url") {
        const auto image = part["image_url"];
        auto media = mediaAt(Media::Kind::Image, image.isString() ? image.text() : image["url"].text());
        media.detail = image["detail"].text();
        return {std::move(media), cacheMark(part)};
    }
    if (type == "input_audio") {
        Media media;
        media.kind = Media::Kind::Audio;
        media.data = part["input_audio"]["data"].text();
        media.mediaType = "audio/" + std::string(part["input_audio"]["format"].text());
        return {std::move(media)};
    }
    if (type == "file")
        return {decodeFile(part["file"]), cacheMark(part)};
    return foreign(part, type);
}

void decodeContent(JsonValue content, std::vector<Part> &parts)
{
    if (content.isString()) {
        if (!content.text().empty())
            parts.push_back({Text {std::string(content.text()), {}, Dialect::None}});
        return;
    }
    for (const auto part : content)
        parts.push_back(decodePart(part));
}

Role roleOf(std::string_view word)
{
    if (word == "system")
        return Role::System;
    if (word == "developer")
        return Role::Developer;
    return word == "assistant" ? Role::Assistant : Role::User;
}

ToolResult decodeResult(JsonValue message)
{
    ToolResult result;
    const bool legacy = message["role"].text() == "function";
    result.callId = legacy ? std::string_view() : message["tool_call_id"].text();
    result.name = message["name"].text();
    std::vector<Part> parts;
    decodeContent(message["content"], parts);
    for (auto &part : parts) {
        if (auto *text = std::get_if<Text>(&part.body))
            result.content.emplace_back(std::move(*text));
        else if (auto *media = std::get_if<Media>(&part.body))
            result.content.emplace_back(std::move(*media));
        else if (auto *other = std::get_if<Foreign>(&part.body))
            result.content.emplace_back(std::move(*other));
    }
    return result;
}

/// Their places count from the start of the whole text.
void cite(JsonValue annotations, std::vector<Part> &parts)
{
    for (auto &part : parts) {
        auto *text = std::get_if<Text>(&part.body);
        if (!text || annotations.size() == 0)
            continue;
        text->citedIn = Dialect::OpenAiChat;
        for (const auto annotation : annotations)
            text->citations.push_back(annotation.raw());
        return;
    }
}

ToolCall decodeCall(JsonValue call)
{
    const bool custom = call["type"].text() == "custom";
    const auto body = custom ? call["custom"] : call["function"];
    ToolCall decoded;
    decoded.id = call["id"].text();
    decoded.name = body["name"].text();
    decoded.freeform = custom;
    const auto arguments = body[custom ? "input" : "arguments"];
    decoded.arguments = arguments.isObject() ? arguments.raw() : std::string(arguments.text());
    sign(decoded, call["extra_content"]["google"]["thought_signature"].text(), Dialect::OpenAiChat);
    return decoded;
}

} // namespace

std::vector<Part> decodeAnswerMessage(JsonValue message)
{
    std::vector<Part> parts;
    // The same thought under the names that servers give it.
    for (const auto *name : {"reasoning_content", "reasoning"}) {
        if (const auto thought = message[name].text(); !thought.empty()) {
            Thinking thinking;
            thinking.text = thought;
            thinking.madeIn = Dialect::OpenAiChat;
            parts.push_back({std::move(thinking)});
            break;
        }
    }
    decodeContent(message["content"], parts);
    cite(message["annotations"], parts);
    if (const auto refusal = message["refusal"].text(); !refusal.empty())
        parts.push_back({Refusal {std::string(refusal)}});
    for (const auto call : message["tool_calls"])
        parts.push_back({decodeCall(call)});
    // Before there were tools: one call, without an id. Some servers have the member always, empty.
    if (const auto call = message["function_call"]; !call["name"].text().empty()) {
        ToolCall only;
        only.name = call["name"].text();
        only.arguments = call["arguments"].text();
        parts.push_back({std::move(only)});
    }
    return parts;
}

Message decodeMessage(JsonValue message)
{
    const auto role = message["role"].text();
    Message decoded;
    decoded.role = roleOf(role);
    if (role == "tool" || role == "function") {
        decoded.parts.push_back({decodeResult(message)});
        return decoded;
    }
    decoded.name = message["name"].text();
    if (decoded.role == Role::Assistant)
        decoded.parts = decodeAnswerMessage(message);
    else
        decodeContent(message["content"], decoded.parts);
    return decoded;
}

} // namespace slipswitch::dialect::chat
