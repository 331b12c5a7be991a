#include "core/dialect/CallNumbers.h"
#include "core/dialect/Rules.h"
#include "core/dialect/openai/Chat.h"

#include <algorithm>
#include <array>
#include <set>

namespace slipswitch::dialect::chat {

namespace {

tl::unexpected<Error> badRequest(std::string detail)
{
    return failure(ErrorCode::BadRequest, std::move(detail), ErrorSource::Client);
}

std::optional<bool> boolean(JsonValue value)
{
    return value.isBool() ? std::optional(value.isTrue()) : std::nullopt;
}

void readTool(Request &request, JsonValue value)
{
    const auto type = value["type"].text();
    const bool custom = type == "custom";
    const auto body = custom ? value["custom"] : value["function"];
    if (type != "function" && !custom && !type.empty()) {
        request.hostedTools.push_back({std::string(type), value.raw()});
        return;
    }
    Tool tool;
    tool.name = body["name"].text();
    tool.description = body["description"].text();
    tool.freeform = custom;
    if (custom)
        tool.format = body["format"] ? body["format"].raw() : RawJson();
    else if (body["parameters"])
        tool.schema = body["parameters"].raw();
    tool.strict = boolean(body["strict"]);
    if (const auto mark = value["cache_control"])
        tool.cache = CacheMark {std::string(mark["ttl"].text())};
    request.tools.push_back(std::move(tool));
}

void readToolChoice(Request &request, JsonValue value)
{
    using Kind = ToolChoice::Kind;
    const auto word = value.text();
    if (word == "none")
        request.toolChoice = {Kind::None, {}};
    else if (word == "auto")
        request.toolChoice = {Kind::Auto, {}};
    else if (word == "required")
        request.toolChoice = {Kind::Any, {}};
    else if (value["type"].text() == "function")
        request.toolChoice = {Kind::One, std::string(value["function"]["name"].text())};
    else if (value["type"].text() == "custom")
        request.toolChoice = {Kind::One, std::string(value["custom"]["name"].text())};
    else
        request.extras.push_back({"tool_choice", value.raw()});
}

void readFormat(Request &request, JsonValue value)
{
    using Kind = AnswerFormat::Kind;
    const auto type = value["type"].text();
    auto &format = request.format;
    format.kind = type == "json_object" ? Kind::JsonObject
        : type == "json_schema"         ? Kind::JsonSchema
                                        : Kind::Text;
    if (format.kind != Kind::JsonSchema)
        return;
    const auto schema = value["json_schema"];
    format.name = schema["name"].text();
    format.description = schema["description"].text();
    format.strict = boolean(schema["strict"]);
    format.schema = schema["schema"] ? schema["schema"].raw() : RawJson();
}

void readEffort(Request &request, JsonValue value)
{
    request.reasoning.effort = value.text();
    request.reasoning.mode = value.text() == "none" ? Reasoning::Mode::Off : Reasoning::Mode::On;
}

struct Member
{
    std::string_view name;
    void (*read)(Request &, JsonValue);
};

constexpr std::array members {
    Member {"model", [](Request &r, JsonValue v) { r.model = v.text(); }},
    Member {"stream", [](Request &r, JsonValue v) { r.stream = v.isTrue(); }},
    Member {"stream_options", [](Request &r, JsonValue v) { r.wantsUsage = v["include_usage"].isTrue(); }},
    Member {"messages", [](Request &, JsonValue) {}}, // read apart
    Member {"max_tokens", [](Request &r, JsonValue v) { r.maxOutputTokens = v.integer(); }},
    Member {"max_completion_tokens", [](Request &r, JsonValue v) { r.maxOutputTokens = v.integer(); }},
    Member {"temperature", [](Request &r, JsonValue v) { r.sampling.temperature = v.number(); }},
    Member {"top_p", [](Request &r, JsonValue v) { r.sampling.topP = v.number(); }},
    Member {"top_k", [](Request &r, JsonValue v) { r.sampling.topK = v.number(); }},
    Member {"frequency_penalty", [](Request &r, JsonValue v) { r.sampling.frequencyPenalty = v.number(); }},
    Member {"presence_penalty", [](Request &r, JsonValue v) { r.sampling.presencePenalty = v.number(); }},
    Member {"seed", [](Request &r, JsonValue v) { r.sampling.seed = v.number(); }},
    Member {"logprobs", [](Request &r, JsonValue v) { r.sampling.logprobs = boolean(v); }},
    Member {"top_logprobs", [](Request &r, JsonValue v) { r.sampling.topLogprobs = v.number(); }},
    Member {"logit_bias", [](Request &r, JsonValue v) { r.sampling.logitBias = v.raw(); }},
    Member {"n", [](Request &r, JsonValue v) { r.sampling.choices = v.number(); }},
    Member {"stop", readStop},
    Member {"tools",
        [](Request &r, JsonValue v) {
            for (const auto tool : v)
                readTool(r, tool);
        }},
    Member {"tool_choice", readToolChoice},
    Member {"parallel_tool_calls", [](Request &r, JsonValue v) { r.parallelTools = boolean(v); }},
    Member {"response_format", readFormat},
    Member {"reasoning_effort", readEffort},
    Member {"verbosity", [](Request &r, JsonValue v) { r.verbosity = v.text(); }},
    Member {"service_tier", [](Request &r, JsonValue v) { r.serviceTier = v.text(); }},
    Member {"user", [](Request &r, JsonValue v) { r.user = v.text(); }},
    Member {"prompt_cache_key", [](Request &r, JsonValue v) { r.promptCacheKey = v.text(); }},
    Member {"metadata", [](Request &r, JsonValue v) { r.metadata = v.raw(); }},
    Member {"store", [](Request &r, JsonValue v) { r.store = boolean(v); }},
};

void readMember(Request &request, JsonValue value)
{
    const auto found = std::find_if(
        members.begin(), members.end(), [&](const Member &member) { return member.name == value.key(); });
    if (found == members.end())
        request.extras.push_back({std::string(value.key()), value.raw()});
    else if (value)
        found->read(request, value);
}

/// A result does not say here what kind of call it answers; elsewhere it must.
void markFreeformResults(Request &request)
{
    std::set<std::string_view> freeform;
    for (auto &message : request.messages) {
        for (auto &part : message.parts) {
            if (const auto *call = std::get_if<ToolCall>(&part.body); call && call->freeform)
                freeform.insert(call->id);
            else if (auto *result = std::get_if<ToolResult>(&part.body))
                result->freeform = freeform.contains(result->callId);
        }
    }
}

} // namespace

Result<Request> decodeRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    Request request;
    request.from = Dialect::OpenAiChat;
    request.wantsUsage = false;
    for (const auto member : root)
        readMember(request, member);
    if (!root["messages"].isArray())
        return badRequest("\"messages\" must be an array.");
    CallNumbers numbers; // for calls of the time before they had ids
    for (const auto message : root["messages"]) {
        if (!message["role"].isString())
            return badRequest("A message needs a \"role\".");
        request.messages.push_back(decodeMessage(message));
        for (auto &part : request.messages.back().parts)
            numbers.apply(part);
    }
    markFreeformResults(request);
    return request;
}

} // namespace slipswitch::dialect::chat
