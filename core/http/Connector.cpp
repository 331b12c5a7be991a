#include "core/http/Connector.h"

#include <algorithm>
#include <memory>

namespace slipswitch::http {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// Attempts at several addresses, of which the first to connect wins. Shared with the handlers under way.
class Race : public std::enable_shared_from_this<Race>
{
public:
    Race(Executor executor, std::vector<tcp::endpoint> endpoints)
        : m_executor(executor)
        , m_endpoints(std::move(endpoints))
        , m_next(executor)
        , m_over(executor, std::chrono::steady_clock::time_point::max())
    { }

    void startNext();
    void stop();
    [[nodiscard]] bool over() const { return m_isOver; }
    [[nodiscard]] SteadyTimer &whenOver() { return m_over; }
    [[nodiscard]] std::optional<TcpSocket> &winner() { return m_winner; }
    [[nodiscard]] const error_code &lastError() const { return m_lastError; }

private:
    void start(const tcp::endpoint &endpoint);
    void finished(TcpSocket &socket, const error_code &error);
    void armNext();

    Executor m_executor;
    std::vector<tcp::endpoint> m_endpoints;
    std::vector<std::unique_ptr<TcpSocket>> m_sockets;
    SteadyTimer m_next;
    SteadyTimer m_over;
    std::optional<TcpSocket> m_winner;
    error_code m_lastError = boost::asio::error::host_not_found;
    std::size_t m_started = 0;
    std::size_t m_running = 0;
    bool m_isOver = false;
};

void Race::startNext()
{
    const auto runningBefore = m_running;
    while (!m_isOver && m_started < m_endpoints.size() && m_running == runningBefore)
        start(m_endpoints[m_started++]);
    if (m_running == 0)
        stop();
    else
        armNext();
}

void Race::start(const tcp::endpoint &endpoint)
{
    auto &socket = *m_sockets.emplace_back(std::make_unique<TcpSocket>(m_executor));
    error_code error;
    socket.open(endpoint.protocol(), error);
    if (!error)
        socket.non_blocking(true, error);
    if (error) {
        m_lastError = error;
        return;
    }
    ++m_running;
    socket.async_connect(endpoint,
        [self = shared_from_this(), &socket](const error_code &result) { self->finished(socket, result); });
}

void Race::finished(TcpSocket &socket, const error_code &error)
{
    --m_running;
    if (m_isOver)
        return;
    if (error) {
        m_lastError = error;
        startNext();
        return;
    }
    m_winner = std::move(socket);
    error_code ignored;
    m_winner->set_option(tcp::no_delay(true), ignored);
    stop();
}

void Race::armNext()
{
    if (m_isOver || m_started == m_endpoints.size())
        return;
    m_next.expires_after(attemptDelay);
    m_next.async_wait([self = shared_from_this()](const error_code &error) {
        if (!error && !self->m_isOver)
            self->startNext();
    });
}

void Race::stop()
{
    m_isOver = true;
    m_next.cancel();
    m_over.cancel();
    error_code ignored;
    for (const auto &socket : m_sockets)
        socket->close(ignored);
}

} // namespace

Addresses interleaved(const Addresses &addresses)
{
    Addresses first, second, result;
    for (const auto &address : addresses) {
        if (address.is_v6() == addresses.front().is_v6())
            first.push_back(address);
        else
            second.push_back(address);
    }
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            result.push_back(first[i]);
        if (i < second.size())
            result.push_back(second[i]);
    }
    return result;
}

Task<Result<TcpSocket>> connectFirst(
    Executor executor, std::vector<tcp::endpoint> endpoints, Interrupt &interrupt)
{
    const auto race = std::make_shared<Race>(executor, std::move(endpoints));
    const InterruptScope scope(interrupt, [raw = race.get()] { raw->stop(); });
    race->startNext();
    if (!race->over())
        co_await race->whenOver().async_wait(plainly);
    if (interrupt.fired())
        co_return cancelledFailure();
    if (!race->winner())
        co_return upstreamFailure(ErrorCode::ConnectFailed, race->lastError().message());
    co_return std::move(*race->winner());
}

} // namespace slipswitch::http
