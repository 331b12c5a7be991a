#pragma once

#include "core/service/GatewayState.h"
#include "core/service/LedgerQueries.h"
#include "ui/overview/OverviewData.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// The overview's figures out of what the ledger answers. Pure functions.
namespace slipswitch::ui {

/// @param bars  steps of a minute; those without requests may be missing.
[[nodiscard]] AreaChartData minuteChart(
    const std::vector<ledger::HistogramBar> &bars, UtcTime from, std::size_t minutes);

/// What was spent in spans like this one, up to the same time.
struct UsualSpend
{
    double dollars = 0; ///< their mean
    QString name; ///< "a usual Tuesday"
};
/// @param ranges  each a start and an end, one after another, in one list of edges
[[nodiscard]] std::optional<UsualSpend> usualSpend(
    const std::vector<ledger::RollupPoint> &points, const std::vector<UtcTime> &ranges, const QString &name);

struct SumStats
{
    Stat spend, requests, tokens;
};
/// @param usual  to compare with; nothing: nothing is known.
[[nodiscard]] SumStats sumStats(const std::vector<ledger::RollupPoint> &points,
    const std::vector<UtcTime> &edges, std::size_t columns, const std::optional<UsualSpend> &usual = {});

/// Median of whole answers, of first contents, and the slowest twentieth.
[[nodiscard]] Stat latencyStat(const ledger::Latencies &latencies);
/// Those that asked something, the busiest first. @param points  grouped by tool
[[nodiscard]] QStringList toolsOf(const std::vector<ledger::RollupPoint> &points);
/// By provider's name; its last hour in strokes. A try that another one made good counts for the provider
/// that failed.
inline constexpr std::size_t healthStrokes = 30;
[[nodiscard]] std::map<std::string, OverviewData::ProviderRow> healthRows(
    const ledger::TriesByProvider &tries);
/// One that was not asked in the last hour.
[[nodiscard]] OverviewData::ProviderRow idleRow(bool enabled);
/// How it stands by its tries of the last minutes, of which the log may not know yet.
void takeLive(OverviewData::ProviderRow &row, const service::ProviderHealth &health);
/// The newest of those that failed and those that were answered only after another try; `mostProblems` at
/// most.
inline constexpr std::size_t mostProblems = 5;
[[nodiscard]] std::vector<RequestId> problemsOf(
    const ledger::LogPage &failed, const ledger::LogPage &rerouted, UtcTime since);
/// The first try that went wrong; nullptr when none was made.
[[nodiscard]] const domain::Attempt *firstFailure(const domain::Exchange &exchange);
/// Without the provider's kind.
[[nodiscard]] OverviewData::ProblemRow problemRow(
    const domain::Exchange &exchange, const QString &answeredBy);

} // namespace slipswitch::ui
