#include "core/dialect/Citations.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/Sequencer.h"
#include "core/dialect/openai/Chat.h"
#include "core/dialect/openai/ThinkTags.h"

namespace slipswitch::dialect::chat {

namespace {

const Part textHead {Text {{}, {}, Dialect::OpenAiChat}};

/// Reads chunks. Providers differ in what they repeat, leave out and put where; only what is there counts.
class Decoder final : public StreamDecoder
{
public:
    void event(std::string_view data, EventSink &sink) override
    {
        if (data == "[DONE]") {
            if (m_reason == StopReason::Unknown)
                m_reason = StopReason::Stop; // a server that ends well but does not say why
            return;
        }
        const auto tree = JsonTree::parse(data);
        if (!tree)
            return fail(sink, "The provider sent an event that is not JSON.");
        const auto root = tree->root();
        if (const auto error = root["error"])
            return fail(sink, error.isString() ? error.text() : error["message"].text(), error);
        const auto choices = root["choices"];
        const bool empty = !choices.isArray() || choices.size() == 0;
        if (empty && root["id"].text().empty())
            return; // Azure's first chunk: filter results only
        start(root, sink);
        if (!empty)
            choice(*choices.begin(), sink);
    }

    void end(EventSink &sink) override
    {
        settleTags(sink);
        m_parts.endAll(sink);
        finish(sink);
    }

private:
    void fail(EventSink &sink, std::string_view message, JsonValue error = {})
    {
        settleTags(sink);
        m_parts.endAll(sink);
        const auto code = error["code"];
        sink.failed({0, message.empty() ? error.raw() : std::string(message),
            std::string(error["type"].text()), std::string(code.isNumber() ? code.number() : code.text())});
    }

    void start(JsonValue root, EventSink &sink)
    {
        if (std::exchange(m_started, true))
            return;
        sink.started(
            {std::string(root["id"].text()), std::string(root["model"].text()), root["created"].integer()});
    }

    void choice(JsonValue choice, EventSink &sink)
    {
        if (choice["index"].integer() != 0)
            return; // one answer is what other dialects can tell of
        const auto delta = choice["delta"];
        const auto thought = delta["reasoning_content"] ? delta["reasoning_content"] : delta["reasoning"];
        Thinking thinking;
        thinking.madeIn = Dialect::OpenAiChat;
        if (!thought.text().empty())
            settleTags(sink); // who has a field for thoughts uses no tags
        grow("thought", Part {thinking}, thought.text(), sink);
        likelihoods(choice["logprobs"], sink);
        content(delta["content"], sink);
        for (const auto annotation : delta["annotations"])
            m_parts.grow("text", Grown::Citation, annotation.raw(), sink);
        grow("refusal", Part {Refusal {}}, delta["refusal"].text(), sink);
        if (delta["tool_calls"].size() > 0)
            settleTags(sink);
        for (const auto call : delta["tool_calls"])
            toolCall(call, sink);
        if (const auto call = delta["function_call"])
            onlyCall(call, sink);
        if (const auto reason = choice["finish_reason"].text(); !reason.empty())
            m_reason = stopReason(reason);
    }

    /// Mostly a text; some providers send parts, thoughts among them.
    void content(JsonValue content, EventSink &sink)
    {
        if (content.isString() && !m_tags.isOver()) {
            for (const auto &piece : m_tags.feed(content.text()))
                tell(piece, sink);
            return;
        }
        grow("text", textHead, content.text(), sink);
        if (!content.isArray())
            return;
        for (const auto part : content) {
            if (part["type"].text() != "thinking") {
                grow("text", textHead, part["text"].text(), sink);
                continue;
            }
            Thinking thinking;
            thinking.madeIn = Dialect::OpenAiChat;
            for (const auto piece : part["thinking"])
                grow("thought", Part {thinking}, piece["text"].text(), sink);
        }
    }

    void tell(const ThinkTags::Piece &piece, EventSink &sink)
    {
        if (piece.isThought)
            grow("thought", Part {taggedThought({})}, piece.text, sink);
        else
            grow("text", textHead, piece.text, sink);
    }

    void settleTags(EventSink &sink)
    {
        for (const auto &piece : m_tags.finish())
            tell(piece, sink);
    }

