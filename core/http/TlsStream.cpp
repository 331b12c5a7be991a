#include "core/http/TlsStream.h"

#include "core/http/TlsErrors.h"
#include "core/http/TlsSocketBio.h"

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace slipswitch::http {

namespace {

constexpr std::size_t recordBytes = 16 * 1024;
using Record = std::array<char, recordBytes>;

/// The next bytes to encrypt: head and the beginning of the body share a record. A write that was blocked is
/// repeated with the same bytes, since nothing was taken off.
std::string_view nextRecord(const Gather &pending, Record &memory)
{
    if (pending.body.empty() || pending.head.size() >= memory.size())
        return pending.head;
    if (pending.head.empty())
        return pending.body;
    const auto ofBody = std::min(pending.body.size(), memory.size() - pending.head.size());
    std::memcpy(memory.data(), pending.head.data(), pending.head.size());
    std::memcpy(memory.data() + pending.head.size(), pending.body.data(), ofBody);
    return {memory.data(), pending.head.size() + ofBody};
}

} // namespace

TlsStream::TlsStream(
    TcpSocket socket, SslPointer ssl, const Origin &origin, std::shared_ptr<TlsContexts> contexts)
    : Transport(std::move(socket))
    , m_ssl(std::move(ssl))
    , m_origin(origin)
    , m_contexts(std::move(contexts))
{
    auto *bio = newSocketBio(m_socket);
    SSL_set_bio(m_ssl.get(), bio, bio);
    SSL_set_app_data(m_ssl.get(), reinterpret_cast<char *>(this));
}

TlsStream::~TlsStream()
{
    sayGoodbye();
}

int TlsStream::onNewSession(SSL *ssl, SSL_SESSION *session)
{
    auto *self = reinterpret_cast<TlsStream *>(SSL_get_app_data(ssl));
    self->m_contexts->sessions().put(self->m_origin, SslSessionPointer(session));
    return 1; // the session is ours now
}

Task<Result<void>> TlsStream::handshake()
{
    while (true) {
        ERR_clear_error();
        const int done = SSL_connect(m_ssl.get());
        if (done == 1) {
            m_established = true;
            co_return Result<void> {};
        }
        auto wait = TcpSocket::wait_read;
        const int error = SSL_get_error(m_ssl.get(), done);
        if (error == SSL_ERROR_WANT_WRITE)
            wait = TcpSocket::wait_write;
        else if (error != SSL_ERROR_WANT_READ)
            co_return failure(handshakeError(m_ssl.get(), m_origin.host));
        co_await m_socket.async_wait(wait, plainly);
    }
}

Task<ReadResult> TlsStream::readSome(std::span<char> into)
{
    while (true) {
        const auto result = drain(into);
        if (result.status != IoStatus::Blocked)
            co_return result;
        co_await m_socket.async_wait(m_readWait, plainly);
    }
}

ReadResult TlsStream::drain(std::span<char> into)
{
    ReadResult result;
    ERR_clear_error();
    while (result.bytes < into.size()) {
        std::size_t got = 0;
        const int done
            = SSL_read_ex(m_ssl.get(), into.data() + result.bytes, into.size() - result.bytes, &got);
        result.bytes += got;
        if (done == 1)
            continue;
        const int error = SSL_get_error(m_ssl.get(), done);
        m_readWait = error == SSL_ERROR_WANT_WRITE ? TcpSocket::wait_write : TcpSocket::wait_read;
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
            result.status = result.bytes > 0 ? IoStatus::Ok : IoStatus::Blocked;
        } else {
            result.status = error == SSL_ERROR_ZERO_RETURN ? IoStatus::End : IoStatus::Cut;
            m_broken = result.status == IoStatus::Cut;
        }
        break;
    }
    return result;
}

IoStatus TlsStream::tryWrite(Gather &pending)
{
    Record memory;
    ERR_clear_error();
    while (!pending.empty()) {
        const auto record = nextRecord(pending, memory);
        std::size_t sent = 0;
        const int done = SSL_write_ex(m_ssl.get(), record.data(), record.size(), &sent);
        if (done == 1) {
            pending.consume(sent);
            continue;
        }
        if (SSL_get_error(m_ssl.get(), done) == SSL_ERROR_WANT_WRITE)
            return IoStatus::Blocked;
        m_broken = true;
        return IoStatus::Cut;
    }
    return IoStatus::Ok;
}

bool TlsStream::aliveWhenIdle()
{
    // Session tickets may arrive while nobody reads: what is there must be looked at, not only noticed.
    char byte = 0;
    return drain({&byte, 1}).status == IoStatus::Blocked;
}

void TlsStream::close()
{
    sayGoodbye();
    Transport::close();
}

void TlsStream::sayGoodbye()
{
    // OpenSSL forbids resuming a session whose connection ended without; the bytes are sent if they fit.
    if (m_established && !m_broken && m_socket.is_open())
        SSL_shutdown(m_ssl.get());
    SSL_set_shutdown(m_ssl.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    ERR_clear_error();
    m_established = false;
}

} // namespace slipswitch::http
