#pragma once

#include "core/service/GatewayState.h"
#include "core/service/LedgerQueries.h"
#include "ui/overview/OverviewData.h"

#include <map>
#include <string>
#include <vector>

/// The overview's figures out of what the ledger answers. Pure functions.
namespace slipswitch::ui {

/// @param bars  steps of a minute; those without requests may be missing.
[[nodiscard]] AreaChartData minuteChart(
    const std::vector<ledger::HistogramBar> &bars, UtcTime from, std::size_t minutes);

struct SumStats
{
    Stat spend, requests, tokens;
};
[[nodiscard]] SumStats sumStats(
    const std::vector<ledger::RollupPoint> &points, const std::vector<UtcTime> &edges, std::size_t columns);

/// Median of whole answers, of first contents, and the slowest twentieth.
[[nodiscard]] Stat latencyStat(const ledger::LogPage &page);
[[nodiscard]] QStringList toolsOf(const ledger::LogPage &page, UtcTime since);
/// By provider's name; its last hour in thirty strokes. A try that another one made good counts for the
/// provider that failed.
[[nodiscard]] std::map<std::string, OverviewData::ProviderRow> healthRows(
    const ledger::LogPage &page, UtcTime now);
/// One that was not asked in the last hour.
[[nodiscard]] OverviewData::ProviderRow idleRow(bool enabled);
/// How it stands by its tries of the last minutes, of which the log may not know yet.
void takeLive(OverviewData::ProviderRow &row, const service::ProviderHealth &health);
/// The newest that failed or were answered only after another try; five at most.
[[nodiscard]] std::vector<RequestId> problemsOf(const ledger::LogPage &page, UtcTime since);
/// The first try that went wrong; nullptr when none was made.
[[nodiscard]] const domain::Attempt *firstFailure(const domain::Exchange &exchange);
/// Without the provider's kind.
[[nodiscard]] OverviewData::ProblemRow problemRow(
    const domain::Exchange &exchange, const QString &answeredBy);

} // namespace slipswitch::ui
