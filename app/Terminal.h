#pragma once

#include "core/secrets/SecretStore.h"

#include <iosfwd>
#include <string>

namespace slipswitch::app {

/// Asks on the controlling terminal without showing what is typed.
/// Errors: Locked when there is no terminal, or nothing was typed.
[[nodiscard]] Result<Secret> askHidden(const std::string &question);

/// The vault's passphrase from the environment, else by a prompt; a new vault's is asked twice.
[[nodiscard]] Result<Secret> askPassphrase(secrets::PassphraseFor purpose);

/// The first line of a stream without blanks around it; the rest is left. Asks hidden when the stream is
/// the terminal. Errors: BadRequest when it is empty or longer than any key.
[[nodiscard]] Result<Secret> readKey(std::istream &in);

} // namespace slipswitch::app
