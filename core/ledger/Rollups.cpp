#include "core/ledger/Rollups.h"

#include "core/ledger/Binder.h"

#include <algorithm>

namespace slipswitch::ledger {

namespace {

std::string upsertSql(const std::string &table, const std::string &key)
{
    std::string sums;
    const auto addTo = [&](std::string_view column) {
        sums.append(sums.empty() ? "" : ", ").append(column).append(" = ");
        sums.append(column).append(" + excluded.").append(column);
    };
    for (const auto count : counts)
        addTo(count);
    for (const auto &bucket : buckets)
        addTo(bucket.column);
    const auto keyParts = static_cast<std::size_t>(std::count(key.begin(), key.end(), ',')) + 1;
    return "INSERT INTO " + table + " (" + key + ", " + sumColumns() + ") VALUES ("
        + placeholders(keyParts + std::tuple_size_v<Sums>) + ") ON CONFLICT (" + key + ") DO UPDATE SET "
        + sums;
}

std::int64_t quarterOf(UtcTime time)
{
    using Quarters = std::chrono::duration<std::int64_t, std::ratio<900>>;
    return std::chrono::floor<Quarters>(time).time_since_epoch().count();
}

/// Rounds down, also before 1970.
std::int64_t periodOf(std::int64_t quarter, std::int64_t quartersAPeriod)
{
    return quarter >= 0 ? quarter / quartersAPeriod : (quarter - quartersAPeriod + 1) / quartersAPeriod;
}

} // namespace

Rollups::Rollups(SQLite::Database &database, Words &words)
    : m_words(words)
    , m_quarter(database, upsertSql("rollup_quarter", "period, provider, model, key, tool"))
    , m_hour(database, upsertSql("rollup_hour", "dimension, period, value"))
    , m_day(database, upsertSql("rollup_day", "dimension, period, value"))
{ }

void Rollups::count(const domain::Exchange &e)
{
    auto &sums = m_quarters[{quarterOf(e.startedAt), m_words.idOf(e.provider), m_words.idOf(e.model),
        m_words.idOf(e.keyId), m_words.idOf(e.tool)}];
    sumOf(sums, Count::Exchanges) += 1;
    sumOf(sums, Count::Errors) += isError(e.outcome) ? 1 : 0;
    sumOf(sums, Count::Rerouted) += isRerouted(e) ? 1 : 0;
    sumOf(sums, Count::Refused) += e.outcome == domain::Outcome::Refused ? 1 : 0;
    sumOf(sums, Count::ClientGone) += e.outcome == domain::Outcome::ClientGone ? 1 : 0;
    sumOf(sums, Count::Unpriced) += isUnpriced(e) ? 1 : 0;
    sumOf(sums, Count::Cost) += e.cost.known() ? e.cost.amount.picodollars() : 0;
    for (std::size_t i = 0; i < buckets.size(); ++i)
        sums[counts.size() + i] += e.usage.*buckets[i].member;
}

Rollups::Table<Rollups::SpanKey> Rollups::byDimension(
    const Table<QuarterKey> &quarters, std::int64_t quartersAPeriod)
{
    Table<SpanKey> spans;
    for (const auto &[key, sums] : quarters) {
        // Dimension 0 is everything; 1 to 4 are the parts of the quarter's key.
        for (std::size_t dimension = 0; dimension < key.size(); ++dimension) {
            const auto value = dimension == 0 ? 0 : key[dimension];
            auto &span
                = spans[{static_cast<std::int64_t>(dimension), periodOf(key[0], quartersAPeriod), value}];
            for (std::size_t i = 0; i < sums.size(); ++i)
                span[i] += sums[i];
        }
    }
    return spans;
}

void Rollups::flush()
{
    add(m_quarter, m_quarters);
    add(m_hour, byDimension(m_quarters, 4));
    add(m_day, byDimension(m_quarters, 96));
    m_quarters.clear();
}

template <typename Key>
void Rollups::add(SQLite::Statement &upsert, const Table<Key> &table)
{
    for (const auto &[key, sums] : table) {
        upsert.reset();
        Binder to(upsert);
        for (const auto part : key)
            to << part;
        for (const auto sum : sums)
            to << sum;
        upsert.exec();
    }
}

} // namespace slipswitch::ledger
