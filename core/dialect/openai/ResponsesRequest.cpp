#include "core/dialect/Rules.h"
#include "core/dialect/openai/Responses.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect::responses {

namespace {

tl::unexpected<Error> badRequest(std::string detail)
{
    return failure(ErrorCode::BadRequest, std::move(detail), ErrorSource::Client);
}

std::optional<bool> boolean(JsonValue value)
{
    return value.isBool() ? std::optional(value.isTrue()) : std::nullopt;
}

void readTools(Request &request, JsonValue list, JsonValue nameSpace);

/// @param nameSpace  the group it stands in; absent: none
void readTool(Request &request, JsonValue value, JsonValue nameSpace)
{
    const auto type = value["type"].text();
    if (type == "namespace")
        return readTools(request, value["tools"], value);
    if (type != "function" && type != "custom") {
        request.hostedTools.push_back({std::string(type), value.raw()});
        return;
    }
    Tool tool;
    tool.name = value["name"].text();
    tool.nameSpace = nameSpace["name"].text();
    tool.ofNameSpace = nameSpace["description"].text();
    tool.description = value["description"].text();
    tool.freeform = type == "custom";
    tool.schema = value["parameters"] ? value["parameters"].raw() : RawJson();
    tool.format = value["format"] ? value["format"].raw() : RawJson();
    tool.strict = boolean(value["strict"]);
    request.tools.push_back(std::move(tool));
}

void readTools(Request &request, JsonValue list, JsonValue nameSpace)
{
    for (const auto tool : list)
        readTool(request, tool, nameSpace);
}

void readToolChoice(Request &request, JsonValue value)
{
    using Kind = ToolChoice::Kind;
    const auto word = value.text(), type = value["type"].text();
    if (word == "none" || word == "auto" || word == "required")
        request.toolChoice.kind = word == "none" ? Kind::None : word == "auto" ? Kind::Auto : Kind::Any;
    else if (type == "function" || type == "custom")
        request.toolChoice = {Kind::One, flatName(value["namespace"].text(), value["name"].text())};
    else
        request.extras.push_back({"tool_choice", value.raw()});
}

void readText(Request &request, JsonValue value)
{
    using Kind = AnswerFormat::Kind;
    request.verbosity = value["verbosity"].text();
    const auto format = value["format"];
    if (!format)
        return;
    const auto type = format["type"].text();
    request.format.kind = type == "json_object" ? Kind::JsonObject
        : type == "json_schema"                 ? Kind::JsonSchema
                                                : Kind::Text;
    request.format.name = format["name"].text();
    request.format.description = format["description"].text();
    request.format.strict = boolean(format["strict"]);
    request.format.schema = format["schema"] ? format["schema"].raw() : RawJson();
}

void readReasoning(Request &request, JsonValue value)
{
    auto &reasoning = request.reasoning;
    reasoning.effort = value["effort"].text();
    reasoning.summary = value["summary"].text();
    if (!reasoning.effort.empty())
        reasoning.mode = reasoning.effort == "none" ? Reasoning::Mode::Off : Reasoning::Mode::On;
}

/// What else is to be told with the answer; kept as it is for its own dialect.
void readInclude(Request &request, JsonValue value)
{
    request.extras.push_back({"include", value.raw()});
    for (const auto wanted : value) {
        if (wanted.text() == "message.output_text.logprobs")
            request.sampling.logprobs = true;
    }
}

struct Member
{
    std::string_view name;
    void (*read)(Request &, JsonValue);
};

constexpr std::array members {
    Member {"model", [](Request &r, JsonValue v) { r.model = v.text(); }},
    Member {"input", [](Request &, JsonValue) {}}, // read apart
    Member {"instructions", [](Request &, JsonValue) {}},
    Member {"stream", [](Request &r, JsonValue v) { r.stream = v.isTrue(); }},
    Member {"max_output_tokens", [](Request &r, JsonValue v) { r.maxOutputTokens = v.integer(); }},
    Member {"temperature", [](Request &r, JsonValue v) { r.sampling.temperature = v.number(); }},
    Member {"top_p", [](Request &r, JsonValue v) { r.sampling.topP = v.number(); }},
    Member {"top_logprobs", [](Request &r, JsonValue v) { r.sampling.topLogprobs = v.number(); }},
    Member {"include", readInclude},
    Member {"tools", [](Request &r, JsonValue v) { readTools(r, v, {}); }},
    Member {"tool_choice", readToolChoice},
    Member {"parallel_tool_calls", [](Request &r, JsonValue v) { r.parallelTools = boolean(v); }},
    Member {"text", readText},
    Member {"reasoning", readReasoning},
    Member {"service_tier", [](Request &r, JsonValue v) { r.serviceTier = v.text(); }},
    Member {"user", [](Request &r, JsonValue v) { r.user = v.text(); }},
    Member {"prompt_cache_key", [](Request &r, JsonValue v) { r.promptCacheKey = v.text(); }},
    Member {"metadata", [](Request &r, JsonValue v) { r.metadata = v.raw(); }},
    Member {"store", [](Request &r, JsonValue v) { r.store = boolean(v); }},
    Member {"previous_response_id", [](Request &r, JsonValue v) { r.previousResponse = v.text(); }},
};

void readMember(Request &request, JsonValue value)
{
    const auto found = std::find_if(
        members.begin(), members.end(), [&](const Member &member) { return member.name == value.key(); });
    if (!value)
        return; // null is what many clients send for "not given"
    if (found == members.end())
        request.extras.push_back({std::string(value.key()), value.raw()});
    else
        found->read(request, value);
}

bool onlyResults(const Message &message)
{
    return std::all_of(message.parts.begin(), message.parts.end(),
        [](const Part &part) { return std::holds_alternative<ToolResult>(part.body); });
}

/// Items of one turn become one message: thoughts, texts and calls of the model; results of its calls.
void addItem(Request &request, JsonValue item)
{
    if (item["type"].text() == "additional_tools")
        return readTools(request, item["tools"], {});
    auto message = decodeItem(item);
    auto *last = request.messages.empty() ? nullptr : &request.messages.back();
    const bool joins = last && last->role == message.role
        && (message.role == Role::Assistant
            || (message.role == Role::User && onlyResults(*last) && onlyResults(message)
                && !last->parts.empty() && !message.parts.empty()));
    if (!joins)
        request.messages.push_back(std::move(message));
    else
        std::move(message.parts.begin(), message.parts.end(), std::back_inserter(last->parts));
}

} // namespace

Result<Request> decodeRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    Request request;
    request.from = Dialect::OpenAiResponses;
    for (const auto *kept : {"conversation", "prompt"}) {
        if (root[kept])
            return badRequest('"' + std::string(kept)
                + "\" is kept at OpenAI, where no other provider can read it: send what it holds as "
                  "\"input\".");
    }
    for (const auto member : root)
        readMember(request, member);
    if (const auto text = root["instructions"].text(); !text.empty()) {
        request.messages.push_back({Role::System, {{Text {std::string(text), {}, Dialect::None}}}, {}});
        request.instructions = 1;
    }
    const auto input = root["input"];
    if (input.isString())
        request.messages.push_back({Role::User, {{Text {std::string(input.text()), {}, Dialect::None}}}, {}});
    else if (input.isArray()) {
        for (const auto item : input)
            addItem(request, item);
    } else if (request.previousResponse.empty()) {
        return badRequest("\"input\" must be a string or an array.");
    }
    return request;
}

} // namespace slipswitch::dialect::responses
