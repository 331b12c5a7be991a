#include "tests/support/PeerProcess.h"

#include <QElapsedTimer>
#include <QStandardPaths>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace slipswitch::tests {

namespace {

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

bool accepts(std::uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(port);
    const bool connected
        = ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(socket);
    return connected;
}

QString executable(const QString &program)
{
    auto found = QStandardPaths::findExecutable(program);
    if (found.isEmpty())
        found
            = QStandardPaths::findExecutable(program, {QStringLiteral("/usr/sbin"), QStringLiteral("/sbin")});
    if (found.isEmpty())
        throw std::runtime_error(program.toStdString() + " is not installed; packaging/setup installs it");
    return found;
}

} // namespace

PeerProcess::PeerProcess(const QString &program, const QStringList &arguments, std::uint16_t port)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.start(executable(program), arguments);
    QElapsedTimer timer;
    timer.start();
    while (!accepts(port)) {
        if (m_process.waitForFinished(20) || timer.elapsed() > 20'000)
            throw std::runtime_error(
                program.toStdString() + " did not start: " + m_process.readAll().toStdString());
    }
}

PeerProcess::~PeerProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

std::uint16_t PeerProcess::freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto *raw = reinterpret_cast<sockaddr *>(&address);
    const bool bound = ::bind(socket, raw, size) == 0 && ::getsockname(socket, raw, &size) == 0;
    ::close(socket);
    if (!bound)
        throw std::runtime_error("no free loopback port");
    return ntohs(address.sin_port);
}

std::string writeFile(const std::filesystem::path &file, const std::string &text)
{
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
}

} // namespace slipswitch::tests
