#pragma once

#include "core/ledger/Columns.h"
#include "core/ledger/Reader.h"
#include "core/ledger/WordTexts.h"

#include <optional>

namespace slipswitch::ledger {

/// Adds up roll-ups over ranges: days in the middle, hours and quarters towards the edges. Throws
/// SQLite::Exception.
class RollupReader
{
public:
    RollupReader(SQLite::Database &database, WordTexts &words, GroupBy groupBy);
    /// The groups with exchanges between two quarters of an hour, counted since 1970.
    [[nodiscard]] std::map<std::string, RollupSums> between(std::int64_t fromQuarter, std::int64_t toQuarter);

private:
    /// @param sign  -1 takes away.
    void add(SQLite::Statement &select, std::int64_t from, std::int64_t to, std::int64_t sign = 1);
    void addPart(std::int64_t day, std::int64_t from, std::int64_t to);
    void addHours(std::int64_t from, std::int64_t to);

    WordTexts &m_words;
    SQLite::Statement m_quarters, m_hours;
    std::optional<SQLite::Statement> m_days; ///< a ledger of an older program has none until it is written
    std::unordered_map<std::int64_t, Sums> m_groups;
};

/// Whole quarters of an hour since 1970.
[[nodiscard]] std::int64_t quarterAt(UtcTime time);

} // namespace slipswitch::ledger
