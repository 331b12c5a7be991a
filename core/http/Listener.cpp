#include "core/http/Listener.h"

#include "core/http/ServerConnection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace slipswitch::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr int acceptsPerWakeUp = 64;
constexpr int freePortTries = 16;
constexpr std::size_t maxRefusing = 64; // beyond these a connection is closed without a word
constexpr std::chrono::milliseconds acceptPause {250};

bool familyMissing(const error_code &error)
{
    return error == asio::error::address_family_not_supported
        || error == error_code(EADDRNOTAVAIL, boost::system::system_category());
}

} // namespace

Listener::Listener(
    asio::io_context &context, const ServerLimits &limits, Handler handler, DeadlineSweep &sweep)
    : m_context(context)
    , m_state(std::make_shared<ServerState>(context, limits, std::move(handler), sweep))
    , m_grace(sweep)
{
    m_state->connectionEnded = [this] { tellIfStopped(); };
}

Listener::~Listener()
{
    m_state->connectionEnded = nullptr;
    m_state->stopping = true;
    closeDoors();
    terminateAll();
}

Result<std::uint16_t> Listener::listen(std::uint16_t port)
{
    for (int tries = 1;; ++tries) {
        auto bound = listenOnBoth(port);
        const bool again = !bound && port == 0 && bound.error().code == ErrorCode::Conflict;
        if (!again || tries == freePortTries)
            return bound;
    }
}

Result<std::uint16_t> Listener::listenOnBoth(std::uint16_t port)
{
    auto four = bind(Endpoint(asio::ip::address_v4::loopback(), port));
    if (!four)
        return failure(std::move(four.error()));
    const auto chosen = four->local_endpoint().port();
    auto six = bind(Endpoint(asio::ip::address_v6::loopback(), chosen));
    if (!six && six.error().code != ErrorCode::Unsupported)
        return failure(std::move(six.error()));
    open(std::move(*four));
    if (six)
        open(std::move(*six));
    return chosen;
}

// Errors: Conflict, Io; Unsupported when the machine lacks the address family.
Result<Listener::Acceptor> Listener::bind(const Endpoint &endpoint)
{
    Acceptor acceptor(m_context.get_executor());
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error && endpoint.protocol() == tcp::v6())
        acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(Acceptor::max_listen_connections, error);
    if (!error)
        acceptor.non_blocking(true, error);
    if (!error)
        return acceptor;
    if (familyMissing(error) && endpoint.protocol() == tcp::v6())
        return failure(ErrorCode::Unsupported, "The machine has no IPv6.");
    if (error == asio::error::address_in_use)
        return failure(ErrorCode::Conflict, "The port is taken by another program.");
    return failure(ErrorCode::Io, "The port could not be opened: " + error.message() + ".");
}

void Listener::open(Acceptor acceptor)
{
    m_doors.push_back(std::make_shared<Door>(std::move(acceptor), m_state->sweep));
    await(m_doors.back());
}

void Listener::await(const std::shared_ptr<Door> &door)
{
    door->acceptor.async_wait(Acceptor::wait_read, [this, door, state = m_state](const error_code &error) {
        if (!error && !state->stopping)
            acceptAll(door);
    });
}

void Listener::acceptAll(const std::shared_ptr<Door> &door)
{
    for (int i = 0; i < acceptsPerWakeUp; ++i) {
        error_code error;
        TcpSocket socket(m_context.get_executor());
        door->acceptor.accept(socket, error);
        if (!error) {
            serve(std::move(socket));
        } else if (error == asio::error::would_block) {
            break;
        } else if (error != asio::error::connection_aborted && error != asio::error::interrupted) {
            // Out of descriptors: asking again at once would spin.
            door->pause.arm(acceptPause, [this, which = door.get()] { awaitAgain(which); });
            return;
        }
    }
    await(door);
}

void Listener::awaitAgain(const Door *door)
{
    for (const auto &each : m_doors) {
        if (each.get() == door)
            await(each);
    }
}

void Listener::serve(TcpSocket socket)
{
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.set_option(tcp::no_delay(true), ignored);
    auto &counters = m_state->counters;
    const auto limit = m_state->limits.connections;
    using Role = ServerConnection::Role;
    if (limit == 0 || counters.connections < limit) {
        ++counters.accepted;
        auto connection = std::make_shared<ServerConnection>(std::move(socket), m_state, Role::Serve);
        asio::co_spawn(m_context, ServerConnection::run(std::move(connection)), asio::detached);
        return;
    }
    ++counters.refused;
    if (m_state->refusing < maxRefusing) {
        auto connection = std::make_shared<ServerConnection>(std::move(socket), m_state, Role::Refuse);
        asio::co_spawn(m_context, ServerConnection::refuse(std::move(connection)), asio::detached);
    }
}

void Listener::stop(std::chrono::milliseconds grace, std::function<void()> stopped)
{
    m_state->stopping = true;
    m_stopped = std::move(stopped);
    closeDoors();
    for (auto *connection : m_state->connections)
        connection->closeIfIdle();
    if (grace.count() > 0)
        m_grace.arm(grace, [this] { terminateAll(); });
    else
        terminateAll();
    tellIfStopped();
}

// Closed by hand: what is awaited at a door keeps it alive.
void Listener::closeDoors()
{
    for (const auto &door : m_doors) {
        error_code ignored;
        door->acceptor.close(ignored);
        door->pause.disarm();
    }
    m_doors.clear();
}

void Listener::terminateAll()
{
    std::vector<std::shared_ptr<ServerConnection>> connections; // apart: handlers that are told may end some
    for (auto *connection : m_state->connections)
        connections.push_back(connection->shared_from_this());
    m_state->budget.close();
    for (const auto &connection : connections)
        connection->terminate();
}

void Listener::tellIfStopped()
{
    if (!m_state->connections.empty() || !m_state->stopping || !m_stopped)
        return;
    m_grace.disarm();
    asio::post(m_context, std::exchange(m_stopped, nullptr));
}

} // namespace slipswitch::http
