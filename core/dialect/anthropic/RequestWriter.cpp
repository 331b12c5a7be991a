#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/Messages.h"

#include <algorithm>

namespace slipswitch::dialect::anthropic {

namespace {

constexpr std::int64_t usualMaxTokens = 8192;
constexpr std::int64_t leastBudget = 1024;

bool isSystem(const Message &message)
{
    return message.role == Role::System || message.role == Role::Developer;
}

/// Messages as Anthropic wants them: roles alternate, results first, no system text among them.
class Conversation
{
public:
    Conversation(const Request &request, const Destination &to, Losses &losses)
        : m_to(to)
        , m_losses(losses)
    {
        auto at = request.messages.begin();
        for (; at != request.messages.end() && isSystem(*at); ++at)
            m_system.insert(m_system.end(), at->parts.begin(), at->parts.end());
        for (; at != request.messages.end(); ++at)
            add(*at);
    }

    void write(JsonWriter &out) const
    {
        if (!m_system.empty()) {
            out.key("system").beginArray();
            for (const auto &part : m_system)
                encodeBlock(out, part, {}, m_losses);
            out.endArray();
        }
        out.key("messages").beginArray();
        for (const auto &message : m_turns) {
            out.beginObject().field("role", message.role == Role::Assistant ? "assistant" : "user");
            out.key("content").beginArray();
            for (const auto &part : message.parts)
                encodeBlock(out, part, {}, m_losses);
            out.endArray().endObject();
        }
        out.endArray();
    }

    /// Anthropic wants a tool-using turn that began with a thought to go on with one: with thinking on, the
    /// calls of the turn under way must follow a signed thought.
    [[nodiscard]] bool thinkingMayBeOn() const
    {
        for (auto turn = m_turns.rbegin(); turn != m_turns.rend(); ++turn) {
            if (turn->role != Role::Assistant) {
                if (!isOnlyResults(*turn))
                    return true;
                continue;
            }
            const bool calls = has<ToolCall>(*turn);
            if (calls && !has<Thinking>(*turn))
                return false;
        }
        return true;
    }

private:
    template <typename Kind>
    static bool has(const Message &message)
    {
        return std::any_of(message.parts.begin(), message.parts.end(),
            [](const Part &part) { return std::holds_alternative<Kind>(part.body); });
    }

    static bool isOnlyResults(const Message &message)
    {
        return std::all_of(message.parts.begin(), message.parts.end(),
            [](const Part &part) { return std::holds_alternative<ToolResult>(part.body); });
    }

    void add(const Message &message)
    {
        const bool system = isSystem(message);
        if (system)
            m_losses.note("system text within the conversation sent as the user's");
        const auto role = message.role == Role::Assistant ? Role::Assistant : Role::User;
        if (m_turns.empty() || m_turns.back().role != role)
            m_turns.push_back({role, {}, {}});
        auto &parts = m_turns.back().parts;
        for (const auto &part : message.parts) {
            if (!fits(part))
                continue;
            if (system)
                parts.push_back(asReminder(part));
            else if (std::holds_alternative<ToolResult>(part.body))
                parts.insert(firstNoResult(parts), part);
            else
                parts.push_back(part);
        }
        if (parts.empty())
            m_turns.pop_back();
    }

    static std::vector<Part>::iterator firstNoResult(std::vector<Part> &parts)
    {
        return std::find_if(parts.begin(), parts.end(),
            [](const Part &part) { return !std::holds_alternative<ToolResult>(part.body); });
    }

    static Part asReminder(const Part &part)
    {
        const auto *text = std::get_if<Text>(&part.body);
        return text ? Part {Text {"<system>\n" + text->text + "\n</system>", {}, Dialect::None}, part.cache}
                    : part;
    }

    [[nodiscard]] bool fits(const Part &part)
    {
        if (const auto *text = std::get_if<Text>(&part.body))
            return !text->text.empty();
        const auto *thinking = std::get_if<Thinking>(&part.body);
        if (!thinking)
            return true;
        const bool own
            = belongsTo(*thinking, Dialect::AnthropicMessages, m_to.model) && !thinking->signature.empty();
        if (!own)
            m_losses.note("thinking signature dropped: other model");
        return own;
    }

