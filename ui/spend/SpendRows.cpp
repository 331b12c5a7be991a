#include "ui/spend/SpendRows.h"

#include "ui/spend/SpendForecast.h"
#include "ui/theme/Lines.h"
#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostSeries = 8, greyLine = 7;
constexpr int forecastDays = 28;

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("Spend", text, nullptr, count);
}

void add(ledger::RollupSums &to, const ledger::RollupSums &from)
{
    to.exchanges += from.exchanges;
    to.errors += from.errors;
    to.unpriced += from.unpriced;
    to.cost += from.cost;
    auto &usage = to.usage;
    for (const auto bucket : {&domain::Usage::input, &domain::Usage::cacheRead, &domain::Usage::cacheWrite5m,
             &domain::Usage::cacheWrite1h, &domain::Usage::audioInput, &domain::Usage::audioCacheRead,
             &domain::Usage::imageInput, &domain::Usage::imageCacheRead, &domain::Usage::videoInput,
             &domain::Usage::output, &domain::Usage::reasoning, &domain::Usage::audioOutput,
             &domain::Usage::imageOutput, &domain::Usage::citation, &domain::Usage::webSearches,
             &domain::Usage::fileSearches})
        usage.*bucket += from.usage.*bucket;
}

std::size_t columnOf(const std::vector<UtcTime> &edges, UtcTime start)
{
    const auto behind = std::upper_bound(edges.begin(), edges.end(), start) - edges.begin();
    const auto last = static_cast<std::ptrdiff_t>(edges.size()) - 2;
    return static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(behind - 1, 0, std::max<std::ptrdiff_t>(last, 0)));
}

struct Group
{
    SpendData::Row row;
    std::string id;
    std::vector<double> cost, requests;
};

QString fieldOf(SpendBy by)
{
    return std::array {u"provider:"_s, u"model:"_s, u"tool:"_s, u"key:"_s}.at(static_cast<std::size_t>(by));
}

QString quoted(const QString &value)
{
    return value.contains(u' ') ? u'"' + value + u'"' : value;
}

std::vector<Group> groupsOf(const SpendAnswers &answers, const SpendNames &names, SpendData &data)
{
    std::map<std::string, std::size_t> known;
    std::vector<Group> groups;
    data.unpriced.assign(data.filled, 0);
    for (const auto &point : answers.points) {
        const auto [at, fresh] = known.try_emplace(point.group, groups.size());
        if (fresh) {
            groups.push_back(
                {{}, point.group, std::vector<double>(data.filled), std::vector<double>(data.filled)});
            groups.back().row.name = names.name(point.group);
            if (!point.group.empty())
                groups.back().row.wanted = fieldOf(answers.by) + quoted(QString::fromStdString(point.group));
        }
        auto &group = groups[at->second];
        const auto column = columnOf(answers.edges, point.start);
        if (column >= data.filled)
            continue;
        add(group.row.sums, point.sums);
        add(data.total, point.sums);
        group.cost[column] += point.sums.cost.dollars();
        group.requests[column] += static_cast<double>(point.sums.exchanges);
        data.unpriced[column] += point.sums.unpriced;
        data.cells.push_back(
            {localTime(point.start, answers.zone).toString(Qt::ISODate), group.row.name, point.sums});
    }
    std::sort(groups.begin(), groups.end(), [](const Group &a, const Group &b) {
        const auto &left = a.row.sums, &right = b.row.sums;
        return std::tie(left.cost, left.exchanges) > std::tie(right.cost, right.exchanges);
    });
    return groups;
}

std::size_t lineOfKind(const QString &kind)
{
    const auto &lines = lightTokens().lines;
    const auto found = std::find(lines.begin(), lines.end(), lineOf(kind, lightTokens()).color);
    return static_cast<std::size_t>(found - lines.begin());
}

/// Providers keep their own line as long as nobody else has it; the others take what is free.
void colour(std::vector<Group> &groups, const SpendNames &names, SpendBy by)
{
    std::array<bool, mostSeries> taken {};
    std::vector<bool> done(groups.size(), false);
    for (std::size_t index = 0; by == SpendBy::Provider && index < groups.size(); ++index) {
        const auto line = lineOfKind(names.kind(groups[index].id));
        if (line >= greyLine || taken.at(line))
            continue;
        groups[index].row.line = line;
        taken.at(line) = done[index] = true;
    }
    for (std::size_t index = 0; index < groups.size(); ++index) {
        if (done[index])
            continue;
        const auto free = std::find(taken.begin(), taken.end(), false) - taken.begin();
        const bool priced = groups[index].row.sums.cost.picodollars() > 0;
        const auto line = priced ? std::min(static_cast<std::size_t>(free), greyLine) : greyLine;
        groups[index].row.line = line;
        taken.at(line) = true;
    }
}

