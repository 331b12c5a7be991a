#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace slipswitch::secrets {

/// What guessing a passphrase costs: passes over so much memory (Argon2id). Stored in the file.
struct VaultCost
{
    std::uint64_t passes = 3;
    std::uint64_t memoryBytes = 128ULL * 1024 * 1024;
    bool operator==(const VaultCost &) const = default;
};

/// Secrets in one file, encrypted with a passphrase: Argon2id makes the key, XSalsa20 and Poly1305 seal.
/// Written in one step, for the owner alone, and by one process at a time.
/// Errors: Unauthorized for a wrong passphrase, Corrupt for a damaged file, NewerVersion, NotFound, Io.
/// Thread: any, but one at a time; blocks for up to a second at the first use, so never the Qt thread.
class VaultFile
{
public:
    explicit VaultFile(std::filesystem::path path, VaultCost cost = {});

    [[nodiscard]] bool exists() const;
    /// Whether `passphrase` opens it. A vault that does not exist yet is opened by any.
    [[nodiscard]] Result<void> check(const Secret &passphrase);
    [[nodiscard]] Result<Secret> read(const Secret &passphrase, const std::string &name);
    /// Makes the file if there is none.
    [[nodiscard]] Result<void> write(const Secret &passphrase, const std::string &name, const Secret &secret);
    /// Removing what is not there succeeds.
    [[nodiscard]] Result<void> remove(const Secret &passphrase, const std::string &name);

private:
    using Entries = std::map<std::string, Secret>;
    struct Key
    {
        std::string salt;
        VaultCost cost;
        Secret passphrase;
        Secret bytes;
    };

    [[nodiscard]] Result<Entries> open(const Secret &passphrase);
    [[nodiscard]] Result<void> change(const Secret &passphrase, const std::function<void(Entries &)> &edit);
    [[nodiscard]] Result<void> save(const Secret &passphrase, const Entries &entries);
    /// The key of the last use if it is the same, since making one is slow by design.
    [[nodiscard]] Result<Secret> key(
        const Secret &passphrase, const std::string &salt, const VaultCost &cost);

    std::filesystem::path m_path;
    VaultCost m_cost;
    std::optional<Key> m_key;
};

} // namespace slipswitch::secrets
