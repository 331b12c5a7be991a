#include "core/dialect/Families.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/StrictSchema.h"
#include "core/dialect/TargetSchema.h"
#include "core/dialect/WebSearch.h"
#include "core/dialect/openai/Responses.h"

#include <algorithm>

namespace slipswitch::dialect::responses {

namespace {

constexpr auto own = Dialect::OpenAiResponses;
constexpr std::int64_t leastMaxTokens = 16;

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

void writeTool(JsonWriter &out, const Tool &tool, bool ours, Losses &losses)
{
    out.beginObject().field("type", tool.freeform ? "custom" : "function");
    out.field("name", ours ? tool.name : flatName({}, tool.name));
    out.fieldIf("description", tool.description);
    if (tool.freeform) {
        out.fieldRawIf("format", tool.format);
    } else {
        out.fieldRaw("parameters",
            ours && !tool.schema.empty() ? tool.schema : toolSchemaFor(own, tool.schema, losses));
        const auto strict = ours ? tool.strict : strictAtOpenAi(tool, losses);
        out.fieldBool("strict", strict.value_or(false)); // else it would be true here
    }
    out.endObject();
}

void writeTools(
    JsonWriter &out, const Request &request, const std::optional<WebSearch> &search, Losses &losses)
{
    const bool ours = request.from == own;
    const bool hosted = ours ? !request.hostedTools.empty() : search.has_value();
    if (request.tools.empty() && !hosted)
        return;
    out.key("tools").beginArray();
    std::vector<std::string> done;
    for (const auto &tool : request.tools) {
        if (tool.nameSpace.empty()) {
            writeTool(out, tool, ours, losses);
            continue;
        }
        if (std::find(done.begin(), done.end(), tool.nameSpace) != done.end())
            continue;
        done.push_back(tool.nameSpace);
        out.beginObject().field("type", "namespace").field("name", tool.nameSpace).key("tools").beginArray();
        for (const auto &other : request.tools) {
            if (other.nameSpace == tool.nameSpace)
                writeTool(out, other, ours, losses);
        }
        out.endArray().endObject();
    }
    if (ours) {
        for (const auto &tool : request.hostedTools)
            out.raw(tool.value);
    }
    if (search)
        writeResponsesSearch(out, *search, losses);
    out.endArray();
}

void writeToolChoice(JsonWriter &out, const Request &request)
{
    using Kind = ToolChoice::Kind;
    const auto &choice = request.toolChoice;
    if (request.tools.empty())
        return;
    if (choice.kind == Kind::One) {
        const auto tool
            = std::find_if(request.tools.begin(), request.tools.end(), [&](const Tool &candidate) {
                  return flatName(candidate.nameSpace, candidate.name) == flatName({}, choice.name);
              });
        const bool freeform = tool != request.tools.end() && tool->freeform;
        out.key("tool_choice").beginObject().field("type", freeform ? "custom" : "function");
        out.field("name", request.from == own ? choice.name : flatName({}, choice.name)).endObject();
    } else if (choice.kind != Kind::Unset) {
        out.field("tool_choice",
            choice.kind == Kind::Auto       ? "auto"
                : choice.kind == Kind::None ? "none"
                                            : "required");
    }
    if (request.parallelTools)
        out.fieldBool("parallel_tool_calls", *request.parallelTools);
}

void writeText(JsonWriter &out, const Request &request)
{
    using Kind = AnswerFormat::Kind;
    const auto &format = request.format;
    const bool shaped = format.kind == Kind::JsonObject || format.kind == Kind::JsonSchema;
    if (!shaped && request.verbosity.empty())
        return;
    out.key("text").beginObject().fieldIf("verbosity", request.verbosity);
    if (shaped) {
        out.key("format").beginObject();
        out.field("type", format.kind == Kind::JsonObject ? "json_object" : "json_schema");
        if (format.kind == Kind::JsonSchema) {
            out.field("name", format.name.empty() ? "answer" : plainName(format.name, 64));
            out.fieldIf("description", format.description).fieldRawIf("schema", format.schema);
            if (format.strict)
                out.fieldBool("strict", *format.strict);
        }
        out.endObject();
    }
    out.endObject();
}

/// @return  whether thoughts may come, which are to be told in a form that can go back
bool writeReasoning(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    using Mode = Reasoning::Mode;
    const auto &reasoning = request.reasoning;
    const bool ours = request.from == own;
    if (!ours && to.reasons == false) {
        if (reasoning.mode == Mode::On || reasoning.mode == Mode::Adaptive)
            losses.note("thinking setting dropped: this model does not think");
        return false;
    }
    const bool asked = reasoning.mode == Mode::On || reasoning.mode == Mode::Adaptive;
    if (!ours && !to.reasons && !asked)
        return false;
    std::string effort = reasoning.effort;
    if (!ours && reasoning.mode == Mode::Off) {
        effort = effortForOff(to.model);
        if (effort.empty())
            losses.note("thinking can't be switched off: this model is not known to take that");
    } else if (!ours) {
        effort = effortTaken(to.model, effortOf(reasoning), losses);
    }
    const auto summary = !reasoning.summary.empty() || ours ? reasoning.summary : (asked ? "auto" : "");
    if (!effort.empty() || !summary.empty())
        out.key("reasoning").beginObject().fieldIf("effort", effort).fieldIf("summary", summary).endObject();
    return !ours;
}

/// Models that think tell no likelihoods.
bool writeTopLikelihoods(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    if (request.from == own)
        out.fieldRawIf("top_logprobs", request.sampling.topLogprobs);
    if (request.from == own || !wantsLikelihoods(request.sampling))
        return false;
    if (!givesLikelihoods(to)) {
        losses.note("logprobs dropped: this model tells none");
        return false;
    }
    out.fieldRawIf("top_logprobs", request.sampling.topLogprobs);
    return true;
}

void writeInclude(JsonWriter &out, const std::vector<std::string_view> &wanted)
{
    if (wanted.empty())
        return;
    out.key("include").beginArray();
    for (const auto name : wanted)
        out.string(name);
    out.endArray();
}

void writeSampling(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const auto &sampling = request.sampling;
    // Models that think refuse these two.
    const bool refuses = request.from != own && to.reasons.value_or(false);
    if (refuses) {
        losses.dropped(sampling.temperature, "temperature");
        losses.dropped(sampling.topP, "top_p");
    } else {
        out.fieldRawIf("temperature", sampling.temperature).fieldRawIf("top_p", sampling.topP);
    }
    losses.dropped(sampling.topK, "top_k");
    losses.dropped(sampling.frequencyPenalty, "frequency_penalty");
    losses.dropped(sampling.presencePenalty, "presence_penalty");
    losses.dropped(sampling.seed, "seed");
    losses.dropped(sampling.logitBias, "logit_bias");
    losses.dropped(request.stop, "stop sequences");
    if (!sampling.choices.empty() && sampling.choices != "1")
        losses.note("n dropped: one answer only");
}

} // namespace

void encodeInput(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    InputWriter writer(out, request.from == own, to, losses);
    out.beginArray();
    for (auto i = request.instructions; i < request.messages.size(); ++i)
        writer.message(request.messages[i]);
    out.endArray();
}

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("model", to.model);
    if (request.instructions > 0)
        out.field("instructions", joinedText(request.messages.front()));
    out.key("input");
    encodeInput(out, request, to, losses);
    const auto search = webSearchFor(request, own, to);
    writeTools(out, request, search, losses);
    writeToolChoice(out, request);
    if (const auto most = maxTokensFor(request, to, own, losses))
        out.fieldNumber("max_output_tokens", std::max(*most, leastMaxTokens));
    writeSampling(out, request, to, losses);
    std::vector<std::string_view> include;
    if (writeTopLikelihoods(out, request, to, losses))
        include.emplace_back("message.output_text.logprobs");
    writeText(out, request);
    if (writeReasoning(out, request, to, losses))
        include.emplace_back("reasoning.encrypted_content");
    // Clients of Anthropic's dialect are told what a search found, not only that there was one.
    if (search && request.from == Dialect::AnthropicMessages && to.quirks.has(domain::Quirk::SearchSources))
        include.emplace_back("web_search_call.action.sources");
    writeInclude(out, include);
    constexpr std::size_t longestUser = 64;
    out.fieldIf("service_tier", request.serviceTier);
    out.fieldIf("user", userFor(request, own, longestUser, losses));
    out.fieldIf("prompt_cache_key", request.promptCacheKey);
    if (request.from == own) {
        out.fieldRawIf("metadata", request.metadata)
            .fieldIf("previous_response_id", request.previousResponse);
        for (const auto &extra : request.extras)
            out.fieldRaw(extra.name, extra.value);
    } else {
        if (hasCacheMarks(request))
            losses.note("cache marks dropped: they have no place here");
        out.fieldRawIf("metadata", request.metadata);
        noteExtras(request, losses, search ? WebSearchIs::Taken : WebSearchIs::Left);
    }
    // Nothing of another dialect's conversation is to be kept at OpenAI for its own sake.
    if (request.from != own || request.store)
        out.fieldBool("store", request.from == own && request.store.value_or(false));
    if (request.stream)
        out.fieldBool("stream", true);
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::responses
