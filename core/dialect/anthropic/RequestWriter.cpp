#include "core/dialect/Rules.h"
#include "core/dialect/Turns.h"
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

void writeThinking(JsonWriter &out, const Request &request, const ThinkingPlan &thoughts)
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
    const Turns turns(request, to, Dialect::AnthropicMessages, losses);
    const auto thoughts = planThinking(request, to, Dialect::AnthropicMessages, turns, losses);
    out.beginObject().field("model", to.model).fieldNumber("max_tokens", thoughts.maxTokens);
    writeTurns(out, turns, losses);
    writeTools(out, request);
    writeToolChoice(out, request);
    writeThinking(out, request, thoughts);
    writeSampling(out, request, thoughts.thinks(), losses);
    writeOutputConfig(out, request, losses);
    writeRest(out, request, losses);
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::anthropic
