#pragma once

#include "core/http/DeadlineSweep.h"
#include "core/http/ReadBuffer.h"
#include "core/http/ResponseParser.h"
#include "core/http/Transport.h"
#include "core/http/Upstream.h"

#include <memory>
#include <span>

namespace slipswitch::http {

/// A connection to an origin with everything that is reused along with it. Shared with the coroutine that
/// goes on sending a long body while an answer is awaited. Thread: data plane.
class UpstreamConnection : public std::enable_shared_from_this<UpstreamConnection>
{
public:
    UpstreamConnection(Executor executor, Origin origin, std::unique_ptr<Transport> transport);

    /// Writes what fits at once; the rest goes out in the background while the caller reads, since a peer may
    /// answer before it took everything. A failing write is no error: what the peer said can still be read.
    /// @param progress  begins anew with `patience` whenever the peer took something
    void startSending(Gather message, Deadline &progress, std::chrono::milliseconds patience);
    /// Afterwards the message's bytes are not touched any more.
    void stopSending();
    /// Whether the whole of the last message went out.
    [[nodiscard]] bool sentAll() const { return m_sentAll; }

    /// Where body bytes are read to, with a copy of `kept` at its front; earlier bytes of it are gone then.
    /// @param filled  the last read filled it: it may become larger
    [[nodiscard]] std::span<char> bodyMemory(std::span<const char> kept, bool filled);
    /// Gives both buffers back: an idle connection in the pool holds none.
    void releaseMemory();

    [[nodiscard]] const Origin &origin() const { return m_origin; }
    [[nodiscard]] Transport &transport() { return *m_transport; }
    [[nodiscard]] ReadBuffer &headBuffer() { return m_headBuffer; }
    [[nodiscard]] ResponseParser &parser() { return m_parser; }
    [[nodiscard]] SteadyTime idleSince() const { return m_idleSince; }
    void setIdleSince(SteadyTime since) { m_idleSince = since; }

private:
    [[nodiscard]] static Task<void> sendRest(std::shared_ptr<UpstreamConnection> self);
    void sendSome();

    Executor m_executor;
    Origin m_origin;
    std::unique_ptr<Transport> m_transport;
    ResponseParser m_parser;
    ReadBuffer m_headBuffer;
    std::unique_ptr<char[]> m_body;
    std::size_t m_bodyBytes = 0;
    SteadyTime m_idleSince {};

    Gather m_unsent;
    Deadline *m_progress = nullptr;
    std::chrono::milliseconds m_patience {};
    bool m_sending = false;
    bool m_sentAll = true;
};

} // namespace slipswitch::http
