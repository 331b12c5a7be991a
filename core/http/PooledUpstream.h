#pragma once

#include "core/http/ConnectionPool.h"
#include "core/http/Dialer.h"
#include "core/http/Resolver.h"

namespace slipswitch::http {

class PooledResponse;

struct UpstreamOptions
{
    ConnectionPool::Limits pool;
    Resolver::Limits resolver;
    Resolver::Lookup lookup = systemLookup; ///< tests put their own
    /// PEM of the system's authorities, asked once and only where OpenSSL has no store of its own.
    std::function<std::string()> systemCertificates;
};

/// HTTP/1.1 over kept connections. Outlived by its responses if need be. Thread: data plane, the destructor
/// too unless the io_context stopped.
class PooledUpstream final : public Upstream
{
public:
    /// Both outlive it.
    PooledUpstream(DeadlineSweep &sweep, const Clock &clock, UpstreamOptions options = {});
    ~PooledUpstream() override;
    PooledUpstream(const PooledUpstream &) = delete;
    PooledUpstream &operator=(const PooledUpstream &) = delete;

    [[nodiscard]] Task<Result<std::unique_ptr<UpstreamResponse>>> send(
        const UpstreamRequest &request, Cancellation &cancellation) override;

    [[nodiscard]] std::size_t idleConnections() const { return m_pool->size(); }

private:
    [[nodiscard]] Task<Result<void>> connect(const UpstreamRequest &request, PooledResponse &response);

    DeadlineSweep &m_sweep;
    const Clock &m_clock;
    Executor m_executor;
    Resolver m_resolver;
    Dialer m_dialer;
    std::shared_ptr<ConnectionPool> m_pool;
};

} // namespace slipswitch::http
