#include "tests/core/gateway/ProviderScripts.h"

#include "tests/support/Frames.h"

#include <boost/json.hpp>

namespace slipswitch::tests {

using namespace dialect;
namespace json = boost::json;

namespace {

/// Bedrock's Converse. Source: AWS's API reference, "Converse" and "ConverseStream".
struct Converse
{
    static json::object block(const Part &part)
    {
        if (const auto *text = std::get_if<Text>(&part.body))
            return {{"text", text->text}};
        if (const auto *thinking = std::get_if<Thinking>(&part.body))
            return {{"reasoningContent",
                json::object {{"reasoningText",
                    json::object {{"text", thinking->text}, {"signature", thinking->signature}}}}}};
        const auto &call = std::get<ToolCall>(part.body);
        return {{"toolUse",
            json::object {
                {"toolUseId", call.id}, {"name", call.name}, {"input", json::parse(call.arguments)}}}};
    }

    static std::string_view reason(const Answer &answer)
    {
        return answer.finish.reason == StopReason::ToolCalls ? "tool_use" : "end_turn";
    }

    static json::object counts(const domain::Usage &usage)
    {
        return {{"inputTokens", usage.input}, {"outputTokens", usage.output},
            {"totalTokens", usage.input + usage.output}};
    }

    static std::string whole(const Answer &answer, const domain::Usage &usage)
    {
        json::array content;
        for (const auto &part : answer.parts)
            content.push_back(block(part));
        return json::serialize(json::object {
            {"output",
                json::object {
                    {"message", json::object {{"role", "assistant"}, {"content", std::move(content)}}}}},
            {"stopReason", reason(answer)}, {"usage", counts(usage)}});
    }

    std::string all;
    void event(const char *type, const json::object &payload)
    {
        all += eventFrame(type, json::serialize(payload));
    }
    void delta(int index, const json::object &delta)
    {
        event("contentBlockDelta", {{"contentBlockIndex", index}, {"delta", delta}});
    }
    void part(const Part &part, int index)
    {
        if (const auto *text = std::get_if<Text>(&part.body)) {
            delta(index, {{"text", text->text.substr(0, 3)}});
            delta(index, {{"text", text->text.substr(3)}});
        } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
            delta(index, {{"reasoningContent", json::object {{"text", thinking->text}}}});
            delta(index, {{"reasoningContent", json::object {{"signature", thinking->signature}}}});
        } else {
            const auto &call = std::get<ToolCall>(part.body);
            event("contentBlockStart",
                {{"contentBlockIndex", index},
                    {"start",
                        json::object {
                            {"toolUse", json::object {{"toolUseId", call.id}, {"name", call.name}}}}}});
            delta(index, {{"toolUse", json::object {{"input", call.arguments}}}});
        }
        event("contentBlockStop", {{"contentBlockIndex", index}});
    }

    static std::string stream(const Answer &answer, const domain::Usage &usage, std::string_view broken)
    {
        Converse out;
        out.event("messageStart", {{"role", "assistant"}});
        int index = 0;
        for (const auto &part : answer.parts)
            out.part(part, index++);
        if (!broken.empty())
            return out.all
                + exceptionFrame(
                    "modelStreamErrorException", json::serialize(json::object {{"message", broken}}));
        out.event("messageStop", {{"stopReason", reason(answer)}});
        out.event("metadata", {{"usage", counts(usage)}});
        return out.all;
    }
};

} // namespace

bool isScripted(Dialect dialect)
{
    return dialect == Dialect::BedrockConverse;
}

std::string scriptedAnswer(Dialect, const Answer &answer, const domain::Usage &usage)
{
    return Converse::whole(answer, usage);
}

std::string scriptedStream(Dialect, const Answer &answer, const domain::Usage &usage, std::string_view broken)
{
    return Converse::stream(answer, usage, broken);
}

std::string scriptedFailure(Dialect, std::string_view message)
{
    return json::serialize(json::object {{"message", message}});
}

} // namespace slipswitch::tests
