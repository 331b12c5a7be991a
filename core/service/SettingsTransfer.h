#pragma once

#include "core/service/SettingsEditor.h"

#include <QObject>
#include <QThreadPool>

#include <filesystem>
#include <functional>

namespace slipswitch::service {

/// Settings as a file to keep or to carry to another machine. Neither secrets nor access keys are in it:
/// credentials stay references, and every machine has keys of its own. Thread: Qt; answers as
/// SettingsEditor's.
class SettingsTransfer : public QObject
{
    Q_OBJECT

public:
    /// @param editor  outlives this.
    explicit SettingsTransfer(SettingsEditor &editor, QObject *parent = nullptr);

    /// Errors: Io, and those of SettingsEditor::load.
    void exportTo(QObject *context, const std::filesystem::path &file, SettingsEditor::Done done);
    /// Replaces everything but the access keys.
    /// @param done  with what stood there before, for `putBack`. Errors: NotFound, TooLarge, Io; BadRequest
    /// with the line of what is wrong, NewerVersion: nothing is changed then.
    void importFrom(QObject *context, const std::filesystem::path &file,
        std::function<void(Result<config::Settings>)> done);
    /// Undo of `importFrom`.
    void putBack(QObject *context, const config::Settings &before, SettingsEditor::Done done);

private:
    SettingsEditor &m_editor;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
