#include "core/dialect/Digest.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Rules.h"
#include "core/dialect/openai/Chat.h"
#include "core/dialect/openai/ThinkTags.h"

#include <algorithm>

namespace slipswitch::dialect::chat {

namespace {

std::string_view roleName(Role role, const Destination &to)
{
    switch (role) {
    case Role::System:
        return "system";
    case Role::Developer:
        return to.quirks.has(domain::Quirk::DeveloperRole) ? "developer" : "system";
    case Role::User:
        return "user";
    case Role::Assistant:
        break;
    }
    return "assistant";
}

class Writer
{
public:
    Writer(JsonWriter &out, bool ours, const Destination &to, Losses &losses)
        : m_out(out)
        , m_ours(ours)
        , m_to(to)
        , m_losses(losses)
    { }

    void message(const Message &message)
    {
        if (message.role == Role::Assistant)
            return assistant(message);
        std::vector<const Part *> rest;
        std::vector<const Media *> fromResults;
        for (const auto &part : message.parts) {
            if (const auto *result = std::get_if<ToolResult>(&part.body))
                toolResult(*result, fromResults);
            else
                rest.push_back(&part);
        }
        if (!rest.empty() || !fromResults.empty() || message.parts.empty())
            plain(message, rest, fromResults);
    }

private:
    void plain(const Message &message, const std::vector<const Part *> &parts,
        const std::vector<const Media *> &media)
    {
        m_out.beginObject().field("role", roleName(message.role, m_to)).fieldIf("name", message.name);
        m_out.key("content");
        if (media.empty() && isOneText(parts)) {
            m_out.string(joined(parts));
        } else {
            m_out.beginArray();
            for (const auto *medium : media)
                mediaPart(*medium);
            for (const auto *part : parts)
                contentPart(*part);
            m_out.endArray();
        }
        m_out.endObject();
    }

    /// Many servers take texts in a list for users only, or not at all.
    [[nodiscard]] bool isOneText(const std::vector<const Part *> &parts) const
    {
        const auto isText = [](const Part *part) { return std::holds_alternative<Text>(part->body); };
        return std::ranges::all_of(parts, isText) && (parts.size() < 2 || !m_ours);
    }

    static std::string joined(const std::vector<const Part *> &parts)
    {
        Message texts;
        for (const auto *part : parts)
            texts.parts.push_back(*part);
        return joinedText(texts);
    }

    void contentPart(const Part &part)
    {
        if (const auto *text = std::get_if<Text>(&part.body))
            m_out.beginObject().field("type", "text").field("text", text->text).endObject();
        else if (const auto *media = std::get_if<Media>(&part.body))
            mediaPart(*media);
        else if (const auto *other = std::get_if<Foreign>(&part.body))
            foreignPart(*other);
    }

    void foreignPart(const Foreign &other)
    {
        if (other.dialect == Dialect::OpenAiChat)
            m_out.raw(other.raw);
        else
            m_losses.note(other.what + " dropped");
    }

    void mediaPart(const Media &media)
    {
        using Kind = Media::Kind;
        if (media.kind == Kind::Image && media.fileId.empty())
            return image(media);
        if (media.kind == Kind::Audio && !media.data.empty())
            return audio(media);
        if (!media.text.empty())
            m_out.beginObject().field("type", "text").field("text", media.text).endObject();
        else if (!media.data.empty() || !media.fileId.empty())
            file(media);
        else if (!media.url.empty()) {
            m_losses.note("document by URL sent as a link");
            m_out.beginObject().field("type", "text").field("text", media.url).endObject();
        }
    }

    void image(const Media &media)
    {
        m_out.beginObject().field("type", "image_url").key("image_url").beginObject();
        m_out.field("url", media.url.empty() ? dataUrl(media) : media.url).fieldIf("detail", media.detail);
        m_out.endObject().endObject();
    }

    void audio(const Media &media)
    {
        auto format = std::string_view(media.mediaType);
        format.remove_prefix(std::min(format.find('/') + 1, format.size()));
        m_out.beginObject().field("type", "input_audio").key("input_audio").beginObject();
        m_out.field("data", media.data).field("format", format == "mpeg" ? "mp3" : format);
        m_out.endObject().endObject();
    }

    void file(const Media &media)
    {
        m_out.beginObject().field("type", "file").key("file").beginObject();
        if (media.fileId.empty())
            m_out.field("filename", media.name.empty() ? "document.pdf" : media.name)
                .field("file_data", dataUrl(media));
        else
            m_out.field("file_id", media.fileId);
        m_out.endObject().endObject();
    }

    /// Tool messages take text only: images follow in the user's message behind them.
    void toolResult(const ToolResult &result, std::vector<const Media *> &media)
    {
        for (const auto &item : result.content) {
            if (const auto *medium = std::get_if<Media>(&item)) {
                media.push_back(medium);
                m_losses.note("image of a tool result moved behind it");
            } else if (const auto *other = std::get_if<Foreign>(&item)) {
                m_losses.note(other->what + " dropped");
            }
        }
        auto text = joinedText(result);
        if (result.failed && !text.empty())
            m_losses.note("is_error dropped: the text tells");
        if (result.failed && text.empty())
            text = "The tool failed.";
        m_out.beginObject().field("role", "tool").field("tool_call_id", callId(result.callId));
        m_out.field("content", text).endObject();
    }

    /// Whether there is more than a thought, or what only the other dialect knows: servers refuse a message
    /// without text or calls.
    static bool says(const Message &message)
    {
        return std::ranges::any_of(message.parts, [](const Part &part) {
            const auto *text = std::get_if<Text>(&part.body);
            return (text && !text->text.empty()) || std::holds_alternative<Refusal>(part.body)
                || std::holds_alternative<ToolCall>(part.body);
        });
    }

