#pragma once

#include "core/http/Types.h"

#include <openssl/bio.h>

namespace slipswitch::http {

/// OpenSSL's view of a non-blocking socket. Its own socket BIO raises SIGPIPE. The socket must outlive it.
[[nodiscard]] BIO *newSocketBio(TcpSocket &socket);

} // namespace slipswitch::http
