#pragma once

#include "ui/spend/SpendData.h"
#include "ui/spend/SpendPeriod.h"

#include <functional>
#include <string>

/// The spend page's figures out of what the ledger answers. Pure functions.
namespace slipswitch::ui {

/// What the ledger was asked about a period, and its answers.
struct SpendAnswers
{
    SpendPeriod period;
    SpendBy by = SpendBy::Provider;
    UtcTime now {};
    QTimeZone zone = QTimeZone::systemTimeZone();
    std::vector<UtcTime> edges, beforeEdges;
    std::vector<ledger::RollupPoint> points; ///< of the groups
    std::vector<ledger::RollupPoint> before; ///< of everything, in the period before
    ledger::RollupSums beforeSoFar; ///< up to the same time of it
    std::vector<ledger::RollupPoint> models; ///< of the models, over the whole period
    std::optional<double> saved; ///< by providers' caches, in dollars
    std::vector<ledger::RollupPoint> days; ///< of everything, by the last 28 whole days
    ledger::RollupSums gaps;
};

/// How a group is called, and of which provider's kind it is (for its colour; may be empty).
struct SpendNames
{
    std::function<QString(const std::string &group)> name, kind;
};

[[nodiscard]] SpendData spendOf(const SpendAnswers &answers, const SpendNames &names);

/// How many columns have begun.
[[nodiscard]] std::size_t filledColumns(const std::vector<UtcTime> &edges, UtcTime now);
/// 28 midnights up to today's.
[[nodiscard]] std::vector<UtcTime> lastDays(UtcTime now, const QTimeZone &zone);

} // namespace slipswitch::ui
