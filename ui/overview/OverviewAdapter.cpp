#include "ui/overview/OverviewAdapter.h"

#include "ui/overview/OverviewPage.h"
#include "ui/overview/OverviewRows.h"
#include "ui/shell/Names.h"
#include "ui/shell/TryLine.h"
#include "ui/widgets/Format.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto refreshEvery = 5s;
constexpr std::size_t rowsLookedAt = 500, minutesShown = 60;
constexpr std::size_t forRows = 0, forMinutes = 1, forSums = 2; // questions

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

UtcTime utc(const QDateTime &time)
{
    return UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

/// Hours of today, or days: local midnights, so that odd days come out right.
std::vector<UtcTime> edgesOf(OverviewData::Range range)
{
    const auto today = QDate::currentDate();
    std::vector<UtcTime> edges;
    if (range == OverviewData::Range::Today) {
        const auto midnight = today.startOfDay();
        for (int hour = 0; hour <= QTime::currentTime().hour() + 1; ++hour)
            edges.push_back(utc(midnight.addSecs(hour * 3600)));
        return edges;
    }
    const int days = range == OverviewData::Range::Week ? 7 : 30;
    for (int day = days - 1; day >= -1; --day)
        edges.push_back(utc(today.addDays(-day).startOfDay()));
    return edges;
}

OverviewData::State stateOf(service::GatewayState::Phase phase)
{
    using Phase = service::GatewayState::Phase;
    switch (phase) {
    case Phase::Starting:
        return OverviewData::State::Starting;
    case Phase::Listening:
        return OverviewData::State::Routing;
    case Phase::Paused:
        return OverviewData::State::Paused;
    case Phase::Failed:
        return OverviewData::State::Failed;
    case Phase::Stopped:
        break;
    }
    return OverviewData::State::Stopped;
}

} // namespace

OverviewAdapter::OverviewAdapter(service::GatewayService &gateway, OverviewPage &page)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
{
    m_overview.about = tr(
        "Speaks OpenAI Chat, OpenAI Responses, Anthropic Messages, Gemini and Ollama. This computer only.");
    m_refresh.setInterval(refreshEvery);
    m_pushSoon.setSingleShot(true);
    m_pushSoon.setInterval(50ms);
    connect(&m_refresh, &QTimer::timeout, this, &OverviewAdapter::ask);
    connect(&m_pushSoon, &QTimer::timeout, this, [this] { m_page.setData(m_overview); });
    connect(&page, &OverviewPage::watched, this, &OverviewAdapter::watch);
    connect(&page, &OverviewPage::rangeChosen, this, &OverviewAdapter::askForSums);
    connect(&page, &OverviewPage::pauseRequested, this, [this] { m_gateway.pause(); });
    connect(&page, &OverviewPage::startRequested, this, [this] {
        if (m_gateway.state().phase == service::GatewayState::Phase::Paused)
            m_gateway.resume();
        else
            m_gateway.restart();
    });
    connect(&page, &OverviewPage::retryRequested, this, &OverviewAdapter::ask);
    connect(&gateway, &service::GatewayService::stateChanged, this, &OverviewAdapter::takeState);
    connect(&gateway, &service::GatewayService::lockedChanged, this, &OverviewAdapter::takeLocked);
    connect(&gateway, &service::GatewayService::settingsChanged, this, [this] {
        takeLocked();
        listProviders();
    });
    serveTryLine(gateway, *page.tryLine(), [this](const Error &error) {
        Q_EMIT m_page.toastRequested(
            {tr("A key could not be made"), QString::fromStdString(error.detail), Tone::Bad, {}, {}});
    });
    takeState();
    m_page.setData(m_overview);
}