    /// Of tokens that may still turn out to be no text: they wait for it.
    void likelihoods(JsonValue logprobs, EventSink &sink)
    {
        for (auto &token : likelihoodsIn(logprobs["content"]))
            m_likelihoods.push_back(std::move(token));
        const auto refused = likelihoodsIn(logprobs["refusal"]);
        if (!refused.empty() && !m_parts.has("refusal"))
            m_parts.begin("refusal", Part {Refusal {}}, sink);
        for (const auto &token : refused)
            m_parts.grow("refusal", Grown::Likelihood, token, sink);
    }

    void grow(std::string_view key, const Part &head, std::string_view more, EventSink &sink)
    {
        if (more.empty())
            return;
        if (!m_parts.has(key))
            m_parts.begin(key, head, sink);
        if (key == "text") {
            for (const auto &token : std::exchange(m_likelihoods, {}))
                m_parts.grow(key, Grown::Likelihood, token, sink);
        }
        m_parts.grow(key, Grown::Text, more, sink);
    }

    /// A call is known by its index; servers that give none send each call whole, with an id.
    void toolCall(JsonValue call, EventSink &sink)
    {
        const auto id = call["id"].text();
        const bool freeform = call["type"].text() == "custom" || call["custom"];
        const auto function = call[freeform ? "custom" : "function"];
        auto key = "call " + std::string(call["index"].number());
        if (!call["index"].isNumber())
            key = id.empty() ? m_lastCall : "call id " + std::string(id);
        // The same index again with another id is another call.
        const bool another = !id.empty() && key == m_lastCall && id != m_lastId && !m_lastId.empty();
        if (another)
            m_parts.end(key, sink);
        if (!m_parts.has(key) && (!function["name"].text().empty() || !id.empty())) {
            ToolCall begun;
            begun.id = id; // who has none is given one that no other answer has
            begun.name = function["name"].text();
            begun.freeform = freeform;
            sign(begun, call["extra_content"]["google"]["thought_signature"].text(), Dialect::OpenAiChat);
            ++m_calls;
            m_parts.begin(key, Part {std::move(begun)}, sink);
        }
        m_lastCall = key;
        if (!id.empty())
            m_lastId = id;
        const auto arguments = function[freeform ? "input" : "arguments"];
        m_parts.grow(key, Grown::Arguments,
            arguments.isObject() ? arguments.raw() : std::string(arguments.text()), sink);
    }

    /// Before there were tools: one call, without an id. Some servers have the member always, empty.
    void onlyCall(JsonValue function, EventSink &sink)
    {
        constexpr std::string_view key = "function";
        if (!m_parts.has(key) && !function["name"].text().empty()) {
            ToolCall begun;
            begun.name = function["name"].text();
            ++m_calls;
            m_parts.begin(key, Part {std::move(begun)}, sink);
        }
        if (m_parts.has(key))
            m_parts.grow(key, Grown::Arguments, function["arguments"].text(), sink);
    }

    void finish(EventSink &sink)
    {
        if (m_reason == StopReason::Unknown || std::exchange(m_finished, true))
            return;
        // Several servers say "stop" after tool calls.
        if (m_calls > 0 && m_reason == StopReason::Stop)
            m_reason = StopReason::ToolCalls;
        sink.finished({m_reason, {}});
    }

    Sequencer m_parts;
    ThinkTags m_tags;
    std::vector<RawJson> m_likelihoods;
    bool m_started = false, m_finished = false;
    int m_calls = 0;
    std::string m_lastCall, m_lastId;
    StopReason m_reason = StopReason::Unknown;
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
        m_head = head;
        m_head.id = orOwnId(head.id, "chatcmpl-", m_terms.id);
        if (m_head.model.empty())
            m_head.model = m_terms.model;
        if (m_head.created == 0)
            m_head.created = m_terms.created;
        delta([](JsonWriter &out) { out.field("role", "assistant").field("content", ""); });
    }

    void partBegan(const Part &head) override
    {
        m_part = &kinds[head.body.index()];
        if (const auto *call = std::get_if<ToolCall>(&head.body)) {
            ++m_calls;
            m_freeform = call->freeform;
            delta([&](JsonWriter &out) { callHead(out, *call); });
        } else if (const auto *text = std::get_if<Text>(&head.body)) {
            m_citedIn = text->citedIn;
            m_likelihoods = text->likelihoods;
            partGrew(Grown::Text, text->text);
            m_citations = text->citations;
        } else if (const auto *refusal = std::get_if<Refusal>(&head.body)) {
            m_likelihoods = refusal->likelihoods;
            partGrew(Grown::Text, refusal->text);
        } else if (const auto *thinking = std::get_if<Thinking>(&head.body)) {
            partGrew(Grown::Text, thinking->text);
        } else if (const auto *other = std::get_if<Foreign>(&head.body)) {
            m_losses.note(other->what + " dropped");
        } else if (std::holds_alternative<Media>(head.body)) {
            m_losses.note("media of the answer dropped");
        }
    }

