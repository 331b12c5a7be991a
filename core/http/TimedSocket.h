#pragma once

#include "core/http/DeadlineSweep.h"
#include "core/http/Types.h"

#include <span>

namespace slipswitch::http {

/// A client's socket whose reading can run out of time. Thread: data plane.
class TimedSocket
{
public:
    TimedSocket(TcpSocket socket, DeadlineSweep &sweep);

    [[nodiscard]] TcpSocket &socket() { return m_socket; }
    /// From now on reading may take so long; zero: any time.
    void allow(std::chrono::milliseconds duration);
    void allowAnyTime()
    {
        m_deadline.disarm();
        m_timedOut = false;
    }
    /// @return how many bytes came; 0 when none will, or none came in time: see timedOut.
    [[nodiscard]] Task<std::size_t> receive(std::span<char> into);
    /// Waits without holding a buffer.
    [[nodiscard]] Task<void> waitReadable();
    [[nodiscard]] bool timedOut() const { return m_timedOut; }
    /// Somebody else saw the end of what the peer sends: reading ends, now and from now on.
    void noteEnd();

    /// Ends both sides cleanly.
    void close();
    /// Ends the connection so that the peer can't take it for a clean end.
    void reset();

private:
    TcpSocket m_socket;
    Deadline m_deadline;
    bool m_timedOut = false;
    bool m_ended = false;
};

} // namespace slipswitch::http
