#include "ui/overview/OverviewRows.h"

#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Outcome;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Overview", text);
}

QDateTime local(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

bool answered(const domain::Exchange &exchange)
{
    return exchange.outcome == Outcome::Succeeded;
}

} // namespace

AreaChartData minuteChart(const std::vector<ledger::HistogramBar> &bars, UtcTime from, std::size_t minutes)
{
    std::vector<double> good(minutes), again(minutes), bad(minutes);
    for (const auto &bar : bars) {
        const auto column = (bar.start - from) / 1min;
        if (column < 0 || column >= static_cast<std::int64_t>(minutes))
            continue;
        const auto index = static_cast<std::size_t>(column);
        bad[index] = static_cast<double>(bar.errors);
        again[index] = static_cast<double>(bar.rerouted);
        good[index] = static_cast<double>(bar.exchanges - bar.errors - bar.rerouted);
    }
    AreaChartData chart;
    chart.series = {{tr("Answered"), std::move(good)}, {tr("After retry or fallback"), std::move(again)},
        {tr("Failed"), std::move(bad)}};
    const QLocale locale;
    for (std::size_t index = 0; index < minutes; ++index) {
        const auto time = local(from + std::chrono::minutes(index));
        if (time.time().minute() % 10 == 0 && index > 1)
            chart.labels.emplace_back(index, time.toString(u"HH:mm"_s));
        chart.titles.push_back(locale.toString(time, u"ddd d MMM, HH:mm"_s));
    }
    return chart;
}

std::optional<UsualSpend> usualSpend(
    const std::vector<ledger::RollupPoint> &points, const std::vector<UtcTime> &ranges, const QString &name)
{
    double dollars = 0;
    std::set<UtcTime> used; // a span without requests is from before the log began, or a day off
    for (const auto &point : points) {
        const auto at = std::find(ranges.begin(), ranges.end(), point.start) - ranges.begin();
        if (at % 2 != 0 || point.sums.exchanges == 0)
            continue;
        dollars += point.sums.cost.dollars();
        used.insert(point.start);
    }
    if (used.empty() || dollars <= 0)
        return {};
    return UsualSpend {dollars / static_cast<double>(used.size()), name};
}

namespace {

void compare(Stat &spend, double dollars, const UsualSpend &usual)
{
    const auto change = 100.0 * (dollars / usual.dollars - 1);
    const auto size = std::abs(change);
    spend.lead = size < 0.5 ? tr("Level")
                            : (change > 0 ? u"+"_s : u"−"_s) + QLocale().toString(size, 'f', 0) + u"%"_s;
    spend.leadIcon = size < 0.5 ? QString() : change > 0 ? u"arrow-up"_s : u"arrow-down"_s;
    spend.leadTone = size < 0.5 ? Tone::Neutral : change > 0 ? Tone::Warn : Tone::Ok;
    spend.note = size < 0.5 ? tr("with %1").arg(usual.name) : tr("vs %1").arg(usual.name);
}

} // namespace

