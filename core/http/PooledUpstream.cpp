#include "core/http/PooledUpstream.h"

#include "core/http/PooledResponse.h"

namespace slipswitch::http {

PooledUpstream::PooledUpstream(DeadlineSweep &sweep, const Clock &clock, UpstreamOptions options)
    : m_sweep(sweep)
    , m_clock(clock)
    , m_executor(sweep.context().get_executor())
    , m_resolver(m_executor, clock, std::move(options.lookup), options.resolver)
    , m_dialer(m_executor, m_resolver, std::make_shared<TlsContexts>(std::move(options.systemCertificates)))
    , m_pool(std::make_shared<ConnectionPool>(sweep, clock, options.pool))
{ }

PooledUpstream::~PooledUpstream()
{
    m_pool->shut();
}

Task<Result<std::unique_ptr<UpstreamResponse>>> PooledUpstream::send(
    const UpstreamRequest &request, Cancellation &cancellation)
{
    if (cancellation.fired())
        co_return cancelledFailure();
    auto response = std::make_unique<PooledResponse>(m_pool, m_sweep, m_clock, request);
    response->follow(cancellation);
    if (auto idle = m_pool->take(*request.origin)) {
        response->adopt(std::move(idle), true);
        auto answered = co_await response->exchange(request);
        if (answered)
            co_return std::unique_ptr<UpstreamResponse>(std::move(response));
        if (!response->wasStale())
            co_return failure(std::move(answered.error()));
        response->beginAgain();
    }
    auto connected = co_await connect(request, *response);
    if (!connected)
        co_return failure(std::move(connected.error()));
    auto answered = co_await response->exchange(request);
    if (!answered)
        co_return failure(std::move(answered.error()));
    co_return std::unique_ptr<UpstreamResponse>(std::move(response));
}

Task<Result<void>> PooledUpstream::connect(const UpstreamRequest &request, PooledResponse &response)
{
    response.armDeadline(request.timeouts.connect);
    auto transport = co_await m_dialer.dial(*request.origin, response.interrupt());
    response.disarmDeadline();
    if (!transport)
        co_return failure(std::move(transport.error()));
    auto connection
        = std::make_shared<UpstreamConnection>(m_executor, *request.origin, std::move(*transport));
    response.adopt(std::move(connection), false);
    co_return Result<void> {};
}

} // namespace slipswitch::http
