#include "core/http/Transport.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <array>

namespace slipswitch::http {

namespace asio = boost::asio;
using boost::system::error_code;

void Gather::consume(std::size_t bytes)
{
    const auto ofHead = std::min(bytes, head.size());
    head.remove_prefix(ofHead);
    body.remove_prefix(bytes - ofHead);
}

void Transport::close()
{
    error_code ignored;
    m_socket.close(ignored);
}

Task<void> Transport::waitWritable()
{
    co_await m_socket.async_wait(TcpSocket::wait_write, plainly);
}

Task<ReadResult> PlainTransport::readSome(std::span<char> into)
{
    const auto buffer = asio::buffer(into.data(), into.size());
    const auto [error, bytes] = co_await m_socket.async_read_some(buffer, plainly);
    ReadResult result {bytes, IoStatus::Ok};
    if (error == asio::error::eof)
        result.status = IoStatus::End;
    else if (error)
        result.status = IoStatus::Cut;
    co_return result;
}

IoStatus PlainTransport::tryWrite(Gather &pending)
{
    while (!pending.empty()) {
        const std::array<asio::const_buffer, 2> buffers {
            asio::buffer(pending.head), asio::buffer(pending.body)};
        error_code error;
        pending.consume(m_socket.write_some(buffers, error));
        if (error == asio::error::would_block)
            return IoStatus::Blocked;
        if (error)
            return IoStatus::Cut;
    }
    return IoStatus::Ok;
}

bool PlainTransport::aliveWhenIdle()
{
    char byte = 0;
    error_code error;
    (void)m_socket.receive(asio::buffer(&byte, 1), TcpSocket::message_peek, error);
    return error == asio::error::would_block;
}

} // namespace slipswitch::http
