#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"

#include <string>
#include <vector>

/// Secrets in environment variables. Thread: any, as long as nobody changes the environment.
namespace slipswitch::secrets {

/// @param variable  or several, "A,B,C", for a key of several pieces: their values are put together with
/// colons. The third and later ones may be unset.
/// Errors: NotFound when a variable is not set or empty.
[[nodiscard]] Result<Secret> readEnvironment(const std::string &variable);

/// Those of the given names that are set. Names only: keys found there are offered, never taken silently.
[[nodiscard]] std::vector<std::string> offeredByEnvironment(const std::vector<std::string> &names);

/// The vault's passphrase, from the file that SLIPSWITCH_PASSPHRASE_FILE names (its first line) or from
/// SLIPSWITCH_PASSPHRASE. Errors: Locked when neither is set; NotFound, Io for the file.
[[nodiscard]] Result<Secret> passphraseFromEnvironment();

} // namespace slipswitch::secrets