    void assistant(const Message &message)
    {
        if (!m_ours && !says(message))
            return m_losses.note("an answer without text or calls left out");
        m_out.beginObject().field("role", "assistant").fieldIf("name", message.name);
        const auto text = m_ours ? joinedText(message) : withRefusals(message);
        m_out.key("content");
        if (text.empty())
            m_out.null();
        else
            m_out.string(text);
        bool calls = false;
        for (const auto &part : message.parts) {
            const auto *refusal = std::get_if<Refusal>(&part.body);
            if (refusal && m_ours)
                m_out.field("refusal", refusal->text);
            else if (const auto *other = std::get_if<Foreign>(&part.body))
                m_losses.note(other->what + " dropped");
            else if (std::holds_alternative<Media>(part.body))
                m_losses.note("media of an answer dropped: assistants say text only");
            calls = calls || std::holds_alternative<ToolCall>(part.body);
        }
        thoughts(message);
        if (calls)
            toolCalls(message);
        m_out.endObject();
    }

    /// Hardly any server but OpenAI's reads refusals apart from the text.
    std::string withRefusals(const Message &message)
    {
        Message said;
        for (const auto &part : message.parts) {
            if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
                said.parts.push_back({Text {refusal->text, {}, Dialect::None}});
                m_losses.note("refusals of the history sent as text");
            } else {
                said.parts.push_back(part);
            }
        }
        return joinedText(said);
    }

    /// Only the model that thought it may read it again; others would take it for noise, or refuse it.
    void thoughts(const Message &message)
    {
        std::string own;
        for (const auto &part : message.parts) {
            const auto *thinking = std::get_if<Thinking>(&part.body);
            if (!thinking)
                continue;
            if (wasTagged(*thinking))
                m_losses.note("thinking dropped: it came in tags and has no place here");
            else if (belongsTo(*thinking, Dialect::OpenAiChat, m_to.model) && !thinking->redacted)
                own += thinking->text;
            else
                m_losses.note("thinking dropped: other model");
        }
        const auto field = thoughtsField(m_to.quirks);
        if (!own.empty() && field.empty())
            m_losses.note("thinking dropped: this provider takes none back");
        else
            m_out.fieldIf(field, own);
    }

    /// Some take nine letters or digits and nothing else.
    std::string callId(const std::string &id)
    {
        constexpr std::size_t length = 9;
        const auto fine = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        };
        if (!m_to.quirks.has(domain::Quirk::ToolId9)
            || (id.size() == length && std::ranges::all_of(id, fine)))
            return id;
        m_losses.note("ids of calls sent as digests");
        return digestOf(id, length);
    }

    void toolCalls(const Message &message)
    {
        m_out.key("tool_calls").beginArray();
        for (const auto &part : message.parts) {
            const auto *call = std::get_if<ToolCall>(&part.body);
            if (!call)
                continue;
            m_out.beginObject().field("id", callId(call->id));
            const bool freeform = m_ours && call->freeform;
            writeCall(m_out, freeform, flatName(call->nameSpace, call->name),
                freeform ? call->arguments : argumentsText(*call));
            if (isSignedFor(*call, Dialect::OpenAiChat, m_to.model)) {
                m_out.key("extra_content").beginObject().key("google").beginObject();
                m_out.field("thought_signature", call->signature).endObject().endObject();
            } else if (!call->signature.empty()) {
                m_losses.note("thinking signature dropped: other model");
            }
            m_out.endObject();
        }
        m_out.endArray();
    }

    JsonWriter &m_out;
    bool m_ours; ///< the client speaks this dialect
    const Destination &m_to;
    Losses &m_losses;
};

/// The user and the assistant by turns.
std::vector<Message> byTurns(const std::vector<Message> &messages)
{
    std::vector<Message> turns;
    for (const auto &message : messages) {
        if (turns.empty() || turns.back().role != message.role)
            turns.push_back(message);
        else
            turns.back().parts.insert(turns.back().parts.end(), message.parts.begin(), message.parts.end());
    }
    return turns;
}

/// Whether the system speaks anywhere but once, at the start.
bool speaksWithin(const std::vector<Message> &messages)
{
    return messages.size() > 1 && std::any_of(messages.begin() + 1, messages.end(), isSystem);
}

/// The templates of most open models take one system text, at the very start, and fail on any other.
std::vector<Message> withOneSystem(const std::vector<Message> &messages, Losses &losses)
{
    std::vector<Message> turns;
    bool reminded = false;
    for (const auto &message : messages) {
        const bool system = isSystem(message), first = turns.empty() || isSystem(turns.back());
        if (system && !first)
            losses.note("system text within the conversation sent as the user's");
        const bool reminds = system && !first;
        const bool joins = !turns.empty()
            && ((system && first) || (turns.back().role == Role::User && reminds)
                || (reminded && message.role == Role::User));
        if (!joins)
            turns.push_back({reminds ? Role::User : message.role, {}, message.name});
        for (const auto &part : message.parts)
            turns.back().parts.push_back(reminds ? asReminder(part) : part);
        reminded = reminds;
    }
    return turns;
}

} // namespace

void encodeMessages(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const bool ours = request.from == Dialect::OpenAiChat;
    const auto *all = &request.messages;
    std::vector<Message> once, turns;
    if (!ours && !to.quirks.has(domain::Quirk::DeveloperRole) && speaksWithin(*all)) {
        once = withOneSystem(*all, losses);
        all = &once;
    }
    if (to.quirks.has(domain::Quirk::AlternatingRoles)) {
        turns = byTurns(*all);
        all = &turns;
    }
    Writer writer(out, ours, to, losses);
    out.beginArray();
    for (const auto &message : *all)
        writer.message(message);
    out.endArray();
}

} // namespace slipswitch::dialect::chat
