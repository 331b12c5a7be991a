#include "core/dialect/Citations.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/openai/Responses.h"

namespace slipswitch::dialect::responses {

namespace {

std::string failureBody(const Failure &failure)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("code", failure.code.empty() ? "server_error" : failure.code);
    out.field("message", failure.message).endObject();
    return body;
}

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
        for (const auto *type : {"response.created", "response.in_progress"}) {
            event(type, [&](JsonWriter &out) {
                out.key("response");
                encodeResponse(out, m_head, m_terms, Status::InProgress, {}, {}, nullptr);
            });
        }
    }

    void partBegan(const Part &head) override
    {
        m_part = head;
        m_begun = false;
        m_likelihoods.clear();
        if (const auto *text = std::get_if<Text>(&head.body)) {
            m_likelihoods = text->likelihoods;
            growText(text->text);
        } else if (const auto *refusal = std::get_if<Refusal>(&head.body))
            growText(refusal->text);
        else if (const auto *thinking = std::get_if<Thinking>(&head.body))
            growText(thinking->text);
        else if (const auto *call = std::get_if<ToolCall>(&head.body)) {
            begin();
            if (!call->arguments.empty())
                growArguments(call->arguments);
        }
    }

    void partGrew(Grown what, std::string_view more) override
    {
        if (!grow(m_part, what, more))
            return;
        if (what == Grown::Text)
            growText(more);
        else if (what == Grown::Arguments)
            growArguments(more);
        else if (what == Grown::Likelihood && !isRefusal())
            m_likelihoods.emplace_back(more);
    }

    void partEnded() override
    {
        const auto *thinking = std::get_if<Thinking>(&m_part.body);
        if (thinking && !thinking->signature.empty())
            begin();
        if (!m_begun && !isWhole())
            return;
        RawJson item;
        JsonWriter writer(item);
        if (!encodeOutputItem(writer, m_part, m_terms, m_output.size(), m_losses))
            return;
        if (!m_begun)
            event("response.output_item.added",
                [&](JsonWriter &out) { out.fieldNumber("output_index", index()).fieldRaw("item", item); });
        close();
        event("response.output_item.done",
            [&](JsonWriter &out) { out.fieldNumber("output_index", index()).fieldRaw("item", item); });
        m_output.push_back(std::move(item));
        m_begun = false;
    }

    void finished(const Finish &finish) override { m_finish = finish; }

    void complete(const domain::Usage &usage) override
    {
        const auto status = statusOf(m_finish);
        event(status == Status::Incomplete ? "response.incomplete" : "response.completed",
            [&](JsonWriter &out) {
                encodeResponse(out.key("response"), m_head, m_terms, status, m_finish, m_output, &usage);
            });
    }

    void failed(const Failure &failure) override
    {
        event("response.failed", [&](JsonWriter &out) {
            out.key("response").beginObject().field("id", responseId(m_terms)).field("object", "response");
            out.fieldNumber("created_at", m_terms.created).field("status", "failed");
            out.fieldRaw("error", failureBody(failure)).field("model", m_terms.model);
            out.key("output").beginArray().endArray().endObject();
        });
        m_out += failureEvent(failure);
    }

