#include "core/dialect/cohere/Chat.h"

namespace slipswitch::dialect::cohere {

namespace {

class Decoder final : public StreamDecoder
{
public:
    void event(std::string_view data, EventSink &sink) override
    {
        if (data == "[DONE]")
            return;
        const auto tree = JsonTree::parse(data);
        if (!tree) {
            sink.failed({0, "The provider sent an event that is not JSON.", {}, {}});
            return;
        }
        const auto root = tree->root();
        const auto type = root["type"].text();
        const auto message = root["delta"]["message"];
        if (type == "content-delta")
            grow(message["content"], sink, root["logprobs"]);
        else if (type == "tool-call-delta")
            arguments(message["tool_calls"]["function"]["arguments"].text(), sink);
        else if (type == "tool-plan-delta")
            tellThought(plan({}), message["tool_plan"].text(), sink);
        else if (type == "content-start")
            begin(message["content"], sink);
        else if (type == "tool-call-start")
            beginCall(message["tool_calls"], sink);
        else if (type == "content-end" || type == "tool-call-end")
            close(sink);
        else if (type == "citation-start")
            cite(message["citations"], sink);
        else if (type == "message-start")
            start(root["id"].text(), sink);
        else if (type == "message-end")
            finish(root["delta"], sink);
        else if (root["message"].isString())
            fail(root["message"].text(), root["error_type"].text(), sink);
    }

    void end(EventSink &sink) override
    {
        close(sink);
        if (m_finish.reason != StopReason::Unknown && !std::exchange(m_finished, true)) {
            start({}, sink);
            sink.finished(m_finish);
        }
    }

private:
    void start(std::string_view id, EventSink &sink)
    {
        if (!std::exchange(m_started, true))
            sink.started({std::string(id), {}, 0});
    }

    void open(Part head, EventSink &sink)
    {
        start({}, sink);
        close(sink);
        m_head = std::move(head);
        m_open = true;
        m_argued = false;
        sink.partBegan(m_head);
    }

    void begin(JsonValue content, EventSink &sink)
    {
        if (content["type"].text() == "thinking")
            open({thought({})}, sink);
        else if (const auto type = content["type"].text(); !type.empty() && type != "text")
            open({Foreign {Dialect::CohereChatV2, std::string(type), content.raw()}}, sink);
        else
            open({Text {{}, {}, Dialect::CohereChatV2}}, sink);
        grow(content, sink); // mostly empty
    }

    void grow(JsonValue content, EventSink &sink, JsonValue chance = {})
    {
        tellThought(thought({}), content["thinking"].text(), sink);
        const auto text = content["text"].text();
        if (text.empty())
            return;
        const Text head {{}, {}, Dialect::CohereChatV2};
        if (const auto likelihood = pieceLikelihood(chance); !likelihood.empty())
            tell<Text>(head, Grown::Likelihood, likelihood, sink);
        tell<Text>(head, Grown::Text, text, sink);
    }

    void tellThought(Thinking head, std::string_view more, EventSink &sink)
    {
        if (more.empty())
            return;
        const auto *open = m_open ? std::get_if<Thinking>(&m_head.body) : nullptr;
        if (open && isPlan(*open) != isPlan(head))
            close(sink);
        tell<Thinking>(std::move(head), Grown::Text, more, sink);
    }

    template <typename Kind>
    void tell(Kind head, Grown what, std::string_view more, EventSink &sink)
    {
        if (!m_open || !std::holds_alternative<Kind>(m_head.body))
            open({std::move(head)}, sink);
        sink.partGrew(what, more);
    }

    void beginCall(JsonValue value, EventSink &sink)
    {
        ToolCall call;
        call.id = value["id"].text();
        call.name = value["function"]["name"].text();
        open({std::move(call)}, sink);
        arguments(value["function"]["arguments"].text(), sink);
    }

    void arguments(std::string_view more, EventSink &sink)
    {
        const bool nothing = more.empty() || (!m_argued && saysNothing(more));
        if (nothing || !m_open || !std::holds_alternative<ToolCall>(m_head.body))
            return;
        m_argued = true;
        sink.partGrew(Grown::Arguments, more);
    }

    void cite(JsonValue citation, EventSink &sink)
    {
        if (citation && m_open && std::holds_alternative<Text>(m_head.body))
            sink.partGrew(Grown::Citation, citation.raw());
    }

    void close(EventSink &sink)
    {
        if (!std::exchange(m_open, false))
            return;
        if (!m_argued && std::holds_alternative<ToolCall>(m_head.body))
            sink.partGrew(Grown::Arguments, "{}");
        sink.partEnded();
    }

    void finish(JsonValue delta, EventSink &sink)
    {
        close(sink);
        const auto reason = delta["finish_reason"].text();
        if (!isFailure(reason)) {
            m_finish = {stopReason(reason), {}};
            return;
        }
        const auto words = delta["error"].text();
        fail(words.empty() ? "The provider ended its answer with " + std::string(reason) + '.'
                           : std::string(words),
            reason, sink);
    }

    void fail(std::string_view words, std::string_view type, EventSink &sink)
    {
        close(sink);
        sink.failed({0, std::string(words), std::string(type), {}});
    }

    Part m_head;
    Finish m_finish;
    bool m_started = false, m_open = false, m_argued = false, m_finished = false;
};

} // namespace

std::unique_ptr<StreamDecoder> makeDecoder()
{
    return std::make_unique<Decoder>();
}

} // namespace slipswitch::dialect::cohere