SumStats sumStats(const std::vector<ledger::RollupPoint> &points, const std::vector<UtcTime> &edges,
    std::size_t columns, const std::optional<UsualSpend> &usual)
{
    SumStats stats;
    ledger::RollupSums all;
    std::vector<double> spend(columns), requests(columns), tokens(columns);
    std::int64_t in = 0, out = 0, cached = 0;
    for (const auto &point : points) {
        const auto found = std::upper_bound(edges.begin(), edges.end(), point.start);
        const auto index = std::clamp<std::ptrdiff_t>(
            found - edges.begin() - 1, 0, static_cast<std::ptrdiff_t>(columns) - 1);
        const auto column = static_cast<std::size_t>(index);
        const auto &usage = point.sums.usage;
        all.cost += point.sums.cost;
        all.exchanges += point.sums.exchanges;
        all.errors += point.sums.errors;
        all.rerouted += point.sums.rerouted;
        all.unpriced += point.sums.unpriced;
        in += usage.totalInput();
        out += usage.totalOutput();
        cached += usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
        spend[column] += point.sums.cost.dollars();
        requests[column] += static_cast<double>(point.sums.exchanges);
        tokens[column] += static_cast<double>(usage.totalInput() + usage.totalOutput());
    }
    stats.spend.number = sumText(all.cost);
    stats.spend.trend = std::move(spend);
    if (all.unpriced > 0) {
        stats.spend.lead = countText(all.unpriced);
        stats.spend.leadTone = Tone::Warn;
        stats.spend.note = all.unpriced == 1 ? tr("request without a price") : tr("requests without a price");
    } else if (usual && all.exchanges > 0) {
        compare(stats.spend, all.cost.dollars(), *usual);
        stats.spend.about = tr("Compared with what was spent by this time of day, in the mean");
    } else {
        stats.spend.note = all.exchanges > 0 ? tr("every request has a price") : tr("nothing sent yet");
    }
    stats.requests.number = countText(all.exchanges);
    stats.requests.trend = std::move(requests);
    if (all.exchanges > 0) {
        const auto share
            = 100.0 * static_cast<double>(all.exchanges - all.errors) / static_cast<double>(all.exchanges);
        stats.requests.lead = QLocale().toString(share, 'f', 1) + u"%"_s;
        stats.requests.leadIcon = all.errors == 0 ? u"check"_s : QString();
        stats.requests.leadTone = share >= 99 ? Tone::Ok : share >= 90 ? Tone::Warn : Tone::Bad;
        stats.requests.note = all.errors > 0 ? tr("answered, %1 failed").arg(countText(all.errors))
            : all.rerouted > 0               ? tr("answered, %1 after a retry").arg(countText(all.rerouted))
                                             : tr("answered");
    }
    stats.tokens.number = compactText(in + out);
    stats.tokens.trend = std::move(tokens);
    if (in > 0) {
        stats.tokens.lead
            = QLocale().toString(100.0 * static_cast<double>(cached) / static_cast<double>(in), 'f', 0)
            + u"%"_s;
        stats.tokens.leadTone = cached > 0 ? Tone::Ok : Tone::Neutral;
        stats.tokens.note = tr("from caches, %1 out").arg(compactText(out));
    }
    return stats;
}

Stat latencyStat(const ledger::Latencies &latencies)
{
    Stat stat;
    if (!latencies.median)
        return stat;
    const auto words = durationText(*latencies.median).split(u' ');
    stat.number = words.value(0);
    stat.unit = words.mid(1).join(u' ');
    for (const auto &column : latencies.columns) {
        if (column)
            stat.trend.push_back(std::chrono::duration<double>(*column).count());
    }
    stat.trendFilled = false;
    const auto slow = durationText(latencies.slow.value_or(*latencies.median));
    stat.note = latencies.firstContent ? tr("first token, p95 %1").arg(slow) : tr("p95 %1").arg(slow);
    if (latencies.firstContent)
        stat.lead = durationText(*latencies.firstContent);
    stat.about = latencies.complete ? tr("Of all %1 answers of this time").arg(countText(latencies.answers))
                                    : tr("From %1 answers spread evenly over this time, busy hours counting "
                                         "for more")
                                          .arg(countText(latencies.answers));
    return stat;
}

QStringList toolsOf(const std::vector<ledger::RollupPoint> &points)
{
    std::map<QString, std::int64_t> asked;
    for (const auto &point : points) {
        if (!point.group.empty())
            asked[QString::fromStdString(point.group)] += point.sums.exchanges;
    }
    QStringList tools;
    for (const auto &[tool, count] : asked)
        tools << tool;
    std::stable_sort(tools.begin(), tools.end(),
        [&](const QString &a, const QString &b) { return asked.at(a) > asked.at(b); });
    return tools;
}