void stack(const std::vector<Group> &groups, SpendData &data)
{
    const auto priced = static_cast<std::size_t>(std::count_if(groups.begin(), groups.end(),
        [](const Group &group) { return group.row.sums.cost.picodollars() > 0; }));
    const auto own = priced > mostSeries ? mostSeries - 1 : priced;
    for (std::size_t index = 0; index < own; ++index)
        data.series.push_back({groups[index].row.name, groups[index].row.line, groups[index].cost});
    if (own == priced)
        return;
    SpendData::Series rest {tr("Other"), greyLine, std::vector<double>(data.filled)};
    for (auto index = own; index < priced; ++index) {
        for (std::size_t column = 0; column < data.filled; ++column)
            rest.values[column] += groups[index].cost[column];
    }
    data.series.push_back(std::move(rest));
}

void tellBefore(const SpendAnswers &answers, SpendData &data)
{
    const auto today = localTime(answers.now, answers.zone).date();
    data.beforeTitle = answers.period.before().title(today);
    if (answers.before.empty())
        return;
    data.before.assign(answers.beforeEdges.size() - 1, 0);
    for (const auto &point : answers.before)
        data.before[columnOf(answers.beforeEdges, point.start)] += point.sums.cost.dollars();
    data.beforeSoFar = answers.beforeSoFar;
}

QString trendHead(SpendPeriod::Unit unit, std::size_t columns)
{
    const auto count = static_cast<int>(columns);
    switch (unit) {
    case SpendPeriod::Unit::Day:
        return count == 1 ? tr("1 hour") : tr("%n hours", count);
    case SpendPeriod::Unit::Week:
        return tr("By 6 hours");
    case SpendPeriod::Unit::Month:
        return count == 1 ? tr("1 day") : tr("%n days", count);
    case SpendPeriod::Unit::Year:
        return count == 1 ? tr("1 week") : tr("%n weeks", count);
    }
    return {};
}

void tellPeriod(const SpendAnswers &answers, SpendData &data)
{
    const auto today = localTime(answers.now, answers.zone).date();
    const auto &period = answers.period;
    data.title = period.title(today);
    data.periodName = period.name(today);
    data.step = period.step();
    data.ends = !period.holds(today);
    data.columns = answers.edges.size() - 1;
    data.filled = filledColumns(answers.edges, answers.now);
    data.days = static_cast<int>(period.first().daysTo(period.end()));
    data.daysPassed = data.ends ? data.days : static_cast<int>(period.first().daysTo(today)) + 1;
    data.labels = period.labels(answers.edges, answers.now, answers.zone);
    for (std::size_t column = 0; column < data.columns; ++column)
        data.columnTitles.push_back(
            period.columnTitle(answers.edges[column], answers.edges[column + 1], answers.zone));
    data.rowHead = std::array {tr("Provider"), tr("Model"), tr("Tool"), tr("Access key")}.at(
        static_cast<std::size_t>(answers.by));
    data.trendHead = trendHead(period.unit(), data.filled);
}

} // namespace

QString spendText(double dollars)
{
    if (dollars >= 0.01)
        return u"$"_s + QLocale().toString(dollars, 'f', 2);
    const auto amount = Money::picodollars(std::llround(dollars * 1e12));
    return amount.picodollars() == 0 ? u"$"_s + QLocale().toString(0.0, 'f', 2) : moneyText(amount);
}

QString spendText(Money amount)
{
    return spendText(amount.dollars());
}

std::size_t filledColumns(const std::vector<UtcTime> &edges, UtcTime now)
{
    const auto begun = std::upper_bound(edges.begin(), edges.end(), now) - edges.begin();
    return std::min(static_cast<std::size_t>(begun), edges.size() - 1);
}

std::vector<UtcTime> lastDays(UtcTime now, const QTimeZone &zone)
{
    const auto today = localTime(now, zone).date();
    std::vector<UtcTime> edges;
    for (int day = forecastDays; day >= 0; --day)
        edges.push_back(utcOf(today.addDays(-day).startOfDay(zone)));
    return edges;
}

SpendData spendOf(const SpendAnswers &answers, const SpendNames &names)
{
    SpendData data;
    tellPeriod(answers, data);
    auto groups = groupsOf(answers, names, data);
    colour(groups, names, answers.by);
    stack(groups, data);
    tellBefore(answers, data);
    const auto whole = data.total.cost.dollars();
    for (auto &group : groups) {
        auto &row = group.row;
        row.share = whole > 0 ? row.sums.cost.dollars() / whole : 0;
        row.trend = row.sums.cost.picodollars() > 0 ? std::move(group.cost) : std::move(group.requests);
        data.rows.push_back(std::move(row));
    }
    data.notKept = answers.gaps.exchanges;
    data.saved = answers.saved;
    data.state = data.rows.empty() ? SpendData::State::Empty : SpendData::State::Full;
    data.forecast = forecastOf(answers, data);
    return data;
}

} // namespace slipswitch::ui
