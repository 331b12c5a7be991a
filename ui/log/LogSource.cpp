#include "ui/log/LogSource.h"

#include <algorithm>

namespace slipswitch::ui {

using namespace std::chrono_literals;
using domain::LiveExchange;

namespace {

constexpr std::size_t recentKept = 500, confirmedRows = 100;
constexpr std::chrono::milliseconds confirmAfter {1500}, refetchAfter {1000}, tickEvery {500};
constexpr auto writtenWithin = 10s;

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace

LogSource::LogSource(
    service::GatewayService &gateway, LogModel &model, std::function<bool()> holding, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_model(model)
    , m_holding(std::move(holding))
{
    m_confirm.setSingleShot(true);
    m_confirm.setInterval(confirmAfter);
    m_refetch.setSingleShot(true);
    m_refetch.setInterval(refetchAfter);
    m_tick.setInterval(tickEvery);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (!m_paused)
            m_model.tick(utcNow());
    });
    connect(&m_confirm, &QTimer::timeout, this, &LogSource::confirm);
    connect(&m_refetch, &QTimer::timeout, this, [this] {
        if (!m_paused && !m_holding())
            fetchNewest();
    });
    connect(&gateway, &service::GatewayService::stateChanged, this, [this] {
        if (m_active && m_gateway.state().listens() && m_model.count() == 0)
            fetchNewest();
    });
}

void LogSource::setFilter(ledger::Filter filter)
{
    m_filter = std::move(filter);
    callOff();
    if (m_active)
        fetchNewest();
}

/// What was asked is answered no more.
void LogSource::callOff()
{
    m_gateway.queries().cancel(m_ticket);
    m_gateway.queries().cancel(m_confirmTicket);
    m_fetch = Fetch::None;
}

void LogSource::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    if (!active) {
        disconnect(&m_gateway.live(), nullptr, this, nullptr);
        callOff();
        m_confirm.stop();
        m_refetch.stop();
        m_tick.stop();
        return;
    }
    m_dropped = 0;
    m_tick.start();
    connect(&m_gateway.live(), &service::LiveUpdates::batch, this, &LogSource::takeBatch);
    fetchNewest();
}

void LogSource::setPaused(bool paused)
{
    if (std::exchange(m_paused, paused) && !paused && m_active)
        fetchNewest();
}

void LogSource::fetchNewest()
{
    m_above.clear();
    m_missed = false;
    fetch(Fetch::Newest, std::nullopt, pageRows);
}

void LogSource::fetch(Fetch what, std::optional<std::int64_t> before, std::size_t limit)
{
    callOff();
    m_fetch = what;
    m_first = true;
    m_newer.clear();
    m_ticket
        = m_gateway.queries().search(this, m_filter, before, limit, [this](Result<service::SearchPart> part) {
              if (part)
                  return take(std::move(*part));
              m_fetch = Fetch::None;
              if (part.error().code == ErrorCode::Locked)
                  m_refetch.start(); // whoever has it lets go in time
              Q_EMIT searched(1);
              Q_EMIT failed(QString::fromStdString(part.error().detail));
          });
}

std::vector<LogEntry> LogSource::entriesOf(const std::vector<ledger::LogRow> &rows) const
{
    std::vector<LogEntry> entries;
    entries.reserve(rows.size());
    for (const auto &row : rows)
        entries.push_back(entryOf(row, m_kinds));
    return entries;
}

void LogSource::take(service::SearchPart part)
{
    auto rows = entriesOf(part.rows);
    const bool more = !part.finished || part.more;
    if (m_fetch == Fetch::Newer) {
        std::move(rows.begin(), rows.end(), std::back_inserter(m_newer));
        if (part.finished) {
            m_model.prepend(std::exchange(m_newer, {}));
            m_model.trimBottom();
        }
    } else if (m_fetch == Fetch::Newest && m_first) {
        m_model.reset(std::move(rows), more);
        mergeLive();
    } else {
        const auto top = m_model.count() > 0 ? m_model.entry(0).cursor + 1 : 0;
        m_model.append(std::move(rows), more);
        if (m_model.trimTop())
            m_above.push_back(top);
    }
    m_first = false;
    if (part.finished)
        m_fetch = Fetch::None;
    Q_EMIT searched(part.finished ? 1 : part.progress);
    Q_EMIT loaded();
}

