#include "core/http/ClientWatch.h"

#include <boost/asio/buffer.hpp>

#include <poll.h>

#include <utility>

namespace slipswitch::http {

namespace {

constexpr std::chrono::milliseconds pollInterval {250};
/// Most answers are out before anybody could lose interest: those cost no look at the socket.
constexpr std::chrono::milliseconds firstLook {1}; // with the next tick

} // namespace

void ClientWatch::start()
{
    m_active = true;
}

// A peek under way stays: it costs nothing, and serves the next request or ends with its first byte.
void ClientWatch::end()
{
    m_active = false;
    m_poll.disarm();
    m_callback = nullptr;
}

void ClientWatch::watch(const std::shared_ptr<void> &owner)
{
    if (m_peeking || m_gone)
        return m_poll.disarm();
    m_owner = owner;
    m_poll.arm(firstLook, [this] { peek(); });
}

void ClientWatch::peek()
{
    const auto owner = m_owner.lock();
    if (!owner)
        return;
    m_peeking = true;
    // A peek rather than a wait for readability: it needs no system call to be armed again.
    const auto byte = boost::asio::buffer(&m_byte, 1);
    m_socket.socket().async_receive(byte, TcpSocket::message_peek,
        [this, owner](const boost::system::error_code &error, std::size_t) { peeked(error); });
}

void ClientWatch::peeked(const boost::system::error_code &error)
{
    m_peeking = false;
    if (error == boost::asio::error::operation_aborted)
        return;
    if (error)
        m_socket.noteEnd();
    if (!m_active)
        return;
    if (error)
        noticeGone();
    else
        pollInstead();
}

void ClientWatch::pollInstead()
{
    m_poll.arm(pollInterval, [this] {
        if (hungUp())
            noticeGone();
        else
            pollInstead();
    });
}

void ClientWatch::onGone(std::function<void()> callback)
{
    m_callback = std::move(callback);
    if (m_gone && m_callback)
        std::exchange(m_callback, nullptr)();
}

void ClientWatch::noticeGone()
{
    m_gone = true;
    m_poll.disarm();
    if (auto callback = std::exchange(m_callback, nullptr))
        callback();
}

bool ClientWatch::hungUp()
{
    pollfd watched {m_socket.socket().native_handle(), POLLRDHUP, 0};
    return ::poll(&watched, 1, 0) > 0;
}

} // namespace slipswitch::http
