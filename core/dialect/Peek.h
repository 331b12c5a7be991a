#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

/// A stretch of a body's bytes.
struct Span
{
    std::size_t offset = 0, length = 0;
    bool operator==(const Span &) const = default;
};

/// What we need to know of a request, read without building a tree.
struct Peek
{
    std::string model;
    Span modelSpan; ///< of the value as it stands: with its quotes in JSON, without in a form
    bool stream = false;
    bool streamSaid = false; ///< `stream` is there; for dialects that stream unless told not to
    bool includeUsage = false; ///< stream_options.include_usage
    std::optional<Span> streamOptionsSpan; ///< the whole value, where there is one
    std::optional<Span> includeUsageSpan; ///< the value of include_usage in it, where there is one
    std::optional<Span> maxTokensSpan, maxCompletionTokensSpan; ///< the values of chat's two names for it
    std::optional<Span> thinkingSpan, outputConfigSpan; ///< the values, of Anthropic's dialect
    std::string previousResponse; ///< previous_response_id of the responses API
    bool tools = false; ///< a non-empty `tools`
};

/// Walks the top-level fields of an OpenAI-shaped request. Values that we don't read are skipped unseen: if
/// they are malformed, the provider says so.
/// @param body  has simdjson's 64 readable bytes behind its end.
/// Errors: BadRequest (source Client) for what is not a JSON object, is not UTF-8, lacks `model`, gives a
/// field that we read a wrong type, or gives one twice (providers differ on which one counts). Thread: any;
/// keeps a parser per thread.
[[nodiscard]] Result<Peek> peekJson(std::string_view body);

/// The `model` of a multipart/form-data body.
/// @param contentType  the request's Content-Type with its boundary.
[[nodiscard]] Result<Peek> peekMultipart(std::string_view body, std::string_view contentType);

} // namespace slipswitch::dialect
