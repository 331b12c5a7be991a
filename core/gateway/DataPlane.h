#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"
#include "core/gateway/Context.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace slipswitch::gateway {

/// The thread that requests run on: listener, connections to providers and the exchanges between them.
/// Thread: the owner's for every call; nothing here waits for the data plane but `start` and `stop`.
class DataPlane
{
public:
    /// All of them outlive it.
    /// @param live  is told of exchanges as they go; may be nobody.
    DataPlane(const Clock &clock, const catalog::Catalog &catalog, ledger::Ledger &ledger,
        LiveFeed *live = nullptr);
    ~DataPlane();
    DataPlane(const DataPlane &) = delete;
    DataPlane &operator=(const DataPlane &) = delete;

    /// Listens on loopback and begins to answer.
    /// @return  the port. Errors: Conflict when the port is taken, Io.
    [[nodiscard]] Result<std::uint16_t> start(std::uint16_t port, std::shared_ptr<const Compiled> compiled);
    /// From the next request on. Requests in flight keep what they began with.
    void apply(std::shared_ptr<const Compiled> compiled);
    /// While paused, requests that need a key are answered with 503, and recorded. Those in flight go on.
    void setPaused(bool paused);
    /// Takes no new requests, gives those in flight `grace` to finish, then ends the thread.
    void stop(std::chrono::milliseconds grace);

    [[nodiscard]] const Counters &counters() const { return m_counters; }

private:
    struct Loop;
    Counters m_counters;
    const Clock &m_clock;
    const catalog::Catalog &m_catalog;
    ledger::Ledger &m_ledger;
    LiveFeed *m_live;
    std::unique_ptr<Loop> m_loop;
};

} // namespace slipswitch::gateway
