#pragma once

#include "core/gateway/LiveFeed.h"
#include "core/service/GatewayState.h"
#include "core/service/HealthBoard.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <map>
#include <vector>

namespace slipswitch::service {

/// Requests as they happen, in batches at most ten times a second. The data plane tells nothing while no one
/// is connected to a signal here. Thread: Qt.
class LiveUpdates : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval {100};

    explicit LiveUpdates(const Clock &clock, QObject *parent = nullptr);

    /// Where the data plane pushes; lives as long as this.
    [[nodiscard]] gateway::LiveFeed &feed() { return m_feed; }
    /// What is under way now, oldest first, as far as it was listened to.
    [[nodiscard]] std::vector<domain::LiveExchange> inFlight() const;
    [[nodiscard]] const std::vector<ProviderHealth> &health() const { return m_lastHealth; }
    /// Nothing is under way any more: the data plane has ended.
    void clear();

Q_SIGNALS:
    void batch(const slipswitch::service::LiveBatch &batch);
    /// At most once a second, when something changed.
    void healthChanged(const std::vector<slipswitch::service::ProviderHealth> &health);

protected:
    void connectNotify(const QMetaMethod &signal) override;
    void disconnectNotify(const QMetaMethod &signal) override;

private:
    void listenIfHeard();
    void drainSoon();
    void drain();
    [[nodiscard]] LiveBatch merged(const std::vector<domain::LiveExchange> &events) const;
    void keep(const LiveBatch &batch);
    void tellHealth();

    const Clock &m_clock;
    gateway::LiveFeed m_feed;
    QTimer m_drainTimer, m_healthTimer;
    SteadyTime m_lastDrain {};
    std::vector<domain::LiveExchange> m_events; ///< reused
    std::map<RequestId, domain::LiveExchange> m_inFlight;
    quint64 m_droppedTold = 0;
    HealthBoard m_board;
    std::vector<ProviderHealth> m_lastHealth;
};

} // namespace slipswitch::service
