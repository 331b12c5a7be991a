#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"
#include "core/secrets/VaultFile.h"

#include <map>
#include <string>
#include <string_view>

/// vault.bin, all numbers little-endian: "SLIPVLT1", passes (8 bytes), memory (8), salt (16), nonce (24), the
/// sealed entries, BLAKE2b-256 of all before. The last tells damage from a wrong passphrase; what keeps the
/// content safe from changes is the seal. An entry is the length of its name (4), name, length (4), secret.
namespace slipswitch::secrets::vault {

struct Sealed
{
    VaultCost cost;
    std::string salt, nonce, box;
};

/// Errors: Corrupt, NewerVersion.
[[nodiscard]] Result<Sealed> parse(std::string_view bytes);
[[nodiscard]] std::string serialise(const Sealed &sealed);

[[nodiscard]] std::string newSalt();
/// Argon2id. Errors: Overloaded when the memory is not to be had.
[[nodiscard]] Result<Secret> deriveKey(
    const Secret &passphrase, std::string_view salt, const VaultCost &cost);

/// With a nonce of its own each time.
[[nodiscard]] Sealed seal(
    const std::map<std::string, Secret> &entries, const Secret &key, VaultCost cost, std::string salt);
/// Errors: Unauthorized when the key does not fit, Corrupt.
[[nodiscard]] Result<std::map<std::string, Secret>> unseal(const Sealed &sealed, const Secret &key);

} // namespace slipswitch::secrets::vault
