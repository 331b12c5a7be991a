#include "core/dialect/Citations.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/openai/Chat.h"
#include "core/dialect/openai/Completions.h"

namespace slipswitch::dialect::completions {

namespace {

/// Four lists side by side, as this API has them.
class Likelihoods
{
public:
    /// @param offset  of the first token in the text, in characters
    Likelihoods(const std::vector<RawJson> &tokens, std::size_t offset)
    {
        for (const auto &token : tokens)
            add(token, offset);
    }

    void write(JsonWriter &out) const
    {
        out.beginObject().fieldRaw("tokens", m_tokens + ']').fieldRaw("token_logprobs", m_chances + ']');
        out.fieldRaw("top_logprobs", m_tops + ']').fieldRaw("text_offset", m_offsets + ']').endObject();
    }

private:
    void add(const RawJson &token, std::size_t &offset)
    {
        const auto tree = JsonTree::parse(token);
        if (!tree)
            return;
        const auto root = tree->root();
        for (auto *list : {&m_tokens, &m_chances, &m_tops, &m_offsets}) {
            if (list->size() > 1)
                *list += ',';
        }
        appendQuoted(m_tokens, root["token"].text());
        m_chances += root["logprob"].raw();
        m_offsets += std::to_string(offset);
        JsonWriter top(m_tops);
        top.beginObject();
        for (const auto alternative : root["top_logprobs"])
            top.fieldRaw(alternative["token"].text(), alternative["logprob"].raw());
        top.endObject();
        offset += charactersIn(root["token"].text());
    }

    std::string m_tokens = "[", m_chances = "[", m_tops = "[", m_offsets = "[";
};

void writeHead(JsonWriter &out, const AnswerHead &head, const AnswerTerms &terms)
{
    out.beginObject().field("id", orOwnId(head.id, "cmpl-", terms.id)).field("object", "text_completion");
    out.fieldNumber("created", head.created > 0 ? head.created : terms.created);
    out.field("model", head.model.empty() ? terms.model : head.model);
}

struct Choice
{
    std::string_view text;
    std::vector<RawJson> tokens; ///< their likelihoods
    std::size_t offset = 0; ///< of the text, in characters
    std::string_view reason; ///< empty: more follows
};

void writeChoice(JsonWriter &out, const Choice &choice)
{
    out.key("choices").beginArray().beginObject().field("text", choice.text).fieldNumber("index", 0);
    out.key("logprobs");
    if (choice.tokens.empty())
        out.null();
    else
        Likelihoods(choice.tokens, choice.offset).write(out);
    out.key("finish_reason");
    if (choice.reason.empty())
        out.null();
    else
        out.string(choice.reason);
    out.endObject().endArray();
}

/// @return  the text of a part; what it has besides is noted
std::string_view textOf(const Part &part, Losses &losses)
{
    if (const auto *text = std::get_if<Text>(&part.body)) {
        losses.dropped(text->citations, "citations");
        return text->text;
    }
    if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
        losses.dropped(refusal->likelihoods, "logprobs of a refusal");
        return refusal->text;
    }
    if (std::holds_alternative<Thinking>(part.body))
        losses.note("thinking dropped: completions have no place for it");
    else if (const auto *other = std::get_if<Foreign>(&part.body))
        losses.note(other->what + " dropped");
    else
        losses.note("media of the answer dropped");
    return {};
}

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
        m_isText = std::holds_alternative<Text>(head.body) || std::holds_alternative<Refusal>(head.body);
        if (const auto *text = std::get_if<Text>(&head.body))
            m_likelihoods = text->likelihoods;
        tell(textOf(head, m_losses));
    }

    void partGrew(Grown what, std::string_view more) override
    {
        if (!m_isText)
            return;
        if (what == Grown::Text)
            tell(more);
        else if (what == Grown::Likelihood)
            m_likelihoods.emplace_back(more);
        else if (what == Grown::Citation)
            m_losses.note("citations dropped");
    }

    void partEnded() override
    {
        if (!m_likelihoods.empty())
            choice({}, {});
    }

    void finished(const Finish &finish) override { m_finish = finish; }

    void complete(const domain::Usage &usage) override
    {
        choice({}, chat::finishReason(m_finish.reason));
        if (m_terms.wantsUsage) {
            chunk([&](JsonWriter &out) {
                out.key("choices").beginArray().endArray().key("usage");
                chat::encodeUsage(out, usage);
            });
        }
        m_out += "data: [DONE]\n\n";
    }

    void failed(const Failure &failure) override { m_out += chat::failureEvent(failure); }

private:
    template <typename Write>
    void chunk(Write write)
    {
        m_out += "data: ";
        JsonWriter out(m_out);
        writeHead(out, m_head, m_terms);
        write(out);
        out.endObject();
        m_out += "\n\n";
    }

    void choice(std::string_view text, std::string_view reason)
    {
        chunk([&](JsonWriter &out) {
            writeChoice(out, {text, std::exchange(m_likelihoods, {}), m_characters, reason});
        });
    }

    void tell(std::string_view more)
    {
        if (more.empty())
            return;
        choice(more, {});
        m_characters += charactersIn(more);
    }

    AnswerTerms m_terms;
    Losses &m_losses;
    AnswerHead m_head;
    Finish m_finish;
    std::vector<RawJson> m_likelihoods; ///< of the tokens that come next
    std::size_t m_characters = 0; ///< of the text so far
    bool m_isText = false;
};

} // namespace

std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses)
{
    std::string text, body;
    for (const auto &part : answer.parts)
        text += textOf(part, losses);
    JsonWriter out(body);
    writeHead(out, answer.head, terms);
    writeChoice(out, {text, likelihoodsOf(answer), 0, chat::finishReason(answer.finish.reason)});
    if (usage.known) {
        out.key("usage");
        chat::encodeUsage(out, usage);
    }
    out.endObject();
    return body;
}

std::unique_ptr<StreamEncoder> makeEncoder(const AnswerTerms &terms, Losses &losses)
{
    return std::make_unique<Encoder>(terms, losses);
}

} // namespace slipswitch::dialect::completions
