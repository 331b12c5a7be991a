#include "tests/support/RawClient.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

namespace slipswitch::tests {

namespace {

int connectTo(std::uint16_t port, RawClient::Family family)
{
    const bool v6 = family == RawClient::Family::V6;
    const int fd = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in four {};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 six {};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    six.sin6_addr = in6addr_loopback;
    const int failed = v6 ? ::connect(fd, reinterpret_cast<sockaddr *>(&six), sizeof six)
                          : ::connect(fd, reinterpret_cast<sockaddr *>(&four), sizeof four);
    if (fd >= 0 && failed != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::string field(const std::string &head, const std::string &name)
{
    const auto at = lowered(head).find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const auto start = at + name.size() + 4;
    return head.substr(start, head.find("\r\n", start) - start);
}

} // namespace

RawClient::RawClient(std::uint16_t port, Family family)
    : m_socket(connectTo(port, family))
{ }

RawClient::~RawClient()
{
    close();
}

bool RawClient::send(std::string_view bytes, Timeout timeout)
{
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (!bytes.empty()) {
        if (!waitFor(POLLOUT, until))
            return false;
        const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(sent, 0)));
    }
    return true;
}

std::string RawClient::readUntil(std::string_view mark, Timeout timeout)
{
    return readMark(mark, std::chrono::steady_clock::now() + timeout);
}

std::string RawClient::readAll(Timeout timeout)
{
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (fill(until)) { }
    return take(m_held.size());
}

RawClient::Response RawClient::readResponse(Timeout timeout, bool headRequest)
{
    const auto until = std::chrono::steady_clock::now() + timeout;
    Response response;
    response.head = readMark("\r\n\r\n", until);
    if (!response.head.ends_with("\r\n\r\n") || response.head.size() < 12)
        return response;
    response.status = std::stoi(response.head.substr(9, 3));
    const auto length = field(response.head, "content-length");
    if (headRequest || response.status < 200 || response.status == 204 || response.status == 304) {
        response.complete = true;
    } else if (!length.empty()) {
        response.complete = readSized(std::stoul(length), response.body, until);
    } else if (lowered(field(response.head, "transfer-encoding")) == "chunked") {
        response.complete = readChunks(response.body, until);
    } else {
        while (fill(until)) { }
        response.body = take(m_held.size());
        response.complete = m_end == End::Closed;
    }
    return response;
}

RawClient::End RawClient::waitForEnd(Timeout timeout)
{
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (fill(until))
        m_held.clear();
    return m_end;
}

void RawClient::shutdownWrite()
{
    ::shutdown(m_socket, SHUT_WR);
}

void RawClient::close()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

void RawClient::reset()
{
    const linger hard {1, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

void RawClient::setReceiveBuffer(int bytes)
{
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

// @return false when nothing more will come, or not in time.
bool RawClient::fill(Moment until)
{
    std::array<char, 65536> bytes; // NOLINT(cppcoreguidelines-pro-type-member-init)
    while (m_socket >= 0 && m_end == End::Open && waitFor(POLLIN, until)) {
        const auto got = ::recv(m_socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got > 0) {
            m_held.append(bytes.data(), static_cast<std::size_t>(got));
            return true;
        }
        if (got == 0)
            m_end = End::Closed;
        else if (errno != EAGAIN && errno != EINTR)
            m_end = End::Reset;
    }
    return false;
}

bool RawClient::waitFor(short events, Moment until) const
{
    for (;;) {
        const auto left
            = std::chrono::duration_cast<Timeout>(until - std::chrono::steady_clock::now()).count();
        pollfd watched {m_socket, events, 0};
        const int ready = ::poll(&watched, 1, static_cast<int>(std::max<long long>(left, 0)));
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

std::string RawClient::take(std::size_t size)
{
    auto taken = m_held.substr(0, size);
    m_held.erase(0, size);
    return taken;
}

bool RawClient::readSized(std::size_t size, std::string &out, Moment until)
{
    while (m_held.size() < size && fill(until)) { }
    out = take(size);
    return out.size() == size;
}

bool RawClient::readChunks(std::string &out, Moment until)
{
    for (;;) {
        const auto line = readMark("\r\n", until);
        if (!line.ends_with("\r\n"))
            return false;
        const auto size = std::stoul(line, nullptr, 16);
        std::string chunk;
        if (!readSized(size + 2, chunk, until) || !chunk.ends_with("\r\n")) {
            out += chunk.substr(0, size);
            return false;
        }
        if (size == 0)
            return true;
        out += chunk.substr(0, size);
    }
}

std::string RawClient::readMark(std::string_view mark, Moment until)
{
    std::size_t at = 0;
    while ((at = m_held.find(mark)) == std::string::npos) {
        if (!fill(until))
            return take(m_held.size());
    }
    return take(at + mark.size());
}

} // namespace slipswitch::tests
