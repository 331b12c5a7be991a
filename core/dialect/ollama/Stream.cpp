#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/ollama/Chat.h"

namespace slipswitch::dialect::ollama {

namespace {

/// Reads lines, each an answer of its own: texts and thoughts of the same kind go on, calls come whole.
class Decoder final : public StreamDecoder
{
public:
    void event(std::string_view data, EventSink &sink) override
    {
        if (m_failed)
            return;
        const auto tree = JsonTree::parse(data);
        if (!tree)
            return fail(sink, {0, "The provider sent a line that is not JSON.", {}, {}});
        const auto root = tree->root();
        if (root["error"])
            return fail(sink, decodeFailure(data, 0));
        if (!std::exchange(m_started, true))
            sink.started({{}, std::string(root["model"].text()), 0});
        // /api/generate has no message: what is said stands beside the rest.
        const auto said = root["message"] ? root["message"] : root;
        grow(Open::Thought, said["thinking"].text(), sink);
        const auto text = (root["message"] ? said["content"] : root["response"]).text();
        m_likelihoods = text.empty() ? std::vector<RawJson>() : likelihoodsIn(root["logprobs"]);
        grow(Open::Text, text, sink);
        for (const auto call : said["tool_calls"])
            take(decodeCall(call), sink);
        if (!root["done"].isTrue())
            return;
        m_done = true;
        m_reason = stopReason(root["done_reason"].text());
    }

    void end(EventSink &sink) override
    {
        close(sink);
        if (!m_done || m_failed || std::exchange(m_finished, true))
            return;
        if (m_calls && m_reason == StopReason::Stop)
            m_reason = StopReason::ToolCalls;
        sink.finished({m_reason, {}});
    }

private:
    enum class Open : std::uint8_t
    {
        Nothing,
        Text,
        Thought
    };

    void fail(EventSink &sink, const Failure &failure)
    {
        close(sink);
        m_failed = true;
        sink.failed(failure);
    }

    void take(ToolCall call, EventSink &sink)
    {
        close(sink);
        m_calls = true;
        sink.partBegan({std::move(call)});
        sink.partEnded();
    }

    void grow(Open kind, std::string_view more, EventSink &sink)
    {
        if (more.empty())
            return;
        if (m_open != kind) {
            close(sink);
            Thinking thinking;
            thinking.madeIn = Dialect::Ollama;
            sink.partBegan(kind == Open::Text ? Part {Text {}} : Part {thinking});
            m_open = kind;
        }
        if (kind == Open::Text) {
            for (const auto &token : std::exchange(m_likelihoods, {}))
                sink.partGrew(Grown::Likelihood, token);
        }
        sink.partGrew(Grown::Text, more);
    }

    void close(EventSink &sink)
    {
        if (std::exchange(m_open, Open::Nothing) != Open::Nothing)
            sink.partEnded();
    }

    StopReason m_reason = StopReason::Stop;
    Open m_open = Open::Nothing;
    std::vector<RawJson> m_likelihoods; ///< of this line; of thoughts there is no place for them
    bool m_started = false, m_done = false, m_finished = false, m_failed = false, m_calls = false;
};

class Encoder final : public StreamEncoder
{
public:
    Encoder(const AnswerTerms &terms, Losses &losses)
        : m_terms(terms)
        , m_losses(losses)
    { }

    void started(const AnswerHead &head) override { m_head = head; }

    void partBegan(const Part &head) override
    {
        m_part = head;
        if (const auto *text = std::get_if<Text>(&head.body)) {
            m_losses.dropped(text->citations, "citations");
            m_likelihoods = text->likelihoods;
            tell(text->text);
        } else if (const auto *refusal = std::get_if<Refusal>(&head.body)) {
            m_likelihoods = refusal->likelihoods;
            tell(refusal->text);
        } else if (const auto *thinking = std::get_if<Thinking>(&head.body)) {
            tell(thinking->text);
        } else if (const auto *other = std::get_if<Foreign>(&head.body)) {
            m_losses.note(other->what + " dropped");
        } else if (std::holds_alternative<Media>(head.body)) {
            m_losses.note("media of the answer dropped");
        }
    }

    void partGrew(Grown what, std::string_view more) override
    {
        if (what == Grown::Text)
            tell(more);
        else if (what == Grown::Citation)
            m_losses.note("citations dropped");
        else if (what == Grown::Likelihood)
            m_likelihoods.emplace_back(more);
        else
            grow(m_part, what, more);
    }

    /// Calls have no deltas here: they are told whole.
    void partEnded() override
    {
        if (!m_likelihoods.empty())
            said([&](JsonWriter &out) { out.field(m_terms.generates ? "response" : "content", ""); });
        const auto *call = std::get_if<ToolCall>(&m_part.body);
        if (!call)
            return;
        said([&](JsonWriter &out) {
            out.field(m_terms.generates ? "response" : "content", "").key("tool_calls").beginArray();
            writeCall(out, *call, nameForClient(*call), m_calls++, m_losses);
            out.endArray();
        });
    }

    void finished(const Finish &finish) override { m_finish = finish; }

    void complete(const domain::Usage &usage) override
    {
        line([&](JsonWriter &out) {
            if (m_terms.generates)
                out.field("response", "");
            else
                out.key("message").beginObject().field("role", "assistant").field("content", "").endObject();
            writeEnd(out, m_finish, usage);
        });
    }

    void failed(const Failure &failure) override { m_out += failureEvent(failure); }

private:
    template <typename Write>
    void line(Write write)
    {
        JsonWriter out(m_out);
        out.beginObject();
        writeHead(out, m_head, m_terms);
        write(out);
        out.endObject();
        m_out += '\n';
    }

    /// Members of the message, or of the line itself.
    template <typename Write>
    void said(Write write)
    {
        line([&](JsonWriter &out) {
            if (!m_terms.generates)
                out.key("message").beginObject().field("role", "assistant");
            write(out);
            if (!m_terms.generates)
                out.endObject();
            if (!m_likelihoods.empty())
                writeLikelihoods(out.key("logprobs"), std::exchange(m_likelihoods, {}));
            out.fieldBool("done", false);
        });
    }

    void tell(std::string_view more)
    {
        if (more.empty())
            return;
        const bool thought = std::holds_alternative<Thinking>(m_part.body);
        said([&](JsonWriter &out) {
            out.field(m_terms.generates ? "response" : "content", thought ? std::string_view() : more);
            if (thought)
                out.field("thinking", more);
        });
    }

    AnswerTerms m_terms;
    Losses &m_losses;
    AnswerHead m_head;
    Finish m_finish;
    Part m_part;
    std::vector<RawJson> m_likelihoods; ///< of the tokens that come next
    int m_calls = 0;
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

} // namespace slipswitch::dialect::ollama
