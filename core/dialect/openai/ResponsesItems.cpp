#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/openai/Responses.h"

namespace slipswitch::dialect::responses {

namespace {

constexpr auto own = Dialect::OpenAiResponses;

Role roleOf(std::string_view word)
{
    if (word == "assistant")
        return Role::Assistant;
    if (word == "system")
        return Role::System;
    return word == "developer" ? Role::Developer : Role::User;
}

Part foreign(JsonValue value)
{
    return {Foreign {own, std::string(value["type"].text()), value.raw()}};
}

Part decodeText(JsonValue value)
{
    Text text {std::string(value["text"].text()), {}, Dialect::None};
    for (const auto note : value["annotations"])
        text.citations.push_back(note.raw());
    if (!text.citations.empty())
        text.citedIn = own;
    text.likelihoods = likelihoodsIn(value["logprobs"]);
    return {std::move(text)};
}

Part decodeMedia(JsonValue value, std::string_view type)
{
    if (type == "input_image") {
        auto media = mediaAt(Media::Kind::Image, value["image_url"].text());
        media.fileId = value["file_id"].text();
        media.detail = value["detail"].text();
        return {std::move(media)};
    }
    if (type == "input_audio") {
        Media media;
        media.kind = Media::Kind::Audio;
        media.data = value["input_audio"]["data"].text();
        media.mediaType = "audio/" + std::string(value["input_audio"]["format"].text());
        return {std::move(media)};
    }
    auto media = mediaAt(Media::Kind::Document, value["file_data"].text());
    if (!media.url.empty())
        media.data = std::exchange(media.url, {}); // base64 without a scheme
    media.url = value["file_url"].text();
    media.fileId = value["file_id"].text();
    media.name = value["filename"].text();
    return {std::move(media)};
}

Part decodePart(JsonValue value)
{
    const auto type = value["type"].text();
    if (type == "input_text" || type == "output_text" || type == "text" || type == "summary_text")
        return decodeText(value);
    if (type == "input_image" || type == "input_file" || type == "input_audio")
        return decodeMedia(value, type);
    if (type == "refusal")
        return {Refusal {std::string(value["refusal"].text())}};
    return foreign(value);
}

void decodeContent(JsonValue content, std::vector<Part> &parts)
{
    if (content.isString())
        parts.push_back({Text {std::string(content.text()), {}, Dialect::None}});
    else {
        for (const auto part : content)
            parts.push_back(decodePart(part));
    }
}

Thinking decodeReasoning(JsonValue item)
{
    Thinking thinking;
    unwrapSignature(item["encrypted_content"].text(), own, thinking);
    if (thinking.madeIn == own)
        thinking.id = item["id"].text();
    for (const auto *place : {"summary", "content"}) {
        if (!thinking.text.empty())
            break;
        for (const auto piece : item[place])
            thinking.text.append(thinking.text.empty() ? "" : "\n\n").append(piece["text"].text());
    }
    return thinking;
}

ToolCall decodeCall(JsonValue item, bool custom)
{
    ToolCall call;
    call.id = item["call_id"].text();
    call.name = item["name"].text();
    call.nameSpace = item["namespace"].text();
    call.arguments = item[custom ? "input" : "arguments"].text();
    call.freeform = custom;
    call.itemId = item["id"].text();
    return call;
}

ToolResult decodeResult(JsonValue item, bool custom)
{
    ToolResult result;
    result.callId = item["call_id"].text();
    result.freeform = custom;
    std::vector<Part> parts;
    decodeContent(item["output"], parts);
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

} // namespace

Message decodeItem(JsonValue item)
{
    const auto type = item["type"].text();
    Message message;
    if (type == "message" || type.empty()) {
        message.role = roleOf(item["role"].text());
        decodeContent(item["content"], message.parts);
        return message;
    }
    const bool customCall = type == "custom_tool_call", customResult = type == "custom_tool_call_output";
    if (type == "function_call_output" || customResult) {
        message.parts.push_back({decodeResult(item, customResult)});
        return message;
    }
    message.role = Role::Assistant;
    if (type == "function_call" || customCall)
        message.parts.push_back({decodeCall(item, customCall)});
    else if (type == "reasoning")
        message.parts.push_back({decodeReasoning(item)});
    else
        message.parts.push_back(foreign(item));
    return message;
}

} // namespace slipswitch::dialect::responses
