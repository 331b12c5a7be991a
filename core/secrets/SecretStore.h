#pragma once

#include "core/base/SecretReference.h"
#include "core/secrets/Keychain.h"
#include "core/secrets/Vault.h"

#include <QObject>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace slipswitch::secrets {

/// Where one home's secrets stand.
struct SecretPlaces
{
    std::string homeId;
    std::filesystem::path vaultFile;
    VaultCost vaultCost {};
    std::chrono::milliseconds keychainDeadline = std::chrono::seconds {5};
};

enum class PassphraseFor : std::uint8_t
{
    OpeningVault,
    NewVault
};
/// Asked for the vault's passphrase when it is needed and not known yet. May block on a prompt.
/// Errors: Locked when there is none to be had.
using PassphraseSource = std::function<Result<Secret>(PassphraseFor)>;

/// Reads and keeps secrets by reference, wherever they stand. New ones go to the system's keychain where one
/// answers, else to the vault. A locked keychain answers: nothing is then written elsewhere behind its back.
/// Every call answers exactly once, later than it returns. Errors: those of Keychain, Vault and the
/// environment; BadRequest for a malformed reference. Thread: Qt.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    /// @param passphrase  nothing: passphraseFromEnvironment.
    explicit SecretStore(
        const SecretPlaces &places, PassphraseSource passphrase = {}, QObject *parent = nullptr);

    /// For a window that asks for the passphrase itself.
    [[nodiscard]] Vault &vault() { return m_vault; }

    void read(const std::string &reference, ReadDone done);
    /// @param name  "openai/main"
    /// @param done  gets the reference under which it stands.
    void write(const std::string &name, const Secret &secret, std::function<void(Result<std::string>)> done);
    /// An environment variable is not ours to remove: that succeeds and does nothing.
    void remove(const std::string &reference, Done done);

private:
    void withVault(Done then);
    void later(std::function<void()> answer);

    Keychain m_keychain;
    Vault m_vault;
    PassphraseSource m_passphrase;
};

} // namespace slipswitch::secrets
