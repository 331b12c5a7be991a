#include "core/http/TlsContexts.h"

#include "core/http/Interrupt.h"
#include "core/http/TlsStream.h"

#include <boost/asio/ip/address.hpp>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>

namespace slipswitch::http {

namespace {

namespace fs = std::filesystem;

std::string fromEnvironment(const char *name, const char *otherwise)
{
    const char *value = std::getenv(name);
    return value ? value : otherwise;
}

bool hasDefaultStore()
{
    std::error_code ignored;
    const auto file = fromEnvironment(X509_get_default_cert_file_env(), X509_get_default_cert_file());
    if (fs::exists(file, ignored))
        return true;
    const auto folder = fromEnvironment(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
    return fs::is_directory(folder, ignored) && !fs::is_empty(folder, ignored);
}

void addAll(X509_STORE *store, const std::string &pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    while (X509 *certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
        X509_STORE_add_cert(store, certificate);
        X509_free(certificate);
    }
}

SslContextPointer newContext()
{
    SslContextPointer context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context.get(),
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    // A record's header and body in one system call.
    SSL_CTX_set_read_ahead(context.get(), 1);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context.get(), &TlsStream::onNewSession);
    constexpr unsigned char http11[] = "\x08http/1.1";
    SSL_CTX_set_alpn_protos(context.get(), http11, sizeof http11 - 1);
    return context;
}

/// Names are sent (SNI) and checked; addresses only checked.
bool expectHost(SSL *ssl, const std::string &host)
{
    auto *parameters = SSL_get0_param(ssl);
    boost::system::error_code notAddress;
    (void)boost::asio::ip::make_address(host, notAddress);
    if (!notAddress)
        return X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1;
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return X509_VERIFY_PARAM_set1_host(parameters, host.data(), host.size()) == 1
        && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

} // namespace

TlsContexts::TlsContexts(std::function<std::string()> systemCertificates)
    : m_systemCertificates(std::move(systemCertificates))
{ }

Result<SslPointer> TlsContexts::prepare(const Origin &origin)
{
    const auto context = contextFor(origin.caFile);
    if (!context)
        return failure(context.error());
    SslPointer ssl(SSL_new(*context));
    if (origin.host.empty() || !ssl || !expectHost(ssl.get(), origin.host))
        return upstreamFailure(
            ErrorCode::ConnectFailed, "The host name " + origin.host + " can't be used with TLS.");
    if (const auto session = m_sessions.take(origin))
        SSL_set_session(ssl.get(), session.get());
    SSL_set_connect_state(ssl.get());
    return ssl;
}

Result<SSL_CTX *> TlsContexts::contextFor(const std::string &caFile)
{
    if (const auto found = m_contexts.find(caFile); found != m_contexts.end())
        return found->second.get();
    auto context = newContext();
    trustSystem(context.get());
    if (!caFile.empty() && SSL_CTX_load_verify_file(context.get(), caFile.c_str()) != 1)
        return upstreamFailure(ErrorCode::ConnectFailed, "The CA file " + caFile + " holds no certificate.");
    return m_contexts.emplace(caFile, std::move(context)).first->second.get();
}

void TlsContexts::trustSystem(SSL_CTX *context)
{
    if (hasDefaultStore() || !m_systemCertificates)
        SSL_CTX_set_default_verify_paths(context);
    else
        addAll(SSL_CTX_get_cert_store(context), m_systemCertificates());
}

} // namespace slipswitch::http
