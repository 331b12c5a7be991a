#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>

namespace slipswitch::tests {

/// A certificate with its key, made for one test run and written as NAME.pem and NAME.key.
class Certificate
{
public:
    struct Spec
    {
        std::string name; ///< of the files, and the common name
        std::string altNames; ///< "DNS:a.test,IP:127.0.0.1"; empty makes an authority
        long validFrom = -3600; ///< seconds from now
        long validTo = 86400;
    };
    /// @param issuer  null: signed by itself
    Certificate(const std::filesystem::path &folder, const Spec &spec, const Certificate *issuer);

    [[nodiscard]] std::string pemFile() const { return m_pemFile; }
    [[nodiscard]] std::string keyFile() const { return m_keyFile; }

private:
    struct Free
    {
        void operator()(X509 *certificate) const { X509_free(certificate); }
        void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    };
    void extend(int nid, const std::string &value, X509 *issuer);
    void write(const std::filesystem::path &folder, const std::string &name);

    std::unique_ptr<EVP_PKEY, Free> m_key;
    std::unique_ptr<X509, Free> m_certificate;
    std::string m_pemFile, m_keyFile;
};

} // namespace slipswitch::tests
