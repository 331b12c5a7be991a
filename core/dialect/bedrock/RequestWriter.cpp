#include "core/dialect/Families.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Likelihoods.h"
#include "core/dialect/Rules.h"
#include "core/dialect/TargetSchema.h"
#include "core/dialect/Turns.h"
#include "core/dialect/bedrock/Converse.h"

#include <algorithm>
#include <set>

namespace slipswitch::dialect::bedrock {

namespace {

/// What is known of the request as a whole.
struct Writing
{
    const Request &request;
    const Destination &to;
    const Turns &turns;
    Maker maker;
    bool marks; ///< the model takes cache points
    Losses &losses;
};

template <typename Kind>
bool has(const Message &message)
{
    return std::ranges::any_of(
        message.parts, [](const Part &part) { return std::holds_alternative<Kind>(part.body); });
}

bool hasDocument(const Message &message)
{
    return std::ranges::any_of(message.parts, [](const Part &part) {
        const auto *media = std::get_if<Media>(&part.body);
        return media && media->kind == Media::Kind::Document;
    });
}

void writeSystem(JsonWriter &out, const Writing &writing)
{
    if (writing.turns.system().empty())
        return;
    out.key("system").beginArray();
    for (const auto &part : writing.turns.system()) {
        if (std::holds_alternative<Text>(part.body))
            encodeBlock(out, part, writing.marks, writing.losses);
        else
            writing.losses.note("image or file among the instructions dropped");
    }
    out.endArray();
}

void writeMessages(JsonWriter &out, const Writing &writing)
{
    out.key("messages").beginArray();
    for (const auto &message : writing.turns.all()) {
        out.beginObject().field("role", message.role == Role::Assistant ? "assistant" : "user");
        out.key("content").beginArray();
        for (const auto &part : message.parts)
            encodeBlock(out, part, writing.marks, writing.losses);
        // A document alone is refused.
        if (hasDocument(message) && !has<Text>(message))
            out.beginObject().field("text", "(see the document)").endObject();
        out.endArray().endObject();
    }
    out.endArray();
}

void writeTool(JsonWriter &out, const Tool &tool, Losses &losses)
{
    out.beginObject().key("toolSpec").beginObject().field("name", flatName(tool.nameSpace, tool.name));
    out.fieldIf("description", tool.freeform ? describedFreeform(tool) : tool.description);
    out.key("inputSchema").beginObject();
    if (tool.freeform)
        out.fieldRaw("json", freeformSchema());
    else
        out.fieldRaw("json", toolSchemaFor(Dialect::BedrockConverse, tool.schema, losses));
    out.endObject();
    if (tool.strict.value_or(false) && !tool.freeform)
        out.fieldBool("strict", true);
    out.endObject().endObject();
}

/// A conversation in which tools were called is refused without tools: their names are enough.
std::vector<Tool> toolsOf(const Writing &writing)
{
    if (!writing.request.tools.empty())
        return writing.request.tools;
    std::vector<Tool> tools;
    std::set<std::string> names;
    for (const auto &message : writing.request.messages) {
        for (const auto &part : message.parts) {
            const auto *call = std::get_if<ToolCall>(&part.body);
            if (!call || !names.insert(flatName(call->nameSpace, call->name)).second)
                continue;
            auto &tool = tools.emplace_back();
            tool.name = flatName(call->nameSpace, call->name);
            tool.description = "Not available any more.";
        }
    }
    return tools;
}

void writeToolChoice(JsonWriter &out, const Writing &writing)
{
    using Kind = ToolChoice::Kind;
    const auto &request = writing.request;
    if (request.parallelTools && !*request.parallelTools)
        writing.losses.note("parallel_tool_calls dropped: Bedrock can't forbid them");
    if (request.tools.empty() || request.toolChoice.kind == Kind::Unset)
        return;
    if (request.toolChoice.kind == Kind::None)
        return writing.losses.note("tool_choice none dropped: Bedrock can't forbid tools");
    out.key("toolChoice").beginObject();
    if (request.toolChoice.kind == Kind::One)
        out.key("tool").beginObject().field("name", flatName({}, request.toolChoice.name)).endObject();
    else
        out.key(request.toolChoice.kind == Kind::Any ? "any" : "auto").beginObject().endObject();
    out.endObject();
}

bool callsAny(const Request &request)
{
    return std::ranges::any_of(request.messages, has<ToolCall>);
}

void writeTools(JsonWriter &out, const Writing &writing)
{
    const auto &request = writing.request;
    // Forbidden tools may simply be left out where none was called.
    if (request.toolChoice.kind == ToolChoice::Kind::None && !callsAny(request))
        return;
    const auto tools = toolsOf(writing);
    if (tools.empty())
        return;
    out.key("toolConfig").beginObject().key("tools").beginArray();
    for (const auto &tool : tools) {
        writeTool(out, tool, writing.losses);
        if (tool.cache && writing.marks)
            encodeCachePoint(out, *tool.cache);
    }
    out.endArray();
    writeToolChoice(out, writing);
    out.endObject();
}

void writeStops(JsonWriter &out, const Writing &writing)
{
    const auto blank
        = [](const std::string &word) { return word.find_first_not_of(" \t\r\n") == std::string::npos; };
    if (std::ranges::any_of(writing.request.stop, blank))
        writing.losses.note("stop sequence of white space dropped");
    if (std::ranges::all_of(writing.request.stop, blank))
        return;
    out.key("stopSequences").beginArray();
    for (const auto &word : writing.request.stop) {
        if (!blank(word))
            out.string(word);
    }
    out.endArray();
}

void writeInference(JsonWriter &out, const Writing &writing, const ThinkingPlan &plan)
{
    const auto &[request, to, turns, maker, marks, losses] = writing;
    const auto &sampling = request.sampling;
    const bool claudeThinks = maker == Maker::Anthropic && plan.thinks();
    out.key("inferenceConfig").beginObject();
    if (claudeThinks)
        out.fieldNumber("maxTokens", plan.maxTokens);
    else if (const auto most = maxTokensFor(request, to, Dialect::BedrockConverse, losses))
        out.fieldNumber("maxTokens", std::max(*most, std::int64_t {1}));
    const auto takes = maker == Maker::Anthropic ? claudeTakes(to.model) : ClaudeTakes {};
    const std::string_view why = claudeThinks ? " (thinking is on)" : " (this model takes none)";
    const bool free = !claudeThinks && takes.sampling;
    if (!free) {
        losses.dropped(sampling.temperature, "temperature" + std::string(why));
        losses.dropped(sampling.topP, "top_p" + std::string(why));
    } else if (!sampling.temperature.empty()) {
        const bool hot = doubleOf(sampling.temperature) > 1; // others go up to 2
        if (hot)
            losses.note("temperature lowered to 1");
        out.fieldRaw("temperature", hot ? "1" : sampling.temperature);
    }
    if (free && !takes.both && !sampling.temperature.empty())
        losses.dropped(sampling.topP, "top_p (this model takes it or temperature)");
    else if (free)
        out.fieldRawIf("topP", sampling.topP);
    writeStops(out, writing);
    out.endObject();
}

/// Those that take nothing else show nothing unasked, and clients of other dialects expect to see what they
/// pay for.
void writeAdaptive(JsonWriter &out, const Writing &writing)
{
    const auto &request = writing.request;
    const auto show = request.reasoning.showThoughts;
    const bool asks = show || request.from != Dialect::AnthropicMessages;
    out.key("thinking").beginObject().field("type", "adaptive");
    if (asks && !claudeTakes(writing.to.model).budget)
        out.field("display", show.value_or(true) ? "summarized" : "omitted");
    out.endObject();
}

void writeClaudesFields(JsonWriter &out, const Writing &writing, const ThinkingPlan &plan)
{
    using Mode = Reasoning::Mode;
    const auto &request = writing.request;
    if (plan.mode == Mode::On)
        out.key("thinking")
            .beginObject()
            .field("type", "enabled")
            .fieldNumber("budget_tokens", plan.budget)
            .endObject();
    else if (plan.mode == Mode::Adaptive)
        writeAdaptive(out, writing);
    if (plan.mode == Mode::Adaptive && !plan.effort.empty())
        out.key("output_config").beginObject().field("effort", plan.effort).endObject();
    if (plan.thinks())
        writing.losses.dropped(request.sampling.topK, "top_k (thinking is on)");
    else if (!claudeTakes(writing.to.model).sampling)
        writing.losses.dropped(request.sampling.topK, "top_k (this model takes none)");
    else
        out.fieldRawIf("top_k", request.sampling.topK);
}

bool isNova2(const Writing &writing)
{
    return writing.to.model.find("nova-2") != std::string::npos;
}

void writeEffort(JsonWriter &out, const Writing &writing)
{
    const bool takes = writing.maker == Maker::OpenAi || isNova2(writing);
    const auto effort = takes ? oneOfThreeEfforts(effortOf(writing.request.reasoning), writing.losses) : "";
    if (writing.maker == Maker::OpenAi)
        out.field("reasoning_effort", effort.empty() ? "medium" : effort);
    else if (takes)
        out.key("reasoningConfig")
            .beginObject()
            .field("type", "enabled")
            .field("maxReasoningEffort", effort.empty() ? "medium" : effort)
            .endObject();
    else
        writing.losses.note("thinking setting dropped: this model is not known to take it");
}

/// Nova thinks only when it is told to.
void noteNoOff(const Writing &writing)
{
    if (writing.to.reasons == false || writing.maker == Maker::AmazonNova)
        return;
    writing.losses.note(writing.maker == Maker::OpenAi
            ? "thinking can't be switched off: this model is not known to take that"
            : "thinking is left to the model");
}

void writeTopK(JsonWriter &out, const Writing &writing)
{
    const auto &topK = writing.request.sampling.topK;
    if (writing.maker == Maker::AmazonNova && !topK.empty())
        out.key("inferenceConfig").beginObject().fieldRaw("topK", topK).endObject();
    else
        writing.losses.dropped(topK, "top_k");
}

/// What each maker's models take besides.
void writeMakersFields(JsonWriter &out, const Writing &writing, const ThinkingPlan &plan)
{
    std::string fields;
    JsonWriter own(fields);
    own.beginObject();
    if (writing.maker == Maker::Anthropic) {
        writeClaudesFields(own, writing, plan);
    } else {
        const auto mode = writing.request.reasoning.mode;
        if (mode == Reasoning::Mode::On || mode == Reasoning::Mode::Adaptive)
            writeEffort(own, writing);
        else if (mode == Reasoning::Mode::Off)
            noteNoOff(writing);
        writeTopK(own, writing);
    }
    own.endObject();
    if (fields != "{}")
        out.fieldRaw("additionalModelRequestFields", fields);
}

void writeFormat(JsonWriter &out, const Writing &writing)
{
    using Kind = AnswerFormat::Kind;
    const auto &format = writing.request.format;
    if (format.kind == Kind::JsonObject)
        writing.losses.note("json_object dropped: Bedrock wants a schema");
    if (format.kind != Kind::JsonSchema)
        return;
    out.key("outputConfig").beginObject().key("textFormat").beginObject().field("type", "json_schema");
    out.key("structure").beginObject().key("jsonSchema").beginObject();
    const auto schema = answerSchemaFor(Dialect::BedrockConverse, format.schema, writing.losses);
    out.field("schema", schema.empty() ? "{}" : schema);
    out.fieldIf("name", format.name.empty() ? std::string() : plainName(format.name, 64));
    out.fieldIf("description", format.description);
    out.endObject().endObject().endObject().endObject();
}

void noteRest(const Writing &writing)
{
    const auto &request = writing.request;
    const auto &sampling = request.sampling;
    auto &losses = writing.losses;
    losses.dropped(sampling.frequencyPenalty, "frequency_penalty");
    losses.dropped(sampling.presencePenalty, "presence_penalty");
    losses.dropped(sampling.seed, "seed");
    losses.dropped(sampling.logitBias, "logit_bias");
    if (wantsLikelihoods(sampling))
        losses.note("logprobs dropped");
    if (!sampling.choices.empty() && sampling.choices != "1")
        losses.note("n dropped: one answer only");
    if (!writing.marks && hasCacheMarks(request))
        losses.note("cache marks dropped: this model takes none");
    losses.dropped(request.user, "user");
    losses.dropped(request.promptCacheKey, "prompt_cache_key");
    losses.dropped(request.verbosity, "verbosity");
    noteExtras(request, losses);
}

/// Letters, digits and some signs, as Bedrock has it.
bool fitsMetadata(std::string_view text)
{
    constexpr std::size_t longest = 256;
    return text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view(" :_@$#=/+,-.").find(c) != std::string_view::npos;
    });
}

