#include "core/service/LiveUpdates.h"

#include <QMetaMethod>

#include <utility>

namespace slipswitch::service {

namespace {

constexpr std::chrono::seconds healthInterval {1};

} // namespace

LiveUpdates::LiveUpdates(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_feed([this] { QMetaObject::invokeMethod(this, &LiveUpdates::drainSoon, Qt::QueuedConnection); })
{
    m_drainTimer.setSingleShot(true);
    connect(&m_drainTimer, &QTimer::timeout, this, &LiveUpdates::drain);
    m_healthTimer.setInterval(healthInterval);
    connect(&m_healthTimer, &QTimer::timeout, this, &LiveUpdates::tellHealth);
}

void LiveUpdates::connectNotify(const QMetaMethod &)
{
    listenIfHeard();
}

void LiveUpdates::disconnectNotify(const QMetaMethod &)
{
    // A receiver that is being destroyed reports from within Qt's own locks: look again afterwards.
    QMetaObject::invokeMethod(this, &LiveUpdates::listenIfHeard, Qt::QueuedConnection);
}

void LiveUpdates::listenIfHeard()
{
    const bool heard = isSignalConnected(QMetaMethod::fromSignal(&LiveUpdates::batch))
        || isSignalConnected(QMetaMethod::fromSignal(&LiveUpdates::healthChanged));
    m_feed.listen(heard);
    if (!heard)
        clear();
}

void LiveUpdates::clear()
{
    m_inFlight.clear();
}

void LiveUpdates::drainSoon()
{
    if (m_drainTimer.isActive())
        return;
    const auto since
        = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.steadyNow() - m_lastDrain);
    if (since >= interval)
        drain();
    else
        m_drainTimer.start(interval - since);
}

void LiveUpdates::drain()
{
    m_lastDrain = m_clock.steadyNow();
    m_events.clear();
    m_feed.take(m_events);
    if (m_events.empty())
        return;
    const auto now = m_clock.utcNow();
    for (const auto &event : m_events)
        m_board.take(event, now);
    if (!m_healthTimer.isActive())
        m_healthTimer.start();
    const auto told = merged(m_events);
    keep(told);
    Q_EMIT batch(told);
}

LiveBatch LiveUpdates::merged(const std::vector<domain::LiveExchange> &events) const
{
    LiveBatch result;
    result.dropped = m_feed.dropped();
    std::map<RequestId, std::size_t> places;
    for (const auto &event : events) {
        const auto [place, isNew] = places.emplace(event.id, result.exchanges.size());
        if (isNew)
            result.exchanges.push_back(event);
        else
            result.exchanges[place->second] = event;
    }
    return result;
}

void LiveUpdates::keep(const LiveBatch &told)
{
    // Ends may be among what was dropped; whatever is still under way tells itself anew.
    if (std::exchange(m_droppedTold, told.dropped) != told.dropped)
        m_inFlight.clear();
    for (const auto &exchange : told.exchanges) {
        if (exchange.phase == domain::LiveExchange::Phase::Settled)
            m_inFlight.erase(exchange.id);
        else
            m_inFlight[exchange.id] = exchange;
    }
}

std::vector<domain::LiveExchange> LiveUpdates::inFlight() const
{
    std::vector<domain::LiveExchange> result;
    result.reserve(m_inFlight.size());
    for (const auto &entry : m_inFlight)
        result.push_back(entry.second);
    return result;
}

void LiveUpdates::tellHealth()
{
    auto standing = m_board.standing(m_clock.utcNow());
    if (standing.empty())
        m_healthTimer.stop(); // until something happens
    if (standing == m_lastHealth)
        return;
    m_lastHealth = std::move(standing);
    Q_EMIT healthChanged(m_lastHealth);
}

} // namespace slipswitch::service
