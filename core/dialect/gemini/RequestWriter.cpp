#include "core/dialect/Families.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/TargetSchema.h"
#include "core/dialect/WebSearch.h"
#include "core/dialect/gemini/Generate.h"

#include <algorithm>
#include <map>

namespace slipswitch::dialect::gemini {

namespace {

constexpr auto own = Dialect::Gemini;
/// What Google accepts in the place of a signature for calls that another model made.
/// Source: Google's "Thought signatures", on calls from elsewhere.
constexpr std::string_view unsignedCall = "skip_thought_signature_validator";

class Contents
{
public:
    Contents(const Request &request, const Destination &to, Losses &losses)
        : m_to(to)
        , m_losses(losses)
        , m_wantsSignatures(to.model.find("gemini-3") != std::string::npos)
        , m_resultsShow(m_wantsSignatures || request.from == own)
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
            out.key("systemInstruction").beginObject();
            parts(out, m_system);
            out.endObject();
        }
        out.key("contents").beginArray();
        for (const auto &turn : m_turns) {
            out.beginObject().field("role", turn.role == Role::Assistant ? "model" : "user");
            parts(out, turn.parts);
            out.endObject();
        }
        out.endArray();
    }

private:
    void parts(JsonWriter &out, const std::vector<Part> &list) const
    {
        out.key("parts").beginArray();
        for (const auto &part : list)
            encodePart(out, part, {}, m_losses);
        out.endArray();
    }

    /// Results hold nothing but text for older models: the rest follows behind all of them.
    void takeMedia(ToolResult &result, std::vector<Part> &behind)
    {
        if (m_resultsShow)
            return;
        std::erase_if(result.content, [&](const auto &item) {
            const auto *media = std::get_if<Media>(&item);
            if (media) {
                m_losses.note("image of a tool result moved behind it");
                behind.push_back({*media});
            }
            return media != nullptr;
        });
    }

    void add(const Message &message)
    {
        if (isSystem(message))
            m_losses.note("system text within the conversation sent as the user's");
        const auto role = message.role == Role::Assistant ? Role::Assistant : Role::User;
        if (m_turns.empty() || m_turns.back().role != role)
            m_turns.push_back({role, {}, {}});
        bool firstCall = true;
        std::vector<Part> behind;
        for (auto part : message.parts) {
            if (auto *call = std::get_if<ToolCall>(&part.body)) {
                m_names[call->id] = flatName(call->nameSpace, call->name);
                if (!call->signature.empty() && !isSignedFor(*call, own, m_to.model)) {
                    m_losses.note("thinking signature dropped: other model");
                    call->signature.clear();
                }
                if (firstCall && call->signature.empty() && m_wantsSignatures)
                    call->signature = unsignedCall;
                firstCall = false;
            } else if (auto *result = std::get_if<ToolResult>(&part.body)) {
                // Results are known by their tool's name here.
                if (const auto name = m_names.find(result->callId); name != m_names.end())
                    result->name = name->second;
                takeMedia(*result, behind);
            } else if (const auto *thinking = std::get_if<Thinking>(&part.body)) {
                if (!belongsTo(*thinking, own, m_to.model) || thinking->signature.empty()) {
                    m_losses.note("thinking dropped: other model");
                    continue;
                }
            }
            m_turns.back().parts.push_back(std::move(part));
        }
        std::ranges::move(behind, std::back_inserter(m_turns.back().parts));
        if (m_turns.back().parts.empty())
            m_turns.pop_back();
    }

    const Destination &m_to;
    Losses &m_losses;
    bool m_wantsSignatures;
    bool m_resultsShow; ///< files can stand within results
    std::vector<Part> m_system;
    std::vector<Message> m_turns;
    std::map<std::string, std::string> m_names; ///< of tools, by their calls' ids
};

void writeTools(
    JsonWriter &out, const Request &request, const std::optional<WebSearch> &search, Losses &losses)
{
    const bool ours = request.from == own;
    const bool hosted = ours ? !request.hostedTools.empty() : search.has_value();
    if (request.tools.empty() && !hosted)
        return;
    out.key("tools").beginArray();
    if (!request.tools.empty()) {
        out.beginObject().key("functionDeclarations").beginArray();
        for (const auto &tool : request.tools) {
            out.beginObject().field("name", flatName(tool.nameSpace, tool.name));
            out.fieldIf("description", tool.freeform ? describedFreeform(tool) : tool.description);
            // The older "parameters" takes still less of JSON Schema.
            if (tool.freeform)
                out.fieldRaw("parametersJsonSchema", freeformSchema());
            else if (ours || tool.schema.empty())
                out.fieldRawIf("parametersJsonSchema", tool.schema);
            else
                out.fieldRaw("parametersJsonSchema", toolSchemaFor(own, tool.schema, losses));
            noteStrict(tool, losses);
            for (const auto &extra : tool.extras) {
                if (ours)
                    out.fieldRaw(extra.name, extra.value);
            }
            out.endObject();
        }
        out.endArray().endObject();
    }
    if (ours) {
        for (const auto &tool : request.hostedTools)
            out.raw(tool.value);
    }
    if (search)
        writeGeminiSearch(out, *search, losses);
    out.endArray();
}

