#include "core/http/Dialer.h"

#include "core/http/Connector.h"

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

Dialer::Dialer(Executor executor, Resolver &resolver)
    : m_executor(std::move(executor))
    , m_resolver(resolver)
{ }

Task<Result<std::unique_ptr<Transport>>> Dialer::dial(const Origin &origin, Interrupt &interrupt)
{
    auto socket = co_await reach(origin, interrupt);
    if (interrupt.fired())
        socket = cancelledFailure();
    if (!socket)
        co_return failure(blamed(std::move(socket.error()), interrupt, origin));
    co_return std::make_unique<PlainTransport>(std::move(*socket));
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

} // namespace slipswitch::http
