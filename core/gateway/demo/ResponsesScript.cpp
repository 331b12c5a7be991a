#include "core/gateway/demo/DemoScript.h"

#include "core/base/Ids.h"

#include <boost/json.hpp>

#include <numeric>

namespace slipswitch::gateway::demo {

namespace {

namespace json = boost::json;

constexpr std::size_t idBits = 80;

json::object message(const std::string &id, const std::string &text, std::string_view status)
{
    const json::object part {{"type", "output_text"}, {"text", text}, {"annotations", json::array()}};
    return {{"type", "message"}, {"id", id}, {"status", status}, {"role", "assistant"},
        {"content", status == "completed" ? json::array {part} : json::array()}};
}

json::object response(const Question &question, const std::string &id, std::string_view status)
{
    const auto created
        = std::chrono::duration_cast<std::chrono::seconds>(SystemClock().utcNow().time_since_epoch()).count();
    return {{"id", id}, {"object", "response"}, {"created_at", created}, {"status", status},
        {"model", question.model}, {"error", nullptr}, {"output", json::array()},
        {"parallel_tool_calls", true}, {"tools", json::array()}, {"tool_choice", "auto"}};
}

json::object completed(
    const Question &question, const std::string &id, const json::object &item, std::int64_t output)
{
    auto done = response(question, id, "completed");
    done["output"] = json::array {item};
    done["usage"] = json::object {{"input_tokens", question.inputTokens},
        {"input_tokens_details", json::object {{"cached_tokens", 0}}}, {"output_tokens", output},
        {"output_tokens_details", json::object {{"reasoning_tokens", 0}}},
        {"total_tokens", question.inputTokens + output}};
    return done;
}

/// Numbers the events of one streamed answer.
class ResponsesStream
{
public:
    ResponsesStream() { m_script.contentType = "text/event-stream"; }

    void add(std::chrono::milliseconds pause, std::string_view type, json::object event)
    {
        event["type"] = type;
        event["sequence_number"] = m_number++;
        m_script.pieces.push_back(
            {pause, "event: " + std::string(type) + "\ndata: " + json::serialize(event) + "\n\n"});
    }
    Script end() { return std::move(m_script); }

private:
    Script m_script;
    std::int64_t m_number = 0;
};

} // namespace

Script responsesScript(const Question &question)
{
    const auto id = "resp_demo_" + randomToken(idBits);
    const auto itemId = "msg_demo_" + randomToken(idBits);
    const auto words = wordsFor(question);
    const auto text = std::accumulate(words.begin(), words.end(), std::string());
    const auto item = message(itemId, text, "completed");
    const auto done = completed(question, id, item, static_cast<std::int64_t>(words.size()));
    if (!question.stream) {
        Script script;
        script.pieces.push_back({firstPause(question), json::serialize(done)});
        return script;
    }
    const json::object place {{"item_id", itemId}, {"output_index", 0}, {"content_index", 0}};
    const auto at = [&place](std::string_view key, json::value value) {
        auto event = place;
        event[key] = std::move(value);
        return event;
    };
    const auto part = [](const std::string &words_) {
        return json::object {{"type", "output_text"}, {"text", words_}, {"annotations", json::array()}};
    };
    ResponsesStream stream;
    stream.add({}, "response.created", {{"response", response(question, id, "in_progress")}});
    stream.add({}, "response.output_item.added",
        {{"output_index", 0}, {"item", message(itemId, {}, "in_progress")}});
    stream.add(firstPause(question), "response.content_part.added", at("part", part({})));
    for (const auto &word : words)
        stream.add(wordPause, "response.output_text.delta", at("delta", json::string(word)));
    stream.add({}, "response.output_text.done", at("text", json::string(text)));
    stream.add({}, "response.content_part.done", at("part", part(text)));
    stream.add({}, "response.output_item.done", {{"output_index", 0}, {"item", item}});
    stream.add({}, "response.completed", {{"response", done}});
    return stream.end();
}

} // namespace slipswitch::gateway::demo
