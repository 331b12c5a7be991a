#pragma once

#include "core/base/Clock.h"
#include "core/service/SettingsEditor.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <optional>

namespace slipswitch::service {

/// Bodies that are kept for a while only. When that ends stands in a file of its own, so that it ends on time
/// even if the program didn't. Thread: Qt; the disk is the editor's helper's.
class BodyKeeping : public QObject
{
    Q_OBJECT

public:
    /// @param editor, clock  outlive it.
    BodyKeeping(SettingsEditor &editor, const Clock &clock, const std::filesystem::path &dataFolder,
        QObject *parent = nullptr);

    /// Switches it on, and off again after that time. @param done  as SettingsEditor::change.
    void keepFor(QObject *context, std::chrono::seconds time, SettingsEditor::Done done);
    /// When it ends; empty: nobody set an end.
    [[nodiscard]] std::optional<UtcTime> until() const { return m_until; }
    /// Whether bodies are kept by the settings in force. Whoever switches it off needs no end any more.
    void take(bool kept);
    /// @param until  what `beforeStart` gave.
    void resume(std::optional<UtcTime> until);

    /// Switches off what should have ended while nothing ran; blocks.
    /// @return  when it ends, if that is still to come.
    [[nodiscard]] static std::optional<UtcTime> beforeStart(
        const std::filesystem::path &settingsFile, const std::filesystem::path &dataFolder, UtcTime now);

private:
    void arm(UtcTime until);
    void end();

    SettingsEditor &m_editor;
    const Clock &m_clock;
    std::filesystem::path m_file;
    std::optional<UtcTime> m_until;
    bool m_wasKept = false;
    QTimer m_timer;
};

} // namespace slipswitch::service
