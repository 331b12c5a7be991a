#include "app/WindowProgram.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <cstring>

#ifdef Q_OS_WIN
#include <process.h>
#else
#include <unistd.h>
#endif

namespace slipswitch::app {

namespace {

QString windowProgram(char **argv)
{
    int argc = 1;
    const QCoreApplication application(argc, argv); // knows where the program lies on every system
    const auto here = QCoreApplication::applicationDirPath();
    return QStandardPaths::findExecutable(
        QStringLiteral("slipswitch-window"), {here, here + QStringLiteral("/../libexec/slipswitch")});
}

} // namespace

bool hasDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

Error becomeWindow(char **argv)
{
    const auto program = windowProgram(argv);
    if (program.isEmpty())
        return {ErrorCode::Unsupported, ErrorSource::Internal, false,
            "Its window (slipswitch-window) is not installed beside it."};
    const auto path = QFile::encodeName(program);
#ifdef Q_OS_WIN
    ::_execv(path.constData(), argv);
#else
    ::execv(path.constData(), argv);
#endif
    return {ErrorCode::Io, ErrorSource::Internal, false,
        "Can't run " + program.toStdString() + ": " + std::strerror(errno)};
}

} // namespace slipswitch::app
