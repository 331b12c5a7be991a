#include "core/service/LoginStart.h"

#include "core/base/Files.h"

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QRegularExpression>
#include <QStandardPaths>

#include <utility>

namespace slipswitch::service {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t longestEntry = 64 * 1024;

/// As the specification quotes: four characters with a backslash, which the file's own layer doubles.
QString quoted(QString word)
{
    static const QRegularExpression special(u"([\"`$\\\\])"_s);
    word.replace(special, u"\\\\1"_s);
    return u'"' + word.replace(u'\\', u"\\\\"_s).replace(u'%', u"%%"_s) + u'"';
}

QString entryOf(const QStringList &command, bool hidden)
{
    QStringList words;
    for (const auto &word : command)
        words.append(quoted(word));
    if (hidden)
        words.append(u"--hidden"_s);
    return u"[Desktop Entry]\nType=Application\nName=Slipswitch\nComment=Gateway for LLM tools\n"
           "Exec=%1\nIcon=slipswitch\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"_s.arg(
               words.join(u' '));
}

LoginChoice choiceOf(const QString &entry)
{
    static const QRegularExpression off(
        u"^(Hidden\\s*=\\s*true|X-GNOME-Autostart-enabled\\s*=\\s*false)\\s*$"_s,
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    return {!off.match(entry).hasMatch(), entry.contains(" --hidden"_L1)};
}

Result<void> write(const QString &file, const QStringList &command, const LoginChoice &choice)
{
    if (!choice.starts) {
        if (QFile::exists(file) && !QFile::remove(file))
            return failure(ErrorCode::Io, "The autostart entry can't be removed.");
        return {};
    }
    // The folder is the desktop's, not ours: it keeps the usual rights.
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return failure(ErrorCode::Io, "The folder for autostart entries can't be made.");
    return writeFileAtomically(file.toStdString(), entryOf(command, choice.hidden).toStdString());
}

} // namespace

LoginStart::LoginStart(QString folder, QStringList command, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_command(std::move(command))
{
    m_helper.setMaxThreadCount(1); // in the order they were asked for
}

bool LoginStart::isPossible()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return true;
#else
    return false;
#endif
}

QString LoginStart::usualFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/autostart"_s;
}

QString LoginStart::file() const
{
    return m_folder + u"/slipswitch.desktop"_s;
}

void LoginStart::look(QObject *context, std::function<void(const LoginChoice &)> done)
{
    m_helper.start([this, waiting = QPointer<QObject>(context), path = file(), done = std::move(done)] {
        const auto entry = readFile(path.toStdString(), longestEntry);
        const auto choice = entry ? choiceOf(QString::fromStdString(*entry)) : LoginChoice {};
        QMetaObject::invokeMethod(
            this,
            [waiting, done, choice] {
                if (waiting)
                    done(choice);
            },
            Qt::QueuedConnection);
    });
}

void LoginStart::choose(QObject *context, const LoginChoice &choice, std::function<void(Result<void>)> done)
{
    m_helper.start([this, waiting = QPointer<QObject>(context), path = file(), command = m_command, choice,
                       done = std::move(done)] {
        const auto written = write(path, command, choice);
        QMetaObject::invokeMethod(
            this,
            [waiting, done, written] {
                if (waiting)
                    done(written);
            },
            Qt::QueuedConnection);
    });
}

} // namespace slipswitch::service
