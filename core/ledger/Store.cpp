#include "core/ledger/Store.h"

#include "core/ledger/Binder.h"
#include "core/ledger/Database.h"

#include <sys/stat.h>

namespace slipswitch::ledger {

namespace {

std::uint64_t inodeOf(const std::filesystem::path &file)
{
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_ino) : 0;
}

std::uint64_t sizeOf(const std::string &file)
{
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    return none ? 0 : size;
}

} // namespace

Store::Store(std::filesystem::path file, std::unique_ptr<SQLite::Database> database)
    : m_file(std::move(file))
    , m_database(std::move(database))
    , m_inode(inodeOf(m_file))
    , m_words(*m_database)
    , m_rows(*m_database, m_words)
    , m_rollups(*m_database, m_words)
    , m_bodies(*m_database)
    , m_retention(*m_database)
    , m_insertGap(*m_database, "INSERT INTO gap (recorded_at, exchanges, cost, reason) VALUES (?, ?, ?, ?)")
{ }

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path &file)
{
    auto database = openForWriting(file);
    if (!database)
        return failure(database.error());
    try {
        return std::unique_ptr<Store>(new Store(file, std::move(*database)));
    } catch (const SQLite::Exception &exception) {
        return failure(explain(exception, file));
    }
}

Result<std::size_t> Store::commit(const Batch &batch, UtcTime now)
try {
    return write(batch, now);
} catch (const SQLite::Exception &exception) {
    forget();
    return failure(explain(exception, m_file));
}

std::size_t Store::write(const Batch &batch, UtcTime now)
{
    if (const auto added = tryWrite(batch, now, Pace::InGroups))
        return *added;
    forget();
    return *tryWrite(batch, now, Pace::OneByOne);
}

/// @return  nothing: a group holds a request that has its row already, and all was rolled back.
std::optional<std::size_t> Store::tryWrite(const Batch &batch, UtcTime now, Pace pace)
{
    SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto added = addExchanges(batch.exchanges, pace);
    if (!added)
        return added;
    m_rows.flush();
    m_rollups.flush();
    for (const auto &body : batch.bodies)
        m_bodies.add(*body);
    if (batch.gap.exchanges > 0)
        addGap(now, batch.gap.exchanges, batch.gap.picodollars, "no room in the spool");
    if (batch.damaged > 0)
        addGap(now, batch.damaged, 0, "damaged in the spool");
    transaction.commit();
    return added;
}

// Only a new row may count: a slot can come twice when the process ended between COMMIT and release.
std::optional<std::size_t> Store::addExchanges(std::span<const Spool::Taken> taken, Pace pace)
{
    std::size_t added = 0;
    for (; pace == Pace::InGroups && taken.size() >= Rows::groupSize;
        taken = taken.subspan(Rows::groupSize)) {
        const auto group = taken.first<Rows::groupSize>();
        if (!m_rows.addGroup(group))
            return std::nullopt;
        for (const auto &each : group)
            m_rollups.count(each.exchange);
        added += group.size();
    }
    for (const auto &each : taken)
        added += addOne(each.exchange);
    return added;
}

std::size_t Store::addOne(const domain::Exchange &exchange)
{
    if (!m_rows.add(exchange))
        return 0;
    m_rollups.count(exchange);
    return 1;
}

/// What was not committed.
void Store::forget()
{
    m_words.forget();
    m_rows.forget();
    m_rollups.forget();
}

void Store::addGap(UtcTime now, std::uint64_t exchanges, std::int64_t picodollars, const std::string &reason)
{
    m_insertGap.reset();
    Binder(m_insertGap) << now.time_since_epoch() << exchanges << picodollars << reason;
    m_insertGap.exec();
}

Result<bool> Store::retain(const config::Settings::Log &limits, UtcTime now)
try {
    return m_retention.step(limits, now);
} catch (const SQLite::Exception &exception) {
    return failure(explain(exception, m_file));
}

bool Store::inPlace() const
{
    return m_inode != 0 && inodeOf(m_file) == m_inode;
}

std::uint64_t Store::bytes() const
{
    return sizeOf(m_file.string()) + sizeOf(m_file.string() + "-wal");
}

} // namespace slipswitch::ledger
