#pragma once

#include "core/gateway/Context.h"
#include "core/service/GatewayState.h"
#include "core/service/LedgerQueries.h"

#include <QObject>
#include <QTimer>

#include <deque>

namespace slipswitch::service {

/// The gateway's numbers, twice a second while someone is connected and only when they change.
/// Thread: Qt.
class Pulse : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval {500};

    Pulse(const Clock &clock, LedgerQueries &queries, QObject *parent = nullptr);

    /// From now on these are counted; nullptr: nothing runs. They live until this is called again.
    void watch(const gateway::Counters *counters, const ledger::Ledger *ledger);
    [[nodiscard]] const PulseSample &last() const { return m_last; }

Q_SIGNALS:
    void changed(const slipswitch::service::PulseSample &sample);

protected:
    void connectNotify(const QMetaMethod &signal) override;
    void disconnectNotify(const QMetaMethod &signal) override;

private:
    void runIfHeard();
    void beat();
    [[nodiscard]] double rateOf(quint64 exchanges);
    void askForToday(quint64 rowsWritten);

    const Clock &m_clock;
    LedgerQueries &m_queries;
    const gateway::Counters *m_counters = nullptr;
    const ledger::Ledger *m_ledger = nullptr;
    QTimer m_timer;
    std::deque<std::pair<SteadyTime, quint64>> m_recent;
    PulseSample m_last;
    ledger::RollupSums m_today;
    bool m_asking = false;
    std::optional<quint64> m_askedAtRows; ///< rows written when today's sums were last asked for
    UtcTime m_askedFor {}; ///< the midnight they begin at
};

/// The last midnight of the machine's time zone.
[[nodiscard]] UtcTime localMidnight(UtcTime now);

} // namespace slipswitch::service
