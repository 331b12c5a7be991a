#include "tests/support/Certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace slipswitch::tests {

Certificate::Certificate(const std::filesystem::path &folder, const Spec &spec, const Certificate *issuer)
    : m_key(EVP_EC_gen("P-256"))
    , m_certificate(X509_new())
{
    X509 *certificate = m_certificate.get();
    std::uint32_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof serial);
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), spec.validFrom);
    X509_gmtime_adj(X509_getm_notAfter(certificate), spec.validTo);
    X509_set_pubkey(certificate, m_key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
        reinterpret_cast<const unsigned char *>(spec.name.c_str()), -1, -1, 0);
    X509 *signer = issuer ? issuer->m_certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    extend(NID_subject_key_identifier, "hash", signer);
    if (spec.altNames.empty())
        extend(NID_basic_constraints, "critical,CA:TRUE", signer);
    else
        extend(NID_subject_alt_name, spec.altNames, signer);
    EVP_PKEY *key = issuer ? issuer->m_key.get() : m_key.get();
    if (X509_sign(certificate, key, EVP_sha256()) == 0)
        throw std::runtime_error("the test certificate could not be signed");
    write(folder, spec.name);
}

void Certificate::extend(int nid, const std::string &value, X509 *issuer)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, m_certificate.get(), nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (!extension)
        throw std::runtime_error("not a certificate extension: " + value);
    X509_add_ext(m_certificate.get(), extension, -1);
    X509_EXTENSION_free(extension);
}

void Certificate::write(const std::filesystem::path &folder, const std::string &name)
{
    using File = std::unique_ptr<std::FILE, int (*)(std::FILE *)>;
    m_pemFile = (folder / (name + ".pem")).string();
    m_keyFile = (folder / (name + ".key")).string();
    const File pem(std::fopen(m_pemFile.c_str(), "w"), &std::fclose);
    PEM_write_X509(pem.get(), m_certificate.get());
    const File key(std::fopen(m_keyFile.c_str(), "w"), &std::fclose);
    PEM_write_PrivateKey(key.get(), m_key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

} // namespace slipswitch::tests
