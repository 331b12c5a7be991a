#pragma once

#include "core/base/Result.h"
#include "core/dialect/Conversation.h"
#include "core/dialect/Events.h"
#include "core/dialect/Losses.h"
#include "core/domain/Quirks.h"

#include <memory>
#include <string>
#include <string_view>

namespace slipswitch::dialect {

/// What an encoder must know of the place a request goes to.
struct Destination
{
    std::string model; ///< as the provider spells it
    std::int64_t maxOutputTokens = 0; ///< what the model can give; 0: unknown
    std::optional<bool> reasons; ///< whether the model thinks; nullopt: unknown
    domain::Quirks quirks; ///< of the provider
};

/// What a client that gets a translated answer must be told besides its content.
struct AnswerTerms
{
    std::string model; ///< to name when the provider's answer names none
    std::string id; ///< to use when the provider's has none
    std::int64_t created = 0; ///< seconds since 1970
    bool wantsUsage = true; ///< of a stream
    bool stores = false; ///< the answer can be referred to later
    bool jsonArray = false; ///< Gemini: the stream is one JSON array instead of events
    bool generates = false; ///< Ollama: the answer is /api/generate's
};

/// One dialect, seen from both sides. Pure functions over bytes: nothing here knows HTTP, routing or time.
/// What only clients need is null for dialects that no client speaks.
struct Codec
{
    Dialect dialect;
    std::string_view streamType; ///< the content type of its streams
    /// Errors: BadRequest (source Client), saying what is wrong where.
    Result<Request> (*decodeRequest)(std::string_view body);
    std::string (*encodeRequest)(const Request &request, const Destination &to, Losses &losses);
    /// Errors: BadResponse (source Upstream).
    Result<Answer> (*decodeAnswer)(std::string_view body);
    std::string (*encodeAnswer)(
        const Answer &answer, const AnswerTerms &terms, const domain::Usage &usage, Losses &losses);
    std::unique_ptr<StreamDecoder> (*makeDecoder)();
    /// @param losses  outlives the encoder
    std::unique_ptr<StreamEncoder> (*makeEncoder)(const AnswerTerms &terms, Losses &losses);
    /// The body of an answer with an error status.
    std::string (*encodeFailure)(const Failure &failure);
    /// A piece of a stream that makes the dialect's SDKs raise.
    std::string (*failureEvent)(const Failure &failure);
    /// A piece of a stream that its SDKs pass over, between any two events; empty: some don't.
    std::string_view keepAlive;

    /// Whether tools may speak it to us.
    [[nodiscard]] bool isOfClients() const { return decodeRequest != nullptr; }
};

/// nullptr: the dialect can only be relayed, not translated.
[[nodiscard]] const Codec *codecFor(Dialect dialect);

/// The same for what clients may speak, which is more: legacy completions, in which nobody is asked by
/// translation. That codec has no `encodeRequest`, `decodeAnswer` and `makeDecoder`.
[[nodiscard]] const Codec *clientCodecFor(Dialect dialect);

/// The codec in whose shape a dialect's errors come: that of the conversations beside it, OpenAI's for all
/// that have none.
[[nodiscard]] const Codec &errorCodecFor(Dialect dialect);

/// The error in a provider's body, whatever its dialect: `error.message` and its kin; else the body's start.
[[nodiscard]] Failure decodeFailure(std::string_view body, unsigned status);

} // namespace slipswitch::dialect
