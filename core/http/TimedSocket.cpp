#include "core/http/TimedSocket.h"

#include "core/http/Interrupt.h"

#include <boost/asio/buffer.hpp>

namespace slipswitch::http {

using boost::system::error_code;

TimedSocket::TimedSocket(TcpSocket socket, DeadlineSweep &sweep)
    : m_socket(std::move(socket))
    , m_deadline(sweep)
{ }

void TimedSocket::allow(std::chrono::milliseconds duration)
{
    m_timedOut = false;
    m_deadline.arm(duration, [this] {
        m_timedOut = true;
        error_code ignored;
        m_socket.cancel(ignored);
    });
}

Task<std::size_t> TimedSocket::receive(std::span<char> into)
{
    if (m_timedOut || m_ended)
        co_return std::size_t {0};
    const auto buffer = boost::asio::buffer(into.data(), into.size());
    const auto [error, bytes] = co_await m_socket.async_read_some(buffer, plainly);
    co_return bytes;
}

Task<void> TimedSocket::waitReadable()
{
    if (m_ended)
        co_return;
    co_await m_socket.async_wait(TcpSocket::wait_read, plainly);
}

// The kernel tells of the end once. If a peek takes it, a read that waits behind would wait for ever.
void TimedSocket::noteEnd()
{
    m_ended = true;
    error_code ignored;
    m_socket.cancel(ignored);
}

void TimedSocket::close()
{
    error_code ignored;
    m_socket.close(ignored);
}

void TimedSocket::reset()
{
    error_code ignored;
    m_socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    m_socket.close(ignored);
}

} // namespace slipswitch::http
