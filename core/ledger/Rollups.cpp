#include "core/ledger/Rollups.h"

#include "core/ledger/Binder.h"

namespace slipswitch::ledger {

namespace {

std::string upsertSql(const std::string &table)
{
    std::string sums;
    for (const std::string_view column : {"exchanges", "errors", "unpriced", "cost"})
        sums.append(sums.empty() ? "" : ", ")
            .append(column)
            .append(" = ")
            .append(column)
            .append(" + excluded.")
            .append(column);
    for (const auto &bucket : buckets)
        sums.append(", ")
            .append(bucket.column)
            .append(" = ")
            .append(bucket.column)
            .append(" + excluded.")
            .append(bucket.column);
    return "INSERT INTO " + table
        + " (period, provider, model, key, tool, exchanges, errors, unpriced, cost, " + bucketColumns()
        + ") VALUES (" + placeholders(9 + buckets.size())
        + ") ON CONFLICT (period, provider, model, key, tool) DO UPDATE SET " + sums;
}

std::int64_t quarterOf(UtcTime time)
{
    using Quarters = std::chrono::duration<std::int64_t, std::ratio<900>>;
    return std::chrono::floor<Quarters>(time).time_since_epoch().count();
}

std::int64_t hourOfQuarter(std::int64_t quarter)
{
    return quarter >= 0 ? quarter / 4 : (quarter - 3) / 4;
}

} // namespace

Rollups::Rollups(SQLite::Database &database, Words &words)
    : m_words(words)
    , m_quarter(database, upsertSql("rollup_quarter"))
    , m_hour(database, upsertSql("rollup_hour"))
{ }

void Rollups::count(const domain::Exchange &e)
{
    auto &sums = m_quarters[{quarterOf(e.startedAt), m_words.idOf(e.provider), m_words.idOf(e.model),
        m_words.idOf(e.keyId), m_words.idOf(e.tool)}];
    sums[0] += 1;
    sums[1] += isError(e.outcome) ? 1 : 0;
    sums[2] += isUnpriced(e) ? 1 : 0;
    sums[3] += e.cost.known() ? e.cost.amount.picodollars() : 0;
    for (std::size_t i = 0; i < buckets.size(); ++i)
        sums[4 + i] += e.usage.*buckets[i].member;
}

void Rollups::flush()
{
    Table hours;
    for (const auto &[key, sums] : m_quarters) {
        auto hourKey = key;
        hourKey[0] = hourOfQuarter(key[0]);
        auto &hour = hours[hourKey];
        for (std::size_t i = 0; i < sums.size(); ++i)
            hour[i] += sums[i];
    }
    add(m_quarter, m_quarters);
    add(m_hour, hours);
    m_quarters.clear();
}

void Rollups::add(SQLite::Statement &upsert, const Table &table)
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
