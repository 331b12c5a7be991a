#include "core/dialect/Families.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/TargetSchema.h"
#include "core/dialect/Turns.h"
#include "core/dialect/WebSearch.h"
#include "core/dialect/anthropic/Messages.h"

namespace slipswitch::dialect::anthropic {

namespace {

void writeTurns(JsonWriter &out, const Turns &turns, Losses &losses)
{
    if (!turns.system().empty()) {
        out.key("system").beginArray();
        for (const auto &part : turns.system())
            encodeBlock(out, part, {}, losses);
        out.endArray();
    }
    out.key("messages").beginArray();
    for (const auto &message : turns.all()) {
        out.beginObject().field("role", message.role == Role::Assistant ? "assistant" : "user");
        out.key("content").beginArray();
        for (const auto &part : message.parts)
            encodeBlock(out, part, {}, losses);
        out.endArray().endObject();
    }
    out.endArray();
}

void writeOwnMembers(JsonWriter &out, const Tool &tool)
{
    if (tool.strict)
        out.fieldBool("strict", *tool.strict);
    for (const auto &extra : tool.extras)
        out.fieldRaw(extra.name, extra.value);
}

void writeTools(
    JsonWriter &out, const Request &request, const std::optional<WebSearch> &search, Losses &losses)
{
    const bool own = request.from == Dialect::AnthropicMessages;
    const bool hosted = own ? !request.hostedTools.empty() : search.has_value();
    if (request.tools.empty() && !hosted)
        return;
    out.key("tools").beginArray();
    for (const auto &tool : request.tools) {
        out.beginObject().field("name", flatName(tool.nameSpace, tool.name));
        out.fieldIf("description", tool.freeform ? describedFreeform(tool) : tool.description);
        if (tool.freeform)
            out.fieldRaw("input_schema", freeformSchema());
        else
            out.fieldRaw("input_schema",
                own && !tool.schema.empty() ? tool.schema
                                            : toolSchemaFor(Dialect::AnthropicMessages, tool.schema, losses));
        if (tool.cache) {
            out.key("cache_control").beginObject().field("type", "ephemeral");
            out.fieldIf("ttl", tool.cache->lifetime).endObject();
        }
        if (own)
            writeOwnMembers(out, tool);
        else
            noteStrict(tool, losses);
        out.endObject();
    }
    if (own) {
        for (const auto &tool : request.hostedTools)
            out.raw(tool.value);
    }
    if (search)
        writeAnthropicSearch(out, *search, losses);
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
        out.field("name", flatName({}, request.toolChoice.name));
    if (request.parallelTools && kind != Kind::None)
        out.fieldBool("disable_parallel_tool_use", serial);
    out.endObject();
}

void writeThinking(
    JsonWriter &out, const Request &request, const Destination &to, const ThinkingPlan &thoughts)
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
    const bool own = request.from == Dialect::AnthropicMessages;
    const auto show = request.reasoning.showThoughts;
    // These models show nothing unasked, and another dialect's client expects to see what it pays for.
    if (!own && thoughts.mode == Mode::Adaptive && !claudeTakes(to.model).budget)
        out.field("display", show.value_or(true) ? "summarized" : "omitted");
    else if (own && show)
        out.field("display", *show ? "summarized" : "omitted");
    out.endObject();
}

/// Of a client that does not know Claude.
void fitChances(JsonWriter &out, const Request &request, const Destination &to, bool thinks, Losses &losses)
{
    const auto &sampling = request.sampling;
    const auto takes = claudeTakes(to.model);
    if (thinks || !takes.sampling) {
        const std::string why = thinks ? ": thinking is on" : ": this model takes none";
        for (const auto &[value, name] : {std::pair(&sampling.temperature, "temperature"),
                 std::pair(&sampling.topP, "top_p"), std::pair(&sampling.topK, "top_k")}) {
            if (!value->empty())
                losses.note(std::string(name) + " dropped" + why);
        }
        return;
    }
    const bool hot = doubleOf(sampling.temperature) > 1; // others go up to 2
    if (hot)
        losses.note("temperature lowered to 1");
    out.fieldRawIf("temperature", hot ? "1" : sampling.temperature);
    if (!takes.both && !sampling.temperature.empty() && !sampling.topP.empty())
        losses.note("top_p dropped: this model takes it or temperature");
    else
        out.fieldRawIf("top_p", sampling.topP);
    out.fieldRawIf("top_k", sampling.topK);
}

void writeSampling(
    JsonWriter &out, const Request &request, const Destination &to, bool thinks, Losses &losses)
{
    const auto &sampling = request.sampling;
    if (request.from == Dialect::AnthropicMessages) {
        out.fieldRawIf("temperature", sampling.temperature).fieldRawIf("top_p", sampling.topP);
        out.fieldRawIf("top_k", sampling.topK);
    } else {
        fitChances(out, request, to, thinks, losses);
    }
    losses.dropped(sampling.frequencyPenalty, "frequency_penalty");
    losses.dropped(sampling.presencePenalty, "presence_penalty");
    losses.dropped(sampling.seed, "seed");
    losses.dropped(sampling.logitBias, "logit_bias");
    if (wantsLikelihoods(sampling))
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

void writeOutputConfig(JsonWriter &out, const Request &request, const ThinkingPlan &thoughts, Losses &losses)
{
    using Kind = AnswerFormat::Kind;
    const bool effort = !thoughts.effort.empty();
    if (request.format.kind == Kind::JsonObject)
        losses.note("json_object dropped: Anthropic wants a schema");
    if (!effort && request.format.kind != Kind::JsonSchema)
        return;
    out.key("output_config").beginObject();
    if (effort)
        out.field("effort", thoughts.effort);
    if (request.format.kind == Kind::JsonSchema) {
        out.key("format").beginObject().field("type", "json_schema");
        out.fieldRawIf("schema", request.format.schema).endObject();
    }
    out.endObject();
}

void writeRest(JsonWriter &out, const Request &request, WebSearchIs search, Losses &losses)
{
    if (request.serviceTier == "auto" || request.serviceTier == "default")
        out.field("service_tier", request.serviceTier == "auto" ? "auto" : "standard_only");
    else
        losses.dropped(request.serviceTier, "service_tier");
    constexpr std::size_t longestUser = 256;
    if (const auto user = userFor(request, Dialect::AnthropicMessages, longestUser, losses); !user.empty())
        out.key("metadata").beginObject().field("user_id", user).endObject();
    losses.dropped(request.promptCacheKey, "prompt_cache_key");
    losses.dropped(request.verbosity, "verbosity");
    losses.dropped(request.metadata, "metadata");
    if (request.from == Dialect::AnthropicMessages) {
        for (const auto &extra : request.extras)
            out.fieldRaw(extra.name, extra.value);
    } else {
        noteExtras(request, losses, search);
    }
    if (request.stream)
        out.fieldBool("stream", true);
}

} // namespace

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    const Turns turns(request, to, Dialect::AnthropicMessages, losses);
    const auto thoughts = planThinking(request, to, Dialect::AnthropicMessages, turns, losses);
    out.beginObject().field("model", to.model).fieldNumber("max_tokens", thoughts.maxTokens);
    writeTurns(out, turns, losses);
    const auto search = webSearchFor(request, Dialect::AnthropicMessages, to);
    writeTools(out, request, search, losses);
    writeToolChoice(out, request);
    writeThinking(out, request, to, thoughts);
    writeSampling(out, request, to, thoughts.thinks(), losses);
    writeOutputConfig(out, request, thoughts, losses);
    writeRest(out, request, search ? WebSearchIs::Taken : WebSearchIs::Left, losses);
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::anthropic
