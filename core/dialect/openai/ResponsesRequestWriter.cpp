#include "core/dialect/Families.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/WebSearch.h"
#include "core/dialect/openai/Responses.h"
#include "core/dialect/openai/ResponsesTools.h"

#include <algorithm>

namespace slipswitch::dialect::responses {

namespace {

constexpr auto own = Dialect::OpenAiResponses;
constexpr std::int64_t leastMaxTokens = 16;

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
    if (!ours && !to.reasons && !asked) {
        if (reasoning.mode == Mode::Off)
            losses.note("thinking is left to the model");
        return false;
    }
    std::string effort = reasoning.effort;
    if (!ours && reasoning.mode == Mode::Off) {
        effort = effortForOff(to.model);
        if (effort.empty())
            losses.note("thinking can't be switched off: this model is not known to take that");
    } else if (!ours) {
        effort = effortTaken(to.model, effortOf(reasoning), losses);
    }
    const bool shown = asked && reasoning.showThoughts.value_or(true);
    const auto summary = !reasoning.summary.empty() || ours ? reasoning.summary : (shown ? "auto" : "");
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
    if (const auto most = maxTokensFor(request, to, own, losses)) {
        if (*most < leastMaxTokens && request.from != own)
            losses.note("max tokens raised to 16: fewer are refused");
        out.fieldNumber("max_output_tokens", std::max(*most, leastMaxTokens));
    }
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
