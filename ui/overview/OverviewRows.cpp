#include "ui/overview/OverviewRows.h"

#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Outcome;

namespace {

constexpr std::size_t strokes = 30, mostProblems = 5;
constexpr auto stroke = 2min;

QString tr(const char *text)
{
    return QCoreApplication::translate("Overview", text);
}

QDateTime local(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

bool failed(const domain::Exchange &exchange)
{
    return exchange.outcome == Outcome::Failed || exchange.outcome == Outcome::Refused
        || exchange.outcome == Outcome::Interrupted;
}

bool answered(const domain::Exchange &exchange)
{
    return exchange.outcome == Outcome::Succeeded;
}

/// Nothing without values.
std::optional<domain::Micros> quantile(std::vector<domain::Micros> &values, double share)
{
    if (values.empty())
        return {};
    const auto at
        = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
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

SumStats sumStats(
    const std::vector<ledger::RollupPoint> &points, const std::vector<UtcTime> &edges, std::size_t columns)
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
        all.unpriced += point.sums.unpriced;
        in += usage.totalInput();
        out += usage.totalOutput();
        cached += usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
        spend[column] += point.sums.cost.dollars();
        requests[column] += static_cast<double>(point.sums.exchanges);
        tokens[column] += static_cast<double>(usage.totalInput() + usage.totalOutput());
    }
    stats.spend.number = moneyText(all.cost);
    stats.spend.trend = std::move(spend);
    if (all.unpriced > 0) {
        stats.spend.lead = countText(all.unpriced);
        stats.spend.leadTone = Tone::Warn;
        stats.spend.note = all.unpriced == 1 ? tr("request without a price") : tr("requests without a price");
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
        stats.requests.note
            = all.errors > 0 ? tr("answered, %1 failed").arg(countText(all.errors)) : tr("answered");
    }
    stats.tokens.number = compactText(in + out);
    stats.tokens.trend = std::move(tokens);
    if (in > 0) {
        stats.tokens.lead
            = QLocale().toString(100.0 * static_cast<double>(cached) / static_cast<double>(in), 'f', 0)
            + u"%"_s;
        stats.tokens.leadTone = cached > 0 ? Tone::Ok : Tone::Neutral;
        stats.tokens.note = tr("read from provider caches, %1 out").arg(compactText(out));
    }
    return stats;
}

Stat latencyStat(const ledger::LogPage &page)
{
    std::vector<domain::Micros> whole, first;
    std::vector<double> trend;
    for (const auto &row : page.rows) {
        if (!answered(row.exchange) || !row.exchange.endedAfter)
            continue;
        whole.push_back(*row.exchange.endedAfter);
        if (row.exchange.firstContentAfter)
            first.push_back(*row.exchange.firstContentAfter);
    }
    Stat stat;
    // Oldest first, in a dozen medians.
    const auto piece = std::max<std::size_t>(1, whole.size() / 12);
    for (std::size_t end = whole.size(); end >= piece && trend.size() < 12 && end > 0; end -= piece) {
        std::vector<domain::Micros> part(whole.begin() + static_cast<std::ptrdiff_t>(end - piece),
            whole.begin() + static_cast<std::ptrdiff_t>(end));
        trend.push_back(std::chrono::duration<double>(*quantile(part, 0.5)).count());
    }
    if (const auto median = quantile(whole, 0.5)) {
        const auto words = durationText(*median).split(u' ');
        stat.number = words.value(0);
        stat.unit = words.mid(1).join(u' ');
        stat.trend = std::move(trend);
        stat.trendFilled = false;
        const auto slow = durationText(*quantile(whole, 0.95));
        if (const auto token = quantile(first, 0.5)) {
            stat.lead = durationText(*token);
            stat.note = tr("first token, p95 %1").arg(slow);
        } else {
            stat.note = tr("p95 %1").arg(slow);
        }
    }
    return stat;
}

QStringList toolsOf(const ledger::LogPage &page, UtcTime since)
{
    QStringList tools;
    for (const auto &row : page.rows) {
        const auto tool = QString::fromStdString(row.exchange.tool);
        if (row.exchange.startedAt >= since && !tool.isEmpty() && !tools.contains(tool))
            tools << tool;
    }
    return tools;
}

std::map<std::string, OverviewData::ProviderRow> healthRows(const ledger::LogPage &page, UtcTime now)
{
    struct Counted
    {
        std::array<int, strokes> tries {}, failures {};
        std::vector<domain::Micros> times;
        bool newestFailed = false, seen = false;
        std::uint16_t newestStatus = 0;
    };
    std::map<std::string, Counted> counted;
    const auto from = now - stroke * strokes;
    const auto count = [&](const std::string &name, UtcTime at, bool bad, std::uint16_t status) {
        auto &provider = counted[name];
        const auto index = std::min<std::size_t>(static_cast<std::size_t>((at - from) / stroke), strokes - 1);
        ++provider.tries[index];
        provider.failures[index] += bad ? 1 : 0;
        if (!std::exchange(provider.seen, true)) {
            provider.newestFailed = bad;
            provider.newestStatus = status;
        }
    };
    for (const auto &row : page.rows) {
        const auto &exchange = row.exchange;
        if (exchange.startedAt < from || exchange.outcome == Outcome::Refused)
            continue;
        if (!exchange.provider.empty())
            count(exchange.provider, exchange.startedAt, failed(exchange), exchange.status);
        if (!row.failedBefore.empty())
            count(row.failedBefore, exchange.startedAt, true, 0);
        if (exchange.provider.empty())
            continue;
        auto &provider = counted[exchange.provider];
        if (answered(exchange) && exchange.endedAfter)
            provider.times.push_back(*exchange.endedAfter);
    }
    std::map<std::string, OverviewData::ProviderRow> rows;
    for (auto &[name, provider] : counted) {
        OverviewData::ProviderRow row;
        bool shaky = false;
        for (std::size_t index = 0; index < strokes; ++index) {
            const auto tries = provider.tries[index], failures = provider.failures[index];
            shaky |= failures > 0;
            row.hour.push_back(tries == 0 ? Health::None
                    : failures == 0       ? Health::Good
                    : failures == tries   ? Health::Bad
                                          : Health::Shaky);
        }
        const auto median = quantile(provider.times, 0.5);
        row.latency = median ? durationText(*median) : tr("no data");
        if (provider.newestFailed)
            row.standing = provider.newestStatus == 429 ? PillText {tr("Limited"), u"alert"_s, Tone::Warn}
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
    row.hour.assign(strokes, Health::None);
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

std::vector<RequestId> problemsOf(const ledger::LogPage &page, UtcTime since)
{
    std::vector<RequestId> ids;
    for (const auto &row : page.rows) {
        const bool again = answered(row.exchange) && row.tries > 1;
        if (row.exchange.startedAt >= since && (failed(row.exchange) || again) && ids.size() < mostProblems)
            ids.push_back(row.exchange.id);
    }
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
