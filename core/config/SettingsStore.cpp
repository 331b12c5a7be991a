#include "core/config/SettingsStore.h"

#include "core/base/Files.h"

#include <utility>

namespace slipswitch::config {

SettingsStore::SettingsStore(std::filesystem::path settingsFile)
    : m_file(std::move(settingsFile))
{ }

Result<void> SettingsStore::change(const Change &change) const
{
    auto lockFile = m_file.path();
    lockFile.replace_extension(".lock");
    return withFileLock(lockFile, [&]() -> Result<void> {
        auto settings = m_file.load();
        if (!settings)
            return failure(settings.error());
        const auto before = *settings;
        if (auto changed = change(*settings); !changed)
            return changed;
        // An edit that changes nothing must not wake up every watcher.
        return *settings == before ? Result<void> {} : m_file.save(*settings);
    });
}

} // namespace slipswitch::config
