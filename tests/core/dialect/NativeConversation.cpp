#include "tests/core/dialect/NativeConversation.h"

#include "core/dialect/Json.h"

#include <algorithm>
#include <array>

namespace slipswitch::tests {

using namespace dialect;

namespace {

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto gemini = Dialect::Gemini;
constexpr auto ollama = Dialect::Ollama;

/// JSON as it is read: escapes that nobody needs are gone. Any other text stays.
std::string inOneSpelling(const std::string &json)
{
    const auto tree = JsonTree::parse(json);
    return tree ? tree->root().raw() : json;
}

RawJson citationOf(Dialect dialect)
{
    if (dialect == anthropic)
        return R"({"type":"web_search_result_location","url":"https://a","title":"A","encrypted_index":"e","cited_text":"c"})";
    return R"({"type":"url_citation","start_index":0,"end_index":1,"url":"https://a","title":"A"})";
}

} // namespace

std::string difference(const std::vector<Part> &got, const std::vector<Part> &wanted)
{
    if (got.size() != wanted.size())
        return std::to_string(got.size()) + " parts instead of " + std::to_string(wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        auto part = got[i];
        if (auto *call = std::get_if<ToolCall>(&part.body)) {
            call->itemId.clear(); // answers make their own
            call->arguments = inOneSpelling(call->arguments);
        }
        if (auto *thinking = std::get_if<Thinking>(&part.body)) {
            if (const auto *other = std::get_if<Thinking>(&wanted[i].body))
                thinking->id = other->id;
        }
        if (auto *text = std::get_if<Text>(&part.body); text && text->citations.empty())
            text->citedIn = Dialect::None;
        if (part != wanted[i])
            return "part " + std::to_string(i);
    }
    return {};
}

std::string difference(const Request &got, const Request &wanted)
{
    if (got.messages.size() != wanted.messages.size())
        return "number of messages";
    for (std::size_t i = 0; i < got.messages.size(); ++i) {
        if (got.messages[i].role != wanted.messages[i].role)
            return "role of message " + std::to_string(i);
        if (const auto part = difference(got.messages[i].parts, wanted.messages[i].parts); !part.empty())
            return "message " + std::to_string(i) + ", " + part;
    }
    if (got.tools != wanted.tools)
        return "tools";
    if (got.hostedTools != wanted.hostedTools)
        return "hosted tools";
    if (!(got.toolChoice == wanted.toolChoice) || got.parallelTools != wanted.parallelTools)
        return "tool choice";
    if (!(got.sampling == wanted.sampling) || got.stop != wanted.stop
        || got.maxOutputTokens != wanted.maxOutputTokens)
        return "sampling";
    if (!(got.format == wanted.format))
        return "format";
    if (got.user != wanted.user || got.serviceTier != wanted.serviceTier || got.metadata != wanted.metadata)
        return "user, tier or metadata";
    return {};
}

bool NativeConversation::isOneOf(std::initializer_list<Dialect> dialects) const
{
    return std::ranges::find(dialects, m_own) != dialects.end();
}

void NativeConversation::mark(Part &part)
{
    if (m_own == anthropic && oneIn(4))
        part.cache = CacheMark {oneIn(2) ? "1h" : ""};
}

Part NativeConversation::text(Role role)
{
    Text text {RandomConversation::text(), {}, Dialect::None};
    if (role == Role::Assistant && isOneOf({anthropic, responses}) && oneIn(3)) {
        text.citations.push_back(citationOf(m_own));
        text.citedIn = m_own;
    }
    Part part {std::move(text)};
    mark(part);
    return part;
}

Media NativeConversation::picture()
{
    Media media;
    if (m_own != ollama && oneIn(3)) {
        media.url = "https://example/p.png";
        media.mediaType = m_own == gemini ? "image/png" : "";
    } else {
        media.mediaType = "image/png";
        media.data = "iVBORAAA";
    }
    if (m_own == responses)
        media.detail = "high";
    return media;
}

/// A document or a sound, as far as the dialect takes them.
Media NativeConversation::otherMedia()
{
    Media media;
    media.kind = Media::Kind::Document;
    if (m_own == ollama)
        return picture();
    if (m_own != anthropic && oneIn(2)) {
        media.kind = Media::Kind::Audio;
        media.mediaType = "audio/wav";
        media.data = "UklGRg==";
    } else if (m_own == anthropic && oneIn(2)) {
        media.mediaType = "text/plain";
        media.text = RandomConversation::text();
        media.name = "notes";
    } else if (isOneOf({anthropic, responses}) && oneIn(3)) {
        media.url = "https://example/d.pdf";
    } else {
        media.mediaType = "application/pdf";
        media.data = "JVBERi0=";
        media.name = m_own == gemini ? "" : "paper.pdf";
    }
    return media;
}

Thinking NativeConversation::thinking()
{
    Thinking thinking;
    thinking.madeIn = m_own;
    thinking.text = RandomConversation::text();
    if (isOneOf({anthropic, responses, gemini}))
        thinking.signature = "proof+/=" + std::to_string(m_thoughts++);
    if (m_own == responses) {
        thinking.id = "rs_" + std::to_string(m_thoughts);
        if (oneIn(3))
            thinking.text.clear();
    }
    if (m_own == anthropic && oneIn(4)) {
        thinking.text.clear();
        thinking.redacted = true;
    }
    return thinking;
}

/// What a tool left that the provider ran.
Part NativeConversation::foreign()
{
    if (m_own == anthropic)
        return {Foreign {m_own, "server_tool_use",
            R"({"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"q"}})"}};
    if (m_own == responses)
        return {Foreign {m_own, "web_search_call",
            R"({"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}})"}};
    return {Foreign {m_own, "executableCode", R"({"executableCode":{"language":"PYTHON","code":"1+1"}})"}};
}