    void partGrew(Grown what, std::string_view more) override
    {
        if (more.empty() || what == Grown::Signature)
            return;
        if (what == Grown::Citation) {
            m_citations.emplace_back(more);
            return;
        }
        if (what == Grown::Likelihood) {
            m_likelihoods.emplace_back(more);
            return;
        }
        if (what == Grown::Arguments) {
            return delta([&](JsonWriter &out) {
                out.key("tool_calls").beginArray().beginObject().fieldNumber("index", m_calls - 1);
                out.key(m_freeform ? "custom" : "function").beginObject();
                out.field(m_freeform ? "input" : "arguments", more).endObject().endObject().endArray();
            });
        }
        if (*m_part == "content")
            m_characters += charactersIn(more);
        if (!m_part->empty())
            delta([&](JsonWriter &out) { out.field(*m_part, more); });
    }

    void partEnded() override
    {
        if (!m_likelihoods.empty())
            delta([](JsonWriter &) { });
        cite();
        m_cited = m_characters;
    }

    void finished(const Finish &finish) override { m_finish = finish; }

    void complete(const domain::Usage &usage) override
    {
        chunk([&](JsonWriter &out) {
            out.key("choices").beginArray().beginObject().fieldNumber("index", 0);
            out.key("delta").beginObject().endObject().fieldNull("logprobs");
            out.field("finish_reason", finishReason(m_finish.reason)).endObject().endArray();
        });
        if (m_terms.wantsUsage) {
            chunk([&](JsonWriter &out) {
                out.key("choices").beginArray().endArray().key("usage");
                encodeUsage(out, usage);
            });
        }
        m_out += "data: [DONE]\n\n";
    }

    void failed(const Failure &failure) override { m_out += failureEvent(failure); }

private:
    /// Where the text of a part goes, in the order of Part's alternatives.
    static constexpr std::string_view kinds[] = {"content", "refusal", "", "reasoning_content", "", "", ""};

    template <typename Write>
    void chunk(Write write)
    {
        m_out += "data: ";
        JsonWriter out(m_out);
        out.beginObject().field("id", m_head.id).field("object", "chat.completion.chunk");
        out.fieldNumber("created", m_head.created).field("model", m_head.model);
        write(out);
        out.endObject();
        m_out += "\n\n";
    }

    template <typename Write>
    void delta(Write write)
    {
        chunk([&](JsonWriter &out) {
            out.key("choices").beginArray().beginObject().fieldNumber("index", 0);
            out.key("delta").beginObject();
            write(out);
            out.endObject().key("logprobs");
            const bool refused = *m_part == "refusal";
            const auto tokens = std::exchange(m_likelihoods, {});
            const std::vector<RawJson> none;
            writeLikelihoods(out, refused ? none : tokens, refused ? tokens : none);
            out.fieldNull("finish_reason").endObject().endArray();
        });
    }

    /// Behind their text, when it is known how far it goes.
    void cite()
    {
        for (const auto &citation : std::exchange(m_citations, {})) {
            const auto known = citationFor(Dialect::OpenAiChat, m_citedIn, citation, {m_cited, m_characters});
            if (known.empty())
                m_losses.note("citations dropped");
            else
                delta([&](JsonWriter &out) { out.key("annotations").beginArray().raw(known).endArray(); });
        }
    }

    void callHead(JsonWriter &out, const ToolCall &call) const
    {
        out.key("tool_calls").beginArray().beginObject().fieldNumber("index", m_calls - 1);
        writeCall(out.field("id", call.id), call.freeform, nameForClient(call), call.arguments);
        out.endObject().endArray();
    }

    AnswerTerms m_terms;
    Losses &m_losses;
    AnswerHead m_head;
    Finish m_finish;
    Dialect m_citedIn = Dialect::None; ///< of the part
    std::vector<RawJson> m_likelihoods; ///< of the tokens that come next
    std::vector<RawJson> m_citations; ///< of the part
    std::size_t m_characters = 0, m_cited = 0; ///< of the text so far, and up to the part
    const std::string_view *m_part = &kinds[2];
    int m_calls = 0;
    bool m_freeform = false; ///< the call that is told
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

} // namespace slipswitch::dialect::chat
