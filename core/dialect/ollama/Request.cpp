#include "core/dialect/CallNumbers.h"
#include "core/dialect/Rules.h"
#include "core/dialect/ollama/Chat.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect::ollama {

namespace {

struct Member
{
    std::string_view name;
    void (*read)(Request &, JsonValue);
};

constexpr std::array options {
    Member {"temperature", [](Request &r, JsonValue v) { r.sampling.temperature = v.number(); }},
    Member {"top_p", [](Request &r, JsonValue v) { r.sampling.topP = v.number(); }},
    Member {"top_k", [](Request &r, JsonValue v) { r.sampling.topK = v.number(); }},
    Member {"seed", [](Request &r, JsonValue v) { r.sampling.seed = v.number(); }},
    Member {"presence_penalty", [](Request &r, JsonValue v) { r.sampling.presencePenalty = v.number(); }},
    Member {"frequency_penalty", [](Request &r, JsonValue v) { r.sampling.frequencyPenalty = v.number(); }},
    Member {"num_predict",
        [](Request &r, JsonValue v) {
            if (v.integer() > 0) // negative: without end, or as far as the context goes
                r.maxOutputTokens = v.integer();
        }},
    Member {"stop", readStop},
};

void readTool(Request &request, JsonValue value)
{
    const auto body = value["function"];
    Tool tool;
    tool.name = body["name"].text();
    tool.description = body["description"].text();
    if (body["parameters"])
        tool.schema = body["parameters"].raw();
    request.tools.push_back(std::move(tool));
}

/// "json", or a schema.
void readFormat(Request &request, JsonValue value)
{
    using Kind = AnswerFormat::Kind;
    if (value.text() == "json")
        request.format.kind = Kind::JsonObject;
    if (!value.isObject())
        return;
    request.format.kind = Kind::JsonSchema;
    request.format.schema = value.raw();
}

/// A switch, or an effort.
void readThink(Request &request, JsonValue value)
{
    using Mode = Reasoning::Mode;
    if (value.isBool())
        request.reasoning.mode = value.isTrue() ? Mode::On : Mode::Off;
    if (!value.isString())
        return;
    request.reasoning.mode = Mode::On;
    request.reasoning.effort = value.text();
}

template <std::size_t count>
void read(Request &request, JsonValue member, const std::array<Member, count> &known, const char *place)
{
    const auto found = std::find_if(
        known.begin(), known.end(), [&](const Member &entry) { return entry.name == member.key(); });
    if (found == known.end())
        request.extras.push_back({place + std::string(member.key()), member.raw()});
    else if (member)
        found->read(request, member);
}

void readOptions(Request &request, JsonValue value)
{
    for (const auto option : value)
        read(request, option, options, "options.");
}

void readElsewhere(Request &, JsonValue) { }

constexpr std::array members {
    Member {"model", [](Request &r, JsonValue v) { r.model = v.text(); }},
    Member {"stream", [](Request &r, JsonValue v) { r.stream = v.isTrue(); }},
    Member {"messages", readElsewhere},
    Member {"prompt", readElsewhere},
    Member {"system", readElsewhere},
    Member {"images", readElsewhere},
    Member {"options", readOptions},
    Member {"format", readFormat},
    Member {"think", readThink},
    Member {"logprobs", [](Request &r, JsonValue v) { r.sampling.logprobs = v.isTrue(); }},
    Member {"top_logprobs", [](Request &r, JsonValue v) { r.sampling.topLogprobs = v.number(); }},
    Member {"tools",
        [](Request &r, JsonValue v) {
            for (const auto tool : v)
                readTool(r, tool);
        }},
};

/// /api/generate: one turn, with a system text before it.
void readPrompt(Request &request, JsonValue root)
{
    if (const auto system = root["system"].text(); !system.empty())
        request.messages.push_back({Role::System, {{Text {std::string(system), {}, Dialect::None}}}, {}});
    Message user;
    user.parts.push_back({Text {std::string(root["prompt"].text()), {}, Dialect::None}});
    for (auto &image : decodeImages(root["images"]))
        user.parts.push_back(std::move(image));
    request.messages.push_back(std::move(user));
}

bool holdsResults(const Message &message)
{
    return !message.parts.empty() && std::holds_alternative<ToolResult>(message.parts.front().body);
}

/// The results of one turn's calls are one message: in most dialects nothing else may come between them, not
/// even a picture that one of them shows.
void add(Request &request, Message message)
{
    if (request.messages.empty() || !holdsResults(message) || !holdsResults(request.messages.back()))
        return request.messages.push_back(std::move(message));
    auto &last = request.messages.back().parts;
    std::move(message.parts.begin(), message.parts.end(), std::back_inserter(last));
}

/// What only Ollama can go on with; empty: nothing.
std::string_view keptIn(JsonValue root)
{
    if (root["context"].size() > 0)
        return "\"context\" is kept at Ollama, in numbers that mean something to its model only: send the "
               "conversation as \"messages\".";
    if (!root["suffix"].text().empty())
        return "This model holds conversations only: it can't fill in the text before a \"suffix\".";
    return {};
}

} // namespace

Result<Request> decodeRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    const bool says = root["messages"].isArray() || root["prompt"].isString();
    if (!says && (root["messages"] || root["prompt"] || !root["model"].isString()))
        return failure(ErrorCode::BadRequest, "\"messages\" must be an array.", ErrorSource::Client);
    if (const auto kept = keptIn(root); !kept.empty())
        return failure(ErrorCode::BadRequest, std::string(kept), ErrorSource::Client);
    Request request;
    request.from = Dialect::Ollama;
    request.stream = true;
    for (const auto member : root)
        read(request, member, members, "");
    if (!root["prompt"].text().empty() || root["images"].size() > 0)
        readPrompt(request, root);
    CallNumbers numbers;
    for (const auto message : root["messages"]) {
        auto decoded = decodeMessage(message);
        for (auto &part : decoded.parts)
            numbers.apply(part);
        add(request, std::move(decoded));
    }
    return request;
}

} // namespace slipswitch::dialect::ollama
