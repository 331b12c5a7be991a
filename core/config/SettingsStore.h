#pragma once

#include "core/base/Result.h"
#include "core/config/SettingsFile.h"

#include <filesystem>
#include <functional>

namespace slipswitch::config {

/// How settings are edited, by the window, a running instance and the command line alike: each change is made
/// to what stands in the file at that moment, while no one else writes. Thread: any; blocks on disk.
class SettingsStore
{
public:
    using Change = std::function<Result<void>(Settings &)>;

    explicit SettingsStore(std::filesystem::path settingsFile);

    [[nodiscard]] Result<Settings> load() const { return m_file.load(); }
    /// Locks, reads, applies, checks, writes. Nothing is written when `change` fails.
    /// Errors: those of `change`, of SettingsFile::load and save; Conflict when the lock stays held.
    [[nodiscard]] Result<void> change(const Change &change) const;

private:
    SettingsFile m_file;
};

} // namespace slipswitch::config
