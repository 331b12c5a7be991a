#pragma once

#include "core/base/Clock.h"
#include "core/base/Secret.h"
#include "core/domain/AccessKey.h"

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace slipswitch::governance {

using KeyHash = std::array<std::uint8_t, 32>;

/// SHA-256 of the whole key, as it is stored.
[[nodiscard]] KeyHash hashOf(std::string_view key);

/// A key just made. `secret` is the only copy there will ever be: show it once.
struct NewAccessKey
{
    domain::AccessKey key;
    Secret secret; ///< "sk-slip-" and 160 random bits in 32 characters
};

[[nodiscard]] NewAccessKey createAccessKey(
    std::string name, std::string tool, std::string project, UtcTime now);

/// Why a request is not let in.
enum class KeyRefusal : std::uint8_t
{
    NonePresented,
    Unknown,
    Revoked
};

/// A sentence for the client's error, without any part of what it sent.
[[nodiscard]] std::string_view explain(KeyRefusal refusal);

/// All keys that may call, indexed by hash. Immutable once built; a configuration change builds another.
/// Thread: any, without locks.
class AccessKeyTable
{
public:
    enum class WithoutKey : std::uint8_t
    {
        Refused,
        IsLocal
    };

    explicit AccessKeyTable(std::vector<domain::AccessKey> keys, WithoutKey withoutKey = WithoutKey::Refused);
    AccessKeyTable(const AccessKeyTable &) = delete;
    AccessKeyTable &operator=(const AccessKeyTable &) = delete;

    /// Who calls. Any presented credential that matches counts, since tools add dummy ones beside the real
    /// one. With WithoutKey::IsLocal a request that presents nothing belongs to the key "local"; one that
    /// presents something wrong is still refused, or revoking a key would not end its use.
    /// @return  a key that lives as long as the table.
    [[nodiscard]] tl::expected<const domain::AccessKey *, KeyRefusal> identify(
        std::span<const std::string_view> presented) const;

private:
    // The index is keyed by SHA-256 of what was presented. Which bucket is visited and how far a comparison
    // of two digests gets depends on the digest alone; steering a digest towards a stored one is as hard as
    // breaking the hash, so timing tells nothing about a key. The digests themselves are compared in
    // constant time all the same.
    struct DigestBits
    {
        [[nodiscard]] std::size_t operator()(const KeyHash &hash) const;
    };
    struct SameDigest
    {
        [[nodiscard]] bool operator()(const KeyHash &a, const KeyHash &b) const;
    };

    [[nodiscard]] const domain::AccessKey *find(std::string_view presented) const;

    std::vector<domain::AccessKey> m_keys;
    std::unordered_map<KeyHash, const domain::AccessKey *, DigestBits, SameDigest> m_byHash;
    domain::AccessKey m_local;
    WithoutKey m_withoutKey;
};

/// Id of the key that calls without a key are attributed to.
inline constexpr std::string_view localKeyId = "local";

} // namespace slipswitch::governance
