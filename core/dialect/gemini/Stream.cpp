#include "core/dialect/Rules.h"
#include "core/dialect/gemini/Generate.h"

namespace slipswitch::dialect::gemini {

namespace {

/// Reads chunks, each a whole answer of its own: texts and thoughts of the same kind go on, calls come whole.
class Decoder final : public StreamDecoder
{
public:
    void event(std::string_view data, EventSink &sink) override
    {
        const auto tree = JsonTree::parse(data);
        if (!tree || m_failed)
            return m_failed ? void()
                            : fail(sink, {0, "The provider sent an event that is not JSON.", {}, {}});
        const auto root = tree->root();
        if (root["error"])
            return fail(sink, decodeFailure(data, 0));
        start(root, sink);
        const auto candidates = root["candidates"];
        if (candidates.size() > 0)
            candidate(*candidates.begin(), sink);
        if (root["promptFeedback"]["blockReason"])
            m_reason = StopReason::Filtered;
    }

    void end(EventSink &sink) override
    {
        close(sink);
        if (m_reason == StopReason::Unknown || m_failed || std::exchange(m_finished, true))
            return;
        if (m_calls && m_reason == StopReason::Stop)
            m_reason = StopReason::ToolCalls;
        if (m_search) {
            sink.partBegan({std::move(*m_search)});
            sink.partEnded();
        }
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

    void start(JsonValue root, EventSink &sink)
    {
        if (std::exchange(m_started, true))
            return;
        m_id = root["responseId"].text();
        sink.started({m_id, std::string(root["modelVersion"].text()), 0});
    }

    void candidate(JsonValue candidate, EventSink &sink)
    {
        if (candidate["index"].integer() != 0)
            return;
        m_likelihoods = readLogprobsResult(candidate["logprobsResult"]);
        for (const auto part : candidate["content"]["parts"])
            take(decodePart(part), sink);
        ground(candidate["groundingMetadata"], sink);
        // The call it began was no call: there is nothing to go on with. One of a tool that nobody offered
        // may be whole, and the client has words for that.
        if (const auto word = candidate["finishReason"].text(); isBroken(word) && !m_calls) {
            std::string said(candidate["finishMessage"].text());
            if (said.empty())
                said = "The model's answer broke off: " + std::string(word);
            return fail(sink, {0, std::move(said), std::string(word), {}});
        }
        if (const auto reason = stopReason(candidate["finishReason"]); reason != StopReason::Unknown)
            m_reason = reason;
    }

    /// Told with the last of the text, mostly in a chunk of its own.
    void ground(JsonValue grounding, EventSink &sink)
    {
        const auto citations = citationsIn(grounding, m_said);
        if (!citations.empty() && m_open != Open::Text) {
            close(sink);
            sink.partBegan(textHead());
            m_open = Open::Text;
        }
        for (const auto &citation : citations)
            sink.partGrew(Grown::Citation, citation);
        if (auto search = searchIn(grounding, m_id))
            m_search = std::move(search);
    }

    static Part textHead() { return {Text {{}, {}, Dialect::OpenAiResponses}}; }

    static bool isBroken(std::string_view word)
    {
        return word.starts_with("MALFORMED_") || word.ends_with("_TOOL_CALL") || word.ends_with("_TOOL_CALLS")
            || word == "MISSING_THOUGHT_SIGNATURE";
    }

    void take(Part part, EventSink &sink)
    {
        if (const auto *text = std::get_if<Text>(&part.body))
            return grow(Open::Text, textHead(), text->text, text->signature, sink);
        if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
            Thinking head;
            head.madeIn = Dialect::Gemini;
            return grow(Open::Thought, {head}, thinking->text, thinking->signature, sink);
        }
        close(sink);
        m_calls = m_calls || std::holds_alternative<ToolCall>(part.body);
        sink.partBegan(part);
        sink.partEnded();
    }

    void grow(Open kind, const Part &head, std::string_view more, std::string_view signature, EventSink &sink)
    {
        if (more.empty() && signature.empty())
            return;
        if (m_open != kind) {
            close(sink);
            sink.partBegan(head);
            m_open = kind;
        }
        if (kind == Open::Text) {
            m_said += more;
            for (const auto &token : std::exchange(m_likelihoods, {}))
                sink.partGrew(Grown::Likelihood, token);
        }
        if (!more.empty())
            sink.partGrew(Grown::Text, more);
        if (!signature.empty())
            sink.partGrew(Grown::Signature, signature);
    }

    void close(EventSink &sink)
    {
        if (std::exchange(m_open, Open::Nothing) != Open::Nothing)
            sink.partEnded();
    }

