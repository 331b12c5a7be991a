#include "core/dialect/ForeignThoughts.h"

#include "core/dialect/Json.h"
#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/SearchBlocks.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect {

namespace {

/// Where signatures stand, in all dialects: a wrapped one is known by its text.
constexpr std::array<std::string_view, 6> signatures {
    "signature", "data", "encrypted_content", "thoughtSignature", "thought_signature", "encrypted_index"};

class Copy
{
public:
    Copy(std::string &body, Dialect own, std::string_view model, Losses &losses)
        : m_out(body)
        , m_own(own)
        , m_model(model)
        , m_losses(losses)
    { }

    void request(JsonValue root)
    {
        m_out.beginObject();
        for (const auto member : root) {
            if (member.key() == "model")
                m_out.field("model", m_model);
            else
                this->member(member);
        }
        m_out.endObject();
    }

private:
    void value(JsonValue value)
    {
        if (value.isObject()) {
            m_out.beginObject();
            for (const auto member : value)
                this->member(member);
            m_out.endObject();
        } else if (value.isArray()) {
            m_out.beginArray();
            for (const auto item : value) {
                if (!goes(item))
                    this->value(item);
            }
            m_out.endArray();
        } else {
            m_out.raw(value.raw());
        }
    }

    void member(JsonValue member)
    {
        const auto signature = wrappedIn(member);
        if (!signature) {
            m_out.key(member.key());
            value(member);
        } else if (isOurs(*signature)) {
            m_out.field(member.key(), signature->signature);
        }
    }

    static std::optional<Thinking> wrappedIn(JsonValue member)
    {
        const bool named = std::ranges::find(signatures, member.key()) != signatures.end();
        if (!named || !member.isString())
            return std::nullopt;
        Thinking thinking;
        unwrapSignature(member.text(), Dialect::None, thinking);
        const bool wrapped = thinking.signature.size() != member.text().size();
        return wrapped ? std::optional(thinking) : std::nullopt;
    }

    [[nodiscard]] bool isOurs(const Thinking &thinking) const { return belongsTo(thinking, m_own, m_model); }

    static bool isThinking(JsonValue item)
    {
        const auto type = item["type"].text();
        return type == "thinking" || type == "redacted_thinking" || type == "reasoning"
            || item["thought"].isTrue();
    }

    /// What only its maker may see again.
    static bool isSigned(JsonValue item)
    {
        const auto type = item["type"].text();
        return isThinking(item) || type == "web_search_result_location" || type == "web_search_result";
    }

    /// A thought of another model, a citation of another provider, or a message of such alone.
    bool goes(JsonValue item)
    {
        if (isSigned(item)) {
            for (const auto member : item) {
                const auto signature = wrappedIn(member);
                if (!signature || isOurs(*signature))
                    continue;
                m_losses.note(isThinking(item) ? "thinking signature dropped: other model"
                                               : "searches and citations dropped: of another provider");
                return true;
            }
            return false;
        }
        return item["id"].text().starts_with(anthropic::elsewhere) || allGo(item["content"])
            || allGo(item["parts"]);
    }

    bool allGo(JsonValue list)
    {
        if (!list.isArray() || list.size() == 0)
            return false;
        for (const auto part : list) {
            if (!goes(part))
                return false;
        }
        return true;
    }

    JsonWriter m_out;
    Dialect m_own;
    std::string_view m_model;
    Losses &m_losses;
};

} // namespace

std::optional<std::string> withoutForeignThoughts(
    std::string_view body, Dialect own, std::string_view model, Losses &losses)
{
    const bool keepsSignatures
        = own == Dialect::AnthropicMessages || own == Dialect::OpenAiResponses || own == Dialect::Gemini;
    const auto tree = JsonTree::parse(body);
    if (!keepsSignatures || !tree || !tree->root().isObject())
        return std::nullopt;
    std::string without;
    without.reserve(body.size());
    Copy(without, own, model, losses).request(tree->root());
    return without;
}

} // namespace slipswitch::dialect
