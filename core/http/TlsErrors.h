#pragma once

#include "core/base/Result.h"

#include <openssl/ssl.h>

#include <string>

namespace slipswitch::http {

/// Why a hand-shake failed, in plain words that name the host; reads and clears OpenSSL's error queue.
/// TlsRejected if the certificate was refused, else ConnectFailed.
[[nodiscard]] Error handshakeError(const SSL *ssl, const std::string &host);

} // namespace slipswitch::http