std::map<std::string, OverviewData::ProviderRow> healthRows(const ledger::TriesByProvider &tries)
{
    std::map<std::string, OverviewData::ProviderRow> rows;
    for (const auto &[name, provider] : tries) {
        OverviewData::ProviderRow row;
        bool shaky = false;
        for (const auto &stretch : provider.stretches) {
            shaky |= stretch.failures > 0;
            row.hour.push_back(stretch.tries == 0       ? Health::None
                    : stretch.failures == 0             ? Health::Good
                    : stretch.failures == stretch.tries ? Health::Bad
                                                        : Health::Shaky);
        }
        row.latency = provider.median ? durationText(*provider.median) : tr("no data");
        if (provider.lastFailed)
            row.standing = provider.lastStatus == 429 ? PillText {tr("Limited"), u"alert"_s, Tone::Warn}
                                                      : PillText {tr("Failing"), u"cross"_s, Tone::Bad};
        else if (shaky)
            row.standing = {tr("Recovered"), u"check"_s, Tone::Ok};
        else
            row.standing = {tr("Healthy"), u"check"_s, Tone::Ok};
        rows.emplace(name, std::move(row));
    }
    return rows;
}

OverviewData::ProviderRow idleRow(bool enabled)
{
    OverviewData::ProviderRow row;
    row.hour.assign(healthStrokes, Health::None);
    row.latency = tr("no data");
    row.standing = enabled ? PillText {tr("Ready"), u"check"_s, Tone::Neutral}
                           : PillText {tr("Off"), u"pause"_s, Tone::Neutral};
    return row;
}

void takeLive(OverviewData::ProviderRow &row, const service::ProviderHealth &health)
{
    if (health.tries == 0)
        return;
    if (!health.lastFailed)
        row.standing = health.failures > 0 ? PillText {tr("Recovered"), u"check"_s, Tone::Ok}
                                           : PillText {tr("Healthy"), u"check"_s, Tone::Ok};
    else if (row.standing.word != tr("Limited"))
        row.standing = {tr("Failing"), u"cross"_s, Tone::Bad};
}

std::vector<RequestId> problemsOf(
    const ledger::LogPage &failed, const ledger::LogPage &rerouted, UtcTime since)
{
    std::vector<std::pair<UtcTime, RequestId>> found;
    for (const auto *page : {&failed, &rerouted}) {
        for (const auto &row : page->rows) {
            if (row.exchange.startedAt >= since)
                found.emplace_back(row.exchange.startedAt, row.exchange.id);
        }
    }
    std::sort(found.begin(), found.end(), std::greater<>());
    std::vector<RequestId> ids;
    for (std::size_t index = 0; index < std::min(found.size(), mostProblems); ++index)
        ids.push_back(found[index].second);
    return ids;
}

const domain::Attempt *firstFailure(const domain::Exchange &exchange)
{
    for (const auto &attempt : exchange.attempts) {
        if (attempt.outcome == Outcome::Failed)
            return &attempt;
    }
    return nullptr;
}

OverviewData::ProblemRow problemRow(const domain::Exchange &exchange, const QString &answeredBy)
{
    OverviewData::ProblemRow row;
    const auto *attempt = firstFailure(exchange);
    const auto status = attempt ? attempt->status : exchange.status;
    const bool good = answered(exchange);
    row.requestId = QString::fromStdString(exchange.id.toString());
    row.time = local(exchange.startedAt).toString(u"HH:mm:ss"_s);
    row.status = {status ? QString::number(status) : tr("none"), {}, good ? Tone::Warn : Tone::Bad};
    const auto &words = attempt && !attempt->errorText.empty() ? attempt->errorText : exchange.errorText;
    row.text = words.empty() ? tr("It gave no reason") : QString::fromStdString(words).simplified();
    if (good && attempt && attempt->provider != exchange.provider)
        row.end = {tr("Fell back to %1").arg(answeredBy), u"fallback"_s, Tone::Ok};
    else if (good)
        row.end = {tr("Retried, answered"), u"retry"_s, Tone::Ok};
    else if (exchange.outcome == Outcome::Refused)
        row.end = {tr("Refused here"), u"shield"_s, Tone::Bad};
    else if (exchange.outcome == Outcome::Interrupted)
        row.end = {tr("Interrupted"), u"cross"_s, Tone::Bad};
    else
        row.end
            = {exchange.attempts.size() > 1 ? tr("Failed everywhere") : tr("Failed"), u"cross"_s, Tone::Bad};
    return row;
}

} // namespace slipswitch::ui
