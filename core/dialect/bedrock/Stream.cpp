#include "core/dialect/bedrock/Converse.h"

namespace slipswitch::dialect::bedrock {

namespace {

class Decoder final : public StreamDecoder
{
public:
    void event(std::string_view data, EventSink &sink) override
    {
        const auto tree = JsonTree::parse(data);
        if (!tree) {
            sink.failed({0, "The provider sent an event that is not JSON.", {}, {}});
            return;
        }
        const auto root = tree->root();
        if (root["error"])
            return fail(root, sink);
        for (const auto member : root)
            read(member, sink);
    }

    void end(EventSink &sink) override
    {
        close(sink);
        if (m_finish.reason != StopReason::Unknown && !std::exchange(m_finished, true)) {
            start(sink);
            sink.finished(m_finish);
        }
    }

private:
    void read(JsonValue payload, EventSink &sink)
    {
        const auto type = payload.key();
        if (type == "messageStart")
            start(sink);
        else if (type == "contentBlockStart")
            begin(payload, sink);
        else if (type == "contentBlockDelta")
            delta(payload, sink);
        else if (type == "contentBlockStop")
            close(sink);
        else if (type == "messageStop")
            finish(payload["stopReason"].text(), sink);
    }

    /// What was malformed is not told: a call may be missing.
    void finish(std::string_view reason, EventSink &sink)
    {
        const auto words = failureIn(reason);
        if (words.empty()) {
            m_finish = {stopReason(reason), {}};
            return;
        }
        close(sink);
        sink.failed({0, words, std::string(reason), {}});
    }

    void start(EventSink &sink)
    {
        if (!std::exchange(m_started, true))
            sink.started({});
    }

    void begin(JsonValue payload, EventSink &sink)
    {
        const auto block = payload["start"];
        const auto call = block["toolUse"];
        if (!call || isOfServer(call)) {
            if (block.size() > 0)
                open({foreignIn(block)}, payload["contentBlockIndex"].integer(), sink);
            return;
        }
        ToolCall head;
        head.id = call["toolUseId"].text();
        head.name = call["name"].text();
        open({std::move(head)}, payload["contentBlockIndex"].integer(), sink);
    }

    /// Only calls are announced; other blocks begin with their first words.
    void delta(JsonValue payload, EventSink &sink)
    {
        const auto index = payload["contentBlockIndex"].integer();
        const auto delta = payload["delta"];
        if (const auto input = delta["toolUse"]["input"].text(); !input.empty()) {
            if (isOpen<ToolCall>(index))
                grow(Grown::Arguments, input, sink);
        } else if (const auto text = delta["text"].text(); !text.empty()) {
            ensure(Text {{}, {}, Dialect::BedrockConverse}, index, sink);
            grow(Grown::Text, text, sink);
        } else if (const auto citation = delta["citation"]) {
            ensure(Text {{}, {}, Dialect::BedrockConverse}, index, sink);
            sink.partGrew(Grown::Citation, citation.raw());
        } else if (const auto content = delta["reasoningContent"]) {
            reasoning(decodeReasoning(content), index, sink);
        } else if (delta["image"] || delta["toolResult"]) {
            ensure(foreignIn(delta), index, sink);
        }
    }

    void reasoning(Thinking more, std::int64_t index, EventSink &sink)
    {
        if (more.redacted) {
            open({std::move(more)}, index, sink);
            return;
        }
        Thinking head;
        head.madeIn = more.madeIn;
        ensure(std::move(head), index, sink);
        if (!more.text.empty())
            grow(Grown::Text, more.text, sink);
        if (!more.signature.empty())
            grow(Grown::Signature, more.signature, sink);
    }

    template <typename Kind>
    [[nodiscard]] bool isOpen(std::int64_t index) const
    {
        return m_open && m_index == index && std::holds_alternative<Kind>(m_head.body);
    }

    template <typename Kind>
    void ensure(Kind head, std::int64_t index, EventSink &sink)
    {
        if (!isOpen<Kind>(index))
            open({std::move(head)}, index, sink);
    }

    void open(Part head, std::int64_t index, EventSink &sink)
    {
        start(sink);
        close(sink);
        m_head = std::move(head);
        m_index = index;
        m_open = true;
        m_grown = false;
        sink.partBegan(m_head);
    }

    void grow(Grown what, std::string_view more, EventSink &sink)
    {
        m_grown = true;
        sink.partGrew(what, more);
    }

    void close(EventSink &sink)
    {
        if (!std::exchange(m_open, false))
            return;
        if (!m_grown && std::holds_alternative<ToolCall>(m_head.body))
            sink.partGrew(Grown::Arguments, "{}"); // a call without arguments comes without deltas
        sink.partEnded();
    }

    void fail(JsonValue root, EventSink &sink)
    {
        close(sink);
        const auto error = root["error"];
        const auto type = root["exception"].text();
        auto words = error["message"].text();
        if (words.empty())
            words = error["Message"].text();
        sink.failed({0, std::string(words.empty() ? type : words), std::string(type),
            std::string(error["code"].text())});
    }

    Part m_head;
    Finish m_finish;
    std::int64_t m_index = 0;
    bool m_started = false, m_open = false, m_grown = false, m_finished = false;
};

} // namespace

std::unique_ptr<StreamDecoder> makeDecoder()
{
    return std::make_unique<Decoder>();
}

} // namespace slipswitch::dialect::bedrock
