#pragma once

#include "core/base/Error.h"
#include "core/config/Settings.h"
#include "core/config/SettingsFile.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <filesystem>

namespace slipswitch::service {

/// Tells when the settings file was edited, by whomever. A bad edit is told with its line or path, and the
/// last good settings stay in force. Reading happens on a helper thread. Thread: Qt.
class SettingsWatcher : public QObject
{
    Q_OBJECT

public:
    /// @param inForce  what was loaded before; edits that come to the same are not told.
    SettingsWatcher(
        std::filesystem::path settingsFile, config::SettingsPtr inForce, QObject *parent = nullptr);
    ~SettingsWatcher() override;

    /// The last good settings.
    [[nodiscard]] const config::SettingsPtr &inForce() const { return m_inForce; }
    /// Reads now, as if the file had been touched.
    void check();

Q_SIGNALS:
    /// Also sent when a refused edit was taken back, so that its notice can go.
    void changed(slipswitch::config::SettingsPtr settings);
    void refused(slipswitch::Error error);

private:
    void watch();
    void touched();
    void read();
    void take(const Result<config::Settings> &settings);

    config::SettingsFile m_file;
    config::SettingsPtr m_inForce;
    bool m_refusing = false;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
    QThreadPool m_reader; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
