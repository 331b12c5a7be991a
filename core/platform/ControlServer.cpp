#include "core/platform/ControlServer.h"

#include <QLocalServer>
#include <QLocalSocket>

#include <utility>

namespace slipswitch::platform {

namespace {

QString text(const std::filesystem::path &path)
{
    return QString::fromStdU16String(path.u16string());
}

} // namespace

ControlConnection::ControlConnection(QLocalSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(longestLine);
    connect(m_socket, &QLocalSocket::readyRead, this, &ControlConnection::read);
    connect(m_socket, &QLocalSocket::disconnected, this, &ControlConnection::end);
}

bool ControlConnection::send(const QByteArray &line)
{
    if (m_socket->bytesToWrite() + line.size() > mostUnsent)
        return false;
    m_socket->write(line + '\n');
    return true;
}

void ControlConnection::read()
{
    while (m_socket->canReadLine())
        Q_EMIT lineReceived(m_socket->readLine().trimmed());
    // Nothing we understand is that long.
    if (m_socket->bytesAvailable() >= longestLine)
        m_socket->abort();
}

void ControlConnection::end()
{
    if (std::exchange(m_ended, true))
        return;
    Q_EMIT closed();
    deleteLater();
}

ControlServer::ControlServer(QObject *parent)
    : QObject(parent)
    , m_server(new QLocalServer(this))
{
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    m_server->setMaxPendingConnections(mostConnections);
    connect(m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

Result<void> ControlServer::listen(const std::filesystem::path &socketFile)
{
    QLocalServer::removeServer(text(socketFile));
    if (!m_server->listen(text(socketFile)))
        return failure(ErrorCode::Io,
            "Other programs can't reach this instance: " + m_server->errorString().toStdString() + ".");
    return {};
}

void ControlServer::accept()
{
    while (auto *socket = m_server->nextPendingConnection()) {
        if (m_open >= mostConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_open;
        auto *connection = new ControlConnection(socket, this);
        connect(connection, &ControlConnection::closed, this, [this] { --m_open; });
        Q_EMIT connected(connection);
    }
}

ControlClient::ControlClient(std::unique_ptr<QLocalSocket> socket)
    : m_socket(std::move(socket))
{ }

ControlClient::ControlClient(ControlClient &&other) noexcept = default;
ControlClient &ControlClient::operator=(ControlClient &&other) noexcept = default;
ControlClient::~ControlClient() = default;

Result<ControlClient> ControlClient::connect(const std::filesystem::path &socketFile)
{
    constexpr int patienceMs = 2'000;
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(text(socketFile));
    if (!socket->waitForConnected(patienceMs))
        return failure(ErrorCode::NotFound, "Slipswitch is not running in this home.");
    return ControlClient(std::move(socket));
}

Result<void> ControlClient::send(const QByteArray &line)
{
    m_socket->write(line + '\n');
    m_socket->flush();
    if (m_socket->state() != QLocalSocket::ConnectedState)
        return failure(ErrorCode::ConnectionClosed, "The running instance has ended.");
    return {};
}

Result<QByteArray> ControlClient::receive(int patienceMs)
{
    while (!m_socket->canReadLine()) {
        if (m_socket->waitForReadyRead(patienceMs))
            continue;
        if (m_socket->state() != QLocalSocket::ConnectedState)
            return failure(ErrorCode::ConnectionClosed, "The running instance has ended.");
        return failure(ErrorCode::Timeout, "The running instance does not answer.");
    }
    return m_socket->readLine().trimmed();
}

} // namespace slipswitch::platform