    const Destination &m_to;
    Losses &m_losses;
    std::vector<Part> m_system;
    std::vector<Message> m_turns;
};

void writeTools(JsonWriter &out, const Request &request)
{
    const bool own = request.from == Dialect::AnthropicMessages;
    if (request.tools.empty() && (!own || request.hostedTools.empty()))
        return;
    out.key("tools").beginArray();
    for (const auto &tool : request.tools) {
        out.beginObject().field("name", flatName(tool.nameSpace, tool.name));
        out.fieldIf("description", tool.freeform ? describedFreeform(tool) : tool.description);
        if (tool.freeform)
            out.fieldRaw("input_schema", freeformSchema());
        else
            out.fieldRaw("input_schema", tool.schema.empty() ? R"({"type":"object"})" : tool.schema);
        if (tool.cache) {
            out.key("cache_control").beginObject().field("type", "ephemeral");
            out.fieldIf("ttl", tool.cache->lifetime).endObject();
        }
        out.endObject();
    }
    if (own) {
        for (const auto &tool : request.hostedTools)
            out.raw(tool.value);
    }
    out.endArray();
}

void writeToolChoice(JsonWriter &out, const Request &request)
{
    using Kind = ToolChoice::Kind;
    const auto kind = request.toolChoice.kind;
    const bool serial = request.parallelTools && !*request.parallelTools;
    if (request.tools.empty() || (kind == Kind::Unset && !serial))
        return;
    out.key("tool_choice").beginObject();
    out.field("type",
        kind == Kind::Any        ? "any"
            : kind == Kind::None ? "none"
            : kind == Kind::One  ? "tool"
                                 : "auto");
    if (kind == Kind::One)
        out.field("name", plainName(request.toolChoice.name, 64));
    if (request.parallelTools && kind != Kind::None)
        out.fieldBool("disable_parallel_tool_use", serial);
    out.endObject();
}

/// What `thinking` is sent, with the room it needs.
struct Thoughts
{
    Reasoning::Mode mode = Reasoning::Mode::Unset;
    std::int64_t budget = 0, maxTokens = usualMaxTokens;
};

std::int64_t maxTokensOf(const Request &request, const Destination &to)
{
    if (request.maxOutputTokens)
        return std::max(*request.maxOutputTokens, std::int64_t {1});
    constexpr std::int64_t plenty = 32000;
    return to.maxOutputTokens > 0 ? std::min(to.maxOutputTokens, plenty) : usualMaxTokens;
}

Thoughts thoughtsOf(
    const Request &request, const Destination &to, const Conversation &conversation, Losses &losses)
{
    using Mode = Reasoning::Mode;
    Thoughts result {request.reasoning.mode, 0, maxTokensOf(request, to)};
    if (request.from == Dialect::AnthropicMessages || result.mode == Mode::Unset
        || result.mode == Mode::Off) {
        result.budget = request.reasoning.budgetTokens.value_or(0);
        return result;
    }
    const auto choice = request.toolChoice.kind;
    std::string why;
    if (to.reasons == false)
        why = "this model does not think";
    else if (choice == ToolChoice::Kind::Any || choice == ToolChoice::Kind::One)
        why = "a tool is forced";
    else if (!conversation.thinkingMayBeOn())
        why = "the turn's thoughts are not at hand";
    if (!why.empty()) {
        losses.note("thinking switched off: " + why);
        result.mode = Mode::Unset;
        return result;
    }
    result.mode = Mode::On;
    result.budget = std::max(budgetOf(request.reasoning), leastBudget);
    // The budget counts towards max_tokens here; elsewhere the answer's room is apart.
    result.maxTokens += result.budget;
    if (to.maxOutputTokens > 0 && result.maxTokens > to.maxOutputTokens) {
        result.maxTokens = to.maxOutputTokens;
        result.budget = std::min(result.budget, to.maxOutputTokens / 2);
    }
    return result;
}

void writeThinking(JsonWriter &out, const Request &request, const Thoughts &thoughts)
{
    using Mode = Reasoning::Mode;
    if (thoughts.mode == Mode::Unset)
        return;
    out.key("thinking").beginObject();
    if (thoughts.mode == Mode::Off)
        out.field("type", "disabled");
    else if (thoughts.mode == Mode::Adaptive)
        out.field("type", "adaptive");
    else
        out.field("type", "enabled").fieldNumber("budget_tokens", thoughts.budget);
    if (request.from == Dialect::AnthropicMessages && request.reasoning.showThoughts)
        out.field("display", *request.reasoning.showThoughts ? "summarized" : "omitted");
    out.endObject();
}

void writeSampling(JsonWriter &out, const Request &request, bool thinks, Losses &losses)
{
    const auto &sampling = request.sampling;
    if (thinks && !sampling.temperature.empty() && request.from != Dialect::AnthropicMessages) {
        losses.note("temperature dropped: thinking is on");
    } else if (!sampling.temperature.empty()) {
        // Others go up to 2.
        const bool hot = request.from != Dialect::AnthropicMessages
            && std::strtod(sampling.temperature.c_str(), nullptr) > 1;
        if (hot)
            losses.note("temperature lowered to 1");
        out.fieldRaw("temperature", hot ? "1" : sampling.temperature);
    }
    if (!thinks || request.from == Dialect::AnthropicMessages)
        out.fieldRawIf("top_p", sampling.topP).fieldRawIf("top_k", sampling.topK);
    losses.dropped(sampling.frequencyPenalty, "frequency_penalty");
    losses.dropped(sampling.presencePenalty, "presence_penalty");
    losses.dropped(sampling.seed, "seed");
    losses.dropped(sampling.logitBias, "logit_bias");
    if (sampling.logprobs.value_or(false))
        losses.note("logprobs dropped");
    if (!sampling.choices.empty() && sampling.choices != "1")
        losses.note("n dropped: one answer only");
    bool any = false;
    for (const auto &word : request.stop) {
        // Refused by Anthropic.
        if (word.find_first_not_of(" \t\r\n") == std::string::npos) {
            losses.note("stop sequence of white space dropped");
            continue;
        }
        if (!std::exchange(any, true))
            out.key("stop_sequences").beginArray();
        out.string(word);
    }
    if (any)
        out.endArray();
}

void writeOutputConfig(JsonWriter &out, const Request &request, Losses &losses)
{
    using Kind = AnswerFormat::Kind;
    const bool own = request.from == Dialect::AnthropicMessages;
    const bool effort = own && !request.reasoning.effort.empty();
    if (request.format.kind == Kind::JsonObject)
        losses.note("json_object dropped: Anthropic wants a schema");
    if (!effort && request.format.kind != Kind::JsonSchema)
        return;
    out.key("output_config").beginObject();
    if (effort)
        out.field("effort", request.reasoning.effort);
    if (request.format.kind == Kind::JsonSchema) {
        out.key("format").beginObject().field("type", "json_schema");
        out.fieldRawIf("schema", request.format.schema).endObject();
    }
    out.endObject();
}

void writeRest(JsonWriter &out, const Request &request, Losses &losses)
{
    if (request.serviceTier == "auto" || request.serviceTier == "default")
        out.field("service_tier", request.serviceTier == "auto" ? "auto" : "standard_only");
    else
        losses.dropped(request.serviceTier, "service_tier");
    if (!request.user.empty())
        out.key("metadata").beginObject().field("user_id", request.user).endObject();
    losses.dropped(request.verbosity, "verbosity");
    losses.dropped(request.metadata, "metadata");
    if (request.from == Dialect::AnthropicMessages) {
        for (const auto &extra : request.extras)
            out.fieldRaw(extra.name, extra.value);
    } else {
        noteExtras(request, losses);
    }
    if (request.stream)
        out.fieldBool("stream", true);
}

} // namespace

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    const Conversation conversation(request, to, losses);
    const auto thoughts = thoughtsOf(request, to, conversation, losses);
    const bool thinks = thoughts.mode == Reasoning::Mode::On || thoughts.mode == Reasoning::Mode::Adaptive;
    out.beginObject().field("model", to.model).fieldNumber("max_tokens", thoughts.maxTokens);
    conversation.write(out);
    writeTools(out, request);
    writeToolChoice(out, request);
    writeThinking(out, request, thoughts);
    writeSampling(out, request, thinks, losses);
    writeOutputConfig(out, request, losses);
    writeRest(out, request, losses);
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::anthropic