private:
    template <typename Write>
    void event(std::string_view type, Write write)
    {
        m_out.append("event: ").append(type).append("\ndata: ");
        JsonWriter out(m_out);
        out.beginObject().field("type", type);
        write(out);
        out.fieldNumber("sequence_number", m_sequence++).endObject();
        m_out += "\n\n";
    }

    [[nodiscard]] std::int64_t index() const { return static_cast<std::int64_t>(m_output.size()); }
    [[nodiscard]] std::string id() const { return itemId(m_part, m_terms, m_output.size()); }
    /// Comes whole, without deltas.
    [[nodiscard]] bool isWhole() const
    {
        return std::holds_alternative<Foreign>(m_part.body) || std::holds_alternative<Media>(m_part.body);
    }

    void place(JsonWriter &out, std::string_view inner = "content_index") const
    {
        out.field("item_id", id()).fieldNumber("output_index", index());
        if (!inner.empty())
            out.fieldNumber(inner, 0);
    }

    void begin()
    {
        if (std::exchange(m_begun, true))
            return;
        event("response.output_item.added", [&](JsonWriter &out) {
            out.fieldNumber("output_index", index()).key("item").beginObject().field("id", id());
            if (std::holds_alternative<Thinking>(m_part.body))
                out.field("type", "reasoning").key("summary").beginArray().endArray();
            else if (const auto *call = std::get_if<ToolCall>(&m_part.body))
                callHead(out, *call);
            else
                out.field("type", "message")
                    .field("status", "in_progress")
                    .field("role", "assistant")
                    .key("content")
                    .beginArray()
                    .endArray();
            out.endObject();
        });
    }

    static void callHead(JsonWriter &out, const ToolCall &call)
    {
        out.field("type", call.freeform ? "custom_tool_call" : "function_call")
            .field("status", "in_progress");
        out.field("call_id", call.id).fieldIf("namespace", call.nameSpace).field("name", call.name);
        out.field(call.freeform ? "input" : "arguments", "");
    }

    void growText(std::string_view more)
    {
        if (more.empty())
            return;
        const bool thought = std::holds_alternative<Thinking>(m_part.body);
        if (!m_begun) {
            begin();
            event(thought ? "response.reasoning_summary_part.added" : "response.content_part.added",
                [&](JsonWriter &out) { part(out, {}); });
        }
        event(thought ? "response.reasoning_summary_text.delta"
                      : (isRefusal() ? "response.refusal.delta" : "response.output_text.delta"),
            [&](JsonWriter &out) {
                place(out, thought ? "summary_index" : "content_index");
                out.field("delta", more);
                if (!thought && !isRefusal())
                    writeLikelihoods(out.key("logprobs"), std::exchange(m_likelihoods, {}));
            });
    }

    [[nodiscard]] bool isRefusal() const { return std::holds_alternative<Refusal>(m_part.body); }

    void part(JsonWriter &out, std::string_view text) const
    {
        const bool thought = std::holds_alternative<Thinking>(m_part.body);
        place(out, thought ? "summary_index" : "content_index");
        out.key("part").beginObject();
        if (thought)
            out.field("type", "summary_text").field("text", text);
        else if (isRefusal())
            out.field("type", "refusal").field("refusal", text);
        else
            outputText(out, text);
        out.endObject();
    }

    void outputText(JsonWriter &out, std::string_view text) const
    {
        out.field("type", "output_text").field("text", text).key("annotations").beginArray().endArray();
        const auto &likelihoods = std::get<Text>(m_part.body).likelihoods;
        if (!text.empty() && !likelihoods.empty())
            writeLikelihoods(out.key("logprobs"), likelihoods);
    }

    void growArguments(std::string_view more)
    {
        const bool freeform = std::get<ToolCall>(m_part.body).freeform;
        event(freeform ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta",
            [&](JsonWriter &out) {
                place(out, {});
                out.field("delta", more);
            });
    }

    /// The part is complete: its text once more, as the dialect has it.
    void close()
    {
        if (const auto *call = std::get_if<ToolCall>(&m_part.body)) {
            event(call->freeform ? "response.custom_tool_call_input.done"
                                 : "response.function_call_arguments.done",
                [&](JsonWriter &out) {
                    place(out, {});
                    out.field(call->freeform ? "input" : "arguments",
                        call->arguments.empty() && !call->freeform ? "{}" : call->arguments);
                });
        } else if (const auto *thinking = std::get_if<Thinking>(&m_part.body)) {
            if (!thinking->text.empty())
                closeText("response.reasoning_summary_text.done", "response.reasoning_summary_part.done",
                    "text", thinking->text);
        } else if (const auto *refusal = std::get_if<Refusal>(&m_part.body)) {
            closeText("response.refusal.done", "response.content_part.done", "refusal", refusal->text);
        } else if (const auto *text = std::get_if<Text>(&m_part.body)) {
            annotate(*text);
            closeText("response.output_text.done", "response.content_part.done", "text", text->text);
        }
    }

    /// Behind their text, when it is known how far it goes; what gets lost is noted with the whole item.
    void annotate(const Text &text)
    {
        std::int64_t number = 0;
        for (const auto &citation : text.citations) {
            const auto known
                = citationFor(Dialect::OpenAiResponses, text.citedIn, citation, {0, charactersIn(text.text)});
            if (known.empty())
                continue;
            event("response.output_text.annotation.added", [&](JsonWriter &out) {
                place(out);
                out.fieldNumber("annotation_index", number++).fieldRaw("annotation", known);
            });
        }
    }

    void closeText(
        std::string_view done, std::string_view partDone, std::string_view member, std::string_view text)
    {
        const bool thought = std::holds_alternative<Thinking>(m_part.body);
        event(done, [&](JsonWriter &out) {
            place(out, thought ? "summary_index" : "content_index");
            out.field(member, text);
            if (const auto *said = std::get_if<Text>(&m_part.body))
                writeLikelihoods(out.key("logprobs"), said->likelihoods);
        });
        event(partDone, [&](JsonWriter &out) { part(out, text); });
    }

    AnswerTerms m_terms;
    Losses &m_losses;
    AnswerHead m_head;
    Finish m_finish;
    Part m_part;
    std::vector<RawJson> m_output;
    std::vector<RawJson> m_likelihoods; ///< of the tokens that come next
    std::int64_t m_sequence = 0;
    bool m_begun = false;
};

} // namespace

std::unique_ptr<StreamEncoder> makeEncoder(const AnswerTerms &terms, Losses &losses)
{
    return std::make_unique<Encoder>(terms, losses);
}

std::string encodeFailure(const Failure &failure)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().key("error").beginObject().field("message", failure.message);
    out.field("type", failure.type.empty() ? "upstream_error" : failure.type).fieldNull("param").key("code");
    if (failure.code.empty())
        out.null();
    else
        out.string(failure.code);
    out.endObject().endObject();
    return body;
}

/// The SDK goes by the event's name.
std::string failureEvent(const Failure &failure)
{
    std::string event = "event: error\ndata: ";
    JsonWriter out(event);
    out.beginObject()
        .field("type", "error")
        .field("code", failure.code.empty() ? "server_error" : failure.code);
    out.field("message", failure.message).fieldNull("param").fieldNumber("sequence_number", 0).endObject();
    return event + "\n\n";
}

} // namespace slipswitch::dialect::responses
