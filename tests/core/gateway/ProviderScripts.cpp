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

/// Cohere's chat, version 2. Source: docs.cohere.com, "Chat" and "A guide to streaming responses".
struct CohereChat
{
    static json::object call(const ToolCall &call, std::string_view arguments)
    {
        return {{"id", call.id}, {"type", "function"},
            {"function", json::object {{"name", call.name}, {"arguments", arguments}}}};
    }

    static json::object ending(const Answer &answer, const domain::Usage &usage)
    {
        const bool calls = answer.finish.reason == StopReason::ToolCalls;
        return {{"finish_reason", calls ? "TOOL_CALL" : "COMPLETE"},
            {"usage",
                json::object {{"billed_units",
                    json::object {{"input_tokens", usage.input}, {"output_tokens", usage.output}}}}}};
    }

    static std::string whole(const Answer &answer, const domain::Usage &usage)
    {
        json::array content, calls;
        for (const auto &part : answer.parts) {
            if (const auto *text = std::get_if<Text>(&part.body))
                content.push_back(json::object {{"type", "text"}, {"text", text->text}});
            else if (const auto *thinking = std::get_if<Thinking>(&part.body))
                content.push_back(json::object {{"type", "thinking"}, {"thinking", thinking->text}});
            else if (const auto *made = std::get_if<ToolCall>(&part.body))
                calls.push_back(call(*made, made->arguments));
        }
        json::object message {{"role", "assistant"}, {"content", std::move(content)}};
        if (!calls.empty())
            message["tool_calls"] = std::move(calls);
        auto root = ending(answer, usage);
        root["id"] = "id1";
        root["message"] = std::move(message);
        return json::serialize(root);
    }

    std::string all;
    void event(const char *type, json::object payload)
    {
        payload["type"] = type;
        all += "event: " + std::string(type) + "\ndata: " + json::serialize(payload) + "\n\n";
    }
    void message(const char *type, const char *member, const json::value &value)
    {
        event(type, {{"index", 0}, {"delta", json::object {{"message", json::object {{member, value}}}}}});
    }
    void part(const Part &part)
    {
        if (const auto *text = std::get_if<Text>(&part.body)) {
            message("content-start", "content", json::object {{"type", "text"}, {"text", ""}});
            message("content-delta", "content", json::object {{"text", text->text.substr(0, 3)}});
            message("content-delta", "content", json::object {{"text", text->text.substr(3)}});
            event("content-end", {{"index", 0}});
        } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
            message("content-start", "content", json::object {{"type", "thinking"}, {"thinking", ""}});
            message("content-delta", "content", json::object {{"thinking", thinking->text}});
            event("content-end", {{"index", 0}});
        } else {
            const auto &made = std::get<ToolCall>(part.body);
            message("tool-call-start", "tool_calls", call(made, ""));
            message("tool-call-delta", "tool_calls",
                json::object {{"function", json::object {{"arguments", made.arguments}}}});
            event("tool-call-end", {{"index", 0}});
        }
    }

    static std::string stream(const Answer &answer, const domain::Usage &usage, std::string_view broken)
    {
        CohereChat out;
        out.event("message-start", {{"id", "id1"}});
        for (const auto &part : answer.parts)
            out.part(part);
        if (!broken.empty())
            return out.all + "data: " + json::serialize(json::object {{"message", broken}}) + "\n\n";
        out.event("message-end", {{"delta", ending(answer, usage)}});
        return out.all;
    }
};

} // namespace

bool isScripted(Dialect dialect)
{
    return dialect == Dialect::BedrockConverse || dialect == Dialect::CohereChatV2;
}

std::string scriptedAnswer(Dialect dialect, const Answer &answer, const domain::Usage &usage)
{
    return dialect == Dialect::CohereChatV2 ? CohereChat::whole(answer, usage)
                                            : Converse::whole(answer, usage);
}

std::string scriptedStream(
    Dialect dialect, const Answer &answer, const domain::Usage &usage, std::string_view broken)
{
    return dialect == Dialect::CohereChatV2 ? CohereChat::stream(answer, usage, broken)
                                            : Converse::stream(answer, usage, broken);
}

std::string scriptedFailure(Dialect, std::string_view message)
{
    return json::serialize(json::object {{"message", message}});
}

} // namespace slipswitch::tests
