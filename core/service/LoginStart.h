#pragma once

#include "core/base/Result.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>

#include <functional>

namespace slipswitch::service {

/// Whether the program starts when the user logs in, and how.
struct LoginChoice
{
    bool starts = false;
    bool hidden = true; ///< without showing the window
    bool operator==(const LoginChoice &) const = default;
};

/// The desktop's autostart entry of this program: one file in the user's own folder, as XDG wants it.
/// Source: Desktop Application Autostart Specification 0.5. Thread: Qt; the disk is touched by a helper.
class LoginStart : public QObject
{
    Q_OBJECT

public:
    /// @param folder  where such entries lie; @param command  the program and its arguments, without --hidden
    LoginStart(QString folder, QStringList command, QObject *parent = nullptr);

    /// Other systems have other ways, which are not used yet.
    [[nodiscard]] static bool isPossible();
    /// "~/.config/autostart"
    [[nodiscard]] static QString usualFolder();
    [[nodiscard]] QString file() const;

    void look(QObject *context, std::function<void(const LoginChoice &)> done);
    /// Writes the entry or removes it. Errors: Io.
    void choose(QObject *context, const LoginChoice &choice, std::function<void(Result<void>)> done);

private:
    QString m_folder;
    QStringList m_command;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
