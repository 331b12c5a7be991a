#pragma once

#include "core/dialect/Codec.h"

#include <string>

/// How providers whose dialect no client speaks, so that no codec writes it, tell an answer.
namespace slipswitch::tests {

/// Whether there is a script for the dialect.
[[nodiscard]] bool isScripted(dialect::Dialect dialect);
[[nodiscard]] std::string scriptedAnswer(
    dialect::Dialect dialect, const dialect::Answer &answer, const domain::Usage &usage);
/// Texts in two pieces. @param broken  empty, or the error that the stream ends with
[[nodiscard]] std::string scriptedStream(dialect::Dialect dialect, const dialect::Answer &answer,
    const domain::Usage &usage, std::string_view broken);
/// The body of an answer with an error status.
[[nodiscard]] std::string scriptedFailure(dialect::Dialect dialect, std::string_view message);

} // namespace slipswitch::tests
