#include "core/http/TlsErrors.h"

#include "core/http/Interrupt.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

namespace slipswitch::http {

namespace {

std::string rejection(long verdict, const std::string &host)
{
    switch (verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "The certificate of " + host + " has expired.";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "The certificate of " + host + " is not valid yet; is the clock right?";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "The certificate that " + host + " presented is for another host.";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return "The certificate of " + host + " is self-signed and not trusted.";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return "The certificate of " + host + " was issued by an authority that is unknown here.";
    case X509_V_ERR_CERT_REVOKED:
        return "The certificate of " + host + " was revoked.";
    default:
        return "The certificate of " + host + " was refused: " + X509_verify_cert_error_string(verdict) + '.';
    }
}

} // namespace

Error handshakeError(const SSL *ssl, const std::string &host)
{
    const auto code = ERR_peek_last_error();
    ERR_clear_error();
    if (const long verdict = SSL_get_verify_result(ssl); verdict != X509_V_OK)
        return upstreamFailure(ErrorCode::TlsRejected, rejection(verdict, host)).value();
    const char *reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    const std::string why = reason ? reason : "the connection was closed";
    return upstreamFailure(
        ErrorCode::ConnectFailed, "The TLS hand-shake with " + host + " failed: " + why + '.')
        .value();
}

} // namespace slipswitch::http
