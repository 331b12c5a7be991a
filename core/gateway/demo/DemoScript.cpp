#include "core/gateway/demo/DemoScript.h"

#include <boost/json.hpp>

namespace slipswitch::gateway::demo {

namespace {

namespace json = boost::json;

constexpr std::int64_t bytesPerToken = 4;
constexpr std::string_view story = "At the edge of the yard stood a small signal box, and in it a lamp that "
                                   "never went out. Every evening the "
                                   "trains came in from four directions, each sure that its own line was the "
                                   "only one. The keeper of the box "
                                   "knew better. She listened to the rails, pulled a lever here, let one "
                                   "wait there, and wrote every passage "
                                   "into her book: who came, by which line, how long it took and what it "
                                   "cost. One night the northern line fell "
                                   "silent. The trains did not notice. They slipped across the switch, ran "
                                   "on by the southern line, and arrived "
                                   "on time. In the morning the keeper read her book, saw where the silence "
                                   "had been, and put the kettle on.";

std::string textOf(const json::value &content)
{
    if (content.is_string())
        return std::string(content.get_string());
    std::string text;
    if (const auto *parts = content.if_array()) {
        for (const auto &part : *parts) {
            if (const auto *object = part.if_object()) {
                if (const auto *piece = object->if_contains("text"); piece && piece->is_string())
                    text += piece->get_string();
            }
        }
    }
    return text;
}

bool isTrue(const json::object &object, std::string_view key)
{
    const auto *value = object.if_contains(key);
    return value && value->is_bool() && value->get_bool();
}

std::string stringAt(const json::object &object, std::string_view key)
{
    const auto *value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

void readMessages(const json::array &messages, Question &question)
{
    for (const auto &item : messages) {
        const auto *message = item.if_object();
        if (!message)
            continue;
        const auto role = stringAt(*message, "role");
        question.toolAnswered = role == "tool" || stringAt(*message, "type") == "function_call_output";
        if (const auto *content = message->if_contains("content"); content && role == "user")
            question.lastText = textOf(*content);
    }
}

void readTool(const json::object &root, Question &question)
{
    const auto *tools = root.if_contains("tools");
    if (!tools || !tools->is_array() || tools->get_array().empty() || !tools->get_array()[0].is_object())
        return;
    const auto &tool = tools->get_array()[0].get_object();
    const auto *function = tool.if_contains("function");
    question.toolName = function && function->is_object() ? stringAt(function->get_object(), "name")
                                                          : stringAt(tool, "name");
}

void readInput(const json::value &input, Question &question)
{
    if (input.is_string())
        question.lastText = input.get_string();
    if (const auto *list = input.if_array()) {
        question.inputs = list->size();
        readMessages(*list, question);
    }
}

Script errorScript(unsigned status, std::string_view message, std::string_view code)
{
    Script script;
    script.status = status;
    const json::object error {
        {"message", message}, {"type", "demo_error"}, {"param", nullptr}, {"code", code}};
    script.pieces.push_back({wordPause, json::serialize(json::object {{"error", error}})});
    return script;
}

} // namespace

Question readQuestion(std::string_view body)
{
    Question question;
    question.inputTokens = static_cast<std::int64_t>(body.size()) / bytesPerToken + 1;
    json::error_code wrong;
    const auto value = json::parse(json::string_view(body.data(), body.size()), wrong);
    if (wrong || !value.is_object())
        return question;
    const auto &root = value.get_object();
    question.model = stringAt(root, "model");
    question.stream = isTrue(root, "stream");
    if (const auto *options = root.if_contains("stream_options"); options && options->is_object())
        question.includeUsage = isTrue(options->get_object(), "include_usage");
    if (const auto *messages = root.if_contains("messages"); messages && messages->is_array())
        readMessages(messages->get_array(), question);
    if (const auto *input = root.if_contains("input"))
        readInput(*input, question);
    if (const auto prompt = stringAt(root, "prompt"); !prompt.empty())
        question.lastText = prompt;
    question.base64 = stringAt(root, "encoding_format") == "base64";
    readTool(root, question);
    return question;
}

std::vector<std::string> wordsFor(const Question &question)
{
    std::string text;
    if (question.model == "story")
        text = story;
    else if (question.toolAnswered)
        text = "The tool answered, and that is all I needed to know.";
    else if (question.lastText.empty())
        text = "You said nothing, and I repeat it gladly.";
    else
        text = question.lastText;
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size() - 1) + 1;
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

std::chrono::milliseconds firstPause(const Question &question)
{
    constexpr std::chrono::milliseconds thinking {150};
    constexpr std::chrono::milliseconds slow {6000};
    return question.model == "slow" ? slow : thinking;
}

Script scriptFor(std::string_view path, std::string_view body)
{
    const auto question = readQuestion(body);
    if (question.model == "rate-limited") {
        auto script
            = errorScript(429, "The demo model rate-limited always answers this.", "rate_limit_exceeded");
        script.retryAfter = "20";
        return script;
    }
    if (path == "/chat/completions")
        return chatScript(question);
    if (path == "/completions")
        return completionScript(question);
    if (path == "/responses")
        return responsesScript(question);
    if (path == "/embeddings")
        return embeddingScript(question);
    return errorScript(400,
        "The demo provider has no images, audio or moderation; chat, responses and embeddings work.",
        "unsupported");
}

domain::Provider demoProvider()
{
    domain::Provider provider;
    provider.name = "demo";
    provider.kind = "demo";
    provider.auth.scheme = domain::AuthScheme::None;
    provider.models = {"echo", "story", "tools", "slow", "rate-limited", "embedding"};
    provider.modelsListed = true;
    using domain::Dialect;
    // Never dialled: the demo answers inside the process.
    for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiCompletions, Dialect::OpenAiResponses,
             Dialect::OpenAiEmbeddings})
        provider.baseUrls[dialect] = "http://demo.invalid/v1";
    return provider;
}

} // namespace slipswitch::gateway::demo
