#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QObject>

#include <cstdint>
#include <filesystem>
#include <memory>

class QLocalServer;
class QLocalSocket;

namespace slipswitch::platform {

/// One program that talks to us over the control socket, a line of text at a time. Thread: Qt.
class ControlConnection : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 longestLine = 64 * 1024;
    static constexpr qint64 mostUnsent = 1024 * 1024;

    /// Takes the socket over.
    explicit ControlConnection(QLocalSocket *socket, QObject *parent = nullptr);

    /// @param line  without a line break. False: the other side does not read, and the line was left out.
    bool send(const QByteArray &line);

Q_SIGNALS:
    void lineReceived(const QByteArray &line);
    /// It deletes itself afterwards.
    void closed();

private:
    void read();
    void end();

    QLocalSocket *m_socket;
    bool m_ended = false;
};

/// The socket of the running instance. Only the user who runs it can connect. Thread: Qt.
class ControlServer : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostConnections = 32;

    explicit ControlServer(QObject *parent = nullptr);

    /// Takes the place of a socket that a crash left. Call only as the one instance of the home.
    /// Errors: Io.
    [[nodiscard]] Result<void> listen(const std::filesystem::path &socketFile);

Q_SIGNALS:
    /// The connection is a child of the server.
    void connected(slipswitch::platform::ControlConnection *connection);

private:
    void accept();

    QLocalServer *m_server;
    int m_open = 0;
};

/// The other end, for a second start and the command line. Blocks. Thread: any, one at a time.
class ControlClient
{
public:
    ControlClient(ControlClient &&other) noexcept;
    ControlClient &operator=(ControlClient &&other) noexcept;
    ~ControlClient();

    /// Errors: NotFound when no instance runs in that home.
    [[nodiscard]] static Result<ControlClient> connect(const std::filesystem::path &socketFile);

    /// Sends a line. Errors: ConnectionClosed.
    [[nodiscard]] Result<void> send(const QByteArray &line);
    /// The next line from the instance. @param patience  negative: for ever.
    /// Errors: ConnectionClosed, Timeout.
    [[nodiscard]] Result<QByteArray> receive(int patienceMs = 5'000);

private:
    explicit ControlClient(std::unique_ptr<QLocalSocket> socket);
    std::unique_ptr<QLocalSocket> m_socket;
};

} // namespace slipswitch::platform
