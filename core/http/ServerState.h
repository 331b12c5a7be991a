#pragma once

#include "core/http/BodyBudget.h"
#include "core/http/DeadlineSweep.h"
#include "core/http/Server.h"

#include <unordered_set>

namespace slipswitch::http {

class ServerConnection;

/// What a Listener counts. Thread: data plane.
struct ServerCounters
{
    std::uint64_t accepted = 0; ///< connections since the start, without the refused ones
    std::uint64_t refused = 0; ///< connections beyond the limit
    std::uint64_t requests = 0;
    std::uint64_t faults = 0; ///< handlers that threw, or ended without an answer: ours to mend
    std::size_t connections = 0; ///< open now
    std::size_t inFlight = 0; ///< requests being answered now
};

/// What a Listener and its connections share.
struct ServerState
{
    ServerState(boost::asio::io_context &context, const ServerLimits &itsLimits, Handler itsHandler,
        DeadlineSweep &itsSweep)
        : limits(itsLimits)
        , handler(std::move(itsHandler))
        , sweep(itsSweep)
        , budget(context.get_executor(), itsLimits.allBodiesBytes, itsLimits.bodyBudgetWait)
    { }

    ServerLimits limits;
    Handler handler;
    DeadlineSweep &sweep;
    BodyBudget budget;
    ServerCounters counters;
    std::unordered_set<ServerConnection *> connections;
    std::size_t refusing = 0; ///< connections that are only being told that there are too many
    bool stopping = false;
    std::function<void()> connectionEnded;
};

} // namespace slipswitch::http
