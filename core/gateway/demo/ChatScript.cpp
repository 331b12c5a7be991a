#include "core/gateway/demo/DemoScript.h"

#include "core/base/Ids.h"

#include <boost/json.hpp>

#include <numeric>

namespace slipswitch::gateway::demo {

namespace {

namespace json = boost::json;

constexpr std::size_t idBits = 80;

std::int64_t now()
{
    return std::chrono::duration_cast<std::chrono::seconds>(SystemClock().utcNow().time_since_epoch())
        .count();
}

json::object usage(const Question &question, std::int64_t output)
{
    return {{"prompt_tokens", question.inputTokens}, {"completion_tokens", output},
        {"total_tokens", question.inputTokens + output}};
}

json::object toolCall(const Question &question, std::string_view arguments)
{
    return {{"index", 0}, {"id", "call_" + randomToken(idBits)}, {"type", "function"},
        {"function", json::object {{"name", question.toolName}, {"arguments", arguments}}}};
}

/// Builds the events of one streamed answer.
class ChatStream
{
public:
    ChatStream(const Question &question, std::string_view object)
        : m_question(question)
        , m_base {{"id", "chatcmpl-demo-" + randomToken(idBits)}, {"object", object}, {"created", now()},
              {"model", question.model}}
    {
        m_script.contentType = "text/event-stream";
    }

    void choice(std::chrono::milliseconds pause, json::object part, const json::value &finish = nullptr)
    {
        part["index"] = 0;
        part["finish_reason"] = finish;
        auto event = m_base;
        event["choices"] = json::array {std::move(part)};
        add(pause, event);
    }

    Script end(std::int64_t output)
    {
        if (m_question.includeUsage) {
            auto event = m_base;
            event["choices"] = json::array();
            event["usage"] = usage(m_question, output);
            add({}, event);
        }
        m_script.pieces.push_back({{}, "data: [DONE]\n\n"});
        return std::move(m_script);
    }

private:
    void add(std::chrono::milliseconds pause, const json::object &event)
    {
        m_script.pieces.push_back({pause, "data: " + json::serialize(event) + "\n\n"});
    }

    const Question &m_question;
    json::object m_base;
    Script m_script;
};

Script streamedToolCall(const Question &question)
{
    ChatStream stream(question, "chat.completion.chunk");
    json::object first {
        {"role", "assistant"}, {"content", nullptr}, {"tool_calls", json::array {toolCall(question, "")}}};
    stream.choice(firstPause(question), {{"delta", std::move(first)}});
    const json::object arguments {{"index", 0}, {"function", json::object {{"arguments", "{}"}}}};
    stream.choice(wordPause, {{"delta", json::object {{"tool_calls", json::array {arguments}}}}});
    stream.choice({}, {{"delta", json::object()}}, "tool_calls");
    return stream.end(12);
}

Script streamedText(const Question &question)
{
    ChatStream stream(question, "chat.completion.chunk");
    const auto words = wordsFor(question);
    stream.choice(firstPause(question), {{"delta", json::object {{"role", "assistant"}, {"content", ""}}}});
    for (const auto &word : words)
        stream.choice(wordPause, {{"delta", json::object {{"content", word}}}});
    stream.choice({}, {{"delta", json::object()}}, "stop");
    return stream.end(static_cast<std::int64_t>(words.size()));
}

Script plain(const Question &question, std::string_view object, json::object choice, std::int64_t output)
{
    choice["index"] = 0;
    Script script;
    const json::object answer {{"id", "chatcmpl-demo-" + randomToken(idBits)}, {"object", object},
        {"created", now()}, {"model", question.model}, {"choices", json::array {std::move(choice)}},
        {"usage", usage(question, output)}};
    script.pieces.push_back({firstPause(question), json::serialize(answer)});
    return script;
}

std::string joined(const std::vector<std::string> &words)
{
    return std::accumulate(words.begin(), words.end(), std::string());
}

} // namespace

Script chatScript(const Question &question)
{
    const bool callsTool = question.model == "tools" && !question.toolName.empty() && !question.toolAnswered;
    if (question.stream)
        return callsTool ? streamedToolCall(question) : streamedText(question);
    if (callsTool) {
        json::object message {{"role", "assistant"}, {"content", nullptr},
            {"tool_calls", json::array {toolCall(question, "{}")}}};
        return plain(question, "chat.completion",
            {{"message", std::move(message)}, {"finish_reason", "tool_calls"}}, 12);
    }
    const auto words = wordsFor(question);
    json::object message {{"role", "assistant"}, {"content", joined(words)}};
    return plain(question, "chat.completion", {{"message", std::move(message)}, {"finish_reason", "stop"}},
        static_cast<std::int64_t>(words.size()));
}

Script completionScript(const Question &question)
{
    const auto words = wordsFor(question);
    const auto count = static_cast<std::int64_t>(words.size());
    if (!question.stream)
        return plain(
            question, "text_completion", {{"text", joined(words)}, {"finish_reason", "stop"}}, count);
    ChatStream stream(question, "text_completion");
    for (const auto &word : words)
        stream.choice(wordPause, {{"text", word}});
    stream.choice({}, {{"text", ""}}, "stop");
    return stream.end(count);
}

} // namespace slipswitch::gateway::demo
