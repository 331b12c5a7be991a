#include "ui/log/LogFigures.h"

#include "ui/log/LogPage.h"
#include "ui/log/TimeBars.h"
#include "ui/widgets/Format.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ledger::TimeRange;

namespace {

constexpr auto refreshAfter = 3s;
constexpr int newestRows = 200;
constexpr std::size_t leastForSlow = 20;
constexpr domain::Micros usualSpan = 24h * 30, shortestSpan = 1h;
constexpr UtcTime beginning {std::chrono::days(365)};

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// Whole steps of local time that cover a range.
TimeRange aligned(TimeRange range, domain::Micros step)
{
    const domain::Micros offset = std::chrono::seconds(
        QDateTime::fromMSecsSinceEpoch(range.to.time_since_epoch().count() / 1000).offsetFromUtc());
    const auto floored = [&](UtcTime time) {
        const auto local = time.time_since_epoch() + offset;
        return UtcTime(local - local % step - offset);
    };
    const auto end = floored(range.to);
    return {floored(range.from), end < range.to ? end + step : end};
}

} // namespace

bool rolledUp(const ledger::Filter &filter)
{
    auto only = ledger::Filter {};
    only.time = filter.time;
    only.provider = filter.provider;
    only.model = filter.model;
    only.keyId = filter.keyId;
    only.tool = filter.tool;
    const int fields = int {!filter.provider.empty()} + int {!filter.model.empty()}
        + int {!filter.keyId.empty()} + int {!filter.tool.empty()};
    return filter == only && fields <= 1;
}

LogFigures::LogFigures(service::GatewayService &gateway, LogPage &page)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(refreshAfter);
    connect(&m_soon, &QTimer::timeout, this, &LogFigures::ask);
}

void LogFigures::setFilter(ledger::Filter filter)
{
    m_fresh = m_fresh || !(filter == m_filter);
    m_filter = std::move(filter);
    if (m_fresh)
        m_sums = {};
    m_due = true;
    stop();
}

void LogFigures::begin()
{
    if (std::exchange(m_due, false))
        ask();
}

void LogFigures::refreshSoon()
{
    if (!m_soon.isActive() && rolledUp(m_filter))
        m_soon.start();
}

void LogFigures::stop()
{
    m_soon.stop();
    for (const auto ticket : {m_bars, m_totals, m_slow})
        m_gateway.queries().cancel(ticket);
}

TimeRange LogFigures::wholeRange() const
{
    const auto now = utcNow();
    auto range = m_filter.time.value_or(TimeRange {beginning, now});
    range.from = std::max(range.from, beginning);
    range.to = std::min(range.to, now + 1min);
    return range;
}

void LogFigures::ask()
{
    stop();
    auto range = wholeRange();
    if (range.from <= beginning)
        range.from = range.to - usualSpan;
    askBars(range);
    if (rolledUp(m_filter))
        askSums();
    askSlow();
}

void LogFigures::askBars(TimeRange range)
{
    const auto step = TimeBarsData::stepFor(range);
    const auto whole = aligned(range, step);
    m_bars = m_gateway.queries().histogram(
        this, m_filter, whole, step, [this, whole, step](Result<std::vector<ledger::HistogramBar>> bars) {
            if (bars)
                takeBars(*bars, whole, step);
        });
}

void LogFigures::takeBars(const std::vector<ledger::HistogramBar> &bars, TimeRange range, domain::Micros step)
{
    // A young log fills its histogram too.
    if (!m_filter.time && !bars.empty() && range.to - range.from > shortestSpan) {
        const auto used = range.to - bars.front().start;
        if (used * 4 < range.to - range.from)
            return askBars({std::min(bars.front().start, range.to - shortestSpan), range.to});
    }
    m_page.bars()->setData({range, step, bars});
    m_fresh = false;
    if (rolledUp(m_filter))
        return;
    ledger::HistogramBar all;
    for (const auto &bar : bars) {
        all.exchanges += bar.exchanges;
        all.errors += bar.errors;
        all.rerouted += bar.rerouted;
    }
    m_sums.requests = all.exchanges;
    m_sums.errors = all.errors;
    m_sums.rerouted = all.rerouted;
    show();
}

