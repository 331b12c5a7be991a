#include "core/dialect/Citations.h"
#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/Messages.h"
#include "core/dialect/anthropic/SearchBlocks.h"

namespace slipswitch::dialect::anthropic {

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
        const auto type = root["type"].text();
        if (type == "content_block_delta")
            delta(root["delta"], sink);
        else if (type == "content_block_start")
            begin(root["content_block"], sink);
        else if (type == "content_block_stop")
            close(sink);
        else if (type == "message_start")
            start(root["message"], sink);
        else if (type == "message_delta")
            messageDelta(root["delta"]);
        else if (type == "message_stop")
            m_stopped = true;
        else if (type == "error")
            fail(root["error"], sink);
    }

    void end(EventSink &sink) override
    {
        close(sink);
        if (m_stopped && m_finish.reason == StopReason::Unknown)
            m_finish.reason = StopReason::Stop;
        if (m_finish.reason != StopReason::Unknown && !std::exchange(m_finished, true))
            sink.finished(m_finish);
    }

private:
    void start(JsonValue message, EventSink &sink)
    {
        if (std::exchange(m_started, true))
            return;
        sink.started({std::string(message["id"].text()), std::string(message["model"].text()), 0});
        for (const auto block : message["content"]) { // a prefilled one
            begin(block, sink);
            close(sink);
        }
    }

    void begin(JsonValue block, EventSink &sink)
    {
        close(sink);
        auto part = decodeBlock(block);
        if (auto *text = std::get_if<Text>(&part.body))
            text->citedIn = Dialect::AnthropicMessages; // what it cites may follow
        m_held.reset();
        m_input.clear();
        if (auto *call = std::get_if<ToolCall>(&part.body); call && call->arguments == "{}")
            call->arguments.clear(); // the arguments follow as text
        m_isCall = std::holds_alternative<ToolCall>(part.body);
        // What only Anthropic knows is told whole, when its deltas are in.
        if (std::holds_alternative<Foreign>(part.body))
            m_held = std::move(part);
        else
            sink.partBegan(part);
        m_argued = false;
        m_open = true;
    }

    void delta(JsonValue delta, EventSink &sink)
    {
        const auto type = delta["type"].text();
        if (m_held && type == "input_json_delta" && m_input.size() < longestInput)
            m_input += delta["partial_json"].text();
        if (m_held || !m_open)
            return;
        if (type == "text_delta")
            tell(sink, Grown::Text, delta["text"].text());
        else if (type == "thinking_delta")
            tell(sink, Grown::Text, delta["thinking"].text());
        else if (type == "signature_delta")
            tell(sink, Grown::Signature, delta["signature"].text());
        else if (type == "citations_delta")
            sink.partGrew(Grown::Citation, delta["citation"].raw());
        else if (type == "input_json_delta") {
            m_argued = m_argued || !delta["partial_json"].text().empty();
            tell(sink, Grown::Arguments, delta["partial_json"].text());
        }
    }

    static void tell(EventSink &sink, Grown what, std::string_view more)
    {
        if (!more.empty())
            sink.partGrew(what, more);
    }

    /// With the input of a tool that Anthropic runs, which came in deltas.
    void tellHeld(EventSink &sink)
    {
        auto &held = std::get<Foreign>(m_held->body);
        const auto tree = JsonTree::parse(held.raw);
        if (const auto input = std::exchange(m_input, {}); tree && JsonTree::parse(input)) {
            RawJson whole;
            JsonWriter out(whole);
            out.beginObject();
            for (const auto member : tree->root())
                out.fieldRaw(member.key(), member.key() == "input" ? input : member.raw());
            out.endObject();
            held.raw = std::move(whole);
        }
        sink.partBegan(*m_held);
    }

    void close(EventSink &sink)
    {
        if (!std::exchange(m_open, false))
            return;
        if (m_held)
            tellHeld(sink);
        else if (m_isCall && !m_argued)
            sink.partGrew(Grown::Arguments, "{}"); // a call without arguments comes without deltas
        sink.partEnded();
    }

    void messageDelta(JsonValue delta)
    {
        if (const auto reason = delta["stop_reason"].text(); !reason.empty())
            m_finish = {stopReason(reason), std::string(delta["stop_sequence"].text())};
    }

    void fail(JsonValue error, EventSink &sink)
    {
        close(sink);
        sink.failed({0, std::string(error["message"].text()), std::string(error["type"].text()), {}});
    }

    /// Bytes; tools that a provider runs are asked for little.
    static constexpr std::size_t longestInput = 1024 * 1024;
    std::string m_input; ///< of the held part
    std::optional<Part> m_held;
    Finish m_finish;
    bool m_started = false, m_open = false, m_isCall = false, m_argued = false, m_stopped = false,
         m_finished = false;
};

