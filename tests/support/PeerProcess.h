#pragma once

#include <QProcess>
#include <QStringList>

#include <cstdint>
#include <filesystem>
#include <string>

namespace slipswitch::tests {

/// A real program as the peer of a test, on a loopback port. Killed at the end.
class PeerProcess
{
public:
    /// Starts and waits until the port accepts. @throws std::runtime_error that says what is missing
    PeerProcess(const QString &program, const QStringList &arguments, std::uint16_t port);
    ~PeerProcess();
    PeerProcess(const PeerProcess &) = delete;
    PeerProcess &operator=(const PeerProcess &) = delete;

    /// One that was free a moment ago.
    [[nodiscard]] static std::uint16_t freePort();

private:
    QProcess m_process;
};

/// @return the file's path
std::string writeFile(const std::filesystem::path &file, const std::string &text);

} // namespace slipswitch::tests
