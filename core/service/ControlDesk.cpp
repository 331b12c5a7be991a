#include "core/service/ControlDesk.h"

#include "core/config/TimeText.h"
#include "core/service/GatewayService.h"

#include <QCoreApplication>

#include <boost/json.hpp>

#include <utility>

namespace slipswitch::service {

namespace {

namespace json = boost::json;

std::string_view nameOf(GatewayState::Phase phase)
{
    switch (phase) {
    case GatewayState::Phase::Stopped:
        return "stopped";
    case GatewayState::Phase::Starting:
        return "starting";
    case GatewayState::Phase::Listening:
        return "listening";
    case GatewayState::Phase::Paused:
        return "paused";
    case GatewayState::Phase::Failed:
        return "failed";
    }
    return "";
}

QByteArray lineOf(const json::object &object)
{
    return QByteArray::fromStdString(json::serialize(object));
}

std::string commandIn(const QByteArray &line)
{
    json::error_code wrong;
    const auto root
        = json::parse(std::string_view(line.data(), static_cast<std::size_t>(line.size())), wrong);
    const auto *object = root.if_object();
    const auto *command = object ? object->if_contains("command") : nullptr;
    return command && command->is_string() ? std::string(command->get_string()) : std::string();
}

json::object stateOf(const GatewayService &gateway)
{
    return {{"ok", true}, {"state", nameOf(gateway.state().phase)}, {"address", gateway.address()},
        {"port", gateway.port()}, {"pid", QCoreApplication::applicationPid()}};
}

json::object describe(const domain::LiveExchange &live)
{
    json::object object {{"id", live.id.toString()}, {"startedAt", config::timeText(live.startedAt)},
        {"tool", live.tool.view()}, {"key", live.keyName.view()}, {"path", live.path.view()},
        {"requestedModel", live.requestedModel.view()}, {"provider", live.provider.view()},
        {"model", live.model.view()}, {"status", live.status}, {"tries", live.tries},
        {"ok", live.outcome == domain::Outcome::Succeeded}, {"error", live.errorText.view()},
        {"inputTokens", live.inputTokens}, {"outputTokens", live.outputTokens},
        {"durationMs", static_cast<double>(live.elapsed.count()) / 1000}, {"costUsd", nullptr}};
    if (live.cost.known())
        object["costUsd"] = live.cost.amount.toString();
    return object;
}

} // namespace

ControlDesk::ControlDesk(GatewayService &gateway, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
{
    connect(&m_server, &platform::ControlServer::connected, this, &ControlDesk::greet);
}

Result<void> ControlDesk::listen(const std::filesystem::path &socketFile)
{
    return m_server.listen(socketFile);
}

void ControlDesk::greet(Connection *connection)
{
    connect(connection, &Connection::lineReceived, this,
        [this, connection](const QByteArray &line) { answer(connection, line); });
    connect(connection, &Connection::closed, this, [this, connection] {
        m_followers.erase(connection);
        if (m_followers.empty())
            disconnect(&m_gateway.live(), &LiveUpdates::batch, this, &ControlDesk::tellFollowers);
    });
}

void ControlDesk::answer(Connection *connection, const QByteArray &line)
{
    const auto command = commandIn(line);
    if (command == "status")
        return sendStatus(connection);
    if (command == "follow")
        return follow(connection);
    if (command == "pause")
        m_gateway.pause();
    else if (command == "resume")
        m_gateway.resume();
    else if (command == "raise")
        Q_EMIT raiseRequested();
    else {
        connection->send(lineOf({{"ok", false}, {"error", "That command is not known here."}}));
        return;
    }
    connection->send(lineOf(stateOf(m_gateway)));
}

void ControlDesk::sendStatus(Connection *connection)
{
    const auto midnight = localMidnight(SystemClock().utcNow());
    m_gateway.queries().totals(connection, {midnight, midnight + std::chrono::hours(25)},
        [this, connection](const Result<ledger::RollupSums> &today) {
            auto status = stateOf(m_gateway);
            const auto log = m_gateway.ledgerStatus();
            status["inFlight"] = m_gateway.inFlight();
            status["requestsToday"] = today ? json::value(today->exchanges) : json::value(nullptr);
            status["errorsToday"] = today ? json::value(today->errors) : json::value(nullptr);
            status["unpricedToday"] = today ? json::value(today->unpriced) : json::value(nullptr);
            status["costTodayUsd"] = today ? json::value(today->cost.toString()) : json::value(nullptr);
            status["logBytes"] = log.fileBytes;
            status["logProblem"] = log.problem;
            connection->send(lineOf(status));
        });
}

void ControlDesk::follow(Connection *connection)
{
    if (m_followers.empty()) {
        m_droppedBefore = m_gateway.live().feed().dropped();
        connect(&m_gateway.live(), &LiveUpdates::batch, this, &ControlDesk::tellFollowers);
    }
    m_followers.emplace(connection, 0);
    connection->send(lineOf({{"ok", true}}));
}

void ControlDesk::tellFollowers(const LiveBatch &batch)
{
    const auto dropped = batch.dropped - std::exchange(m_droppedBefore, batch.dropped);
    for (auto &[connection, missed] : m_followers) {
        missed += dropped;
        if (missed > 0 && connection->send(lineOf({{"dropped", missed}})))
            missed = 0;
        for (const auto &exchange : batch.exchanges) {
            if (exchange.phase == domain::LiveExchange::Phase::Settled
                && !connection->send(lineOf(describe(exchange))))
                ++missed;
        }
    }
}

} // namespace slipswitch::service
