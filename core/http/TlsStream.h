#pragma once

#include "core/http/TlsContexts.h"
#include "core/http/Transport.h"

#include <memory>

namespace slipswitch::http {

/// TLS over a connected socket. OpenSSL reads and writes the socket itself, without blocking; one wake-up
/// gives everything that arrived, however many records it is. Thread: data plane.
class TlsStream final : public Transport
{
public:
    /// @param ssl  from TlsContexts::prepare for the same origin.
    TlsStream(TcpSocket socket, SslPointer ssl, const Origin &origin, std::shared_ptr<TlsContexts> contexts);
    ~TlsStream() override;

    /// Errors: TlsRejected (in words: expired, wrong host, …), ConnectFailed. Ends when the socket is closed.
    [[nodiscard]] Task<Result<void>> handshake();

    [[nodiscard]] Task<ReadResult> readSome(std::span<char> into) override;
    [[nodiscard]] IoStatus tryWrite(Gather &pending) override;
    [[nodiscard]] bool aliveWhenIdle() override;
    void close() override;

    [[nodiscard]] bool sessionReused() const { return SSL_session_reused(m_ssl.get()) == 1; }
    /// "TLSv1.3".
    [[nodiscard]] const char *version() const { return SSL_get_version(m_ssl.get()); }

    /// OpenSSL calls it for each ticket.
    static int onNewSession(SSL *ssl, SSL_SESSION *session);

private:
    [[nodiscard]] ReadResult drain(std::span<char> into);
    void sayGoodbye();

    SslPointer m_ssl;
    Origin m_origin;
    std::shared_ptr<TlsContexts> m_contexts;
    TcpSocket::wait_type m_readWait = TcpSocket::wait_read;
    bool m_established = false;
    bool m_broken = false;
};

} // namespace slipswitch::http
