#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/Sequencer.h"
#include "core/dialect/openai/Responses.h"

#include <set>

namespace slipswitch::dialect::responses {

namespace {

/// Reads the events of a response. Items are known by their place in the output; what came as deltas is not
/// taken again from the item's end, and an item that comes without deltas is taken whole.
class Decoder final : public StreamDecoder
{
public:
    void event(std::string_view data, EventSink &sink) override
    {
        if (data == "[DONE]" || m_failed)
            return; // an error is told twice: as the response's end and as an event
        const auto tree = JsonTree::parse(data);
        if (!tree)
            return fail(sink, {0, "The provider sent an event that is not JSON.", {}, {}});
        const auto root = tree->root();
        auto type = root["type"].text();
        if (type == "error" || root["error"])
            return fail(sink, decodeFailure(data, 0));
        if (!type.starts_with("response."))
            return;
        type.remove_prefix(std::string_view("response.").size());
        if (type == "created" || type == "in_progress")
            start(root["response"], sink);
        else if (type == "output_item.added")
            begin(root, sink);
        else if (type == "output_item.done")
            end(root, sink);
        else if (type == "completed" || type == "incomplete")
            complete(root["response"], sink);
        else if (type == "failed")
            fail(sink, decodeFailure(root["response"].raw(), 0));
        else
            grow(type, root, sink);
    }

    void end(EventSink &sink) override
    {
        m_parts.endAll(sink);
        if (m_finish.reason != StopReason::Unknown && !std::exchange(m_finished, true))
            sink.finished(m_finish);
    }

private:
    void fail(EventSink &sink, const Failure &failure)
    {
        m_parts.endAll(sink);
        m_failed = true;
        sink.failed(failure);
    }

    void start(JsonValue response, EventSink &sink)
    {
        if (std::exchange(m_started, true))
            return;
        sink.started({std::string(response["id"].text()), std::string(response["model"].text()),
            response["created_at"].integer()});
    }

    static std::string keyOf(JsonValue root, std::string_view place = {})
    {
        return std::string(root["output_index"].number()) + ':' + std::string(place);
    }

    void begin(JsonValue root, EventSink &sink)
    {
        const auto type = root["item"]["type"].text();
        if (type != "reasoning" && type != "function_call" && type != "custom_tool_call")
            return; // messages begin with their parts, what only this dialect knows comes whole at its end
        auto part = decodeItem(root["item"]).parts.front();
        if (auto *thinking = std::get_if<Thinking>(&part.body))
            *thinking = {{}, {}, false, thinking->madeIn, {}, thinking->id};
        m_calls = m_calls || std::holds_alternative<ToolCall>(part.body);
        start({}, sink);
        m_parts.begin(keyOf(root), std::move(part), sink);
    }

    void grow(std::string_view type, JsonValue root, EventSink &sink)
    {
        const auto delta = root["delta"].text();
        if (type == "output_text.delta")
            text(root, Part {Text {{}, {}, Dialect::OpenAiResponses}}, delta, sink);
        else if (type == "refusal.delta")
            text(root, Part {Refusal {}}, delta, sink);
        else if (type == "output_text.annotation.added")
            m_parts.grow(
                keyOf(root, root["content_index"].number()), Grown::Citation, root["annotation"].raw(), sink);
        else if (type == "function_call_arguments.delta" || type == "custom_tool_call_input.delta")
            told(root, Grown::Arguments, delta, sink);
        else if (type == "reasoning_summary_text.delta" || type == "reasoning_text.delta")
            told(root, Grown::Text, delta, sink);
        else if (type == "reasoning_summary_part.added" && root["summary_index"].integer() > 0)
            told(root, Grown::Text, "\n\n", sink);
    }

    void text(JsonValue root, const Part &head, std::string_view more, EventSink &sink)
    {
        const auto likelihoods = likelihoodsIn(root["logprobs"]);
        if (more.empty() && likelihoods.empty())
            return;
        const auto key = keyOf(root, root["content_index"].number());
        start({}, sink);
        if (!m_parts.has(key))
            m_parts.begin(key, head, sink);
        for (const auto &token : likelihoods)
            m_parts.grow(key, Grown::Likelihood, token, sink);
        m_parts.grow(key, Grown::Text, more, sink);
        m_told.insert(root["output_index"].integer());
    }

    void told(JsonValue root, Grown what, std::string_view more, EventSink &sink)
    {
        m_parts.grow(keyOf(root), what, more, sink);
        m_told.insert(root["output_index"].integer());
    }

    void end(JsonValue root, EventSink &sink)
    {
        const auto item = root["item"];
        const bool known = m_told.contains(root["output_index"].integer());
        auto parts = decodeItem(item).parts;
        start({}, sink);
        if (item["type"].text() == "message" && known) {
            for (std::size_t i = 0; i < parts.size(); ++i)
                m_parts.end(keyOf(root, std::to_string(i)), sink);
            return;
        }
        for (auto &part : parts)
            endPart(root, std::move(part), known, sink);
    }

    void endPart(JsonValue root, Part part, bool known, EventSink &sink)
    {
        const auto key = keyOf(root);
        m_calls = m_calls || std::holds_alternative<ToolCall>(part.body);
        if (!m_parts.has(key)) {
            m_parts.begin(key, std::move(part), sink);
        } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
            if (!known)
                m_parts.grow(key, Grown::Text, thinking->text, sink);
            m_parts.grow(key, Grown::Signature, thinking->signature, sink);
        } else if (const auto *call = std::get_if<ToolCall>(&part.body); call && !known) {
            m_parts.grow(key, Grown::Arguments, call->arguments, sink);
        }
        m_parts.end(key, sink);
    }

    void complete(JsonValue response, EventSink &sink)
    {
        start(response, sink);
        m_finish = finishOf(response, m_calls);
    }

    Sequencer m_parts;
    std::set<std::int64_t> m_told; ///< items of which deltas came
    Finish m_finish;
    bool m_started = false, m_finished = false, m_calls = false, m_failed = false;
};

} // namespace

std::unique_ptr<StreamDecoder> makeDecoder()
{
    return std::make_unique<Decoder>();
}

} // namespace slipswitch::dialect::responses
