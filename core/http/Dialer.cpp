#include "core/http/Dialer.h"

#include "core/http/Connector.h"
#include "core/http/ProxyHandshake.h"
#include "core/http/TlsStream.h"

namespace slipswitch::http {

namespace {

using boost::asio::ip::tcp;

/// Whom the first connection goes to.
struct Hop
{
    const std::string &host;
    std::uint16_t port;
};

Hop firstHop(const Origin &origin)
{
    if (origin.proxy.kind == Proxy::Kind::None)
        return {origin.host, origin.port};
    return {origin.proxy.host, origin.proxy.port};
}

std::string described(const Origin &origin)
{
    const auto hop = firstHop(origin);
    auto text = hop.host + " at port " + std::to_string(hop.port);
    if (origin.proxy.kind != Proxy::Kind::None)
        text = "the proxy " + text;
    return text;
}

void closeNow(TcpSocket &socket)
{
    boost::system::error_code ignored;
    socket.close(ignored);
}

/// What an interrupt, and nothing else, is to blame for.
Error blamed(Error error, const Interrupt &interrupt, const Origin &origin)
{
    if (interrupt.reason() == Interrupt::Reason::Cancelled)
        return cancelledFailure().value();
    if (interrupt.reason() == Interrupt::Reason::TimedOut)
        return upstreamFailure(ErrorCode::Timeout, "Connecting to " + described(origin) + " took too long.")
            .value();
    return error;
}

} // namespace

Dialer::Dialer(Executor executor, Resolver &resolver, std::shared_ptr<TlsContexts> tls)
    : m_executor(std::move(executor))
    , m_resolver(resolver)
    , m_tls(std::move(tls))
{ }

Task<Result<std::unique_ptr<Transport>>> Dialer::dial(const Origin &origin, Interrupt &interrupt)
{
    Result<std::unique_ptr<Transport>> transport = cancelledFailure();
    auto socket = co_await reach(origin, interrupt);
    if (socket && !interrupt.fired())
        transport = co_await wrap(std::move(*socket), origin, interrupt);
    else if (!socket)
        transport = failure(std::move(socket.error()));
    if (interrupt.fired())
        transport = cancelledFailure();
    if (!transport)
        transport.error() = blamed(std::move(transport.error()), interrupt, origin);
    co_return transport;
}

Task<Result<TcpSocket>> Dialer::reach(const Origin &origin, Interrupt &interrupt)
{
    const auto hop = firstHop(origin);
    const auto addresses = co_await m_resolver.resolve(hop.host, interrupt);
    if (!addresses)
        co_return failure(addresses.error());
    if (interrupt.fired())
        co_return cancelledFailure();
    std::vector<tcp::endpoint> endpoints;
    for (const auto &address : interleaved(**addresses))
        endpoints.emplace_back(address, hop.port);
    auto socket = co_await connectFirst(m_executor, std::move(endpoints), interrupt);
    if (!socket)
        socket.error().detail
            = "Connecting to " + described(origin) + " failed: " + socket.error().detail + '.';
    co_return socket;
}

Task<Result<std::unique_ptr<Transport>>> Dialer::wrap(
    TcpSocket socket, const Origin &origin, Interrupt &interrupt)
{
    if (origin.proxy.kind != Proxy::Kind::None) {
        const InterruptScope scope(interrupt, [&socket] { closeNow(socket); });
        Result<void> open;
        if (origin.proxy.kind == Proxy::Kind::HttpConnect)
            open = co_await connectThroughHttp(socket, origin);
        else
            open = co_await connectThroughSocks5(socket, origin);
        if (!open)
            co_return failure(std::move(open.error()));
    }
    if (!origin.tls)
        co_return std::make_unique<PlainTransport>(std::move(socket));
    auto ssl = m_tls->prepare(origin);
    if (!ssl)
        co_return failure(std::move(ssl.error()));
    auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(*ssl), origin, m_tls);
    const InterruptScope scope(interrupt, [raw = stream.get()] { raw->close(); });
    auto shaken = co_await stream->handshake();
    if (!shaken)
        co_return failure(std::move(shaken.error()));
    co_return stream;
}

} // namespace slipswitch::http
