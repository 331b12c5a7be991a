#pragma once

#include "core/http/TimedSocket.h"

#include <functional>
#include <memory>

namespace slipswitch::http {

/// Notices that a client leaves while its request is being answered. Thread: data plane.
class ClientWatch
{
public:
    ClientWatch(TimedSocket &socket, DeadlineSweep &sweep)
        : m_socket(socket)
        , m_poll(sweep)
    { }

    void start();
    void end();
    /// All bytes of the request were read: whatever becomes readable now is the end, or the next request.
    /// Looks for the first time at a tick of the sweep, half a second from now at the latest.
    /// @param owner  kept alive as long as the kernel may report
    void watch(const std::shared_ptr<void> &owner);
    /// Bytes are waiting that nobody reads, so readability tells nothing: look from time to time.
    void pollInstead();

    void onGone(std::function<void()> callback);
    void noticeGone();
    [[nodiscard]] bool gone() const { return m_gone; }

private:
    void peek();
    void peeked(const boost::system::error_code &error);
    [[nodiscard]] bool hungUp();

    TimedSocket &m_socket;
    Deadline m_poll;
    std::weak_ptr<void> m_owner;
    std::function<void()> m_callback;
    char m_byte = 0;
    bool m_active = false;
    bool m_peeking = false;
    bool m_gone = false;
};

} // namespace slipswitch::http
