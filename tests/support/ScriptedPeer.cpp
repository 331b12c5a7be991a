#include "tests/support/ScriptedPeer.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace slipswitch::tests {

namespace {

std::size_t bodyLength(std::string_view head)
{
    constexpr std::string_view name = "Content-Length: ";
    const auto at = head.find(name);
    return at == std::string_view::npos ? 0 : std::stoul(std::string(head.substr(at + name.size())));
}

} // namespace

bool PeerConnection::fill()
{
    char bytes[65536];
    const auto got = ::recv(m_socket, bytes, sizeof bytes, 0);
    if (got <= 0)
        return false;
    m_buffer.append(bytes, static_cast<std::size_t>(got));
    return true;
}

std::string PeerConnection::readHead()
{
    while (m_buffer.find("\r\n\r\n") == std::string::npos) {
        if (!fill())
            return {};
    }
    return read(m_buffer.find("\r\n\r\n") + 4);
}

std::string PeerConnection::readRequest()
{
    auto head = readHead();
    return head + read(bodyLength(head));
}

std::string PeerConnection::read(std::size_t bytes)
{
    while (m_buffer.size() < bytes && fill()) { }
    auto result = m_buffer.substr(0, bytes);
    m_buffer.erase(0, bytes);
    return result;
}

bool PeerConnection::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void PeerConnection::waitForClose()
{
    while (fill())
        m_buffer.clear();
}

void PeerConnection::reset()
{
    const linger now {1, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void PeerConnection::close()
{
    ::shutdown(m_socket, SHUT_RDWR);
}

ScriptedPeer::ScriptedPeer(std::vector<Script> scripts)
    : m_scripts(std::move(scripts))
    , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *raw = reinterpret_cast<sockaddr *>(&address);
    if (::bind(m_listener, raw, size) != 0 || ::listen(m_listener, 512) != 0
        || ::getsockname(m_listener, raw, &size) != 0)
        throw std::runtime_error("no loopback port for the scripted peer");
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { acceptAll(); });
}

ScriptedPeer::~ScriptedPeer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        for (const int socket : m_open)
            ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    for (auto &thread : m_threads)
        thread.join();
    ::close(m_listener);
}

void ScriptedPeer::acceptAll()
{
    while (true) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            return;
        const std::lock_guard lock(m_mutex);
        if (m_stopping) {
            ::close(socket);
            return;
        }
        m_open.push_back(socket);
        const auto index
            = std::min<std::size_t>(static_cast<std::size_t>(m_accepted++), m_scripts.size() - 1);
        m_threads.emplace_back([this, socket, index] { serve(socket, m_scripts[index]); });
    }
}

void ScriptedPeer::serve(int socket, const Script &script)
{
    PeerConnection connection(socket);
    script(connection);
    const std::lock_guard lock(m_mutex);
    std::erase(m_open, socket);
    ::close(socket);
    ++m_finished;
}

} // namespace slipswitch::tests
