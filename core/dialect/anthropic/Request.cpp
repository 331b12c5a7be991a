#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/Messages.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect::anthropic {

namespace {

tl::unexpected<Error> badRequest(std::string detail)
{
    return failure(ErrorCode::BadRequest, std::move(detail), ErrorSource::Client);
}

void decodeContent(JsonValue content, std::vector<Part> &parts)
{
    if (content.isString())
        parts.push_back({Text {std::string(content.text()), {}, Dialect::None}});
    else {
        for (const auto block : content)
            parts.push_back(decodeBlock(block));
    }
}

void readSystem(Request &request, JsonValue value)
{
    Message system;
    system.role = Role::System;
    decodeContent(value, system.parts);
    request.messages.insert(request.messages.begin(), std::move(system));
}

/// Tools that Anthropic itself defines or runs carry a versioned type.
bool isOwnTool(std::string_view type)
{
    return type.empty() || type == "custom";
}

void readTool(Request &request, JsonValue value)
{
    const auto type = value["type"].text();
    if (!isOwnTool(type)) {
        request.hostedTools.push_back({std::string(type), value.raw()});
        return;
    }
    Tool tool;
    for (const auto member : value) {
        const auto name = member.key();
        if (name == "name")
            tool.name = member.text();
        else if (name == "description")
            tool.description = member.text();
        else if (name == "input_schema" && member)
            tool.schema = member.raw();
        else if (name == "strict" && member.isBool())
            tool.strict = member.isTrue();
        else if (name == "cache_control" && member)
            tool.cache = CacheMark {std::string(member["ttl"].text())};
        else if (name != "type" && member)
            tool.extras.push_back({std::string(name), member.raw()});
    }
    request.tools.push_back(std::move(tool));
}

void readToolChoice(Request &request, JsonValue value)
{
    using Kind = ToolChoice::Kind;
    const auto type = value["type"].text();
    auto &choice = request.toolChoice;
    choice.kind = type == "auto" ? Kind::Auto
        : type == "any"          ? Kind::Any
        : type == "none"         ? Kind::None
        : type == "tool"         ? Kind::One
                                 : Kind::Unset;
    choice.name = value["name"].text();
    if (value["disable_parallel_tool_use"].isBool())
        request.parallelTools = !value["disable_parallel_tool_use"].isTrue();
}

void readThinking(Request &request, JsonValue value)
{
    const auto type = value["type"].text();
    auto &reasoning = request.reasoning;
    reasoning.mode = type == "enabled" ? Reasoning::Mode::On
        : type == "adaptive"           ? Reasoning::Mode::Adaptive
                                       : Reasoning::Mode::Off;
    if (value["budget_tokens"].isNumber())
        reasoning.budgetTokens = value["budget_tokens"].integer();
    if (value["display"].isString())
        reasoning.showThoughts = value["display"].text() != "omitted";
}

void readOutput(Request &request, JsonValue value)
{
    request.reasoning.effort = value["effort"].text();
    const auto format = value["format"];
    if (format["type"].text() != "json_schema")
        return;
    request.format.kind = AnswerFormat::Kind::JsonSchema;
    request.format.schema = format["schema"].raw();
}

void readTier(Request &request, JsonValue value)
{
    request.serviceTier = value.text() == "standard_only" ? "default" : std::string(value.text());
}

struct Member
{
    std::string_view name;
    void (*read)(Request &, JsonValue);
};

constexpr std::array members {
    Member {"model", [](Request &r, JsonValue v) { r.model = v.text(); }},
    Member {"messages", [](Request &, JsonValue) {}}, // read apart
    Member {"system", [](Request &, JsonValue) {}},
    Member {"stream", [](Request &r, JsonValue v) { r.stream = v.isTrue(); }},
    Member {"max_tokens", [](Request &r, JsonValue v) { r.maxOutputTokens = v.integer(); }},
    Member {"temperature", [](Request &r, JsonValue v) { r.sampling.temperature = v.number(); }},
    Member {"top_p", [](Request &r, JsonValue v) { r.sampling.topP = v.number(); }},
    Member {"top_k", [](Request &r, JsonValue v) { r.sampling.topK = v.number(); }},
    Member {"stop_sequences",
        [](Request &r, JsonValue v) {
            for (const auto word : v)
                r.stop.emplace_back(word.text());
        }},
    Member {"tools",
        [](Request &r, JsonValue v) {
            for (const auto tool : v)
                readTool(r, tool);
        }},
    Member {"tool_choice", readToolChoice},
    Member {"thinking", readThinking},
    Member {"output_config", readOutput},
    Member {"service_tier", readTier},
    Member {"metadata", [](Request &r, JsonValue v) { r.user = v["user_id"].text(); }},
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

} // namespace

Result<Request> decodeRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    Request request;
    request.from = Dialect::AnthropicMessages;
    for (const auto member : root)
        readMember(request, member);
    if (!root["messages"].isArray())
        return badRequest("messages: Field required");
    for (const auto message : root["messages"]) {
        const auto role = message["role"].text();
        Message decoded;
        decoded.role = role == "assistant" ? Role::Assistant : role == "system" ? Role::System : Role::User;
        decodeContent(message["content"], decoded.parts);
        request.messages.push_back(std::move(decoded));
    }
    if (root["system"])
        readSystem(request, root["system"]);
    return request;
}

} // namespace slipswitch::dialect::anthropic
