#include "core/ledger/Retention.h"

#include "core/ledger/Columns.h"

namespace slipswitch::ledger {

namespace {

constexpr int exchangesAStep = 500;
constexpr int bodiesAStep = 50;

std::optional<std::int64_t> oldestRowKept(std::uint32_t days, UtcTime now)
{
    return days == 0 ? std::nullopt : std::optional(firstRowAt(now - std::chrono::days(days)));
}

} // namespace

bool Retention::step(const config::Settings::Log &limits, UtcTime now)
{
    const bool dropped = dropBodies(limits, now) || dropExchanges(limits, now);
    // Frees what the deletions left, in small steps as well.
    m_database.exec("PRAGMA incremental_vacuum(512)");
    return dropped;
}

bool Retention::dropBodies(const config::Settings::Log &limits, UtcTime now)
{
    SQLite::Statement oldest(m_database,
        "SELECT MAX(id), MIN(high), SUM(stored_bytes) FROM (SELECT id, high, stored_bytes FROM body ORDER BY "
        "id LIMIT "
            + std::to_string(bodiesAStep) + ")");
    if (!oldest.executeStep() || oldest.getColumn(0).isNull())
        return false;
    const auto last = oldest.getColumn(0).getInt64();
    const auto firstHigh = oldest.getColumn(1).getInt64();
    oldest.reset();
    const auto kept = oldestRowKept(limits.bodyKeepDays, now);
    if (kept && firstHigh < *kept) {
        SQLite::Statement remove(m_database, "DELETE FROM body WHERE id <= ? AND high < ?");
        remove.bind(1, last);
        remove.bind(2, *kept);
        return remove.exec() > 0;
    }
    // The sum reads the index alone.
    if (static_cast<std::uint64_t>(number("SELECT TOTAL(stored_bytes) FROM body")) <= limits.bodyMaxBytes)
        return false;
    deleteBodiesUpTo(last);
    return true;
}

bool Retention::dropExchanges(const config::Settings::Log &limits, UtcTime now)
{
    SQLite::Statement oldest(m_database,
        "SELECT MAX(id), MIN(id) FROM (SELECT id FROM exchange ORDER BY id LIMIT "
            + std::to_string(exchangesAStep) + ")");
    if (!oldest.executeStep() || oldest.getColumn(0).isNull())
        return false;
    const auto last = oldest.getColumn(0).getInt64();
    const auto first = oldest.getColumn(1).getInt64();
    oldest.reset();
    const auto kept = oldestRowKept(limits.keepDays, now);
    if (kept && first < *kept) {
        deleteExchangesUpTo(std::min(last, *kept - 1));
        return true;
    }
    if (usedBytes() <= limits.maxBytes)
        return false;
    deleteExchangesUpTo(last);
    return true;
}

void Retention::deleteBodiesUpTo(std::int64_t id)
{
    SQLite::Statement remove(m_database, "DELETE FROM body WHERE id <= ?");
    remove.bind(1, id);
    remove.exec();
}

void Retention::deleteExchangesUpTo(std::int64_t row)
{
    SQLite::Transaction transaction(m_database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const char *sql : {"DELETE FROM attempt WHERE exchange <= ?", "DELETE FROM exchange WHERE id <= ?",
             "DELETE FROM body WHERE high <= ?"}) {
        SQLite::Statement remove(m_database, sql);
        remove.bind(1, row);
        remove.exec();
    }
    transaction.commit();
}

std::int64_t Retention::number(const char *sql)
{
    return m_database.execAndGet(sql).getInt64();
}

std::uint64_t Retention::usedBytes()
{
    const auto pages = number("PRAGMA page_count") - number("PRAGMA freelist_count");
    return static_cast<std::uint64_t>(pages * number("PRAGMA page_size"));
}

} // namespace slipswitch::ledger
