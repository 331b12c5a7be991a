#pragma once

#include "core/dialect/Codec.h"

namespace slipswitch::dialect {

/// How a count is asked for in Gemini's dialect.
enum class GeminiCount : std::uint8_t
{
    Wrapped, ///< the request stands in `generateContentRequest`: Google's own API
    Flat ///< it stands as it is: Vertex
};

/// The dialect of the conversations that a dialect of counting counts; None: it counts nothing.
[[nodiscard]] Dialect countedBy(Dialect counting);
/// The dialect in which conversations of another one are counted; None: nobody counts them.
[[nodiscard]] Dialect countingOf(Dialect conversation);

/// What the client wants counted. Errors: BadRequest.
[[nodiscard]] Result<Request> decodeCountRequest(Dialect counting, std::string_view body);
/// With what counting takes of a request only: the rest would be refused.
[[nodiscard]] std::string encodeCountRequest(
    Dialect counting, const Request &request, const Destination &to, GeminiCount form, Losses &losses);
/// Errors: BadResponse (source Upstream).
[[nodiscard]] Result<std::int64_t> decodeCount(Dialect counting, std::string_view body);
[[nodiscard]] std::string encodeCount(Dialect counting, std::int64_t tokens);

} // namespace slipswitch::dialect
