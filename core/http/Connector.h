#pragma once

#include "core/http/Interrupt.h"
#include "core/http/Resolver.h"

#include <boost/asio/ip/tcp.hpp>

#include <vector>

namespace slipswitch::http {

/// Alternates between the families, beginning with the first address's. Source: RFC 8305, section 4.
[[nodiscard]] Addresses interleaved(const Addresses &addresses);

/// Connects to the first address that answers: the next one is tried as soon as one fails, or after 250 ms of
/// waiting, while those before go on. The socket is non-blocking and sends small writes at once
/// (TCP_NODELAY). The time limit is the caller's, through `interrupt`. Errors: ConnectFailed with the last
/// system error, Cancelled once interrupted. Thread: data plane. Source: RFC 8305, section 5.
[[nodiscard]] Task<Result<TcpSocket>> connectFirst(
    Executor executor, std::vector<boost::asio::ip::tcp::endpoint> endpoints, Interrupt &interrupt);

/// The wait before the next address joins the race.
inline constexpr std::chrono::milliseconds attemptDelay {250};

} // namespace slipswitch::http