    StopReason m_reason = StopReason::Unknown;
    Open m_open = Open::Nothing;
    std::string m_id; ///< of the answer
    std::string m_said; ///< all texts
    std::optional<Foreign> m_search; ///< told last: it may be told anew with each chunk
    std::vector<RawJson> m_likelihoods; ///< of this chunk
    bool m_started = false, m_finished = false, m_failed = false, m_calls = false;
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
            m_likelihoods = text->likelihoods;
            tell(text->text);
        } else if (const auto *refusal = std::get_if<Refusal>(&head.body)) {
            m_likelihoods = refusal->likelihoods;
            tell(refusal->text);
        } else if (const auto *thinking = std::get_if<Thinking>(&head.body))
            tell(thinking->text);
    }

    void partGrew(Grown what, std::string_view more) override
    {
        if (what == Grown::Text)
            tell(more);
        else if (what == Grown::Likelihood)
            m_likelihoods.emplace_back(more);
        else
            grow(m_part, what, more);
    }

    /// Calls have no deltas here: they are told whole. So is a thought's signature, behind its text.
    void partEnded() override
    {
        if (const auto *text = std::get_if<Text>(&m_part.body))
            addGroundingChunks(*text, m_pages, m_losses);
        if (isText()) {
            if (!m_likelihoods.empty())
                part({Text {}});
        } else if (auto *thinking = std::get_if<Thinking>(&m_part.body)) {
            thinking->text.clear();
            const bool ofOthers = thinking->madeIn != Dialect::Gemini && thinking->madeIn != Dialect::None;
            if (!thinking->signature.empty() || ofOthers) // who made it is said in the same place
                part(m_part);
        } else {
            part(m_part);
        }
    }

    void finished(const Finish &finish) override { m_finish = finish; }

    void complete(const domain::Usage &usage) override
    {
        chunk(
            [&](JsonWriter &out) {
                out.key("content").beginObject().key("parts").beginArray();
                out.beginObject().field("text", "").endObject().endArray().field("role", "model").endObject();
                out.field("finishReason", finishReason(m_finish.reason));
                writeGrounding(out, m_pages);
            },
            usage.known ? &usage : nullptr);
        if (m_terms.jsonArray)
            m_out += "]";
    }

    void failed(const Failure &failure) override
    {
        if (!m_terms.jsonArray) {
            m_out += failureEvent(failure);
            return;
        }
        separate();
        m_out += encodeFailure(failure) + "]";
    }

private:
    [[nodiscard]] bool isText() const
    {
        return std::holds_alternative<Text>(m_part.body) || std::holds_alternative<Refusal>(m_part.body);
    }

    void separate() { m_out += std::exchange(m_any, true) ? "," : "["; }

    template <typename Write>
    void chunk(Write write, const domain::Usage *usage = nullptr)
    {
        if (m_terms.jsonArray)
            separate();
        else
            m_out += "data: ";
        JsonWriter out(m_out);
        out.beginObject().key("candidates").beginArray().beginObject();
        write(out);
        out.fieldNumber("index", 0).endObject().endArray();
        if (usage) {
            out.key("usageMetadata");
            encodeUsage(out, *usage);
        }
        out.field("modelVersion", m_head.model.empty() ? m_terms.model : m_head.model);
        out.field("responseId", orOwnId(m_head.id, {}, m_terms.id)).endObject();
        m_out += m_terms.jsonArray ? "\r\n" : "\r\n\r\n";
    }

    void part(const Part &part)
    {
        std::string text;
        JsonWriter writer(text);
        if (!encodePart(writer, part, m_terms.model, m_losses))
            return;
        chunk([&](JsonWriter &out) {
            out.key("content").beginObject().key("parts").beginArray().raw(text).endArray();
            out.field("role", "model").endObject();
            writeLogprobsResult(out, std::exchange(m_likelihoods, {}));
        });
    }

    void tell(std::string_view more)
    {
        if (more.empty())
            return;
        if (std::holds_alternative<Thinking>(m_part.body)) {
            Thinking piece;
            piece.text = more;
            piece.madeIn = Dialect::Gemini; // its signature comes at the end
            part({piece});
        } else {
            part({Text {std::string(more), {}, Dialect::None}});
        }
    }

    AnswerTerms m_terms;
    Losses &m_losses;
    AnswerHead m_head;
    Finish m_finish;
    Part m_part;
    std::vector<RawJson> m_likelihoods; ///< of the tokens that come next
    std::vector<RawJson> m_pages; ///< that were cited
    bool m_any = false;
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

} // namespace slipswitch::dialect::gemini
