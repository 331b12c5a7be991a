#pragma once

#include "core/domain/Dialect.h"

#include <string>
#include <string_view>

namespace slipswitch::dialect {

/// What one event of a stream, or a whole plain answer, means for the gateway. The content itself is not
/// read.
struct EventMarks
{
    bool content = false; ///< non-empty text, reasoning, tool call, refusal or audio
    bool ended = false; ///< the dialect's own end: "[DONE]", response.completed
    bool usageOnly = false; ///< carries usage and nothing else: the chunk that include_usage adds
    std::string error; ///< an error told inside a stream with status 200; empty when there is none
};

/// @param data  of one event, or a whole body.
/// @param seekContent  false once content was found: most events then need no parsing at all.
/// Never throws; garbage has no marks. Pure.
[[nodiscard]] EventMarks marksOf(domain::Dialect dialect, std::string_view data, bool seekContent);

/// The error told in a whole answer with status 200; empty when there is none, as in nearly every one.
[[nodiscard]] std::string errorIn(domain::Dialect dialect, std::string_view answer);

/// The id of an answer of the responses API, as the first event of its stream or its whole body tells it;
/// empty: neither does. What else stands there (a request's instructions, a picture) is skipped.
[[nodiscard]] std::string answerIdIn(std::string_view json);

/// An error of ours as a piece of a stream, in the way the dialect's SDKs raise it.
[[nodiscard]] std::string errorEvent(
    domain::Dialect dialect, std::string_view message, std::string_view code);

} // namespace slipswitch::dialect
