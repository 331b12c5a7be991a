#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/TargetSchema.h"
#include "core/dialect/ollama/Chat.h"

namespace slipswitch::dialect::ollama {

namespace {

constexpr auto own = Dialect::Ollama;
constexpr std::string_view optionPlace = "options.";

void writeTool(JsonWriter &out, const Tool &tool, bool ours, Losses &losses)
{
    out.beginObject().field("type", "function").key("function").beginObject();
    out.field("name", flatName(tool.nameSpace, tool.name));
    out.fieldIf("description", tool.freeform ? describedFreeform(tool) : tool.description);
    if (tool.freeform)
        out.fieldRaw("parameters", freeformSchema());
    else
        out.fieldRaw("parameters",
            ours && !tool.schema.empty() ? tool.schema : toolSchemaFor(own, tool.schema, losses));
    noteStrict(tool, losses);
    out.endObject().endObject();
}

/// Nothing can be said here on whether tools must be called, but for what is offered.
void writeTools(JsonWriter &out, const Request &request, Losses &losses)
{
    using Kind = ToolChoice::Kind;
    const auto &choice = request.toolChoice;
    if (request.tools.empty())
        return;
    if (request.parallelTools && !*request.parallelTools)
        losses.note("parallel calls can't be forbidden here");
    if (choice.kind == Kind::None)
        return losses.note("tools left out: none may be called");
    if (choice.kind == Kind::Any)
        losses.note("a call can't be demanded here");
    if (choice.kind == Kind::One)
        losses.note("a call can't be demanded here: only that tool is offered");
    out.key("tools").beginArray();
    for (const auto &tool : request.tools) {
        if (choice.kind != Kind::One || tool.name == choice.name
            || flatName(tool.nameSpace, tool.name) == flatName({}, choice.name))
            writeTool(out, tool, request.from == own, losses);
    }
    out.endArray();
}

void writeFormat(JsonWriter &out, const Request &request, Losses &losses)
{
    using Kind = AnswerFormat::Kind;
    const auto &format = request.format;
    if (format.kind == Kind::JsonSchema && !format.schema.empty())
        out.fieldRaw(
            "format", request.from == own ? format.schema : answerSchemaFor(own, format.schema, losses));
    else if (format.kind == Kind::JsonObject || format.kind == Kind::JsonSchema)
        out.field("format", "json");
}

/// Models that don't think refuse to be told to. Those that do, do so unasked; only gpt-oss knows efforts.
void writeThink(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    using Mode = Reasoning::Mode;
    const auto &reasoning = request.reasoning;
    if (reasoning.mode == Mode::Unset)
        return;
    if (reasoning.mode == Mode::Off) {
        out.fieldBool("think", false);
        return;
    }
    if (request.from == own && reasoning.effort.empty()) {
        out.fieldBool("think", true);
        return;
    }
    const auto effort = effortOf(reasoning);
    const bool knowsEfforts = to.model.find("gpt-oss") != std::string::npos;
    if (!effort.empty() && (request.from == own || knowsEfforts)) {
        out.field("think", request.from == own ? effort : oneOfThreeEfforts(effort, losses));
        return;
    }
    if (to.reasons.value_or(false)) {
        losses.dropped(effort, "effort");
        out.fieldBool("think", true);
    } else {
        losses.note("thinking is left to the model");
    }
}

void writeSampling(JsonWriter &out, const Request &request, Losses &losses)
{
    const auto &sampling = request.sampling;
    out.fieldRawIf("temperature", sampling.temperature).fieldRawIf("top_p", sampling.topP);
    out.fieldRawIf("top_k", sampling.topK).fieldRawIf("seed", sampling.seed);
    out.fieldRawIf("presence_penalty", sampling.presencePenalty);
    out.fieldRawIf("frequency_penalty", sampling.frequencyPenalty);
    losses.dropped(sampling.logitBias, "logit_bias");
    if (!sampling.choices.empty() && sampling.choices != "1")
        losses.note("n dropped: one answer only");
}

void writeOptions(JsonWriter &out, const Request &request, Losses &losses)
{
    std::string text;
    JsonWriter options(text);
    options.beginObject();
    writeSampling(options, request, losses);
    if (request.maxOutputTokens)
        options.fieldNumber("num_predict", *request.maxOutputTokens);
    if (!request.stop.empty()) {
        options.key("stop").beginArray();
        for (const auto &word : request.stop)
            options.string(word);
        options.endArray();
    }
    for (const auto &extra : request.extras) {
        if (request.from == own && extra.name.starts_with(optionPlace))
            options.fieldRaw(std::string_view(extra.name).substr(optionPlace.size()), extra.value);
    }
    options.endObject();
    if (text != "{}")
        out.fieldRaw("options", text);
}

void writeExtras(JsonWriter &out, const Request &request, Losses &losses)
{
    if (request.from != own)
        return noteExtras(request, losses);
    for (const auto &extra : request.extras) {
        if (!extra.name.starts_with(optionPlace))
            out.fieldRaw(extra.name, extra.value);
    }
}

} // namespace

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("model", to.model).key("messages");
    encodeMessages(out, request.messages, to, losses);
    writeTools(out, request, losses);
    writeFormat(out, request, losses);
    writeThink(out, request, to, losses);
    writeOptions(out, request, losses);
    const auto &sampling = request.sampling;
    if (wantsLikelihoods(sampling))
        out.fieldBool("logprobs", true);
    if (wantsLikelihoods(sampling) || request.from == own)
        out.fieldRawIf("top_logprobs", sampling.topLogprobs);
    if (hasCacheMarks(request))
        losses.note("cache marks dropped: they have no place here");
    losses.dropped(request.user, "user");
    losses.dropped(request.promptCacheKey, "prompt_cache_key");
    losses.dropped(request.verbosity, "verbosity");
    losses.dropped(request.serviceTier, "service_tier");
    losses.dropped(request.metadata, "metadata");
    writeExtras(out, request, losses);
    out.fieldBool("stream", request.stream).endObject(); // it streams unless told not to
    return body;
}

} // namespace slipswitch::dialect::ollama
