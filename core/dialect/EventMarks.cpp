#include "core/dialect/EventMarks.h"

#include "core/dialect/Codec.h"
#include "core/dialect/Patch.h"
#include "core/dialect/UsageJson.h"

#include <simdjson.h>

#include <cstring>

namespace slipswitch::dialect {

namespace {

namespace dom = simdjson::dom;
using domain::Dialect;

bool mentions(std::string_view text, std::string_view word)
{
    return memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

bool isNonEmpty(dom::element value)
{
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        return !text.empty();
    dom::array list;
    if (value.get_array().get(list) == simdjson::SUCCESS)
        return list.size() > 0;
    return value.is_object();
}

/// Anything in a delta or message but its role and empty places.
bool hasContent(dom::object delta)
{
    for (const auto field : delta) {
        if (field.key != "role" && field.key != "annotations" && isNonEmpty(field.value))
            return true;
    }
    return false;
}

bool choiceHasContent(dom::element choice)
{
    dom::object part;
    for (const char *place : {"delta", "message"}) {
        if (choice[place].get_object().get(part) == simdjson::SUCCESS && hasContent(part))
            return true;
    }
    dom::element text;
    return choice["text"].get(text) == simdjson::SUCCESS && isNonEmpty(text);
}

std::string errorText(dom::element error)
{
    std::string_view text;
    if (error.get_string().get(text) == simdjson::SUCCESS)
        return std::string(text);
    if (error["message"].get_string().get(text) == simdjson::SUCCESS)
        return std::string(text);
    return error.is_object() ? simdjson::minify(error) : std::string();
}

void readChoices(dom::element root, EventMarks &marks)
{
    dom::array choices;
    if (root["choices"].get_array().get(choices) != simdjson::SUCCESS)
        return;
    for (const dom::element choice : choices)
        marks.content = marks.content || choiceHasContent(choice);
    dom::object usage;
    marks.usageOnly = choices.size() == 0 && root["usage"].get_object().get(usage) == simdjson::SUCCESS;
}

bool startsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes)
{
    for (const auto prefix : prefixes) {
        if (text.starts_with(prefix))
            return true;
    }
    return false;
}

/// Events of the Responses API say by their type what they are.
void readResponsesEvent(dom::element root, EventMarks &marks)
{
    std::string_view type;
    if (root["type"].get_string().get(type) != simdjson::SUCCESS) {
        dom::array output; // a plain answer
        marks.content = root["output"].get_array().get(output) == simdjson::SUCCESS && output.size() > 0;
        return;
    }
    marks.content = type.ends_with(".delta") || startsWithAny(type, {"response.output_item.done"});
    marks.ended = type == "response.completed" || type == "response.incomplete" || type == "response.failed";
    dom::element error;
    if (type == "response.failed" && root.at_pointer("/response/error").get(error) == simdjson::SUCCESS)
        marks.error = errorText(error);
    if (type == "error") {
        marks.error = errorText(root);
        marks.ended = true;
    }
}

/// Anthropic's blocks: a call begins with its name, everything else has content once it grows.
void readMessagesEvent(dom::element root, EventMarks &marks)
{
    std::string_view type;
    if (root["type"].get_string().get(type) != simdjson::SUCCESS)
        return;
    std::string_view part;
    if (type == "content_block_start") {
        marks.content = root.at_pointer("/content_block/type").get_string().get(part) == simdjson::SUCCESS
            && part != "text" && part != "thinking";
    } else if (type == "content_block_delta") {
        dom::object delta;
        if (root["delta"].get_object().get(delta) == simdjson::SUCCESS) {
            for (const auto field : delta)
                marks.content = marks.content || (field.key != "type" && isNonEmpty(field.value));
        }
    } else if (type == "message") { // a plain answer
        marks.content = isNonEmpty(root["content"]);
    }
    marks.ended = type == "message_stop";
}

/// Gemini's chunks are answers of their own.
void readCandidates(dom::element root, EventMarks &marks)
{
    dom::array candidates, parts;
    if (root["candidates"].get_array().get(candidates) != simdjson::SUCCESS)
        return;
    for (const dom::element candidate : candidates) {
        if (candidate.at_pointer("/content/parts").get_array().get(parts) != simdjson::SUCCESS)
            continue;
        for (const dom::element part : parts) {
            dom::object members;
            if (part.get_object().get(members) != simdjson::SUCCESS)
                continue;
            for (const auto member : members)
                marks.content = marks.content
                    || (member.key != "thoughtSignature" && member.key != "thought"
                        && isNonEmpty(member.value));
        }
    }
}

/// Bedrock's events, put under the names of their types.
void readConverseEvent(dom::element root, EventMarks &marks)
{
    dom::element found;
    dom::object delta;
    if (root.at_pointer("/contentBlockDelta/delta").get_object().get(delta) == simdjson::SUCCESS) {
        for (const auto field : delta)
            marks.content = marks.content || isNonEmpty(field.value);
    }
    marks.content = marks.content
        || root.at_pointer("/contentBlockStart/start/toolUse").get(found) == simdjson::SUCCESS
        || root.at_pointer("/output/message/content/0").get(found) == simdjson::SUCCESS; // a plain answer
    marks.ended = root["metadata"].get(found) == simdjson::SUCCESS; // behind messageStop
}

/// Cohere's events say by their type what they are; a plain answer has its message on top.
void readCohereEvent(dom::element root, EventMarks &marks)
{
    std::string_view type;
    if (root["type"].get_string().get(type) != simdjson::SUCCESS) {
        dom::object message;
        marks.content = root["message"].get_object().get(message) == simdjson::SUCCESS && hasContent(message);
        return;
    }
    marks.content = type.ends_with("-delta") || type == "tool-call-start";
    marks.ended = type == "message-end";
    std::string_view reason;
    const bool told = root.at_pointer("/delta/finish_reason").get_string().get(reason) == simdjson::SUCCESS;
    if (told && (reason.starts_with("ERROR") || reason == "TIMEOUT"))
        marks.error = "The provider ended its answer with " + std::string(reason) + '.';
}

/// Errors that stand on top, as AWS and Cohere have them in plain answers.
bool readBareError(dom::element root, EventMarks &marks)
{
    for (const char *name : {"message", "Message"}) {
        std::string_view words;
        if (root[name].get_string().get(words) == simdjson::SUCCESS) {
            marks.error = words;
            return true;
        }
    }
    return false;
}

/// Ollama's lines are answers of their own; /api/generate has no message round its text.
void readOllamaLine(dom::element root, EventMarks &marks)
{
    dom::element said;
    if (root["message"].get(said) != simdjson::SUCCESS)
        said = root;
    for (const char *place : {"content", "response", "thinking", "tool_calls"}) {
        dom::element value;
        marks.content = marks.content
            || (said.is_object() && said[place].get(value) == simdjson::SUCCESS && isNonEmpty(value));
    }
    bool done = false;
    marks.ended = root["done"].get_bool().get(done) == simdjson::SUCCESS && done;
}

bool hasBareErrors(Dialect dialect)
{
    return dialect == Dialect::BedrockConverse || dialect == Dialect::CohereChatV2
        || dialect == Dialect::CohereEmbed;
}

bool worthParsing(Dialect dialect, std::string_view data, bool seekContent)
{
    if (seekContent || mentions(data, R"("error")"))
        return true;
    if (dialect == Dialect::OpenAiResponses)
        return mentions(data, R"("response.)") && !mentions(data, R"(.delta")");
    if (dialect == Dialect::AnthropicMessages)
        return mentions(data, R"("message_stop")");
    if (dialect == Dialect::Gemini)
        return false;
    if (dialect == Dialect::BedrockConverse)
        return mentions(data, R"("metadata")");
    if (dialect == Dialect::Ollama)
        return mentions(data, R"("done")") && mentions(data, "true");
    if (dialect == Dialect::CohereChatV2)
        return mentions(data, R"("message-end")");
    return mentions(data, R"("usage")") && !mentions(data, R"("usage":null)");
}

} // namespace

EventMarks marksOf(Dialect dialect, std::string_view data, bool seekContent)
{
    EventMarks marks;
    if (data == "[DONE]") {
        marks.ended = true;
        return marks;
    }
    if (!worthParsing(dialect, data, seekContent))
        return marks;
    thread_local dom::parser parser;
    dom::element root;
    if (parser.parse(data.data(), data.size()).get(root) != simdjson::SUCCESS || !root.is_object())
        return marks;
    dom::element error;
    if (root["error"].get(error) == simdjson::SUCCESS && !error.is_null()) {
        marks.error = errorText(error);
        return marks;
    }
    if (dialect == Dialect::OpenAiResponses)
        readResponsesEvent(root, marks);
    else if (dialect == Dialect::AnthropicMessages)
        readMessagesEvent(root, marks);
    else if (dialect == Dialect::Gemini)
        readCandidates(root, marks);
    else if (dialect == Dialect::Ollama)
        readOllamaLine(root, marks);
    else if (hasBareErrors(dialect) && readBareError(root, marks))
        return marks;
    else if (dialect == Dialect::BedrockConverse)
        readConverseEvent(root, marks);
    else if (dialect == Dialect::CohereChatV2)
        readCohereEvent(root, marks);
    else
        readChoices(root, marks);
    return marks;
}

std::string errorIn(Dialect dialect, std::string_view answer)
{
    return mentions(answer, R"("error")") ? marksOf(dialect, answer, true).error : std::string();
}

std::string answerIdIn(std::string_view json)
{
    const auto root = usage::padded(json);
    const auto inEvent = usage::member(root, "response");
    return usage::text(usage::member(inEvent.empty() ? root : inEvent, "id"));
}

std::string errorEvent(Dialect dialect, std::string_view message, std::string_view code)
{
    return errorCodecFor(dialect).failureEvent({0, std::string(message), {}, std::string(code)});
}

} // namespace slipswitch::dialect
