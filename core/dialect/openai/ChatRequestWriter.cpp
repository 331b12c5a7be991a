#include "core/dialect/Families.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/StrictSchema.h"
#include "core/dialect/TargetSchema.h"
#include "core/dialect/WebSearch.h"
#include "core/dialect/openai/Chat.h"

#include <algorithm>

namespace slipswitch::dialect::chat {

namespace {

using domain::Quirk;

constexpr auto chat = Dialect::OpenAiChat;

void writeTools(JsonWriter &out, const Request &request, Losses &losses)
{
    const bool own = request.from == Dialect::OpenAiChat;
    if (request.tools.empty() && (!own || request.hostedTools.empty()))
        return;
    out.key("tools").beginArray();
    for (const auto &tool : request.tools) {
        const std::string_view type = own && tool.freeform ? "custom" : "function";
        out.beginObject().field("type", type).key(type).beginObject();
        out.field("name", flatName(tool.nameSpace, tool.name));
        if (own && tool.freeform) {
            out.fieldIf("description", tool.description).fieldRawIf("format", tool.format);
            out.endObject().endObject();
            continue;
        }
        out.fieldIf("description", tool.freeform ? describedFreeform(tool) : tool.description);
        if (tool.freeform)
            out.fieldRaw("parameters", freeformSchema());
        else
            out.fieldRaw("parameters",
                own && !tool.schema.empty() ? tool.schema : toolSchemaFor(chat, tool.schema, losses));
        if (const auto strict = own ? tool.strict : strictAtOpenAi(tool, losses); strict && !tool.freeform)
            out.fieldBool("strict", *strict);
        out.endObject().endObject();
    }
    if (own) {
        for (const auto &tool : request.hostedTools)
            out.raw(tool.value);
    }
    out.endArray();
}

void writeOneTool(JsonWriter &out, const Request &request)
{
    const auto &name = request.toolChoice.name;
    const bool custom = request.from == chat && std::ranges::any_of(request.tools, [&](const Tool &tool) {
        return tool.freeform && tool.name == name;
    });
    const std::string_view type = custom ? "custom" : "function";
    out.key("tool_choice").beginObject().field("type", type).key(type).beginObject();
    out.field("name", flatName({}, name)).endObject().endObject();
}

void writeToolChoice(JsonWriter &out, const Request &request)
{
    using Kind = ToolChoice::Kind;
    if (request.tools.empty())
        return;
    switch (request.toolChoice.kind) {
    case Kind::Unset:
        break;
    case Kind::Auto:
        out.field("tool_choice", "auto");
        break;
    case Kind::None:
        out.field("tool_choice", "none");
        break;
    case Kind::Any:
        out.field("tool_choice", "required");
        break;
    case Kind::One:
        writeOneTool(out, request);
        break;
    }
    if (request.parallelTools)
        out.fieldBool("parallel_tool_calls", *request.parallelTools);
}

void writeFormat(JsonWriter &out, const AnswerFormat &format)
{
    using Kind = AnswerFormat::Kind;
    if (format.kind == Kind::Unset || format.kind == Kind::Text)
        return;
    out.key("response_format").beginObject();
    if (format.kind == Kind::JsonObject) {
        out.field("type", "json_object").endObject();
        return;
    }
    out.field("type", "json_schema").key("json_schema").beginObject();
    out.field("name", format.name.empty() ? "answer" : plainName(format.name, 64));
    out.fieldIf("description", format.description).fieldRawIf("schema", format.schema);
    if (format.strict)
        out.fieldBool("strict", *format.strict);
    out.endObject().endObject();
}

void writeMaxTokens(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const bool newer = to.quirks.has(Quirk::MaxCompletionTokens);
    const auto said = maxTokensFor(request, to, chat, losses);
    if (said || to.quirks.has(Quirk::NeedsMaxTokens))
        out.fieldNumber(newer ? "max_completion_tokens" : "max_tokens", said.value_or(neededTokens(to)));
}

/// Models that don't think refuse the parameter.
void writeEffort(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const auto &reasoning = request.reasoning;
    if (reasoning.mode == Reasoning::Mode::Unset)
        return;
    const bool ours = request.from == Dialect::OpenAiChat;
    if (!ours && !to.reasons.value_or(false)) {
        if (reasoning.mode != Reasoning::Mode::Off)
            losses.note("thinking setting dropped: this model is not known to take it");
        else if (!to.reasons)
            losses.note("thinking is left to the model");
        return;
    }
    const bool off = reasoning.mode == Reasoning::Mode::Off;
    if (ours)
        out.fieldIf("reasoning_effort", reasoning.effort);
    else if (!off)
        out.fieldIf("reasoning_effort", effortTaken(to.model, effortOf(reasoning), losses));
    else if (const auto word = effortForOff(to.model); !word.empty())
        out.field("reasoning_effort", word);
    else
        losses.note("thinking can't be switched off: this model is not known to take that");
}

void writeLikelihoods(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const auto &sampling = request.sampling;
    const bool ours = request.from == chat;
    if (!ours && to.quirks.has(Quirk::RejectsPenalties)) {
        losses.dropped(sampling.frequencyPenalty, "frequency_penalty");
        losses.dropped(sampling.presencePenalty, "presence_penalty");
        losses.dropped(sampling.logitBias, "logit_bias");
    } else {
        out.fieldRawIf("frequency_penalty", sampling.frequencyPenalty);
        out.fieldRawIf("presence_penalty", sampling.presencePenalty);
        out.fieldRawIf("logit_bias", sampling.logitBias);
    }
    if (ours) {
        if (sampling.logprobs)
            out.fieldBool("logprobs", *sampling.logprobs);
        out.fieldRawIf("top_logprobs", sampling.topLogprobs).fieldRawIf("n", sampling.choices);
        return;
    }
    if (wantsLikelihoods(sampling) && givesLikelihoods(to))
        out.fieldBool("logprobs", true).fieldRawIf("top_logprobs", sampling.topLogprobs);
    else if (wantsLikelihoods(sampling))
        losses.note("logprobs dropped: this model tells none");
    if (!sampling.choices.empty() && sampling.choices != "1")
        losses.note("n dropped: one answer only");
}

void writeSampling(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    const auto &sampling = request.sampling;
    out.fieldRawIf("temperature", sampling.temperature).fieldRawIf("top_p", sampling.topP);
    out.fieldRawIf("seed", sampling.seed);
    writeLikelihoods(out, request, to, losses);
    losses.dropped(sampling.topK, "top_k");
    constexpr std::size_t mostStops = 4;
    if (request.stop.empty())
        return;
    out.key("stop").beginArray();
    for (std::size_t i = 0; i < request.stop.size() && i < mostStops; ++i)
        out.string(request.stop[i]);
    out.endArray();
    if (request.stop.size() > mostStops)
        losses.note("stop sequences beyond four dropped");
}

/// Members that some providers refuse, because OpenAI alone knows them.
void writeRest(JsonWriter &out, const Request &request, const Destination &to, Losses &losses)
{
    if (request.from != chat && to.quirks.has(Quirk::RejectsUnknownFields)) {
        losses.dropped(request.verbosity, "verbosity");
        losses.dropped(request.serviceTier, "service_tier");
        losses.dropped(request.user, "user");
        losses.dropped(request.promptCacheKey, "prompt_cache_key");
        return;
    }
    constexpr std::size_t longestUser = 64;
    out.fieldIf("verbosity", request.verbosity).fieldIf("service_tier", request.serviceTier);
    out.fieldIf("user", userFor(request, chat, longestUser, losses));
    out.fieldIf("prompt_cache_key", request.promptCacheKey);
}

} // namespace

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    out.beginObject().field("model", to.model).key("messages");
    encodeMessages(out, request, to, losses);
    writeTools(out, request, losses);
    writeToolChoice(out, request);
    writeMaxTokens(out, request, to, losses);
    writeSampling(out, request, to, losses);
    writeFormat(out, request.format);
    writeEffort(out, request, to, losses);
    writeRest(out, request, to, losses);
    if (request.from == Dialect::OpenAiChat) {
        out.fieldRawIf("metadata", request.metadata);
        if (request.store)
            out.fieldBool("store", *request.store);
        for (const auto &extra : request.extras)
            out.fieldRaw(extra.name, extra.value);
    } else {
        if (hasCacheMarks(request))
            losses.note("cache marks dropped: they have no place here");
        losses.dropped(request.metadata, "metadata"); // refused with answers that are not stored
        const auto search = webSearchFor(request, chat, to);
        if (search)
            writeChatSearch(out, *search, losses);
        noteExtras(request, losses, search ? WebSearchIs::Taken : WebSearchIs::Left);
    }
    if (request.stream) {
        out.fieldBool("stream", true);
        if (!to.quirks.has(Quirk::RejectsStreamOptions))
            out.key("stream_options").beginObject().fieldBool("include_usage", true).endObject();
    }
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::chat
