#pragma once

#include "core/service/LedgerQueries.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace slipswitch::ui {

/// What costs are split by.
enum class SpendBy : std::uint8_t
{
    Provider,
    Model,
    Tool,
    Key,
};

/// Everything that the spend page shows of one period. A plain value: an adapter fills it from the ledger,
/// tests and gallery by hand. Amounts without a known price are counted, never taken for zero.
struct SpendData
{
    enum class State : std::uint8_t
    {
        Loading,
        Failed,
        Empty,
        Full,
    };
    /// One colour of the stack; the first lies at the bottom.
    struct Series
    {
        QString name;
        std::size_t line = 0; ///< its colour, of Tokens::lines
        std::vector<double> values; ///< dollars, for the columns that are `filled`
    };
    struct Row
    {
        QString name;
        QString wanted; ///< for the log's filter: "provider:openai"
        std::size_t line = 0;
        ledger::RollupSums sums;
        double share = 0; ///< of all known cost
        std::vector<double> trend; ///< dollars by column; requests where no price is known

        [[nodiscard]] bool noPrice() const { return sums.cost.picodollars() == 0 && sums.unpriced > 0; }
    };
    /// A line of the exported table.
    struct Cell
    {
        QString start; ///< local time, ISO
        QString name;
        ledger::RollupSums sums;
    };
    struct Forecast
    {
        double total = 0, spread = 0; ///< dollars; one standard deviation
        std::vector<double> values, spreads; ///< from the last filled column on
    };

    State state = State::Loading;
    QString problem; ///< why it failed
    QString title, step; ///< "November", "cost per day"
    QString periodName; ///< "This month"
    bool ends = true; ///< the period is over
    std::size_t columns = 0, filled = 0; ///< of the whole period; of what has begun
    std::vector<Series> series;
    std::vector<std::int64_t> unpriced; ///< requests by column
    std::vector<std::pair<std::size_t, QString>> labels;
    std::vector<QString> columnTitles;
    QString rowHead, trendHead; ///< "Provider", "18 days"
    std::vector<Row> rows; ///< dearest first
    std::vector<Cell> cells;
    ledger::RollupSums total;
    std::optional<double> saved; ///< by providers' caches, about, in dollars; nothing: no price is known
    std::int64_t notKept = 0; ///< requests that the ledger could not keep
    int daysPassed = 1, days = 1;
    QString beforeTitle; ///< "October"
    std::vector<double> before; ///< the previous period's columns
    std::optional<ledger::RollupSums> beforeSoFar; ///< by the same time of it
    std::optional<Forecast> forecast;

    [[nodiscard]] bool onlyUnpriced() const { return total.cost.picodollars() == 0 && total.unpriced > 0; }
};

/// "$39.52", "$0.0042", "$0.00".
[[nodiscard]] QString spendText(Money amount);
[[nodiscard]] QString spendText(double dollars);

} // namespace slipswitch::ui
