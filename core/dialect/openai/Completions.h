#pragma once

#include "core/dialect/Codec.h"

/// OpenAI's legacy completions, seen from a client's side: one text in, one text out. Providers that don't
/// speak it are asked as if the text were a user's message.
/// Source: OpenAI, "Completions (legacy)".
namespace slipswitch::dialect::completions {

/// Errors: BadRequest (source Client) also for what no conversation can do: several texts at once, lists of
/// tokens, text to be filled in before a suffix.
[[nodiscard]] Result<Request> decodeRequest(std::string_view body);
[[nodiscard]] std::string encodeAnswer(
    const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses);
[[nodiscard]] std::unique_ptr<StreamEncoder> makeEncoder(const AnswerTerms &terms, Losses &losses);

} // namespace slipswitch::dialect::completions
