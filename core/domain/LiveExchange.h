#pragma once

#include "core/base/ShortText.h"
#include "core/domain/Exchange.h"

namespace slipswitch::domain {

/// An exchange as it stands at one moment, without allocations: what the live view is told. Each one tells
/// everything so far, so that the newest of an exchange is all that counts. Long texts are cut.
struct LiveExchange
{
    enum class Phase : std::uint8_t
    {
        Began, ///< understood, nothing sent yet
        Trying, ///< a try has begun
        Growing, ///< its answer passes
        Settled ///< the last word; its row comes into the ledger within moments, under the same id
    };
    Phase phase = Phase::Began;
    RequestId id;
    UtcTime startedAt {};
    Dialect dialect = Dialect::None;
    bool streaming = false;
    ShortText<63> path;
    ShortText<31> keyId, tool;
    ShortText<47> keyName;
    ShortText<79> requestedModel; ///< the client's words
    ShortText<47> provider; ///< of the newest try
    ShortText<79> model; ///< as that provider spells it
    std::uint16_t tries = 0;
    ShortText<47> failedBefore; ///< provider of the try before the newest; empty with one try
    Outcome outcome = Outcome::InFlight;
    std::uint16_t status = 0; ///< HTTP; 0: none yet
    ShortText<159> errorText; ///< redacted
    Micros elapsed {}; ///< since it began
    std::optional<Micros> firstContentAfter;
    std::int64_t requestBytes = 0, responseBytes = 0;
    std::int64_t inputTokens = 0, outputTokens = 0; ///< estimates until it is settled
    bool tokensKnown = false; ///< counted by the provider
    Cost cost; ///< unknown until it is settled
};

} // namespace slipswitch::domain
