#include "tests/core/dialect/RandomConversation.h"

#include "core/dialect/Json.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace slipswitch::tests {

using namespace dialect;

namespace {

/// Numbers keep their text, so they are compared as it; order and duplicates stand as sent, too.
std::string inOneSpelling(const std::string &json)
{
    const auto tree = JsonTree::parse(json);
    return tree ? tree->root().raw() : "BROKEN " + json;
}

std::string resultText(const ToolResult &result)
{
    std::string all;
    for (const auto &item : result.content) {
        if (const auto *text = std::get_if<Text>(&item))
            all += text->text;
    }
    return all;
}

std::string said(const Part &part)
{
    if (const auto *text = std::get_if<Text>(&part.body))
        return "text " + text->text;
    if (const auto *media = std::get_if<Media>(&part.body))
        return "picture " + media->data;
    if (const auto *call = std::get_if<ToolCall>(&part.body))
        return "call " + call->id + ' ' + call->name + ' ' + inOneSpelling(call->arguments);
    if (const auto *result = std::get_if<ToolResult>(&part.body))
        return "result " + result->callId + ' ' + resultText(*result);
    return "something else";
}

std::string_view speaker(Role role)
{
    if (role == Role::System || role == Role::Developer)
        return "system: ";
    return role == Role::Assistant ? "assistant: " : "user: ";
}

} // namespace

int RandomConversation::number(int least, int most)
{
    return std::uniform_int_distribution<int>(least, most)(m_chance);
}

std::string RandomConversation::text()
{
    static constexpr std::array pieces {"a", "word ", "\"", "\\", "\n", "\t", "\x01", "é", "漢字", "🙂", "{",
        "}", "data: ", "\r\n", "</b>", "null", "\\u0041", "'"};
    std::string all = "t";
    for (int i = number(0, 12); i > 0; --i)
        all += pieces[static_cast<std::size_t>(number(0, pieces.size() - 1))];
    return all + 't';
}

std::string RandomConversation::name()
{
    return "tool_" + std::to_string(number(0, 9));
}

std::string RandomConversation::json(int depth)
{
    static constexpr std::array plain {
        "0", "-1", "0.70", "12345678901234567890", "1e3", "true", "false", "null", R"("")", R"("\u00e9\n")"};
    if (depth == 0 || oneIn(2))
        return plain[static_cast<std::size_t>(number(0, plain.size() - 1))];
    if (oneIn(2))
        return object(depth - 1);
    std::string list = "[";
    for (int i = number(0, 3); i > 0; --i)
        list += json(depth - 1) + (i > 1 ? "," : "");
    return list + "]";
}

std::string RandomConversation::object(int depth)
{
    std::string all = "{";
    const int members = number(0, 3);
    for (int i = 0; i < members; ++i)
        all += (i > 0 ? R"(,"m)" : R"("m)") + std::to_string(i) + R"(":)" + json(depth);
    return all + "}";
}

ToolCall RandomConversation::call()
{
    ToolCall call;
    call.id = "call_" + std::to_string(m_calls++) + "x";
    call.name = name();
    call.arguments = object(2);
    return call;
}

Message RandomConversation::user()
{
    Message message;
    message.parts.push_back({Text {text(), {}, Dialect::None}});
    for (int i = oneIn(3) ? number(1, 2) : 0; i > 0; --i) {
        Media media;
        media.mediaType = "image/png";
        media.data = "iVBOR" + std::string(static_cast<std::size_t>(number(1, 9)), 'A');
        message.parts.push_back({std::move(media)});
    }
    return message;
}

/// The user speaks, the model answers, calls tools, gets their results, closes.
void RandomConversation::turn(Request &request)
{
    request.messages.push_back(user());
    Message reply;
    reply.role = Role::Assistant;
    const int calls = oneIn(2) ? number(1, 3) : 0;
    if (calls == 0 || oneIn(2))
        reply.parts.push_back({Text {text(), {}, Dialect::None}});
    Message results;
    for (int i = 0; i < calls; ++i) {
        auto made = call();
        ToolResult result;
        result.callId = made.id;
        result.name = made.name;
        result.content.emplace_back(Text {text(), {}, Dialect::None});
        results.parts.push_back({std::move(result)});
        reply.parts.push_back({std::move(made)});
    }
    request.messages.push_back(std::move(reply));
    if (calls == 0)
        return;
    std::shuffle(results.parts.begin(), results.parts.end(), m_chance);
    request.messages.push_back(std::move(results));
    Message closing;
    closing.role = Role::Assistant;
    closing.parts.push_back({Text {text(), {}, Dialect::None}});
    request.messages.push_back(std::move(closing));
}

void RandomConversation::settings(Request &request)
{
    if (oneIn(2))
        request.sampling.temperature = oneIn(2) ? "0.70" : "0";
    if (oneIn(3))
        request.sampling.topP = "0.95";
    if (oneIn(2))
        request.maxOutputTokens = number(16, 4000);
    request.stream = oneIn(2);
}

Request RandomConversation::request()
{
    Request request;
    request.model = "model";
    if (oneIn(2))
        request.messages.push_back({Role::System, {{Text {text(), {}, Dialect::None}}}, {}});
    for (int i = number(1, 4); i > 0; --i)
        turn(request);
    request.messages.push_back(user());
    for (int i = number(0, 3); i > 0; --i) {
        Tool tool;
        tool.name = "tool_" + std::to_string(i);
        tool.description = text();
        tool.schema = R"({"type":"object","properties":{"p":{"type":"string","description":"d"}}})";
        request.tools.push_back(std::move(tool));
    }
    settings(request);
    return request;
}

Answer RandomConversation::answer()
{
    Answer answer;
    answer.head = {"id", "model", 1700000000};
    if (oneIn(3)) {
        Thinking thinking;
        thinking.text = text();
        answer.parts.push_back({std::move(thinking)});
    }
    const int calls = oneIn(2) ? number(1, 3) : 0;
    if (calls == 0 || oneIn(2))
        answer.parts.push_back({Text {text(), {}, Dialect::None}});
    for (int i = 0; i < calls; ++i)
        answer.parts.push_back({call()});
    answer.finish.reason = calls > 0 ? StopReason::ToolCalls
        : oneIn(4)                   ? StopReason::Length
                                     : StopReason::Stop;
    return answer;
}

std::vector<std::string> saidIn(const Request &request)
{
    std::vector<std::string> lines;
    for (const auto &message : request.messages) {
        for (const auto &part : message.parts)
            lines.push_back(std::string(speaker(message.role)) + said(part));
    }
    for (const auto &tool : request.tools)
        lines.push_back("tool " + tool.name + ' ' + tool.description + ' ' + inOneSpelling(tool.schema));
    lines.push_back("temperature " + request.sampling.temperature + ", top p " + request.sampling.topP);
    return lines;
}

} // namespace slipswitch::tests