/// What is under way, and what ended so lately that its row may not be written.
void LogSource::mergeLive()
{
    std::vector<LiveExchange> changed;
    const auto since = utcNow() - writtenWithin;
    for (const auto &live : m_recent) {
        if (live.startedAt + live.elapsed > since)
            changed.push_back(live);
    }
    if (!m_paused) {
        for (auto &live : m_gateway.live().inFlight())
            changed.push_back(std::move(live));
    }
    merge(changed);
}

void LogSource::merge(const std::vector<LiveExchange> &changed)
{
    std::vector<LogEntry> entries;
    entries.reserve(changed.size());
    for (const auto &live : changed) {
        if (matches(m_filter, live))
            entries.push_back(entryOf(live, m_kinds));
    }
    const bool holding = m_holding();
    const bool room = !holding || m_model.count() < static_cast<int>(LogModel::most);
    const bool intoTop = m_above.empty() && !m_missed && room;
    const int above = m_model.merge(std::move(entries), intoTop);
    if (!intoTop && above > 0)
        m_missed = true;
    if (holding && above > 0)
        Q_EMIT arrived(above);
    if (!holding)
        m_model.trimBottom();
}

void LogSource::takeBatch(const service::LiveBatch &batch)
{
    bool ended = false;
    for (const auto &live : batch.exchanges) {
        if (live.phase != LiveExchange::Phase::Settled)
            continue;
        ended = true;
        m_recent.push_back(live);
    }
    while (m_recent.size() > recentKept)
        m_recent.pop_front();
    if (m_paused || batch.exchanges.size() > mostInBatch) {
        const auto began
            = std::count_if(batch.exchanges.begin(), batch.exchanges.end(), [this](const LiveExchange &live) {
                  return matches(m_filter, live) && m_model.rowOf(live.id) < 0
                      && live.phase == LiveExchange::Phase::Settled;
              });
        if (began > 0)
            Q_EMIT arrived(static_cast<int>(began));
        if (!m_paused)
            m_refetch.start();
    } else if (m_fetch != Fetch::Newest || !m_first) {
        merge(batch.exchanges);
    }
    if (batch.dropped != m_dropped) {
        m_dropped = batch.dropped;
        if (!m_refetch.isActive())
            m_refetch.start();
    }
    if (ended && !m_confirm.isActive())
        m_confirm.start();
    if (ended)
        Q_EMIT settled();
}

/// The ledger knows more of an ended request than the feed told: its project, what came from a cache.
void LogSource::confirm()
{
    if (m_paused || !m_active || m_fetch != Fetch::None || m_filter.looksAtManyRows() || !m_above.empty())
        return;
    m_gateway.queries().cancel(m_confirmTicket);
    m_confirmTicket = m_gateway.queries().page(
        this, m_filter, std::nullopt, confirmedRows, [this](Result<ledger::LogPage> page) {
            if (page && !m_paused && m_fetch == Fetch::None)
                (void)m_model.merge(entriesOf(page->rows), !m_missed && m_above.empty() && !m_holding());
        });
}

void LogSource::older()
{
    if (m_fetch != Fetch::None || !m_model.more() || m_model.count() == 0)
        return;
    fetch(Fetch::Older, m_model.entry(m_model.count() - 1).cursor, pageRows);
}

void LogSource::newer()
{
    if (m_fetch != Fetch::None || m_above.empty())
        return;
    const auto before = m_above.back();
    m_above.pop_back();
    fetch(Fetch::Newer, before, LogModel::chunk);
}

void LogSource::goHome()
{
    if (m_missed || !m_above.empty())
        fetchNewest();
}

void LogSource::stopSearch()
{
    m_gateway.queries().cancel(m_ticket);
    m_fetch = Fetch::None;
    m_model.setMore(false);
    Q_EMIT searched(1);
    Q_EMIT loaded();
}

} // namespace slipswitch::ui
