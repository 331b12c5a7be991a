#pragma once

#include "core/platform/ControlServer.h"
#include "core/service/GatewayState.h"

#include <QObject>

#include <boost/json/object.hpp>

#include <filesystem>
#include <map>

namespace slipswitch::service {

class GatewayService;

/// Answers other programs of the user over the control socket: one JSON object a line.
///
///     {"command":"status"}                → {"ok":true,"state":"listening","address":…,"costToday":…}
///     {"command":"pause"}, "resume"       → {"ok":true,"state":…}
///     {"command":"raise"}                 → {"ok":true}, and the window comes to the front
///     {"command":"follow"}                → {"ok":true}, then a line for every exchange that settles, and
///                                           {"dropped":n} where lines were left out
///     anything else                       → {"ok":false,"error":…}
///
/// Thread: Qt.
class ControlDesk : public QObject
{
    Q_OBJECT

public:
    /// @param gateway  outlives it.
    explicit ControlDesk(GatewayService &gateway, QObject *parent = nullptr);
    /// Errors: Io.
    [[nodiscard]] Result<void> listen(const std::filesystem::path &socketFile);

Q_SIGNALS:
    /// A second start asks for the window.
    void raiseRequested();

private:
    using Connection = platform::ControlConnection;
    void greet(Connection *connection);
    void answer(Connection *connection, const QByteArray &line);
    void sendStatus(Connection *connection);
    void follow(Connection *connection);
    void tellFollowers(const LiveBatch &batch);

    GatewayService &m_gateway;
    platform::ControlServer m_server;
    std::map<Connection *, quint64> m_followers; ///< and how many lines each one missed
    quint64 m_droppedBefore = 0;
};

} // namespace slipswitch::service
