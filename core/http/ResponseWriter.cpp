#include "core/http/ResponseWriter.h"

#include "core/http/Interrupt.h"

#include <boost/beast/http/status.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <charconv>

namespace slipswitch::http {

namespace {

constexpr unsigned noContent = 204;
constexpr unsigned notModified = 304;

void appendNumber(std::string &out, std::uint64_t number)
{
    std::array<char, 20> digits; // NOLINT(cppcoreguidelines-pro-type-member-init)
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

} // namespace

void ResponseWriter::start(Terms terms)
{
    m_terms = terms;
    m_first = m_count = 0;
    m_headHeld = m_begun = m_done = m_keepAlive = false;
}

ResponseWriter::Framing ResponseWriter::framingFor(unsigned status, bool lengthKnown) const
{
    if (m_terms.headRequest || status == noContent || status == notModified)
        return Framing::None;
    if (lengthKnown)
        return Framing::Length;
    return m_terms.minorVersion >= 1 ? Framing::Chunks : Framing::UntilClose;
}

void ResponseWriter::begin(const Head &head, Connection connection)
{
    beginSized(head, head.contentLength, connection);
}

void ResponseWriter::beginSized(const Head &head, std::optional<std::uint64_t> length, Connection connection)
{
    m_framing = framingFor(head.status, length.has_value());
    m_remaining = length.value_or(0);
    m_keepAlive = connection == Connection::Keep && m_framing != Framing::UntilClose;
    m_begun = m_headHeld = true;
    writeHead(head, length);
}

void ResponseWriter::writeHead(const Head &head, std::optional<std::uint64_t> length)
{
    m_head = "HTTP/1.1 ";
    appendNumber(m_head, head.status);
    m_head += ' ';
    const auto reason
        = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(head.status));
    m_head.append(reason.data(), reason.size());
    m_head += "\r\n";
    m_head += head.fields;
    if (length && head.status != noContent) {
        m_head += "Content-Length: ";
        appendNumber(m_head, *length);
        m_head += "\r\n";
    } else if (m_framing == Framing::Chunks) {
        m_head += "Transfer-Encoding: chunked\r\n";
    }
    if (!m_keepAlive)
        m_head += "Connection: close\r\n";
    else if (m_terms.minorVersion == 0)
        m_head += "Connection: keep-alive\r\n";
    m_head += "\r\n";
}

Task<Result<void>> ResponseWriter::write(std::string_view bytes, bool last)
{
    m_first = m_count = 0;
    if (std::exchange(m_headHeld, false))
        addPart(m_head);
    switch (m_framing) {
    case Framing::None:
        break;
    case Framing::Length:
        if (bytes.size() > m_remaining || (last && bytes.size() != m_remaining))
            return wrongLength();
        m_remaining -= bytes.size();
        addPart(bytes);
        break;
    case Framing::Chunks:
        addChunk(bytes, last);
        break;
    case Framing::UntilClose:
        addPart(bytes);
        break;
    }
    return flush(last);
}

Task<Result<void>> ResponseWriter::respond(const Head &head, std::string_view body, Connection connection)
{
    beginSized(head, head.contentLength.value_or(body.size()), connection);
    return write(body, true);
}

void ResponseWriter::addPart(std::string_view bytes)
{
    if (!bytes.empty())
        m_parts[m_count++] = {const_cast<char *>(bytes.data()), bytes.size()}; // NOLINT(*-const-cast)
}

void ResponseWriter::addChunk(std::string_view bytes, bool last)
{
    if (bytes.empty()) {
        if (last)
            addPart("0\r\n\r\n");
        return;
    }
    constexpr int hexadecimal = 16;
    auto *end = std::to_chars(
        m_sizeLine.data(), m_sizeLine.data() + m_sizeLine.size() - 2, bytes.size(), hexadecimal)
                    .ptr;
    *end++ = '\r';
    *end++ = '\n';
    addPart({m_sizeLine.data(), static_cast<std::size_t>(end - m_sizeLine.data())});
    addPart(bytes);
    addPart(last ? "\r\n0\r\n\r\n" : "\r\n");
}

ResponseWriter::Sent ResponseWriter::trySend()
{
    while (m_first < m_count) {
        msghdr message {};
        message.msg_iov = &m_parts[m_first];
        message.msg_iovlen = m_count - m_first;
        const auto sent = ::sendmsg(m_socket.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0)
            takeOff(static_cast<std::size_t>(sent));
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return Sent::Blocked;
        else if (errno != EINTR)
            return Sent::Broken;
    }
    return Sent::All;
}

void ResponseWriter::takeOff(std::size_t bytes)
{
    while (m_first < m_count && bytes >= m_parts[m_first].iov_len)
        bytes -= m_parts[m_first++].iov_len;
    if (bytes > 0) {
        auto &part = m_parts[m_first];
        part.iov_base = static_cast<char *>(part.iov_base) + bytes;
        part.iov_len -= bytes;
    }
}

Task<Result<void>> ResponseWriter::flush(bool last)
{
    for (;;) {
        const auto sent = trySend();
        if (sent == Sent::All)
            break;
        if (sent == Sent::Broken || m_tookNothing)
            co_return clientLeft();
        co_await waitForRoom();
    }
    m_done = last;
    co_return Result<void> {};
}

Task<void> ResponseWriter::waitForRoom()
{
    m_stuck.arm(m_takeTime, [this] {
        m_tookNothing = true;
        boost::system::error_code ignored;
        m_socket.cancel(ignored);
    });
    co_await m_socket.async_wait(TcpSocket::wait_write, plainly);
    m_stuck.disarm();
}

tl::unexpected<Error> ResponseWriter::clientLeft()
{
    m_keepAlive = false;
    m_watch.noticeGone();
    const auto *what
        = m_tookNothing ? "The client takes nothing of the answer any more." : "The client left.";
    return failure(ErrorCode::ConnectionClosed, what, ErrorSource::Client);
}

Task<Result<void>> ResponseWriter::wrongLength()
{
    m_keepAlive = false;
    co_return failure(ErrorCode::Internal, "The answer does not have the length that its head gives.");
}

} // namespace slipswitch::http
