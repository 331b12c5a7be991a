#pragma once

#include "core/http/ConnectionPool.h"

#include <openssl/ssl.h>

#include <deque>
#include <list>
#include <memory>
#include <unordered_map>

namespace slipswitch::http {

struct OpenSslFree
{
    void operator()(SSL *ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
    void operator()(SSL_SESSION *session) const { SSL_SESSION_free(session); }
};
using SslPointer = std::unique_ptr<SSL, OpenSslFree>;
using SslContextPointer = std::unique_ptr<SSL_CTX, OpenSslFree>;
using SslSessionPointer = std::unique_ptr<SSL_SESSION, OpenSslFree>;

/// What shortens the next hand-shake with an origin: a few sessions for each of the origins used last.
/// Kept by the whole origin, since a resumed session is not checked against host name and CA file again.
/// Thread: data plane.
class TlsSessions
{
public:
    static constexpr std::size_t maxOrigins = 256;
    static constexpr std::size_t maxPerOrigin = 4;

    void put(const Origin &origin, SslSessionPointer session);
    /// The newest one that is still good, or null. A TLS 1.3 ticket is given out once (RFC 8446, C.4).
    [[nodiscard]] SslSessionPointer take(const Origin &origin);

private:
    struct Entry
    {
        std::deque<SslSessionPointer> sessions;
        std::list<Origin>::iterator age;
    };
    std::list<Origin> m_ages; ///< used last in front
    std::unordered_map<Origin, Entry, OriginHash> m_entries;
};

} // namespace slipswitch::http
