#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/TargetSchema.h"
#include "core/dialect/cohere/Chat.h"

#include <algorithm>

namespace slipswitch::dialect::cohere {

namespace {

constexpr std::size_t mostStops = 5;

/// A choice of one tool has no form here: it is the only one that is offered, and must be called.
bool isOffered(const Tool &tool, const ToolChoice &choice)
{
    return choice.kind != ToolChoice::Kind::One
        || flatName(tool.nameSpace, tool.name) == flatName({}, choice.name) || tool.name == choice.name;
}

void writeTools(JsonWriter &out, const Request &request, Losses &losses)
{
    const auto &tools = request.tools;
    if (tools.empty())
        return;
    out.key("tools").beginArray();
    for (const auto &tool : tools) {
        if (!isOffered(tool, request.toolChoice))
            continue;
        out.beginObject().field("type", "function").key("function").beginObject();
        out.field("name", flatName(tool.nameSpace, tool.name));
        out.fieldIf("description", tool.freeform ? describedFreeform(tool) : tool.description);
        if (tool.freeform)
            out.fieldRaw("parameters", freeformSchema());
        else
            out.fieldRaw("parameters", toolSchemaFor(Dialect::CohereChatV2, tool.schema, losses));
        out.endObject().endObject();
    }
    out.endArray();
    const auto strict = [](const Tool &tool) { return tool.strict.value_or(false) && !tool.freeform; };
    if (std::ranges::all_of(tools, strict))
        out.fieldBool("strict_tools", true);
    else if (std::ranges::any_of(tools, strict))
        losses.note("strict dropped: Cohere takes it for all tools or for none");
}

void writeToolChoice(JsonWriter &out, const Request &request, Losses &losses)
{
    using Kind = ToolChoice::Kind;
    if (request.tools.empty())
        return;
    const auto kind = request.toolChoice.kind;
    if (kind == Kind::Any || kind == Kind::One)
        out.field("tool_choice", "REQUIRED");
    else if (kind == Kind::None)
        out.field("tool_choice", "NONE");
    if (request.parallelTools && !*request.parallelTools)
        losses.note("parallel_tool_calls dropped: Cohere can't forbid them");
}

/// Between the bounds that Cohere names; others take 1 for "all".
void writeTopP(JsonWriter &out, const std::string &topP, Losses &losses)
{
    constexpr double most = 0.99;
    const auto number = doubleOf(topP);
    if (topP.empty() || number >= 1)
        return;
    if (number > most)
        losses.note("top_p lowered to 0.99");
    out.fieldRaw("p", number > most ? "0.99" : topP);
}

void writeTopK(JsonWriter &out, const std::string &topK, Losses &losses)
{
    constexpr double most = 500;
    const bool many = doubleOf(topK) > most;
    if (many)
        losses.note("top_k lowered to 500");
    out.fieldRawIf("k", many ? "500" : topK);
}

void writePenalty(JsonWriter &out, std::string_view name, const std::string &value, Losses &losses)
{
    if (value.empty())
        return;
    const auto number = doubleOf(value);
    if (number < 0)
        return losses.note(std::string(name) + " below 0 dropped");
    if (number > 1)
        losses.note(std::string(name) + " lowered to 1");
    out.fieldRaw(name, number > 1 ? "1" : value);
}

void writeSampling(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const auto &sampling = request.sampling;
    if (const auto most = maxTokensFor(request, to, Dialect::CohereChatV2, losses))
        out.fieldNumber("max_tokens", std::max(*most, std::int64_t {1}));
    out.fieldRawIf("temperature", sampling.temperature);
    writeTopP(out, sampling.topP, losses);
    writeTopK(out, sampling.topK, losses);
    out.fieldRawIf("seed", sampling.seed);
    writePenalty(out, "frequency_penalty", sampling.frequencyPenalty, losses);
    writePenalty(out, "presence_penalty", sampling.presencePenalty, losses);
    losses.dropped(sampling.logitBias, "logit_bias");
    if (wantsLikelihoods(sampling))
        out.fieldBool("logprobs", true);
    if (wantsLikelihoods(sampling) && !sampling.topLogprobs.empty() && sampling.topLogprobs != "0")
        losses.note("top_logprobs dropped: Cohere tells the chosen ones alone");
    if (!sampling.choices.empty() && sampling.choices != "1")
        losses.note("n dropped: one answer only");
    if (request.stop.empty())
        return;
    out.key("stop_sequences").beginArray();
    for (std::size_t i = 0; i < request.stop.size() && i < mostStops; ++i)
        out.string(request.stop[i]);
    out.endArray();
    if (request.stop.size() > mostStops)
        losses.note("stop sequences beyond five dropped");
}

void writeFormat(JsonWriter &out, const Request &request, Losses &losses)
{
    using Kind = AnswerFormat::Kind;
    const auto &format = request.format;
    if (format.kind != Kind::JsonObject && format.kind != Kind::JsonSchema)
        return;
    if (!request.tools.empty())
        return losses.note("answer format dropped: Cohere takes none beside tools");
    out.key("response_format").beginObject().field("type", "json_object");
    if (format.kind == Kind::JsonSchema)
        out.fieldRawIf("json_schema", answerSchemaFor(Dialect::CohereChatV2, format.schema, losses));
    out.endObject();
}

/// Models that don't think refuse it.
void writeThinking(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    using Mode = Reasoning::Mode;
    const auto &reasoning = request.reasoning;
    if (reasoning.mode == Mode::Unset)
        return;
    if (!to.reasons.value_or(false)) {
        if (reasoning.mode != Mode::Off)
            losses.note("thinking setting dropped: this model is not known to take it");
        else if (!to.reasons)
            losses.note("thinking is left to the model");
        return;
    }
    out.key("thinking").beginObject();
    out.field("type", reasoning.mode == Mode::Off ? "disabled" : "enabled");
    if (const auto budget = budgetOf(reasoning); reasoning.mode == Mode::On && budget > 0)
        out.fieldNumber("token_budget", budget);
    out.endObject();
}

void noteRest(const Request &request, Losses &losses)
{
    if (hasCacheMarks(request))
        losses.note("cache marks dropped: Cohere caches by itself");
    losses.dropped(request.serviceTier, "service_tier");
    losses.dropped(request.user, "user");
    losses.dropped(request.promptCacheKey, "prompt_cache_key");
    losses.dropped(request.verbosity, "verbosity");
    losses.dropped(request.metadata, "metadata");
    noteExtras(request, losses);
}

} // namespace

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("model", to.model).fieldBool("stream", request.stream);
    encodeMessages(out, request, to, losses);
    writeTools(out, request, losses);
    writeToolChoice(out, request, losses);
    writeSampling(out, request, to, losses);
    writeFormat(out, request, losses);
    writeThinking(out, request, to, losses);
    noteRest(request, losses);
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::cohere