ToolCall NativeConversation::call()
{
    auto call = RandomConversation::call();
    if (m_own == gemini && oneIn(2)) {
        call.signature = "sig+/=";
        call.signedIn = gemini;
    }
    if (m_own == responses && oneIn(3))
        call.nameSpace = "space";
    if (isOneOf({responses, chat}) && oneIn(3)) {
        call.freeform = true;
        call.arguments = RandomConversation::text();
    }
    call.arguments = inOneSpelling(call.arguments);
    return call;
}

ToolResult NativeConversation::resultOf(const ToolCall &call)
{
    ToolResult result;
    result.callId = call.id;
    result.freeform = call.freeform;
    if (isOneOf({chat, gemini, ollama})) // their order or name tells which call is meant
        result.name = call.name;
    result.content.emplace_back(Text {RandomConversation::text(), {}, Dialect::None});
    if (isOneOf({anthropic, responses, gemini}) && oneIn(3)) {
        auto media = picture();
        if (m_own == gemini) // results carry bytes there
            media = {Media::Kind::Image, "image/png", "iVBORAAA", {}, {}, {}, {}, {}};
        result.content.emplace_back(std::move(media));
    }
    if (isOneOf({anthropic, gemini}))
        result.failed = oneIn(4);
    return result;
}

Message NativeConversation::user()
{
    Message message;
    message.parts.push_back(text(Role::User));
    if (oneIn(3))
        message.parts.push_back({picture()});
    if (oneIn(4))
        message.parts.push_back({otherMedia()});
    return message;
}

Message NativeConversation::reply(bool calls)
{
    Message message;
    message.role = Role::Assistant;
    if (oneIn(2))
        message.parts.push_back({thinking()});
    if (isOneOf({anthropic, responses, gemini}) && oneIn(3))
        message.parts.push_back(foreign());
    if (!calls || oneIn(2))
        message.parts.push_back(text(Role::Assistant));
    if (isOneOf({chat, responses}) && oneIn(5))
        message.parts.push_back({Refusal {RandomConversation::text()}});
    for (int i = calls ? number(1, 3) : 0; i > 0; --i)
        message.parts.push_back({call()});
    return message;
}

Tool NativeConversation::tool(int number)
{
    Tool tool;
    tool.name = "tool_" + std::to_string(number);
    tool.description = RandomConversation::text();
    tool.schema = R"({"type":"object","properties":{"p":{"type":"string"}},"additionalProperties":false})";
    if (isOneOf({chat, anthropic}) && oneIn(2))
        tool.strict = oneIn(2);
    if (m_own == responses) { // where leaving it out says something
        tool.strict = oneIn(2);
        tool.nameSpace = oneIn(3) ? "space" : "";
    }
    if (isOneOf({responses, chat}) && oneIn(3)) {
        tool.freeform = true;
        tool.strict.reset();
        tool.schema.clear();
        tool.format = R"({"type":"grammar","syntax":"lark","definition":"start: /.+/"})";
    }
    if (m_own == anthropic && oneIn(3))
        tool.cache = CacheMark {};
    return tool;
}

