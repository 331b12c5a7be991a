#pragma once

#include "core/base/Clock.h"
#include "core/catalog/Catalog.h"
#include "core/gateway/AnswerPlaces.h"
#include "core/gateway/Compiled.h"
#include "core/gateway/LiveFeed.h"
#include "core/gateway/ResponseStore.h"
#include "core/gateway/ThoughtStore.h"
#include "core/gateway/TokenStore.h"
#include "core/http/DeadlineSweep.h"
#include "core/http/Upstream.h"
#include "core/ledger/Ledger.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace slipswitch::gateway {

/// Counts for status lines; written on the data plane, read anywhere.
struct Counters
{
    std::atomic<std::uint64_t> exchanges {0};
    std::atomic<std::uint64_t> inFlight {0};
    std::atomic<std::uint64_t> refusedOutside {0}; ///< by Host or Origin, before anything was recorded
};

/// What all exchanges of the data plane share. Thread: data plane.
struct Context
{
    const Clock &clock;
    const catalog::Catalog &catalog;
    http::Upstream &network;
    http::Upstream &demo;
    ledger::Ledger &ledger;
    Counters &counters;
    ThoughtStore &thoughts;
    ResponseStore &responses;
    AnswerPlaces &places;
    TokenStore &tokens;
    http::DeadlineSweep &sweep;
    std::shared_ptr<const Compiled>
        compiled; ///< replaced on a change; each exchange keeps the one it began with
    LiveFeed *live = nullptr; ///< may be nobody
    bool paused = false; ///< new requests are refused, with a row each
};

} // namespace slipswitch::gateway
