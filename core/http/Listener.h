#pragma once

#include "core/http/DeadlineSweep.h"
#include "core/http/Server.h"
#include "core/http/ServerState.h"

#include <boost/asio/basic_socket_acceptor.hpp>

#include <memory>
#include <vector>

namespace slipswitch::http {

/// Serves HTTP/1 on the loopback addresses. Thread: data plane, construction included.
/// Destroying it aborts what is under way; its connections end as the io_context runs on.
class Listener
{
public:
    Listener(
        boost::asio::io_context &context, const ServerLimits &limits, Handler handler, DeadlineSweep &sweep);
    ~Listener();
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    /// Binds 127.0.0.1 and, where the machine has it, ::1 to the same port.
    /// @param port  0: one that is free on both
    /// @return the port.
    /// Errors: Conflict when it is taken; Io.
    [[nodiscard]] Result<std::uint16_t> listen(std::uint16_t port);
    /// Takes no more connections, ends idle ones, lets requests under way finish for `grace` (zero: not at
    /// all), then aborts them.
    /// @param stopped  called once, when the last connection has ended
    void stop(std::chrono::milliseconds grace, std::function<void()> stopped = {});
    [[nodiscard]] const ServerCounters &counters() const { return m_state->counters; }
    /// Bytes of request bodies held now.
    [[nodiscard]] std::size_t heldBodyBytes() const { return m_state->budget.taken(); }

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
    using Endpoint = boost::asio::ip::tcp::endpoint;

    [[nodiscard]] Result<Acceptor> bind(const Endpoint &endpoint);
    [[nodiscard]] Result<std::uint16_t> listenOnBoth(std::uint16_t port);
    /// One address that we listen on.
    struct Door
    {
        Door(Acceptor itsAcceptor, DeadlineSweep &sweep)
            : acceptor(std::move(itsAcceptor))
            , pause(sweep)
        { }
        Acceptor acceptor;
        Deadline pause;
    };

    void open(Acceptor acceptor);
    void await(const std::shared_ptr<Door> &door);
    void acceptAll(const std::shared_ptr<Door> &door);
    void awaitAgain(const Door *door);
    void serve(TcpSocket socket);
    void closeDoors();
    void terminateAll();
    void tellIfStopped();

    boost::asio::io_context &m_context;
    std::shared_ptr<ServerState> m_state;
    std::vector<std::shared_ptr<Door>> m_doors;
    Deadline m_grace;
    std::function<void()> m_stopped;
};

} // namespace slipswitch::http