/// Short texts by name, for Bedrock's log of requests.
void writeMetadata(JsonWriter &out, const Request &request, Losses &losses)
{
    constexpr std::size_t most = 16;
    const auto tree = JsonTree::parse(request.metadata);
    if (!tree || !tree->root().isObject())
        return losses.dropped(request.metadata, "metadata");
    std::size_t written = 0;
    for (const auto member : tree->root()) {
        const bool fits = written < most && !member.key().empty() && member.isString()
            && fitsMetadata(member.key()) && fitsMetadata(member.text());
        if (!fits) {
            losses.note("metadata dropped where Bedrock does not take it");
            continue;
        }
        if (written++ == 0)
            out.key("requestMetadata").beginObject();
        out.field(member.key(), member.text());
    }
    if (written > 0)
        out.endObject();
}

void writeTier(JsonWriter &out, const Request &request, Losses &losses)
{
    const auto &tier = request.serviceTier;
    if (tier == "priority" || tier == "flex" || tier == "default")
        out.key("serviceTier").beginObject().field("type", tier).endObject();
    else if (tier != "auto")
        losses.dropped(tier, "service_tier");
}

} // namespace

std::string encodeRequest(const Request &request, const Destination &to, Losses &losses)
{
    std::string body;
    JsonWriter out(body);
    const Turns turns(request, to, Dialect::BedrockConverse, losses);
    const auto maker = makerOf(to.model);
    const bool marks = maker == Maker::Anthropic || maker == Maker::AmazonNova;
    const Writing writing {request, to, turns, maker, marks, losses};
    ThinkingPlan plan;
    if (maker == Maker::Anthropic)
        plan = planThinking(request, to, Dialect::BedrockConverse, turns, losses);
    out.beginObject();
    writeSystem(out, writing);
    writeMessages(out, writing);
    writeInference(out, writing, plan);
    writeTools(out, writing);
    writeFormat(out, writing);
    writeTier(out, request, losses);
    writeMetadata(out, request, losses);
    writeMakersFields(out, writing, plan);
    noteRest(writing);
    out.endObject();
    return body;
}

} // namespace slipswitch::dialect::bedrock
