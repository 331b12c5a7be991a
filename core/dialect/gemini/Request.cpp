#include "core/dialect/CallNumbers.h"
#include "core/dialect/Rules.h"
#include "core/dialect/Schema.h"
#include "core/dialect/gemini/Generate.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect::gemini {

namespace {

JsonValue pick(JsonValue object, std::string_view camel, std::string_view snake)
{
    const auto value = object[camel];
    return value ? value : object[snake];
}

/// Without case and underscores.
std::string plain(std::string_view name)
{
    std::string result;
    for (const char c : name) {
        if (c != '_')
            result += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    return result;
}

void readDeclaration(Request &request, JsonValue value)
{
    Tool tool;
    tool.name = value["name"].text();
    tool.description = value["description"].text();
    for (const auto member : value) {
        const auto known = plain(member.key());
        if (known != "name" && known != "description" && !known.starts_with("parameters") && member)
            tool.extras.push_back({std::string(member.key()), member.raw()});
    }
    const auto json = pick(value, "parametersJsonSchema", "parameters_json_schema");
    const auto schema = json ? json : value["parameters"];
    if (schema)
        tool.schema = jsonSchemaOf(schema);
    request.tools.push_back(std::move(tool));
}

void readTools(Request &request, JsonValue list)
{
    for (const auto tool : list) {
        for (const auto member : tool) {
            if (member.key() != "functionDeclarations" && member.key() != "function_declarations") {
                request.hostedTools.push_back({std::string(member.key()), tool.raw()});
                continue;
            }
            for (const auto declaration : member)
                readDeclaration(request, declaration);
        }
    }
}

void readToolConfig(Request &request, JsonValue value)
{
    using Kind = ToolChoice::Kind;
    const auto config = pick(value, "functionCallingConfig", "function_calling_config");
    const auto mode = config["mode"].text();
    const auto allowed = pick(config, "allowedFunctionNames", "allowed_function_names");
    auto &choice = request.toolChoice;
    choice.kind = mode == "ANY" ? Kind::Any
        : mode == "NONE"        ? Kind::None
        : mode.empty()          ? Kind::Unset
                                : Kind::Auto;
    if (mode == "ANY" && allowed.size() == 1)
        choice = {Kind::One, std::string((*allowed.begin()).text())};
    else if (allowed.size() > 0)
        request.extras.push_back({"allowedFunctionNames", allowed.raw()});
}

void readThinking(Request &request, JsonValue value)
{
    auto &reasoning = request.reasoning;
    const auto budget = pick(value, "thinkingBudget", "thinking_budget");
    const auto level = pick(value, "thinkingLevel", "thinking_level").text();
    const auto show = pick(value, "includeThoughts", "include_thoughts");
    if (show.isBool())
        reasoning.showThoughts = show.isTrue();
    if (budget.isNumber() && budget.integer() == 0) {
        reasoning.mode = Reasoning::Mode::Off;
    } else if (budget.isNumber() && budget.integer() > 0) {
        reasoning.mode = Reasoning::Mode::On;
        reasoning.budgetTokens = budget.integer();
    } else if (!level.empty()) {
        reasoning.mode = Reasoning::Mode::On;
        std::transform(level.begin(), level.end(), std::back_inserter(reasoning.effort),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    } else if (budget.isNumber() || show.isTrue()) {
        reasoning.mode = Reasoning::Mode::Adaptive;
    }
}

struct Member
{
    std::string_view name; ///< without case and underscores
    void (*read)(Request &, JsonValue);
};

void readFormat(Request &request, JsonValue schema)
{
    request.format.kind = AnswerFormat::Kind::JsonSchema;
    request.format.schema = jsonSchemaOf(schema);
}

constexpr std::array settings {
    Member {"temperature", [](Request &r, JsonValue v) { r.sampling.temperature = v.number(); }},
    Member {"topp", [](Request &r, JsonValue v) { r.sampling.topP = v.number(); }},
    Member {"topk", [](Request &r, JsonValue v) { r.sampling.topK = v.number(); }},
    Member {"seed", [](Request &r, JsonValue v) { r.sampling.seed = v.number(); }},
    Member {"presencepenalty", [](Request &r, JsonValue v) { r.sampling.presencePenalty = v.number(); }},
    Member {"frequencypenalty", [](Request &r, JsonValue v) { r.sampling.frequencyPenalty = v.number(); }},
    Member {"candidatecount", [](Request &r, JsonValue v) { r.sampling.choices = v.number(); }},
    Member {"responselogprobs", [](Request &r, JsonValue v) { r.sampling.logprobs = v.isTrue(); }},
    Member {"logprobs", [](Request &r, JsonValue v) { r.sampling.topLogprobs = v.number(); }},
    Member {"maxoutputtokens", [](Request &r, JsonValue v) { r.maxOutputTokens = v.integer(); }},
    Member {"stopsequences",
        [](Request &r, JsonValue v) {
            for (const auto word : v)
                r.stop.emplace_back(word.text());
        }},
    Member {"responsemimetype",
        [](Request &r, JsonValue v) {
            if (v.text() == "application/json" && r.format.kind == AnswerFormat::Kind::Unset)
                r.format.kind = AnswerFormat::Kind::JsonObject;
        }},
    Member {"responseschema", readFormat},
    Member {"responsejsonschema", readFormat},
    Member {"thinkingconfig", readThinking},
};

void readSettings(Request &request, JsonValue value)
{
    for (const auto member : value) {
        const auto found = std::find_if(settings.begin(), settings.end(),
            [name = plain(member.key())](const Member &known) { return known.name == name; });
        if (found == settings.end())
            request.extras.push_back({"generationConfig." + std::string(member.key()), member.raw()});
        else if (member)
            found->read(request, member);
    }
}

void readSystem(Request &request, JsonValue value)
{
    Message system;
    system.role = Role::System;
    for (const auto part : value["parts"])
        system.parts.push_back(decodePart(part));
    if (value.isString())
        system.parts.push_back({Text {std::string(value.text()), {}, Dialect::None}});
    request.messages.insert(request.messages.begin(), std::move(system));
}

} // namespace

Result<Request> decodeRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    const auto contents = root["contents"];
    if (!contents.isArray() && !contents.isObject())
        return failure(ErrorCode::BadRequest, "contents is not specified", ErrorSource::Client);
    if (pick(root, "cachedContent", "cached_content"))
        return failure(ErrorCode::BadRequest,
            "cachedContent is kept at Google, where no other provider can read it: send what it holds as "
            "contents.",
            ErrorSource::Client);
    Request request;
    request.from = Dialect::Gemini;
    CallNumbers numbers;
    const auto add = [&](JsonValue content) {
        Message message;
        message.role = content["role"].text() == "model" ? Role::Assistant : Role::User;
        for (const auto part : content["parts"]) {
            message.parts.push_back(decodePart(part));
            numbers.apply(message.parts.back());
        }
        request.messages.push_back(std::move(message));
    };
    if (contents.isObject())
        add(contents);
    else {
        for (const auto content : contents)
            add(content);
    }
    for (const auto member : root) {
        const auto name = plain(member.key());
        if (name == "tools")
            readTools(request, member);
        else if (name == "toolconfig")
            readToolConfig(request, member);
        else if (name == "generationconfig")
            readSettings(request, member);
        else if (name == "systeminstruction")
            readSystem(request, member);
        else if (name != "contents" && name != "model" && member)
            request.extras.push_back({std::string(member.key()), member.raw()});
    }
    return request;
}

} // namespace slipswitch::dialect::gemini
