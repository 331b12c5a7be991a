#include "core/provider/GoogleAccount.h"

#include "core/base/Coding.h"
#include "core/provider/Endpoint.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <simdjson.h>

#include <memory>

namespace slipswitch::provider {

namespace {

constexpr std::string_view scope = "https://www.googleapis.com/auth/cloud-platform";
constexpr std::string_view grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::chrono::seconds claimedFor {3600}; // the longest that Google gives

template <auto function>
struct Deleter
{
    template <typename T>
    void operator()(T *pointer) const
    {
        function(pointer);
    }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;

std::string_view member(simdjson::dom::element object, const char *name)
{
    std::string_view text;
    return object[name].get_string().get(text) == simdjson::SUCCESS ? text : std::string_view();
}

/// A claim goes to nobody who could be listened to on the way.
bool isSafe(std::string_view url)
{
    const auto endpoint = parseEndpoint(url);
    return endpoint && (endpoint->tls || endpoint->host == "127.0.0.1" || endpoint->host == "localhost");
}

/// Texts of a key file that can't break out of a JSON string.
bool isPlain(std::string_view text)
{
    return text.find_first_of("\"\\\r\n") == std::string_view::npos;
}

PrivateKey keyIn(const Secret &pem)
{
    const auto text = pem.reveal();
    const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    // Without a callback an encrypted key would ask at the terminal.
    const auto noPassphrase = [](char *, int, int, void *) { return 0; };
    return PrivateKey(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr) : nullptr);
}

/// RS256. Empty: the key is of another kind or broken.
std::string signatureOf(std::string_view text, const Secret &pem)
{
    const auto key = keyIn(pem);
    const DigestContext context(EVP_MD_CTX_new());
    if (!key || !context || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA
        || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1)
        return {};
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key.get()));
    std::string signature(size, '\0');
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.data());
    if (EVP_DigestSign(
            context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, bytes, text.size())
        != 1)
        return {};
    signature.resize(size);
    return signature;
}

std::string headerOf(const ServiceAccount &account)
{
    std::string header = R"({"alg":"RS256","typ":"JWT")";
    if (!account.keyId.empty())
        header += R"(,"kid":")" + account.keyId + '"';
    return header + '}';
}

std::string claimsOf(const ServiceAccount &account, UtcTime now)
{
    const auto issued = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    return R"({"iss":")" + account.email + R"(","scope":")" + std::string(scope) + R"(","aud":")"
        + account.tokenUrl + R"(","iat":)" + std::to_string(issued.count()) + R"(,"exp":)"
        + std::to_string((issued + claimedFor).count()) + '}';
}

/// Google's words, without anything that looks like a token.
std::string wordsOf(simdjson::dom::element root)
{
    constexpr std::size_t longest = 200;
    std::string words(member(root, "error"));
    const auto description = member(root, "error_description");
    if (!description.empty() && description.find("eyJ") == std::string_view::npos)
        words.append(words.empty() ? "" : ": ").append(description.substr(0, longest));
    return words;
}

} // namespace

std::optional<ServiceAccount> serviceAccountIn(const Secret &key)
{
    const auto text = key.reveal();
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || text[start] != '{')
        return std::nullopt;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS
        || member(root, "type") != "service_account")
        return std::nullopt;
    ServiceAccount account {std::string(member(root, "client_email")), std::string(member(root, "token_uri")),
        std::string(member(root, "private_key_id")), Secret(std::string(member(root, "private_key")))};
    const bool plain = isPlain(account.email) && isPlain(account.tokenUrl) && isPlain(account.keyId);
    if (account.email.empty() || account.privateKey.empty() || !plain || !isSafe(account.tokenUrl))
        return std::nullopt;
    return account;
}

Result<std::string> tokenForm(const ServiceAccount &account, UtcTime now)
{
    const auto claim = base64Url(headerOf(account)) + '.' + base64Url(claimsOf(account, now));
    const auto signature = signatureOf(claim, account.privateKey);
    if (signature.empty())
        return failure(ErrorCode::BadRequest, "The service account's private key can't be used to sign.");
    return "grant_type=" + percentEncoded(grant) + "&assertion=" + claim + '.' + base64Url(signature);
}

Result<AccessToken> accessTokenIn(std::string_view answer)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(answer.data(), answer.size()).get(root) != simdjson::SUCCESS)
        return failure(ErrorCode::BadResponse, "Google's answer to the service account is not JSON.",
            ErrorSource::Upstream);
    if (const auto token = member(root, "access_token"); !token.empty()) {
        std::int64_t lifetime = 0;
        if (root["expires_in"].get_int64().get(lifetime) != simdjson::SUCCESS)
            lifetime = 0; // of an unknown length: it is asked for anew each time
        return AccessToken {
            Secret(std::string(token)), std::chrono::seconds(std::max<std::int64_t>(lifetime, 0))};
    }
    const auto words = wordsOf(root);
    return failure(ErrorCode::Unauthorized,
        words.empty() ? "Google gave the service account no token."
                      : "Google gave the service account no token: " + words,
        ErrorSource::Upstream);
}

} // namespace slipswitch::provider
