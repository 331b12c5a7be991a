#include "core/dialect/Rules.h"
#include "core/dialect/ollama/Chat.h"

#include <map>

namespace slipswitch::dialect::ollama {

namespace {

constexpr auto own = Dialect::Ollama;

std::string_view roleName(Role role)
{
    if (role == Role::System || role == Role::Developer)
        return "system";
    return role == Role::Assistant ? "assistant" : "user";
}

void appendText(std::string &all, std::string_view more)
{
    if (!all.empty() && !more.empty())
        all += "\n\n";
    all += more;
}

/// A message here is one text with images beside it.
class Writer
{
public:
    Writer(JsonWriter &out, const Destination &to, Losses &losses)
        : m_out(out)
        , m_to(to)
        , m_losses(losses)
    { }

    void message(const Message &message)
    {
        Plain plain;
        bool spoken = message.parts.empty();
        for (const auto &part : message.parts) {
            if (const auto *result = std::get_if<ToolResult>(&part.body)) {
                toolResult(*result, plain);
                continue;
            }
            spoken = true;
            add(part, plain);
        }
        if (spoken || !plain.images.empty())
            write(message.role, plain);
    }

private:
    struct Plain
    {
        std::string text, thoughts;
        std::vector<std::string_view> images;
        std::vector<const ToolCall *> calls;
    };

    void add(const Part &part, Plain &plain)
    {
        if (const auto *text = std::get_if<Text>(&part.body)) {
            appendText(plain.text, text->text);
        } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
            appendText(plain.text, refusal->text);
        } else if (const auto *media = std::get_if<Media>(&part.body)) {
            medium(*media, plain);
        } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
            if (belongsTo(*thinking, own, m_to.model) && !thinking->redacted)
                plain.thoughts += thinking->text;
            else
                m_losses.note("thinking dropped: other model");
        } else if (const auto *call = std::get_if<ToolCall>(&part.body)) {
            m_names[call->id] = flatName(call->nameSpace, call->name);
            plain.calls.push_back(call);
        } else if (const auto *other = std::get_if<Foreign>(&part.body)) {
            m_losses.note(other->what + " dropped");
        }
    }

    void medium(const Media &media, Plain &plain)
    {
        if (!media.text.empty())
            appendText(plain.text, media.text);
        else if (media.kind == Media::Kind::Image && !media.data.empty())
            plain.images.push_back(media.data);
        else if (media.kind == Media::Kind::Image)
            m_losses.note("image by URL dropped: Ollama takes bytes only");
        else
            m_losses.note("document or sound dropped: Ollama takes text and images only");
    }

    void toolResult(const ToolResult &result, Plain &behind)
    {
        for (const auto &item : result.content) {
            if (const auto *media = std::get_if<Media>(&item)) {
                m_losses.note("image of a tool result moved behind it");
                medium(*media, behind);
            } else if (const auto *other = std::get_if<Foreign>(&item)) {
                m_losses.note(other->what + " dropped");
            }
        }
        auto text = joinedText(result);
        if (result.failed && !text.empty())
            m_losses.note("is_error dropped: the text tells");
        if (result.failed && text.empty())
            text = "The tool failed.";
        const auto name = m_names.find(result.callId);
        m_out.beginObject().field("role", "tool").field("content", text);
        m_out.fieldIf("tool_name", name == m_names.end() ? result.name : name->second);
        m_out.fieldIf("tool_call_id", result.callId).endObject();
    }

    void write(Role role, const Plain &plain)
    {
        m_out.beginObject().field("role", roleName(role)).field("content", plain.text);
        m_out.fieldIf("thinking", plain.thoughts);
        if (!plain.images.empty()) {
            m_out.key("images").beginArray();
            for (const auto image : plain.images)
                m_out.string(image);
            m_out.endArray();
        }
        if (!plain.calls.empty()) {
            m_out.key("tool_calls").beginArray();
            int index = 0;
            for (const auto *call : plain.calls)
                writeCall(m_out, *call, flatName(call->nameSpace, call->name), index++, m_losses);
            m_out.endArray();
        }
        m_out.endObject();
    }

    JsonWriter &m_out;
    const Destination &m_to;
    Losses &m_losses;
    std::map<std::string, std::string> m_names; ///< of tools, by their calls' ids
};

} // namespace

void encodeMessages(
    JsonWriter &out, const std::vector<Message> &messages, const Destination &to, Losses &losses)
{
    Writer writer(out, to, losses);
    out.beginArray();
    for (const auto &message : messages)
        writer.message(message);
    out.endArray();
}

} // namespace slipswitch::dialect::ollama
