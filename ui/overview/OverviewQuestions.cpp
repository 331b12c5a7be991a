#include "ui/overview/OverviewAdapter.h"
#include "ui/overview/OverviewPage.h"
#include "ui/shell/Names.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

// What the overview asks the log, every few seconds: roll-ups, walks along an index, and samples of a bounded
// size.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Range = OverviewData::Range;

namespace {

constexpr std::size_t minutesShown = 60;
constexpr std::size_t forUse = 0, forMinutes = 1, forSums = 2; // questions
constexpr int weeksCompared = 4;

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

UtcTime utc(const QDateTime &time)
{
    return UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

int daysOf(Range range)
{
    return range == Range::Today ? 1 : range == Range::Week ? 7 : 30;
}

/// Hours of today, or days: local midnights, so that odd days come out right.
std::vector<UtcTime> edgesOf(Range range)
{
    const auto today = QDate::currentDate();
    std::vector<UtcTime> edges;
    if (range == Range::Today) {
        const auto midnight = today.startOfDay();
        for (int hour = 0; hour <= QTime::currentTime().hour() + 1; ++hour)
            edges.push_back(utc(midnight.addSecs(hour * 3600)));
        return edges;
    }
    for (int day = daysOf(range) - 1; day >= -1; --day)
        edges.push_back(utc(today.addDays(-day).startOfDay()));
    return edges;
}

/// The spans to compare with, each a start and an end: the same weekdays before, or as many days before.
/// Their ends are this time of day, to the nearest quarter of an hour.
std::vector<UtcTime> usualRanges(Range range)
{
    const auto now = QDateTime::currentDateTime();
    const auto today = now.date();
    const int quarter = (now.time().hour() * 60 + now.time().minute() + 7) / 15;
    std::vector<UtcTime> edges;
    const auto add = [&](const QDate &first, const QDate &last) {
        edges.push_back(utc(first.startOfDay()));
        edges.push_back(utc(last.startOfDay().addSecs(quarter * 900)));
    };
    for (int week = weeksCompared; range == Range::Today && week > 0; --week)
        add(today.addDays(-7 * week), today.addDays(-7 * week));
    if (range != Range::Today)
        add(today.addDays(1 - 2 * daysOf(range)), today.addDays(-daysOf(range)));
    return edges;
}

QString usualName(Range range)
{
    if (range == Range::Today)
        return OverviewPage::tr("a usual %1")
            .arg(QLocale().standaloneDayName(QDate::currentDate().dayOfWeek()));
    return OverviewPage::tr("the %1 days before").arg(daysOf(range));
}

} // namespace

/// While nothing runs there may be no log to read.
void OverviewAdapter::answered(std::size_t question, const Error *problem)
{
    m_troubles.at(question)
        = problem && m_gateway.state().listens() ? QString::fromStdString(problem->detail) : QString();
    const auto first = std::find_if(
        m_troubles.begin(), m_troubles.end(), [](const QString &trouble) { return !trouble.isEmpty(); });
    m_overview.trouble = first == m_troubles.end() ? QString() : *first;
    push();
}

void OverviewAdapter::ask()
{
    askForHour();
    askForMinutes();
    askForRange();
    askForTools();
    askForProblems();
    askWhetherUsed();
}

void OverviewAdapter::askWhetherUsed()
{
    m_gateway.queries().page(this, {}, {}, 1, [this](Result<ledger::LogPage> page) {
        answered(forUse, page ? nullptr : &page.error());
        if (!page)
            return;
        m_overview.loaded = true;
        m_overview.everUsed = !page->rows.empty();
        push();
    });
}

void OverviewAdapter::askForHour()
{
    const auto now = utcNow();
    m_gateway.queries().tries(
        this, {now - 60min, now}, healthStrokes, [this](Result<ledger::TriesByProvider> tries) {
            if (!tries)
                return;
            m_hour = healthRows(*tries);
            listProviders();
        });
}

void OverviewAdapter::askForTools()
{
    const auto now = utcNow();
    m_gateway.queries().rollup(this, {now - 24h, now + 15min}, ledger::GroupBy::Tool,
        [this](Result<std::vector<ledger::RollupPoint>> points) {
            if (!points)
                return;
            m_overview.tools = toolsOf(*points);
            push();
        });
}

void OverviewAdapter::askForMinutes()
{
    const auto end = std::chrono::floor<std::chrono::minutes>(utcNow()) + 1min;
    const ledger::TimeRange range {end - std::chrono::minutes(minutesShown), end};
    m_gateway.queries().histogram(
        this, {}, range, 1min, [this, range](Result<std::vector<ledger::HistogramBar>> bars) {
            answered(forMinutes, bars ? nullptr : &bars.error());
            if (!bars)
                return;
            m_overview.perMinute = minuteChart(*bars, range.from, minutesShown);
            push();
        });
}

void OverviewAdapter::askForRange()
{
    askForUsual();
    askForSums();
    m_gateway.queries().latencies(
        this, edgesOf(m_page.range()), [this, range = m_page.range()](Result<ledger::Latencies> latencies) {
            if (!latencies || range != m_page.range())
                return;
            m_overview.stats[2] = latencyStat(*latencies);
            push();
        });
}

void OverviewAdapter::askForUsual()
{
    auto ranges = usualRanges(m_page.range());
    m_gateway.queries().rollup(this, ranges, ledger::GroupBy::Nothing,
        [this, ranges, range = m_page.range()](Result<std::vector<ledger::RollupPoint>> points) {
            if (points && range == m_page.range())
                m_usual = usualSpend(*points, ranges, usualName(range));
        });
}

void OverviewAdapter::askForSums()
{
    auto edges = edgesOf(m_page.range());
    const auto columns = edges.size() - 1;
    m_gateway.queries().rollup(this, edges, ledger::GroupBy::Nothing,
        [this, columns, edges, range = m_page.range()](Result<std::vector<ledger::RollupPoint>> points) {
            answered(forSums, points ? nullptr : &points.error());
            if (!points || range != m_page.range())
                return;
            const auto stats = sumStats(*points, edges, columns, m_usual);
            m_overview.stats[0] = stats.spend;
            m_overview.stats[1] = stats.requests;
            m_overview.stats[3] = stats.tokens;
            push();
        });
}

void OverviewAdapter::askForProblems()
{
    ledger::Filter failed, rerouted;
    failed.errorsOnly = true;
    rerouted.rerouted = true;
    m_gateway.queries().page(
        this, failed, {}, mostProblems, [this, rerouted](Result<ledger::LogPage> failures) {
            if (!failures)
                return;
            m_gateway.queries().page(this, rerouted, {}, mostProblems,
                [this, failures = std::move(*failures)](Result<ledger::LogPage> others) {
                    if (others)
                        takeProblems(failures, *others);
                });
        });
}

void OverviewAdapter::takeProblems(const ledger::LogPage &failed, const ledger::LogPage &rerouted)
{
    m_problemIds = problemsOf(failed, rerouted, utcNow() - 24h);
    std::erase_if(m_problems, [this](const auto &known) {
        return std::find(m_problemIds.begin(), m_problemIds.end(), known.first) == m_problemIds.end();
    });
    for (const auto id : m_problemIds) {
        if (m_problems.contains(id))
            continue;
        m_gateway.queries().detail(this, id, [this](Result<ledger::LogDetail> detail) {
            if (detail)
                takeProblem(detail->exchange);
        });
    }
    listProblems();
    push();
}

void OverviewAdapter::takeProblem(const domain::Exchange &exchange)
{
    const auto *failed = firstFailure(exchange);
    auto row = problemRow(exchange, providerTitle(m_gateway, exchange.provider));
    if (failed)
        row.kind = providerKind(m_gateway, failed->provider);
    m_problems[exchange.id] = std::move(row);
    listProblems();
    push();
}

void OverviewAdapter::listProblems()
{
    m_overview.problems.clear();
    for (const auto id : m_problemIds) {
        if (const auto known = m_problems.find(id); known != m_problems.end())
            m_overview.problems.push_back(known->second);
    }
}

} // namespace slipswitch::ui