void LogFigures::askSums()
{
    const auto range = wholeRange();
    const auto by = !m_filter.provider.empty() ? ledger::GroupBy::Provider
        : !m_filter.model.empty()              ? ledger::GroupBy::Model
        : !m_filter.keyId.empty()              ? ledger::GroupBy::Key
        : !m_filter.tool.empty()               ? ledger::GroupBy::Tool
                                               : ledger::GroupBy::Nothing;
    const auto group = m_filter.provider + m_filter.model + m_filter.keyId + m_filter.tool;
    m_totals = m_gateway.queries().rollup(this, {range.from, range.to + 15min}, by,
        [this, group](Result<std::vector<ledger::RollupPoint>> points) {
            if (!points)
                return;
            ledger::RollupSums sums;
            for (const auto &point : *points) {
                if (point.group == group)
                    sums = point.sums;
            }
            m_sums.requests = sums.exchanges;
            m_sums.errors = sums.errors;
            m_sums.rerouted = sums.rerouted;
            m_sums.refused = sums.refused;
            m_sums.left = sums.clientGone;
            m_sums.cost = sums.cost;
            m_sums.unpriced = sums.unpriced;
            show();
        });
}

/// A chosen time and nothing else can be looked at as a whole, as cheaply as an hour.
void LogFigures::askSlow()
{
    auto timeAlone = ledger::Filter {};
    timeAlone.time = m_filter.time;
    if (!m_filter.time || !(m_filter == timeAlone))
        return;
    const auto range = wholeRange();
    m_slow = m_gateway.queries().latencies(
        this, {range.from, range.to}, [this](const Result<ledger::Latencies> &times) {
            if (!times)
                return;
            const bool enough = times->answers >= static_cast<std::int64_t>(leastForSlow);
            m_sums.slow = enough ? times->slow : std::nullopt;
            show();
        });
}

QString LogFigures::sumsText() const
{
    if (m_page.segment() != LogPage::Segment::All)
        return {};
    QStringList parts;
    if (m_sums.cost)
        parts << tr("%1 total").arg(sumText(*m_sums.cost));
    const auto share = [this](std::int64_t count) {
        const auto percent = 100.0 * static_cast<double>(count) / static_cast<double>(*m_sums.requests);
        return QLocale().toString(percent, 'f', percent > 0 && percent < 10 ? 1 : 0);
    };
    if (m_sums.requests.value_or(0) > 0 && m_sums.errors)
        parts << tr("%1% failed").arg(share(*m_sums.errors));
    if (m_sums.requests.value_or(0) > 0 && m_sums.rerouted.value_or(0) > 0)
        parts << tr("%1% rerouted").arg(share(*m_sums.rerouted));
    if (m_sums.unpriced > 0)
        parts << tr("%1 without a price").arg(countText(m_sums.unpriced));
    if (const auto slow = slowText(); !slow.isEmpty())
        parts << slow;
    return parts.join(u", "_s);
}

/// Of what is newest, and says so, where the filter's whole time is not known: the log keeps no sums of
/// durations.
QString LogFigures::slowText() const
{
    if (m_sums.slow)
        return tr("p95 %1").arg(durationText(*m_sums.slow));
    std::vector<domain::Micros> times;
    const auto rows = std::min(m_page.model().count(), newestRows);
    for (int row = 0; row < rows; ++row) {
        const auto &entry = m_page.model().entry(row);
        if (!entry.inFlight() && !entry.failed && entry.duration)
            times.push_back(*entry.duration);
    }
    if (times.size() < leastForSlow)
        return {};
    const auto place = times.begin() + static_cast<std::ptrdiff_t>(times.size() * 95 / 100);
    std::nth_element(times.begin(), place, times.end());
    return tr("p95 %1 of the newest %2").arg(durationText(*place)).arg(rows);
}

void LogFigures::show()
{
    const auto word = [](const std::optional<std::int64_t> &count) {
        return !count ? QString() : *count < 1'000'000 ? countText(*count) : compactText(*count);
    };
    m_page.setCounts({word(m_sums.requests), word(m_sums.errors), word(m_sums.rerouted), word(m_sums.refused),
        word(m_sums.left)});
    const std::array counts {m_sums.requests, m_sums.errors, m_sums.rerouted, m_sums.refused, m_sums.left};
    const auto &count = counts[static_cast<std::size_t>(m_page.segment())];
    const bool bounded = !m_filter.time && !rolledUp(m_filter);
    m_page.setFooter({!count         ? QString()
            : bounded && *count == 1 ? tr("1 request in the last 30 days")
            : bounded                ? tr("%1 requests in the last 30 days").arg(countText(*count))
            : *count == 1            ? tr("1 request in view")
                                     : tr("%1 requests in view").arg(countText(*count)),
        sumsText()});
}

} // namespace slipswitch::ui
