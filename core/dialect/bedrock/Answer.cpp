#include "core/dialect/bedrock/Converse.h"

#include <array>

namespace slipswitch::dialect::bedrock {

namespace {

struct Reason
{
    std::string_view word;
    StopReason reason;
};
constexpr std::array<Reason, 7> reasons {{
    {"end_turn", StopReason::Stop},
    {"tool_use", StopReason::ToolCalls},
    {"max_tokens", StopReason::Length},
    {"model_context_window_exceeded", StopReason::Length},
    {"stop_sequence", StopReason::StopSequence},
    {"guardrail_intervened", StopReason::Filtered},
    {"content_filtered", StopReason::Filtered},
}};

Text citedText(JsonValue content)
{
    Text text {{}, {}, Dialect::BedrockConverse};
    for (const auto piece : content["content"])
        text.text += piece["text"].text();
    for (const auto citation : content["citations"])
        text.citations.push_back(citation.raw());
    return text;
}

Part decodeBlock(JsonValue block)
{
    if (block["text"].isString())
        return {Text {std::string(block["text"].text()), {}, Dialect::None}};
    if (const auto call = block["toolUse"]; call && !isOfServer(call)) {
        ToolCall decoded;
        decoded.id = call["toolUseId"].text();
        decoded.name = call["name"].text();
        decoded.arguments = call["input"].isObject() ? call["input"].raw() : "{}";
        return {std::move(decoded)};
    }
    if (const auto content = block["reasoningContent"])
        return {decodeReasoning(content)};
    if (const auto content = block["citationsContent"])
        return {citedText(content)};
    return {foreignIn(block)};
}

} // namespace

Foreign foreignIn(JsonValue block)
{
    Foreign other {Dialect::BedrockConverse, "block", block.raw()};
    for (const auto member : block)
        other.what = member.key();
    return other;
}

StopReason stopReason(std::string_view word)
{
    for (const auto &entry : reasons) {
        if (entry.word == word)
            return entry.reason;
    }
    return word.empty() ? StopReason::Unknown : StopReason::Stop;
}

std::string failureIn(std::string_view stopReason)
{
    if (!stopReason.starts_with("malformed_"))
        return {};
    return "The provider ended its answer with " + std::string(stopReason) + '.';
}

bool isOfServer(JsonValue toolUse)
{
    return toolUse["type"].text() == "server_tool_use";
}

Thinking decodeReasoning(JsonValue content)
{
    Thinking thinking;
    const auto text = content["reasoningText"] ? content["reasoningText"] : content;
    thinking.text = text["text"].text();
    thinking.signature = text["signature"].text();
    if (const auto hidden = content["redactedContent"]) {
        thinking.redacted = true;
        thinking.signature = hidden.text();
    }
    thinking.madeIn = Dialect::BedrockConverse;
    return thinking;
}

Result<Answer> decodeAnswer(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(ErrorCode::BadResponse, tree.error().detail, ErrorSource::Upstream, true);
    const auto root = tree->root();
    const auto content = root["output"]["message"]["content"];
    if (!content.isArray())
        return failure(ErrorCode::BadResponse, "The answer has no content.", ErrorSource::Upstream, true);
    if (auto words = failureIn(root["stopReason"].text()); !words.empty())
        return failure(ErrorCode::UpstreamError, std::move(words), ErrorSource::Upstream, true);
    Answer answer;
    for (const auto block : content)
        answer.parts.push_back(decodeBlock(block));
    answer.finish = {stopReason(root["stopReason"].text()), {}};
    return answer;
}

} // namespace slipswitch::dialect::bedrock
