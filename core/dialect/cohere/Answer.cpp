#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/cohere/Chat.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace slipswitch::dialect::cohere {

namespace {

/// Travels with the thought in the place of an id.
constexpr std::string_view planMark = "plan";

Part decodeContent(JsonValue item)
{
    const auto type = item["type"].text();
    if (type == "text")
        return {Text {std::string(item["text"].text()), {}, Dialect::CohereChatV2}};
    if (type == "thinking")
        return {thought(item["thinking"].text())};
    return {Foreign {Dialect::CohereChatV2, std::string(type), item.raw()}};
}

Part decodeCall(JsonValue value)
{
    ToolCall call;
    call.id = value["id"].text();
    call.name = value["function"]["name"].text();
    call.arguments = value["function"]["arguments"].text();
    if (saysNothing(call.arguments))
        call.arguments = "{}";
    return {std::move(call)};
}

/// Each says in which text it stands; without a word it is the last.
void addCitations(JsonValue message, std::vector<Part> &parts)
{
    for (const auto citation : message["citations"]) {
        const auto index = static_cast<std::size_t>(citation["content_index"].integer());
        Text *text = nullptr;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (auto *found = std::get_if<Text>(&parts[i].body); found && (!text || i <= index))
                text = found;
        }
        if (text)
            text->citations.push_back(citation.raw());
    }
}

void addLikelihoods(JsonValue items, std::vector<Part> &parts)
{
    const auto text = std::ranges::find_if(
        parts, [](const Part &part) { return std::holds_alternative<Text>(part.body); });
    if (text == parts.end())
        return;
    for (const auto item : items) {
        if (auto likelihood = pieceLikelihood(item); !likelihood.empty())
            std::get<Text>(text->body).likelihoods.push_back(std::move(likelihood));
    }
}

} // namespace

Thinking thought(std::string_view text)
{
    Thinking thinking;
    thinking.text = text;
    thinking.madeIn = Dialect::CohereChatV2;
    return thinking;
}

Thinking plan(std::string_view text)
{
    auto thinking = thought(text);
    thinking.id = planMark;
    return thinking;
}

bool isPlan(const Thinking &thinking)
{
    return thinking.id == planMark;
}

RawJson pieceLikelihood(JsonValue item)
{
    const auto numbers = item["logprobs"];
    if (numbers.size() == 0)
        return {};
    double sum = 0;
    for (const auto number : numbers)
        sum += doubleOf(number.number());
    std::array<char, 32> digits; // NOLINT(cppcoreguidelines-pro-type-member-init)
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), sum).ptr;
    const bool one = numbers.size() == 1;
    const std::string_view told(digits.data(), static_cast<std::size_t>(end - digits.data()));
    return likelihoodOf({item["text"].text(), one ? (*numbers.begin()).number() : told}, {});
}

StopReason stopReason(std::string_view word)
{
    if (word == "MAX_TOKENS")
        return StopReason::Length;
    if (word == "TOOL_CALL")
        return StopReason::ToolCalls;
    if (word == "STOP_SEQUENCE")
        return StopReason::StopSequence;
    return word.empty() || isFailure(word) ? StopReason::Unknown : StopReason::Stop;
}

bool isFailure(std::string_view word)
{
    return word.starts_with("ERROR") || word == "TIMEOUT";
}

bool saysNothing(std::string_view arguments)
{
    return arguments.empty() || arguments == "null";
}

Result<Answer> decodeAnswer(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(ErrorCode::BadResponse, tree.error().detail, ErrorSource::Upstream, true);
    const auto root = tree->root();
    const auto message = root["message"];
    const auto reason = root["finish_reason"].text();
    if (!message.isObject())
        return failure(ErrorCode::BadResponse, "The answer has no message.", ErrorSource::Upstream, true);
    if (isFailure(reason))
        return failure(ErrorCode::UpstreamError,
            "The provider ended its answer with " + std::string(reason) + '.', ErrorSource::Upstream, true);
    Answer answer;
    answer.head = {std::string(root["id"].text()), {}, 0};
    if (const auto words = message["tool_plan"].text(); !words.empty())
        answer.parts.push_back({plan(words)});
    for (const auto item : message["content"])
        answer.parts.push_back(decodeContent(item));
    addCitations(message, answer.parts);
    addLikelihoods(root["logprobs"], answer.parts);
    for (const auto call : message["tool_calls"])
        answer.parts.push_back(decodeCall(call));
    answer.finish = {stopReason(reason), {}};
    return answer;
}

} // namespace slipswitch::dialect::cohere
