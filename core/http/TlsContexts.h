#pragma once

#include "core/http/TlsSessions.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace slipswitch::http {

/// Whom we trust, and the sessions we can resume. Verification can't be switched off. Thread: data plane.
class TlsContexts
{
public:
    /// @param systemCertificates  PEM of the system's authorities; asked once and only where OpenSSL has no
    ///                            store of its own. May be empty.
    explicit TlsContexts(std::function<std::string()> systemCertificates);

    /// Ready for a hand-shake with the origin: name, verification and a session to resume are set.
    /// Errors: ConnectFailed (CA file can't be read, host name can't be used).
    [[nodiscard]] Result<SslPointer> prepare(const Origin &origin);
    [[nodiscard]] TlsSessions &sessions() { return m_sessions; }

private:
    [[nodiscard]] Result<SSL_CTX *> contextFor(const std::string &caFile);
    void trustSystem(SSL_CTX *context);

    std::function<std::string()> m_systemCertificates;
    std::unordered_map<std::string, SslContextPointer> m_contexts; ///< by CA file
    TlsSessions m_sessions;
};

} // namespace slipswitch::http
