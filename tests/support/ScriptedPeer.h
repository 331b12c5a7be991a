#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace slipswitch::tests {

/// One accepted connection, with blocking calls; used by the thread that runs its script.
class PeerConnection
{
public:
    explicit PeerConnection(int socket)
        : m_socket(socket)
    { }
    /// Up to and with the blank line; empty when the other side closed.
    std::string readHead();
    /// Head and a body of the length it tells.
    std::string readRequest();
    /// Exactly so many bytes, fewer when the other side closed.
    std::string read(std::size_t bytes);
    /// False when the other side is gone.
    bool send(std::string_view bytes);
    /// Until the other side closed or reset.
    void waitForClose();
    /// Ends with RST instead of FIN.
    void reset();
    void close();
    /// For TLS.
    [[nodiscard]] int socket() const { return m_socket; }

private:
    bool fill();

    int m_socket;
    std::string m_buffer;
};

/// A server on a loopback port that does to each connection what the test says: the first script is for the
/// first connection and so on; the last one serves all others. A connection is closed when its script
/// returns.
class ScriptedPeer
{
public:
    using Script = std::function<void(PeerConnection &)>;

    explicit ScriptedPeer(std::vector<Script> scripts);
    explicit ScriptedPeer(Script script)
        : ScriptedPeer(std::vector<Script> {std::move(script)})
    { }
    ~ScriptedPeer();
    ScriptedPeer(const ScriptedPeer &) = delete;
    ScriptedPeer &operator=(const ScriptedPeer &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] int accepted() const { return m_accepted; }
    /// Connections whose script has returned.
    [[nodiscard]] int finished() const { return m_finished; }

private:
    void acceptAll();
    void serve(int socket, const Script &script);

    std::vector<Script> m_scripts;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<int> m_accepted = 0;
    std::atomic<int> m_finished = 0;
    std::mutex m_mutex;
    std::vector<int> m_open;
    bool m_stopping = false;
    std::list<std::thread> m_threads;
    std::thread m_acceptor;
};

} // namespace slipswitch::tests
