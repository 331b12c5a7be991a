#include "core/governance/AccessKeys.h"

#include "core/base/Ids.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace slipswitch::governance {

namespace {

constexpr std::string_view keyPrefix = "sk-slip-";
constexpr std::size_t keyBits = 160;
constexpr std::size_t idBits = 40;
constexpr std::size_t endingLength = 4;

} // namespace

// Every request hashes a key: finding the algorithm and making a context cost more than the hashing.
KeyHash hashOf(std::string_view key)
{
    static const EVP_MD *const algorithm = ::EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)> context(
        ::EVP_MD_CTX_new(), &::EVP_MD_CTX_free);
    KeyHash hash {};
    if (!::EVP_DigestInit_ex(context.get(), algorithm, nullptr)
        || !::EVP_DigestUpdate(context.get(), key.data(), key.size())
        || !::EVP_DigestFinal_ex(context.get(), hash.data(), nullptr))
        std::abort(); // all keys would look the same
    return hash;
}

NewAccessKey createAccessKey(std::string name, std::string tool, std::string project, UtcTime now)
{
    std::string token = randomToken(keyBits);
    std::string text;
    text.reserve(keyPrefix.size() + token.size());
    text.append(keyPrefix).append(token);
    wipe(token);
    domain::AccessKey key {.id = "key_" + randomToken(idBits),
        .name = std::move(name),
        .hash = hashOf(text),
        .ending = text.substr(text.size() - endingLength),
        .tool = std::move(tool),
        .project = std::move(project),
        .createdAt = now,
        .revokedAt = std::nullopt};
    return {std::move(key), Secret(std::move(text))};
}

std::string_view explain(KeyRefusal refusal)
{
    switch (refusal) {
    case KeyRefusal::NonePresented:
        return "No access key was sent. Send one of Slipswitch's keys as 'Authorization: Bearer sk-slip-…'; "
               "'slipswitch keys new' makes one.";
    case KeyRefusal::Unknown:
        return "The access key that was sent is not one of Slipswitch's. A provider's own key does not work "
               "here; 'slipswitch keys new' makes one that does.";
    case KeyRefusal::Revoked:
        return "The access key that was sent has been revoked. 'slipswitch keys new' makes another.";
    }
    return {};
}

std::size_t AccessKeyTable::DigestBits::operator()(const KeyHash &hash) const
{
    std::size_t bits = 0;
    std::memcpy(&bits, hash.data(), sizeof bits);
    return bits;
}

bool AccessKeyTable::SameDigest::operator()(const KeyHash &a, const KeyHash &b) const
{
    return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

AccessKeyTable::AccessKeyTable(std::vector<domain::AccessKey> keys, WithoutKey withoutKey)
    : m_keys(std::move(keys))
    , m_withoutKey(withoutKey)
{
    for (const auto &key : m_keys)
        m_byHash.emplace(key.hash, &key);
    m_local.id = localKeyId;
    m_local.name = localKeyId;
}

const domain::AccessKey *AccessKeyTable::find(std::string_view presented) const
{
    const auto found = m_byHash.find(hashOf(presented));
    return found == m_byHash.end() ? nullptr : found->second;
}

tl::expected<const domain::AccessKey *, KeyRefusal> AccessKeyTable::identify(
    std::span<const std::string_view> presented) const
{
    if (presented.empty() && m_withoutKey == WithoutKey::IsLocal)
        return &m_local;
    auto refusal = presented.empty() ? KeyRefusal::NonePresented : KeyRefusal::Unknown;
    for (const auto credential : presented) {
        const auto *key = find(credential);
        if (key && !key->revokedAt)
            return key;
        if (key)
            refusal = KeyRefusal::Revoked;
    }
    return tl::unexpected(refusal);
}

} // namespace slipswitch::governance
