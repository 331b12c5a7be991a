#pragma once

#include "core/domain/Exchange.h"
#include "core/ledger/Columns.h"
#include "core/ledger/Words.h"

#include <map>

namespace slipswitch::ledger {

/// Adds up a batch in memory, then adds the sums to the tables in the same transaction as the rows.
/// Thread: the writer's; throws SQLite::Exception.
class Rollups
{
public:
    Rollups(SQLite::Database &database, Words &words);
    void count(const domain::Exchange &exchange);
    void flush();
    void forget() { m_quarters.clear(); }

private:
    using QuarterKey = std::array<std::int64_t, 5>; ///< period, provider, model, key, tool
    using SpanKey = std::array<std::int64_t, 3>; ///< dimension, period (hours or days), value
    template <typename Key>
    using Table = std::map<Key, Sums>;
    [[nodiscard]] static Table<SpanKey> byDimension(
        const Table<QuarterKey> &quarters, std::int64_t quartersAPeriod);
    template <typename Key>
    static void add(SQLite::Statement &upsert, const Table<Key> &table);

    Words &m_words;
    SQLite::Statement m_quarter, m_hour, m_day;
    Table<QuarterKey> m_quarters;
};

} // namespace slipswitch::ledger
