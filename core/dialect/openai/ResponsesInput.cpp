#include "core/dialect/Rules.h"
#include "core/dialect/openai/Responses.h"

#include <algorithm>

namespace slipswitch::dialect::responses {

namespace {

constexpr auto own = Dialect::OpenAiResponses;

std::string_view roleName(Role role)
{
    switch (role) {
    case Role::System:
        return "system";
    case Role::Developer:
        return "developer";
    case Role::User:
        return "user";
    case Role::Assistant:
        break;
    }
    return "assistant";
}

class InputWriter
{
public:
    InputWriter(JsonWriter &out, bool ours, const Destination &to, Losses &losses)
        : m_out(out)
        , m_ours(ours)
        , m_to(to)
        , m_losses(losses)
    { }

    /// Runs of texts and media become one message; everything else is an item of its own, in order.
    void message(const Message &message)
    {
        m_role = message.role;
        for (const auto &part : message.parts) {
            if (isContent(part))
                content(part);
            else
                item(part);
        }
        close();
    }

private:
    static bool isContent(const Part &part)
    {
        return std::holds_alternative<Text>(part.body) || std::holds_alternative<Refusal>(part.body)
            || std::holds_alternative<Media>(part.body);
    }

    void open()
    {
        if (std::exchange(m_open, true))
            return;
        m_out.beginObject().field("type", "message").field("role", roleName(m_role));
        m_out.key("content").beginArray();
    }

    void close()
    {
        if (std::exchange(m_open, false))
            m_out.endArray().endObject();
    }

    void content(const Part &part)
    {
        const bool spoken = m_role == Role::Assistant;
        if (spoken && std::holds_alternative<Media>(part.body))
            return m_losses.note("media of an answer dropped: assistants say text only");
        open();
        if (const auto *text = std::get_if<Text>(&part.body)) {
            m_out.beginObject()
                .field("type", spoken ? "output_text" : "input_text")
                .field("text", text->text);
            if (spoken)
                annotations(*text);
            m_out.endObject();
        } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
            m_out.beginObject().field("type", "refusal").field("refusal", refusal->text).endObject();
        } else {
            media(std::get<Media>(part.body));
        }
    }

    void annotations(const Text &text)
    {
        m_out.key("annotations").beginArray();
        for (const auto &citation : text.citations) {
            if (text.citedIn == own)
                m_out.raw(citation);
            else
                m_losses.note("citations dropped");
        }
        m_out.endArray();
    }

    void media(const Media &media)
    {
        m_out.beginObject();
        if (media.kind == Media::Kind::Image) {
            m_out.field("type", "input_image").field("detail", media.detail.empty() ? "auto" : media.detail);
            if (!media.fileId.empty())
                m_out.field("file_id", media.fileId);
            else
                m_out.field("image_url", media.url.empty() ? dataUrl(media) : media.url);
        } else if (!media.text.empty()) {
            m_out.field("type", "input_text").field("text", media.text);
        } else if (media.kind == Media::Kind::Audio) {
            m_out.field("type", "input_audio").key("input_audio").beginObject().field("data", media.data);
            m_out.field("format", media.mediaType.substr(media.mediaType.find('/') + 1)).endObject();
        } else {
            m_out.field("type", "input_file");
            if (!media.fileId.empty())
                m_out.field("file_id", media.fileId);
            else if (!media.url.empty())
                m_out.field("file_url", media.url);
            else
                m_out.field("filename", media.name.empty() ? "document.pdf" : media.name)
                    .field("file_data", dataUrl(media));
        }
        m_out.endObject();
    }

    void item(const Part &part)
    {
        close();
        if (const auto *thinking = std::get_if<Thinking>(&part.body))
            reasoning(*thinking);
        else if (const auto *call = std::get_if<ToolCall>(&part.body))
            toolCall(*call);
        else if (const auto *result = std::get_if<ToolResult>(&part.body))
            toolResult(*result);
        else if (const auto &other = std::get<Foreign>(part.body); other.dialect == own)
            m_out.raw(other.raw);
        else
            m_losses.note(other.what + " dropped");
    }

    void reasoning(const Thinking &thinking)
    {
        if (!belongsTo(thinking, own, m_to.model) || thinking.signature.empty()) {
            m_losses.note("thinking dropped: other model");
            return;
        }
        m_out.beginObject().field("type", "reasoning").fieldIf("id", thinking.id).key("summary").beginArray();
        if (!thinking.text.empty())
            m_out.beginObject().field("type", "summary_text").field("text", thinking.text).endObject();
        m_out.endArray().field("encrypted_content", thinking.signature).endObject();
    }

    void toolCall(const ToolCall &call)
    {
        m_out.beginObject().field("type", call.freeform ? "custom_tool_call" : "function_call");
        m_out.field("call_id", call.id).fieldIf("namespace", call.nameSpace);
        m_out.field("name", m_ours ? call.name : flatName({}, call.name));
        if (call.freeform)
            m_out.field("input", call.arguments);
        else
            m_out.field("arguments", argumentsText(call));
        m_out.endObject();
    }

    void toolResult(const ToolResult &result)
    {
        m_out.beginObject();
        m_out.field("type", result.freeform ? "custom_tool_call_output" : "function_call_output");
        m_out.field("call_id", result.callId).key("output");
        if (result.failed)
            m_losses.note("is_error dropped: the text tells");
        const bool plain = std::all_of(result.content.begin(), result.content.end(),
            [](const auto &item) { return std::holds_alternative<Text>(item); });
        if (plain) {
            m_out.string(joinedText(result));
        } else {
            m_out.beginArray();
            for (const auto &item : result.content) {
                if (const auto *text = std::get_if<Text>(&item))
                    m_out.beginObject().field("type", "input_text").field("text", text->text).endObject();
                else if (const auto *medium = std::get_if<Media>(&item))
                    media(*medium);
                else
                    m_losses.note(std::get<Foreign>(item).what + " dropped");
            }
            m_out.endArray();
        }
        m_out.endObject();
    }

    JsonWriter &m_out;
    bool m_ours; ///< the client speaks this dialect
    const Destination &m_to;
    Losses &m_losses;
    Role m_role = Role::User;
    bool m_open = false;
};

} // namespace

void encodeInput(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    InputWriter writer(out, request.from == own, to, losses);
    out.beginArray();
    for (auto i = request.instructions; i < request.messages.size(); ++i)
        writer.message(request.messages[i]);
    out.endArray();
}

} // namespace slipswitch::dialect::responses
