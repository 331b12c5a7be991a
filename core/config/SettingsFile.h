#pragma once

#include "core/base/Result.h"
#include "core/config/Settings.h"

#include <filesystem>

namespace slipswitch::config {

/// The settings file on disk. Thread: any; for edits go through SettingsStore, which keeps writers apart.
class SettingsFile
{
public:
    explicit SettingsFile(std::filesystem::path path);

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    /// Defaults when there is no file yet. Errors: those of parseSettings with the file's name in front, Io.
    [[nodiscard]] Result<Settings> load() const;
    /// Checks and writes in one step, readable by the owner alone; fields we don't know stay. A file of an
    /// older schema is kept beside it once ("settings.schema-0.json").
    /// Errors: BadRequest with the path of the bad value; NewerVersion, Io. The old file then stands.
    [[nodiscard]] Result<void> save(const Settings &settings) const;

private:
    [[nodiscard]] Result<std::string> read() const;
    [[nodiscard]] Result<void> keepOlderSchema(const std::string &text) const;

    std::filesystem::path m_path;
};

} // namespace slipswitch::config
