#include "core/ledger/RollupReader.h"

#include "core/ledger/Migrations.h"

namespace slipswitch::ledger {

namespace {

using Quarters = std::chrono::duration<std::int64_t, std::ratio<900>>;
constexpr std::int64_t hoursADay = 24;

std::string groupColumn(GroupBy groupBy)
{
    switch (groupBy) {
    case GroupBy::Nothing:
        return "0";
    case GroupBy::Provider:
        return "provider";
    case GroupBy::Model:
        return "model";
    case GroupBy::Key:
        return "key";
    case GroupBy::Tool:
        return "tool";
    }
    return "0";
}

/// A ledger of an older program lacks what newer ones count, until it is written.
std::string knownSums(SQLite::Database &database)
{
    if (database.execAndGet("PRAGMA user_version").getInt() >= countsVersion)
        return sumColumns();
    return "exchanges, errors, 0, 0, 0, unpriced, cost, " + bucketColumns();
}

std::string quarterSql(GroupBy groupBy, const std::string &sums)
{
    return "SELECT " + groupColumn(groupBy) + ", " + sums
        + " FROM rollup_quarter WHERE period >= ? AND period < ?";
}

std::string spanSql(const std::string &table, GroupBy groupBy, const std::string &sums)
{
    // The dimensions of the tables are numbered as GroupBy is.
    return "SELECT value, " + sums + " FROM " + table + " WHERE dimension = "
        + std::to_string(static_cast<int>(groupBy)) + " AND period >= ? AND period < ?";
}

} // namespace

std::int64_t quarterAt(UtcTime time)
{
    return std::chrono::floor<Quarters>(time).time_since_epoch().count();
}

RollupReader::RollupReader(SQLite::Database &database, WordTexts &words, GroupBy groupBy)
    : m_words(words)
    , m_quarters(database, quarterSql(groupBy, knownSums(database)))
    , m_hours(database, spanSql("rollup_hour", groupBy, knownSums(database)))
{
    if (database.tableExists("rollup_day"))
        m_days.emplace(database, spanSql("rollup_day", groupBy, knownSums(database)));
}

std::map<std::string, RollupSums> RollupReader::between(std::int64_t fromQuarter, std::int64_t toQuarter)
{
    using std::chrono::hours;
    const auto firstHour = std::chrono::ceil<hours>(Quarters(fromQuarter)).count();
    const auto lastHour = std::chrono::floor<hours>(Quarters(toQuarter)).count();
    m_groups.clear();
    if (firstHour < lastHour) {
        add(m_quarters, fromQuarter, firstHour * 4);
        addHours(firstHour, lastHour);
        add(m_quarters, lastHour * 4, toQuarter);
    } else {
        add(m_quarters, fromQuarter, toQuarter);
    }
    std::map<std::string, RollupSums> result;
    for (auto &[group, sums] : m_groups) {
        if (sumOf(sums, Count::Exchanges) == 0)
            continue; // all of its day lay outside
        auto &to = result[m_words.textOf(group)];
        to.exchanges = sumOf(sums, Count::Exchanges);
        to.errors = sumOf(sums, Count::Errors);
        to.rerouted = sumOf(sums, Count::Rerouted);
        to.refused = sumOf(sums, Count::Refused);
        to.clientGone = sumOf(sums, Count::ClientGone);
        to.unpriced = sumOf(sums, Count::Unpriced);
        to.cost = Money::picodollars(sumOf(sums, Count::Cost));
        to.usage.known = true;
        for (std::size_t i = 0; i < buckets.size(); ++i)
            to.usage.*buckets[i].member = sums[counts.size() + i];
    }
    return result;
}

void RollupReader::addHours(std::int64_t from, std::int64_t to)
{
    using std::chrono::days;
    const auto firstDay = std::chrono::ceil<days>(std::chrono::hours(from)).count();
    const auto lastDay = std::chrono::floor<days>(std::chrono::hours(to)).count();
    if (!m_days || firstDay > lastDay)
        return add(m_hours, from, to);
    addPart(firstDay - 1, from, firstDay * hoursADay);
    add(*m_days, firstDay, lastDay);
    addPart(lastDay, lastDay * hoursADay, to);
}

/// Most of a day is the day without the rest: a year of weeks reads few hours in any time zone.
void RollupReader::addPart(std::int64_t day, std::int64_t from, std::int64_t to)
{
    if (to - from <= hoursADay / 2)
        return add(m_hours, from, to);
    add(*m_days, day, day + 1);
    add(m_hours, day * hoursADay, from, -1);
    add(m_hours, to, (day + 1) * hoursADay, -1);
}

void RollupReader::add(SQLite::Statement &select, std::int64_t from, std::int64_t to, std::int64_t sign)
{
    if (from >= to)
        return;
    select.reset();
    select.bind(1, from);
    select.bind(2, to);
    while (select.executeStep()) {
        auto &sums = m_groups[select.getColumn(0).getInt64()];
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += sign * select.getColumn(static_cast<int>(i) + 1).getInt64();
    }
    select.reset();
}

} // namespace slipswitch::ledger
