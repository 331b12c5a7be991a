#include "ui/spend/SpendAdapter.h"

#include "ui/shell/Names.h"
#include "ui/spend/SpendPage.h"
#include "ui/spend/SpendSavings.h"

#include <QDateTime>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ledger::GroupBy;

namespace {

constexpr std::chrono::milliseconds refreshEvery {5000}, patience {300};

GroupBy groupOf(SpendBy by)
{
    switch (by) {
    case SpendBy::Provider:
        return GroupBy::Provider;
    case SpendBy::Model:
        return GroupBy::Model;
    case SpendBy::Tool:
        return GroupBy::Tool;
    case SpendBy::Key:
        return GroupBy::Key;
    }
    return GroupBy::Provider;
}

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// What has begun of a period, so that nobody adds up the future.
std::vector<UtcTime> begun(const std::vector<UtcTime> &edges, UtcTime now)
{
    const auto filled = static_cast<std::ptrdiff_t>(filledColumns(edges, now));
    return {edges.begin(), edges.begin() + filled + 1};
}

} // namespace

SpendAdapter::SpendAdapter(service::GatewayService &gateway, SpendPage &page)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
{
    m_refresh.setInterval(refreshEvery);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (m_page.period().holds(QDate::currentDate()))
            ask(true);
    });
    connect(&m_patience, &QTimer::timeout, &page, &SpendPage::setLoading);
    connect(&page, &SpendPage::watched, this, &SpendAdapter::watch);
    connect(&page, &SpendPage::chosen, this, [this] { ask(false); });
    connect(&page, &SpendPage::tryAgain, this, [this] { ask(false); });
    connect(&gateway, &service::GatewayService::stateChanged, this, [this] {
        if (m_refresh.isActive())
            ask(true);
    });
}

void SpendAdapter::watch(bool watched)
{
    if (!watched) {
        m_refresh.stop();
        return cancel();
    }
    m_refresh.start();
    ask(!m_answers.edges.empty());
}

void SpendAdapter::cancel()
{
    for (const auto ticket : m_open)
        m_gateway.queries().cancel(ticket);
    m_open.clear();
    m_patience.stop();
}

void SpendAdapter::ask(bool patiently)
{
    cancel();
    if (!patiently)
        m_patience.start();
    m_problem.clear();
    m_answers = {};
    m_answers.period = m_page.period();
    m_answers.by = m_page.by();
    m_answers.now = utcNow();
    m_answers.edges = m_answers.period.edges(m_answers.zone);
    m_answers.beforeEdges = m_answers.period.before().edges(m_answers.zone);
    m_waiting = 0;
    askRest();
}

void SpendAdapter::askRest()
{
    auto &queries = m_gateway.queries();
    const auto &edges = m_answers.edges, &before = m_answers.beforeEdges;
    using Points = std::vector<ledger::RollupPoint>;
    const auto rollup = [&](const std::vector<UtcTime> &asked, GroupBy by, Points SpendAnswers::*into) {
        ++m_waiting;
        m_open.push_back(queries.rollup(
            this, asked, by, [this, into](Result<Points> answer) { took(answer, m_answers.*into); }));
    };
    rollup(begun(edges, m_answers.now), groupOf(m_answers.by), &SpendAnswers::points);
    rollup(before, GroupBy::Nothing, &SpendAnswers::before);
    rollup({edges.front(), begun(edges, m_answers.now).back()}, GroupBy::Model, &SpendAnswers::models);
    if (m_answers.period.unit() == SpendPeriod::Unit::Month)
        rollup(lastDays(m_answers.now, m_answers.zone), GroupBy::Nothing, &SpendAnswers::days);
    const auto sums = [&](bool gaps, ledger::TimeRange range, ledger::RollupSums SpendAnswers::*into) {
        ++m_waiting;
        const auto done = [this, into](Result<ledger::RollupSums> answer) { took(answer, m_answers.*into); };
        m_open.push_back(gaps ? queries.gaps(this, range, done) : queries.totals(this, range, done));
    };
    const auto elapsed = std::min(m_answers.now, edges.back()) - edges.front();
    sums(false, {before.front(), std::min(before.front() + elapsed, before.back())},
        &SpendAnswers::beforeSoFar);
    sums(true, {edges.front(), edges.back()}, &SpendAnswers::gaps);
}

template <typename T>
void SpendAdapter::took(Result<T> &answer, T &into)
{
    if (answer)
        into = std::move(*answer);
    else
        m_problem = QString::fromStdString(answer.error().detail);
    if (--m_waiting == 0)
        show();
}

void SpendAdapter::show()
{
    m_open.clear();
    m_patience.stop();
    if (m_gateway.catalog())
        m_answers.saved = savedByCaches(m_answers.models, *m_gateway.catalog(), kinds(), m_answers.now);
    if (m_problem.isEmpty())
        return m_page.setData(spendOf(m_answers, names()));
    SpendData failed;
    failed.state = SpendData::State::Failed;
    failed.problem = m_problem;
    m_page.setData(failed);
}

SpendNames SpendAdapter::names() const
{
    return {[this](const std::string &group) { return nameOf(group); },
        [this](const std::string &group) { return providerKind(m_gateway, group); }};
}

std::vector<std::string> SpendAdapter::kinds() const
{
    std::vector<std::string> kinds;
    for (const auto &provider : m_gateway.settings()->providers)
        kinds.push_back(provider.kind);
    return kinds;
}

QString SpendAdapter::nameOf(const std::string &group) const
{
    switch (m_answers.by) {
    case SpendBy::Provider:
        return group.empty() ? tr("Not sent anywhere") : providerTitle(m_gateway, group);
    case SpendBy::Model:
        return group.empty() ? tr("Not sent anywhere") : QString::fromStdString(group);
    case SpendBy::Tool:
        return group.empty() ? tr("Unknown tool") : QString::fromStdString(group);
    case SpendBy::Key:
        return keyName(group);
    }
    return {};
}

QString SpendAdapter::keyName(const std::string &id) const
{
    const auto &keys = m_gateway.settings()->accessKeys;
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto &key) { return key.id == id; });
    if (found != keys.end())
        return QString::fromStdString(found->name);
    return id.empty() ? tr("No valid key") : QString::fromStdString(id);
}

} // namespace slipswitch::ui
