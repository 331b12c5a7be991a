#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace slipswitch {

/// Where a secret stands, as settings name it: "keychain:openai/main", "vault:openai/main",
/// "env:OPENAI_API_KEY", "env:AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY". Never the secret itself.
struct SecretReference
{
    enum class Place : std::uint8_t
    {
        Keychain,
        Vault,
        Environment
    };
    Place place = Place::Keychain;
    std::string name;

    /// Errors: BadRequest. The text is not quoted: people paste keys where references belong.
    [[nodiscard]] static Result<SecretReference> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
    bool operator==(const SecretReference &) const = default;
};

} // namespace slipswitch
