#include "core/ledger/Database.h"

#include "core/ledger/Migrations.h"
#include "core/ledger/SetAside.h"

#include <sqlite3.h>

namespace slipswitch::ledger {

namespace {

void prepare(SQLite::Database &database)
{
    database.setBusyTimeout(250);
    // Before the first table is made, or it has no effect.
    database.exec("PRAGMA auto_vacuum = INCREMENTAL");
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec("PRAGMA cache_size = -4000");
    database.exec("PRAGMA journal_size_limit = 67108864");
}

/// SQLite adds up all memory it takes, behind a lock at every allocation; nobody asks for the sum.
void countNoMemory()
{
    static const int done = ::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)done; // too late (another part of the program was first) only means slower
}

/// What a step of the schema or a crash left in it would be read anew at each start, while readers are told
/// that the log is in use.
bool walIsLong(const std::filesystem::path &file)
{
    constexpr std::uintmax_t most = 16 * 1024 * 1024;
    std::error_code none;
    const auto size = std::filesystem::file_size(file.string() + "-wal", none);
    return !none && size > most;
}

} // namespace

Error explain(const SQLite::Exception &exception, const std::filesystem::path &file)
{
    const auto name = file.string();
    const auto error = [](ErrorCode code, std::string text) {
        return Error {code, ErrorSource::Internal, true, std::move(text)};
    };
    switch (exception.getErrorCode() & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error(ErrorCode::Corrupt, "The log " + name + " is damaged.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error(ErrorCode::Locked,
            "The log " + name
                + " is in use by another program. Requests wait and are written when it lets go.");
    case SQLITE_FULL:
        return error(ErrorCode::Overloaded,
            "There is no room left on the disk for the log " + name
                + ". Requests wait and are written once there is; make room or lower the log's size limit.");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return error(ErrorCode::Forbidden,
            "The log " + name
                + " can't be written. Requests wait and are written once its folder is writable.");
    case SQLITE_INTERRUPT:
        return error(ErrorCode::Cancelled, "Reading the log was called off.");
    default:
        return error(ErrorCode::Io, "The log " + name + " can't be used: " + exception.what() + ".");
    }
}

Result<std::unique_ptr<SQLite::Database>> openForWriting(const std::filesystem::path &file)
try {
    countNoMemory();
    auto database = std::make_unique<SQLite::Database>(
        file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX);
    // A newer file is not even switched to another journal.
    if (auto known = checkVersion(*database); !known)
        return failure(known.error());
    prepare(*database);
    const bool older = database->execAndGet("PRAGMA user_version").getInt() < migrations().back().version;
    if (auto migrated = migrate(*database); !migrated)
        return failure(migrated.error());
    if (older || walIsLong(file))
        database->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return database;
} catch (const SQLite::Exception &exception) {
    return failure(explain(exception, file));
}

Result<std::unique_ptr<SQLite::Database>> openForReading(const std::filesystem::path &file)
try {
    if (!std::filesystem::exists(file))
        return failure(ErrorCode::NotFound, "There is no log yet.");
    countNoMemory();
    auto database
        = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX);
    database->setBusyTimeout(1000);
    database->exec("PRAGMA query_only = 1");
    if (auto known = checkVersion(*database); !known)
        return failure(known.error());
    if (!database->tableExists("exchange"))
        return failure(ErrorCode::NotFound, "There is no log yet.");
    return database;
} catch (const SQLite::Exception &exception) {
    return failure(explain(exception, file));
}

Result<std::filesystem::path> setAsideCorrupt(const std::filesystem::path &file)
{
    auto target = setAside(file, "corrupt");
    if (!target)
        return target;
    for (const std::string tail : {"-wal", "-shm"}) {
        std::error_code none;
        std::filesystem::rename(file.string() + tail, target->string() + tail, none);
    }
    return target;
}

} // namespace slipswitch::ledger
