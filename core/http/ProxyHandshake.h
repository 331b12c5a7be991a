#pragma once

#include "core/http/Interrupt.h"
#include "core/http/Upstream.h"

#include <string>

namespace slipswitch::http {

/// Asks an HTTP proxy for a tunnel (CONNECT), for plain origins too: so every origin is reached alike, and
/// the proxy reads and changes nothing. Basic authentication if a user is set. Errors: ConnectFailed in
/// words, never with the password. Ends when the socket is closed. Source: RFC 9110, 9.3.6.
[[nodiscard]] Task<Result<void>> connectThroughHttp(TcpSocket &socket, const Origin &origin);

/// Asks a SOCKS 5 proxy for a connection; the proxy looks the name up. User and password if set.
/// Errors: as above. Sources: RFC 1928, RFC 1929.
[[nodiscard]] Task<Result<void>> connectThroughSocks5(TcpSocket &socket, const Origin &origin);

/// "The proxy HOST at port N <what>."
[[nodiscard]] tl::unexpected<Error> proxyFailure(const Proxy &proxy, const std::string &what);

} // namespace slipswitch::http
