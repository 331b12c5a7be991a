#pragma once

#include "core/base/Clock.h"
#include "core/base/Error.h"
#include "core/base/Ids.h"
#include "core/domain/Dialect.h"
#include "core/domain/Usage.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipswitch::domain {

using Micros = std::chrono::microseconds;

/// How an exchange or one try of it ended. Stored as a number: append only.
enum class Outcome : std::uint8_t
{
    InFlight = 0,
    Succeeded = 1,
    Failed = 2,      ///< the upstream, or the way to it
    Refused = 3,     ///< by us, before anything was sent: key, limit, no such model
    ClientGone = 4,  ///< the client left first
    Interrupted = 5, ///< our process ended in the middle; usage is an estimate
    Cached = 6,      ///< answered from our cache
};

/// One try: a request sent, or almost sent, to one provider.
struct Attempt
{
    std::string provider;
    std::string credential; ///< its id
    std::string model;      ///< as asked of the provider
    std::string reason;     ///< why this one, in words: "first in order", "fallback after 429"
    Outcome outcome = Outcome::InFlight;
    std::uint16_t status = 0; ///< HTTP; 0: none came
    std::optional<ErrorCode> error;
    std::string errorText; ///< redacted; the provider's own words where there are some
    std::string notes;     ///< what a translation could not carry: "top_k dropped; …"; empty: nothing
    Micros startedAfter {}; ///< since the exchange began
    std::optional<Micros> connectedAfter, firstByteAfter, firstContentAfter,
        endedAfter; ///< since this try began
    bool reusedConnection = false;

    bool operator==(const Attempt &) const = default;
};

/// One request from a tool and what became of it: a row of the log.
struct Exchange
{
    RequestId id;
    UtcTime startedAt {};
    Dialect dialect = Dialect::None;
    std::string method, path; ///< path without query; cut to 256 bytes
    bool streaming = false;   ///< what the client asked for
    // who
    std::string keyId, keyName, tool, project, userAgent;
    // what
    std::string requestedModel; ///< the client's words
    std::string provider, model; ///< who answered, as that provider spells it
    std::vector<Attempt> attempts;
    // how it went
    Outcome outcome = Outcome::InFlight;
    std::uint16_t status = 0; ///< HTTP, as sent to the client
    std::optional<ErrorCode> error;
    std::optional<ErrorSource> errorSource;
    std::string errorText;
    std::string finishReason; ///< the provider's word: "stop", "tool_calls"
    std::optional<Micros> firstContentAfter, endedAfter;
    std::int64_t requestBytes = 0, responseBytes = 0; ///< bodies
    // what it took
    Usage usage;
    Cost cost;

    bool operator==(const Exchange &) const = default;
};

} // namespace slipswitch::domain