void OverviewAdapter::watch(bool watched)
{
    if (!watched) {
        m_refresh.stop();
        disconnect(&m_gateway.pulse(), nullptr, this, nullptr);
        disconnect(&m_gateway.live(), nullptr, this, nullptr);
        return;
    }
    connect(&m_gateway.live(), &service::LiveUpdates::healthChanged, this, &OverviewAdapter::listProviders,
        Qt::UniqueConnection);
    connect(&m_gateway.pulse(), &service::Pulse::changed, this, &OverviewAdapter::takePulse,
        Qt::UniqueConnection);
    m_refresh.start();
    ask();
}

void OverviewAdapter::takeState()
{
    const auto &state = m_gateway.state();
    const bool began = stateOf(state.phase) == OverviewData::State::Routing
        && m_overview.state != OverviewData::State::Routing;
    m_overview.state = stateOf(state.phase);
    m_overview.address = state.address;
    m_overview.problem = state.problem;
    takeLocked();
    if (began && m_refresh.isActive())
        ask();
}

void OverviewAdapter::takePulse(const service::PulseSample &pulse)
{
    if (m_page.range() != OverviewData::Range::Today)
        return;
    auto &spend = m_overview.stats[0];
    spend.number = moneyText(pulse.costToday);
    m_overview.stats[1].number = countText(pulse.requestsToday);
    push();
}

void OverviewAdapter::push()
{
    if (!m_pushSoon.isActive())
        m_pushSoon.start();
}

void OverviewAdapter::takeLocked()
{
    const auto names = m_gateway.lockedProviders();
    QStringList titles;
    for (const auto &name : names)
        titles << providerTitle(m_gateway, name);
    m_overview.locked = titles.join(u", "_s);
    m_overview.lockedProvider = names.empty() ? QString() : QString::fromStdString(names.front());
    push();
}

/// In the order of the settings; then those that were asked but are not there any more.
void OverviewAdapter::listProviders()
{
    auto hour = m_hour;
    const auto add = [this](const std::string &name, OverviewData::ProviderRow row) {
        row.kind = providerKind(m_gateway, name);
        row.name = providerTitle(m_gateway, name);
        for (const auto &health : m_gateway.live().health()) {
            if (health.provider.toStdString() == name)
                takeLive(row, health);
        }
        m_overview.providers.push_back(std::move(row));
    };
    m_overview.providers.clear();
    for (const auto &provider : m_gateway.settings()->providers) {
        const auto known = hour.extract(provider.name);
        add(provider.name, known.empty() || !provider.enabled ? idleRow(provider.enabled) : known.mapped());
    }
    for (const auto &[name, row] : hour)
        add(name, row);
    push();
}

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
    const auto now = utcNow();
    m_gateway.queries().page(this, {}, {}, rowsLookedAt, [this](Result<ledger::LogPage> page) {
        answered(forRows, page ? nullptr : &page.error());
        if (page)
            takeRows(*page);
    });
    askForMinutes(now);
    askForSums();
}

void OverviewAdapter::askForMinutes(UtcTime now)
{
    const auto end = std::chrono::floor<std::chrono::minutes>(now) + 1min;
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

void OverviewAdapter::askForSums()
{
    auto edges = edgesOf(m_page.range());
    const auto columns = edges.size() - 1;
    m_gateway.queries().rollup(this, edges, ledger::GroupBy::Nothing,
        [this, columns, edges, range = m_page.range()](Result<std::vector<ledger::RollupPoint>> points) {
            answered(forSums, points ? nullptr : &points.error());
            if (!points || range != m_page.range())
                return;
            const auto stats = sumStats(*points, edges, columns);
            m_overview.stats[0] = stats.spend;
            m_overview.stats[1] = stats.requests;
            m_overview.stats[3] = stats.tokens;
            push();
        });
}

void OverviewAdapter::takeRows(const ledger::LogPage &page)
{
    const auto now = utcNow();
    m_overview.loaded = true;
    m_overview.everUsed = !page.rows.empty();
    m_overview.tools = toolsOf(page, now - 24h);
    m_overview.stats[2] = latencyStat(page);
    m_hour = healthRows(page, now);
    listProviders();
    m_problemIds = problemsOf(page, now - 24h);
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
