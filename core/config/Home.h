#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace slipswitch::config {

/// Where one installation's files live: the platform's folders, or one folder for everything (--home).
class Home
{
public:
    /// Makes the folders, for the owner alone, and on first use the home's id.
    /// @param folder  everything goes there; nothing: the platform's places. Errors: Io, Corrupt.
    [[nodiscard]] static Result<Home> open(const std::optional<std::filesystem::path> &folder = std::nullopt);

    /// Random, kept for ever; tells the keychain entries of two homes apart.
    [[nodiscard]] const std::string &id() const { return m_id; }
    [[nodiscard]] std::filesystem::path settingsFile() const { return m_config / "settings.json"; }
    [[nodiscard]] std::filesystem::path vaultFile() const { return m_data / "vault.bin"; }
    [[nodiscard]] std::filesystem::path ledgerFile() const { return m_data / "ledger.sqlite"; }
    [[nodiscard]] std::filesystem::path spoolFile() const { return m_data / "spool.bin"; }
    /// Of the running instance, for single-instance calls.
    /// In the runtime folder, or where the system keeps such files when that path is too long for a socket.
    [[nodiscard]] std::filesystem::path socketFile() const;
    [[nodiscard]] const std::filesystem::path &configFolder() const { return m_config; }
    [[nodiscard]] const std::filesystem::path &dataFolder() const { return m_data; }
    [[nodiscard]] const std::filesystem::path &runtimeFolder() const { return m_runtime; }

private:
    Home() = default;
    [[nodiscard]] Result<void> readOrMakeId();

    std::filesystem::path m_config, m_data, m_runtime;
    std::string m_id;
};

} // namespace slipswitch::config
