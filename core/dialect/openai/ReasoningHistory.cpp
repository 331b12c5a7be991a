#include "core/dialect/openai/ReasoningHistory.h"

#include "core/dialect/Patch.h"

#include <simdjson.h>

namespace slipswitch::dialect::chat {

namespace {

namespace od = simdjson::ondemand;

constexpr std::string_view name = "reasoning_content";
constexpr std::string_view blanks = " \t\r\n";

/// Only texts are looked for, and null: they are what the field holds.
std::size_t endOf(std::string_view body, od::value value)
{
    const auto raw = value.raw_json_token();
    auto size = raw.size();
    while (size > 0 && blanks.find(raw[size - 1]) != std::string_view::npos)
        --size;
    return static_cast<std::size_t>(raw.data() - body.data()) + size;
}

simdjson::error_code readMessage(std::string_view body, od::value message, std::vector<Span> &spans)
{
    od::object object;
    if (message.get_object().get(object) != simdjson::SUCCESS)
        return simdjson::SUCCESS;
    for (auto &&item : object) {
        od::field field;
        if (const auto fault = std::move(item).get(field))
            return fault;
        const auto *key = field.key().raw();
        if (std::string_view(key, name.size() + 1) != "reasoning_content\"")
            continue;
        od::json_type type {};
        if (const auto fault = field.value().type().get(type))
            return fault;
        if (type != od::json_type::string && type != od::json_type::null)
            continue;
        const auto span = memberWithComma(
            body, static_cast<std::size_t>(key - body.data()) - 1, endOf(body, field.value()));
        if (spans.empty() || span.offset >= spans.back().offset + spans.back().length)
            spans.push_back(span);
    }
    return simdjson::SUCCESS;
}

} // namespace

std::vector<Span> reasoningSpans(std::string_view body)
{
    std::vector<Span> spans;
    if (body.find(name) == std::string_view::npos)
        return spans;
    thread_local od::parser parser;
    od::document document;
    od::array messages;
    const simdjson::padded_string_view text(
        body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING);
    if (parser.iterate(text).get(document) || document["messages"].get_array().get(messages))
        return {};
    for (auto &&item : messages) {
        od::value message;
        if (std::move(item).get(message) || readMessage(body, message, spans))
            return {};
    }
    return spans;
}

} // namespace slipswitch::dialect::chat
