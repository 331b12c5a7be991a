#include "core/service/Pulse.h"

#include <QDateTime>
#include <QMetaMethod>

#include <utility>

namespace slipswitch::service {

namespace {

constexpr std::chrono::seconds rateWindow {2};

} // namespace

UtcTime localMidnight(UtcTime now)
{
    using namespace std::chrono;
    const auto seconds = floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto midnight = QDateTime::fromSecsSinceEpoch(seconds).date().startOfDay();
    return UtcTime(std::chrono::seconds(midnight.toSecsSinceEpoch()));
}

Pulse::Pulse(const Clock &clock, LedgerQueries &queries, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_queries(queries)
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &Pulse::beat);
}

void Pulse::watch(const gateway::Counters *counters, const ledger::Ledger *ledger)
{
    m_counters = counters;
    m_ledger = ledger;
    m_recent.clear();
    m_askedAtRows.reset();
    runIfHeard();
}

void Pulse::connectNotify(const QMetaMethod &)
{
    runIfHeard();
}

void Pulse::disconnectNotify(const QMetaMethod &)
{
    QMetaObject::invokeMethod(this, &Pulse::runIfHeard, Qt::QueuedConnection);
}

void Pulse::runIfHeard()
{
    const bool heard = m_counters && isSignalConnected(QMetaMethod::fromSignal(&Pulse::changed));
    if (heard && !m_timer.isActive()) {
        m_timer.start();
        QMetaObject::invokeMethod(this, &Pulse::beat, Qt::QueuedConnection);
    } else if (!heard) {
        m_timer.stop();
    }
}

double Pulse::rateOf(quint64 exchanges)
{
    const auto now = m_clock.steadyNow();
    m_recent.emplace_back(now, exchanges);
    while (m_recent.size() > 2 && now - m_recent.front().first > rateWindow)
        m_recent.pop_front();
    const std::chrono::duration<double> passed = now - m_recent.front().first;
    return passed.count() > 0 ? static_cast<double>(exchanges - m_recent.front().second) / passed.count() : 0;
}

void Pulse::beat()
{
    if (!m_counters)
        return;
    PulseSample sample;
    sample.exchanges = m_counters->exchanges;
    sample.inFlight = m_counters->inFlight;
    sample.requestsPerSecond = rateOf(sample.exchanges);
    const auto status = m_ledger->status();
    sample.logBytes = status.fileBytes;
    sample.logWaiting = status.waiting;
    sample.logProblem = QString::fromStdString(status.problem);
    sample.costToday = m_today.cost;
    sample.requestsToday = m_today.exchanges;
    sample.errorsToday = m_today.errors;
    sample.unpricedToday = m_today.unpriced;
    askForToday(status.rowsWritten);
    if (sample == m_last)
        return;
    m_last = std::move(sample);
    Q_EMIT changed(m_last);
}

/// Again only when rows were written or the day has changed: an idle gateway reads nothing.
void Pulse::askForToday(quint64 rowsWritten)
{
    const auto now = m_clock.utcNow();
    const auto midnight = localMidnight(now);
    if (m_asking || (m_askedAtRows == rowsWritten && m_askedFor == midnight))
        return;
    m_asking = true;
    m_askedAtRows = rowsWritten;
    m_askedFor = midnight;
    const auto tomorrow = midnight + std::chrono::hours(25);
    m_queries.totals(this, {midnight, tomorrow}, [this](const Result<ledger::RollupSums> &sums) {
        m_asking = false;
        if (sums)
            m_today = *sums;
    });
}

} // namespace slipswitch::service