class Encoder final : public StreamEncoder
{
public:
    Encoder(const AnswerTerms &terms, Losses &losses)
        : m_terms(terms)
        , m_losses(losses)
    { }

    void started(const AnswerHead &head) override
    {
        auto out = event("message_start");
        out.key("message").beginObject().field("id", orOwnId(head.id, "msg_", m_terms.id));
        out.field("type", "message").field("role", "assistant");
        out.field("model", head.model.empty() ? m_terms.model : head.model);
        out.key("content").beginArray().endArray().fieldNull("stop_reason").fieldNull("stop_sequence");
        out.key("usage");
        encodeUsage(out, {}); // not known yet: message_delta has all of it
        out.endObject();
        send(out);
    }

    /// A block is begun when there is something to show in it: empty texts are refused when they come back.
    void partBegan(const Part &head) override
    {
        m_head = head;
        m_begun = false;
        if (const auto *other = std::get_if<Foreign>(&head.body))
            tellForeign(*other);
        else if (std::holds_alternative<Media>(head.body))
            m_losses.note("media of the answer dropped");
        else if (std::holds_alternative<ToolCall>(head.body))
            tellCall();
        else
            tellText();
    }

    void partGrew(Grown what, std::string_view more) override
    {
        if (std::holds_alternative<Foreign>(m_head.body) || more.empty())
            return;
        if (what == Grown::Signature) {
            if (auto *thinking = std::get_if<Thinking>(&m_head.body))
                thinking->signature = more;
            return;
        }
        if (what == Grown::Likelihood)
            return m_losses.note("logprobs dropped");
        if (what == Grown::Citation)
            return citation(more);
        if (what == Grown::Text)
            delta(std::holds_alternative<Thinking>(m_head.body) ? "thinking_delta" : "text_delta",
                std::holds_alternative<Thinking>(m_head.body) ? "thinking" : "text", more);
        else
            delta("input_json_delta", "partial_json", more);
    }

    void partEnded() override
    {
        if (const auto *thinking = std::get_if<Thinking>(&m_head.body))
            sign(*thinking);
        if (!m_begun)
            return;
        auto out = event("content_block_stop");
        out.fieldNumber("index", m_index++);
        send(out);
        m_begun = false;
    }

    void finished(const Finish &finish) override { m_finish = finish; }

    void complete(const domain::Usage &usage) override
    {
        auto out = event("message_delta");
        out.key("delta").beginObject().field("stop_reason", stopReasonName(m_finish.reason));
        out.key("stop_sequence");
        if (m_finish.stopSequence.empty())
            out.null();
        else
            out.string(m_finish.stopSequence);
        out.endObject().key("usage");
        encodeUsage(out, usage);
        send(out);
        auto stop = event("message_stop");
        send(stop);
    }

    void failed(const Failure &failure) override { m_out += failureEvent(failure); }

private:
    JsonWriter event(std::string_view type)
    {
        m_out.append("event: ").append(type).append("\ndata: ");
        JsonWriter out(m_out);
        out.beginObject().field("type", type);
        return out;
    }

    void send(JsonWriter &out)
    {
        out.endObject();
        m_out += "\n\n";
    }

    void begin()
    {
        if (std::exchange(m_begun, true))
            return;
        auto out = event("content_block_start");
        out.fieldNumber("index", m_index).key("content_block").beginObject();
        if (const auto *call = std::get_if<ToolCall>(&m_head.body)) {
            out.field("type", "tool_use").field("id", plainName(call->id, 128));
            out.field("name", nameForClient(*call)).key("input").beginObject().endObject();
        } else if (const auto *thinking = std::get_if<Thinking>(&m_head.body)) {
            if (isRedacted(*thinking))
                out.field("type", "redacted_thinking").field("data", thinking->signature);
            else
                out.field("type", "thinking").field("thinking", "").field("signature", "");
        } else {
            out.field("type", "text").field("text", "");
        }
        out.endObject();
        send(out);
    }

