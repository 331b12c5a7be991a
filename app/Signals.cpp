#include "app/Signals.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <array>
#include <csignal>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace slipswitch::app {

#ifdef Q_OS_UNIX
namespace {

std::array<int, 2> signalPipe {-1, -1};

/// Only what a signal handler may do: one byte into the pipe.
void passOn(int)
{
    const char mark = 1;
    const auto written = write(signalPipe[0], &mark, 1);
    (void)written;
}

} // namespace

void quitOnSignals(QCoreApplication &application)
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalPipe.data()) != 0)
        return;
    auto *notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &application);
    // Not quit(): it asks windows to close, and ours stays.
    QObject::connect(notifier, &QSocketNotifier::activated, &application, [] { QCoreApplication::exit(); });
    std::signal(SIGINT, passOn);
    std::signal(SIGTERM, passOn);
    std::signal(SIGPIPE, SIG_IGN);
}
#else
void quitOnSignals(QCoreApplication &) { }
#endif

} // namespace slipswitch::app
