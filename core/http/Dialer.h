#pragma once

#include "core/http/Resolver.h"
#include "core/http/TlsContexts.h"
#include "core/http/Transport.h"
#include "core/http/Upstream.h"

#include <memory>

namespace slipswitch::http {

/// Makes connections: name, address, proxy, TLS. Thread: data plane.
class Dialer
{
public:
    Dialer(Executor executor, Resolver &resolver, std::shared_ptr<TlsContexts> tls);

    /// The time limit is the caller's, through `interrupt`.
    /// Errors: ConnectFailed, TlsRejected, Timeout, Cancelled.
    [[nodiscard]] Task<Result<std::unique_ptr<Transport>>> dial(const Origin &origin, Interrupt &interrupt);

private:
    [[nodiscard]] Task<Result<TcpSocket>> reach(const Origin &origin, Interrupt &interrupt);

    [[nodiscard]] Task<Result<std::unique_ptr<Transport>>> wrap(
        TcpSocket socket, const Origin &origin, Interrupt &interrupt);

    Executor m_executor;
    Resolver &m_resolver;
    std::shared_ptr<TlsContexts> m_tls;
};

} // namespace slipswitch::http
