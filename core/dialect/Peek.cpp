#include "core/dialect/Peek.h"

#include <simdjson.h>

namespace slipswitch::dialect {

namespace {

namespace od = simdjson::ondemand;

tl::unexpected<Error> badRequest(std::string detail)
{
    return failure(ErrorCode::BadRequest, std::move(detail), ErrorSource::Client);
}

/// Bytes of a value, with the white space behind it cut off.
Span spanOf(std::string_view body, std::string_view raw)
{
    while (!raw.empty() && std::string_view(" \t\r\n").find(raw.back()) != std::string_view::npos)
        raw.remove_suffix(1);
    return {static_cast<std::size_t>(raw.data() - body.data()), raw.size()};
}

/// The whole of a value, whatever its type.
Result<std::string_view> rawValue(od::value value)
{
    od::json_type type {};
    auto code = value.type().get(type);
    std::string_view raw;
    od::object object;
    od::array array;
    if (!code && type == od::json_type::object)
        code = (code = value.get_object().get(object)) ? code : object.raw_json().get(raw);
    else if (!code && type == od::json_type::array)
        code = (code = value.get_array().get(array)) ? code : array.raw_json().get(raw);
    else if (!code)
        raw = value.raw_json_token();
    if (code)
        return badRequest("\"stream_options\" is malformed.");
    return raw;
}

/// Looks into the options with a parser of its own: a look-up that fails on malformed text leaves simdjson's
/// iterator unusable, and the walk over the request must go on. What is malformed is the provider's to
/// refuse.
/// @param options  a stretch of the body, so readable beyond its end.
void readStreamOptions(std::string_view body, std::string_view options, Peek &peek)
{
    thread_local od::parser parser;
    od::document document;
    od::object object;
    const simdjson::padded_string_view text(
        options.data(), options.size(), options.size() + simdjson::SIMDJSON_PADDING);
    if (parser.iterate(text).get(document) || document.get_object().get(object))
        return;
    for (auto &&item : object) {
        od::field field;
        std::string_view key;
        if (std::move(item).get(field) || field.unescaped_key().get(key))
            return;
        if (key != "include_usage")
            continue;
        const auto raw = rawValue(field.value());
        if (!raw)
            return;
        peek.includeUsageSpan = spanOf(body, *raw);
        peek.includeUsage = raw->starts_with("true");
    }
}

/// Reads the fields one after another; remembers which it has seen.
class TopLevel
{
public:
    explicit TopLevel(std::string_view body)
        : m_body(body)
    { }

    Result<void> field(std::string_view key, od::value value)
    {
        if (key == "model")
            return model(value);
        if (key == "stream")
            return stream(value);
        if (key == "stream_options")
            return streamOptions(value);
        if (key == "tools")
            return tools(value);
        if (key == "max_tokens")
            m_peek.maxTokensSpan = spanOf(m_body, value.raw_json_token());
        else if (key == "max_completion_tokens")
            m_peek.maxCompletionTokensSpan = spanOf(m_body, value.raw_json_token());
        else if (key == "thinking")
            m_peek.thinkingSpan = wholeOf(value);
        else if (key == "output_config")
            m_peek.outputConfigSpan = wholeOf(value);
        else if (key == "previous_response_id")
            readText(value, m_peek.previousResponse);
        return {};
    }

    Result<Peek> finish()
    {
        if (!m_sawModel)
            return badRequest("The request names no model: add \"model\", for example \"demo/echo\".");
        return std::move(m_peek);
    }

private:
    /// Of an object; of anything else nothing is wanted.
    [[nodiscard]] std::optional<Span> wholeOf(od::value value) const
    {
        od::object object;
        std::string_view raw;
        if (value.get_object().get(object) || object.raw_json().get(raw))
            return std::nullopt;
        return spanOf(m_body, raw);
    }

    static Result<void> once(bool &seen, std::string_view key)
    {
        if (std::exchange(seen, true))
            return badRequest("The request has \"" + std::string(key) + "\" twice.");
        return {};
    }

    Result<void> model(od::value value)
    {
        if (auto first = once(m_sawModel, "model"); !first)
            return first;
        const std::string_view raw = value.raw_json_token();
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS || text.empty())
            return badRequest("\"model\" must be a non-empty string.");
        m_peek.model = text;
        m_peek.modelSpan = spanOf(m_body, raw);
        return {};
    }

    Result<void> stream(od::value value)
    {
        if (auto first = once(m_sawStream, "stream"); !first)
            return first;
        bool isNull = false;
        if (value.is_null().get(isNull) == simdjson::SUCCESS && isNull)
            return {};
        if (value.get_bool().get(m_peek.stream) != simdjson::SUCCESS)
            return badRequest("\"stream\" must be true or false.");
        m_peek.streamSaid = true;
        return {};
    }

    Result<void> streamOptions(od::value value)
    {
        if (auto first = once(m_sawStreamOptions, "stream_options"); !first)
            return first;
        bool isNull = false; // what some clients send for "nothing"
        if (value.is_null().get(isNull) == simdjson::SUCCESS && isNull) {
            m_peek.streamOptionsSpan = spanOf(m_body, value.raw_json_token());
            return {};
        }
        std::string_view raw;
        od::object options;
        if (value.get_object().get(options) != simdjson::SUCCESS)
            return badRequest("\"stream_options\" must be an object.");
        if (options.raw_json().get(raw) != simdjson::SUCCESS)
            return badRequest("\"stream_options\" is cut off.");
        m_peek.streamOptionsSpan = spanOf(m_body, raw);
        readStreamOptions(m_body, raw, m_peek);
        return {};
    }

    static void readText(od::value value, std::string &into)
    {
        std::string_view text;
        if (value.get_string().get(text) == simdjson::SUCCESS)
            into = text;
    }

    Result<void> tools(od::value value)
    {
        od::array list;
        bool empty = true;
        if (value.get_array().get(list) == simdjson::SUCCESS
            && list.is_empty().get(empty) == simdjson::SUCCESS)
            m_peek.tools = !empty;
        return {};
    }

    std::string_view m_body;
    Peek m_peek;
    bool m_sawModel = false, m_sawStream = false, m_sawStreamOptions = false;
};

tl::unexpected<Error> notJson(simdjson::error_code code)
{
    return badRequest(
        std::string("The request's body is not a JSON object: ") + simdjson::error_message(code));
}

} // namespace

Result<Peek> peekJson(std::string_view body)
{
    thread_local od::parser parser;
    od::document document;
    od::object object;
    if (auto code = parser
            .iterate(simdjson::padded_string_view(
                body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING))
            .get(document))
        return notJson(code);
    if (auto code = document.get_object().get(object))
        return notJson(code);
    TopLevel fields(body);
    for (auto &&item : object) {
        od::field field;
        if (auto code = std::move(item).get(field))
            return notJson(code);
        std::string_view key;
        if (auto code = field.unescaped_key().get(key))
            return notJson(code);
        if (auto read = fields.field(key, field.value()); !read)
            return failure(read.error());
    }
    return fields.finish();
}

} // namespace slipswitch::dialect