void writeToolChoice(JsonWriter &out, const Request &request, Losses &losses)
{
    using Kind = ToolChoice::Kind;
    const auto kind = request.toolChoice.kind;
    if (request.parallelTools && !*request.parallelTools && !request.tools.empty())
        losses.note("parallel calls can't be forbidden here");
    if (request.tools.empty() || kind == Kind::Unset)
        return;
    out.key("toolConfig").beginObject().key("functionCallingConfig").beginObject();
    out.field("mode", kind == Kind::Auto ? "AUTO" : kind == Kind::None ? "NONE" : "ANY");
    if (kind == Kind::One)
        out.key("allowedFunctionNames").beginArray().string(flatName({}, request.toolChoice.name)).endArray();
    out.endObject().endObject();
}

std::string levelFor(const std::string &effort, Losses &losses)
{
    const std::string level = effort == "minimal" || effort == "low" ? "low" : "high";
    if (level != effort)
        losses.note("effort " + effort + " sent as " + level);
    return level;
}

std::int64_t budgetFor(std::int64_t asked, Losses &losses)
{
    constexpr std::int64_t most = 24576;
    if (asked > most)
        losses.note("thinking budget lowered to 24576");
    return std::min(asked, most);
}

void writeThinking(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    using Mode = Reasoning::Mode;
    const auto &reasoning = request.reasoning;
    if (reasoning.mode == Mode::Unset)
        return;
    if (to.reasons == false) {
        if (reasoning.mode != Mode::Off)
            losses.note("thinking setting dropped: this model does not think");
        return;
    }
    const bool off = reasoning.mode == Mode::Off;
    const bool levels = to.model.find("gemini-3") != std::string::npos;
    const auto effort = effortOf(reasoning);
    if (off && !levels && request.from != own && !takesNoBudget(to.model))
        return losses.note("thinking can't be switched off: this model is not known to take that");
    if (off && levels)
        losses.note("thinking can't be switched off: sent as low");
    out.key("thinkingConfig").beginObject();
    if (!off)
        out.fieldBool("includeThoughts", reasoning.showThoughts.value_or(true));
    if (levels && off)
        out.field("thinkingLevel", "low");
    else if (levels && !effort.empty())
        out.field("thinkingLevel", levelFor(effort, losses));
    else if (off)
        out.fieldNumber("thinkingBudget", 0);
    else if (const auto budget = budgetOf(reasoning); budget > 0)
        out.fieldNumber("thinkingBudget", budgetFor(budget, losses));
    out.endObject();
}

void writeFormat(JsonWriter &out, const Request &request, Losses &losses)
{
    using Kind = AnswerFormat::Kind;
    const auto &format = request.format;
    if (format.kind != Kind::JsonObject && format.kind != Kind::JsonSchema)
        return;
    out.field("responseMimeType", "application/json");
    out.fieldRawIf("responseJsonSchema",
        request.from == own ? format.schema : answerSchemaFor(own, format.schema, losses));
}

void writeLikelihoodsWanted(JsonWriter &out, const Sampling &sampling)
{
    if (!wantsLikelihoods(sampling))
        return;
    out.fieldBool("responseLogprobs", true);
    if (sampling.topLogprobs != "0") // that many is what it tells when it is not told a number
        out.fieldRawIf("logprobs", sampling.topLogprobs);
}

void writeSettings(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const auto &sampling = request.sampling;
    out.key("generationConfig").beginObject();
    if (const auto most = maxTokensFor(request, to, own, losses))
        out.fieldNumber("maxOutputTokens", *most);
    out.fieldRawIf("temperature", sampling.temperature).fieldRawIf("topP", sampling.topP);
    out.fieldRawIf("topK", sampling.topK).fieldRawIf("seed", sampling.seed);
    out.fieldRawIf("presencePenalty", sampling.presencePenalty);
    out.fieldRawIf("frequencyPenalty", sampling.frequencyPenalty);
    if (request.from == own)
        out.fieldRawIf("candidateCount", sampling.choices);
    else if (!sampling.choices.empty() && sampling.choices != "1")
        losses.note("n dropped: one answer only");
    if (!request.stop.empty()) {
        constexpr std::size_t mostStops = 5;
        out.key("stopSequences").beginArray();
        for (std::size_t i = 0; i < request.stop.size() && i < mostStops; ++i)
            out.string(request.stop[i]);
        out.endArray();
        if (request.stop.size() > mostStops)
            losses.note("stop sequences beyond five dropped");
    }
    writeLikelihoodsWanted(out, sampling);
    writeFormat(out, request, losses);
    writeThinking(out, request, to, losses);
    out.endObject();
    losses.dropped(sampling.logitBias, "logit_bias");
}

} // namespace

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject();
    Contents(request, to, losses).write(out);
    const auto search = webSearchFor(request, own, to);
    writeTools(out, request, search, losses);
    writeToolChoice(out, request, losses);
    writeSettings(out, request, to, losses);
    if (hasCacheMarks(request))
        losses.note("cache marks dropped: they have no place here");
    losses.dropped(request.user, "user");
    losses.dropped(request.promptCacheKey, "prompt_cache_key");
    losses.dropped(request.verbosity, "verbosity");
    losses.dropped(request.serviceTier, "service_tier");
    losses.dropped(request.metadata, "metadata");
    if (request.from == own) {
        for (const auto &extra : request.extras) {
            if (extra.name.find('.') == std::string::npos)
                out.fieldRaw(extra.name, extra.value);
        }
    } else {
        noteExtras(request, losses, search ? WebSearchIs::Taken : WebSearchIs::Left);
    }
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::gemini