void NativeConversation::tools(Request &request)
{
    for (int i = number(0, 4); i > 0; --i)
        request.tools.push_back(tool(i));
    // Those of a namespace stand together.
    std::ranges::stable_sort(request.tools, {}, &Tool::nameSpace);
    if (m_own == anthropic && oneIn(3))
        request.hostedTools.push_back(
            {"web_search_20250305", R"({"type":"web_search_20250305","name":"web_search"})"});
    if (m_own == responses && oneIn(3))
        request.hostedTools.push_back({"web_search", R"({"type":"web_search","filters":{}})"});
    if (m_own == gemini && oneIn(3))
        request.hostedTools.push_back({"googleSearch", R"({"googleSearch":{}})"});
    if (request.tools.empty() || m_own == ollama)
        return;
    using Kind = ToolChoice::Kind;
    constexpr std::array kinds {Kind::Unset, Kind::Auto, Kind::None, Kind::Any, Kind::One};
    request.toolChoice.kind = kinds[static_cast<std::size_t>(number(0, kinds.size() - 1))];
    if (request.toolChoice.kind == Kind::One && request.tools.front().nameSpace.empty())
        request.toolChoice.name = request.tools.front().name;
    else if (request.toolChoice.kind == Kind::One)
        request.toolChoice.kind = Kind::Any;
    if (m_own != gemini && request.toolChoice.kind == Kind::Any && oneIn(2))
        request.parallelTools = oneIn(2);
}

void NativeConversation::settings(Request &request)
{
    request.stream = m_own != gemini && oneIn(2);
    request.sampling.temperature = oneIn(2) ? "0.70" : "";
    request.maxOutputTokens = number(16, 4000);
    if (isOneOf({chat, gemini, ollama}) && oneIn(2))
        request.sampling.seed = "12345678901234";
    if (isOneOf({anthropic, gemini, ollama}) && oneIn(2))
        request.sampling.topK = "40";
    if (m_own != responses && oneIn(2))
        request.stop = {"end", "\nUser:"};
    if (m_own == anthropic && oneIn(2))
        request.user = "me", request.serviceTier = "auto";
    if (isOneOf({chat, responses}) && oneIn(2))
        request.user = "me", request.serviceTier = "flex", request.metadata = R"({"a":"b"})";
    if (oneIn(3)) {
        request.format.kind = AnswerFormat::Kind::JsonSchema;
        request.format.schema = R"({"type":"object","properties":{"n":{"type":"number"}}})";
        if (isOneOf({chat, responses})) {
            request.format.name = "shape";
            request.format.strict = oneIn(2);
        }
    }
}

Request NativeConversation::request()
{
    Request request;
    request.model = "model";
    request.from = m_own;
    if (oneIn(2))
        request.messages.push_back({Role::System, {text(Role::System)}, {}});
    for (int i = number(1, 4); i > 0; --i) {
        request.messages.push_back(user());
        const bool calls = oneIn(2);
        request.messages.push_back(reply(calls));
        if (!calls)
            continue;
        Message results;
        const auto asked = request.messages.back().parts;
        for (const auto &part : asked) {
            const auto *call = std::get_if<ToolCall>(&part.body);
            if (!call)
                continue;
            results.parts.push_back({resultOf(*call)});
            if (m_own != chat) // there each is a message
                continue;
            request.messages.push_back(std::exchange(results, {}));
        }
        if (!results.parts.empty())
            request.messages.push_back(std::move(results));
        request.messages.push_back(reply(false));
    }
    request.messages.push_back(user());
    tools(request);
    settings(request);
    return request;
}

Answer NativeConversation::answer()
{
    Answer answer;
    answer.head = {"id", "model", 0};
    answer.parts = reply(oneIn(2)).parts;
    for (auto &part : answer.parts)
        part.cache.reset(); // only clients mark
    const bool calls = std::holds_alternative<ToolCall>(answer.parts.back().body);
    answer.finish.reason = calls ? StopReason::ToolCalls : oneIn(4) ? StopReason::Length : StopReason::Stop;
    return answer;
}

} // namespace slipswitch::tests
