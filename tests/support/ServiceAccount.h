#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// A service account of a Google that stands on this machine.
namespace slipswitch::tests {

class ServiceAccountKey
{
public:
    ServiceAccountKey()
        : m_key(EVP_RSA_gen(2048))
    { }
    ServiceAccountKey(const ServiceAccountKey &) = delete;
    ServiceAccountKey &operator=(const ServiceAccountKey &) = delete;
    ~ServiceAccountKey() { EVP_PKEY_free(m_key); }

    [[nodiscard]] std::string pem() const
    {
        BIO *bio = BIO_new(BIO_s_mem());
        PEM_write_bio_PrivateKey(bio, m_key, nullptr, nullptr, 0, nullptr, nullptr);
        char *data = nullptr;
        const auto size = BIO_get_mem_data(bio, &data);
        std::string text(data, static_cast<std::size_t>(size));
        BIO_free(bio);
        return text;
    }

    /// The key file. @param tokenUrl  where the token is asked for
    [[nodiscard]] std::string file(const std::string &tokenUrl) const
    {
        return boost::json::serialize(boost::json::object {{"type", "service_account"}, {"project_id", "p-1"},
            {"private_key_id", "kid-1"}, {"private_key", pem()},
            {"client_email", "robot@p-1.iam.gserviceaccount.com"}, {"token_uri", tokenUrl}});
    }

    /// Whether this key signed the token, which is a JSON Web Token.
    [[nodiscard]] bool signedIt(std::string_view token) const
    {
        const auto dot = token.rfind('.');
        const auto text = token.substr(0, dot);
        const auto signature = decoded(token.substr(dot + 1));
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, m_key);
        const int verified
            = EVP_DigestVerify(context, reinterpret_cast<const unsigned char *>(signature.data()),
                signature.size(), reinterpret_cast<const unsigned char *>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        return verified == 1;
    }

    /// One piece of a token: 0 the header, 1 the claims.
    [[nodiscard]] static boost::json::object piece(std::string_view token, int index)
    {
        for (; index > 0; --index)
            token.remove_prefix(token.find('.') + 1);
        return boost::json::parse(decoded(token.substr(0, token.find('.')))).as_object();
    }

private:
    /// base64url without padding.
    [[nodiscard]] static std::string decoded(std::string_view text)
    {
        constexpr std::string_view letters
            = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        std::string bytes;
        std::uint32_t bits = 0;
        int count = 0;
        for (const char c : text) {
            bits = bits << 6U | static_cast<std::uint32_t>(letters.find(c));
            count += 6;
            if (count >= 8) {
                count -= 8;
                bytes += static_cast<char>(bits >> static_cast<unsigned>(count) & 255U);
            }
        }
        return bytes;
    }

    EVP_PKEY *m_key;
};

} // namespace slipswitch::tests