    static bool isRedacted(const Thinking &thinking)
    {
        return thinking.redacted && thinking.madeIn == Dialect::AnthropicMessages;
    }

    void delta(std::string_view type, std::string_view member, std::string_view more)
    {
        begin();
        auto out = event("content_block_delta");
        out.fieldNumber("index", m_index).key("delta").beginObject();
        out.field("type", type).field(member, more).endObject();
        send(out);
    }

    void tellCall()
    {
        begin();
        const auto arguments = std::get<ToolCall>(m_head.body).arguments;
        if (!arguments.empty())
            delta("input_json_delta", "partial_json", arguments);
    }

    void tellText()
    {
        if (const auto *text = std::get_if<Text>(&m_head.body)) {
            m_losses.dropped(text->likelihoods, "logprobs");
            partGrew(Grown::Text, text->text);
            for (const auto &cited : text->citations)
                citation(cited);
        } else if (const auto *refusal = std::get_if<Refusal>(&m_head.body)) {
            m_losses.dropped(refusal->likelihoods, "logprobs");
            partGrew(Grown::Text, refusal->text);
        } else if (const auto *thinking = std::get_if<Thinking>(&m_head.body);
            thinking && !thinking->text.empty())
            delta("thinking_delta", "thinking", thinking->text);
    }

    void tellForeign(const Foreign &other)
    {
        if (other.dialect == Dialect::AnthropicMessages)
            return wholeBlock([&](JsonWriter &out) { out.raw(other.raw); }, {});
        const auto search = searchIn(other);
        if (!search)
            return m_losses.note(other.what + " dropped");
        wholeBlock([&](JsonWriter &out) { writeSearchCall(out, *search, false); }, searchInput(*search));
        wholeBlock([&](JsonWriter &out) { writeSearchResult(out, *search); }, {});
    }

    /// @param input  of a call, which is told as a delta
    template <typename Write>
    void wholeBlock(Write write, const std::string &input)
    {
        auto start = event("content_block_start");
        write(start.fieldNumber("index", m_index).key("content_block"));
        send(start);
        if (!input.empty()) {
            auto delta = event("content_block_delta");
            delta.fieldNumber("index", m_index).key("delta").beginObject().field("type", "input_json_delta");
            delta.field("partial_json", input).endObject();
            send(delta);
        }
        auto stop = event("content_block_stop");
        stop.fieldNumber("index", m_index++);
        send(stop);
    }

    void citation(std::string_view raw)
    {
        const auto *text = std::get_if<Text>(&m_head.body);
        if (!text)
            return;
        const auto known = citationFor(Dialect::AnthropicMessages, text->citedIn, std::string(raw));
        if (known.empty())
            return m_losses.note("citations dropped");
        begin();
        auto out = event("content_block_delta");
        out.fieldNumber("index", m_index).key("delta").beginObject().field("type", "citations_delta");
        out.fieldRaw("citation", known).endObject();
        send(out);
    }

    void sign(const Thinking &thinking)
    {
        if (isRedacted(thinking))
            return begin();
        if (!m_begun && thinking.signature.empty())
            return;
        const bool native = thinking.madeIn == Dialect::AnthropicMessages;
        delta("signature_delta", "signature",
            native ? thinking.signature : wrapSignature(thinking, m_terms.model));
    }

    AnswerTerms m_terms;
    Losses &m_losses;
    Part m_head;
    Finish m_finish;
    std::int64_t m_index = 0;
    bool m_begun = false;
};

} // namespace

std::unique_ptr<StreamDecoder> makeDecoder()
{
    return std::make_unique<Decoder>();
}

std::unique_ptr<StreamEncoder> makeEncoder(const AnswerTerms &terms, Losses &losses)
{
    return std::make_unique<Encoder>(terms, losses);
}

} // namespace slipswitch::dialect::anthropic
