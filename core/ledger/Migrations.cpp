#include "core/ledger/Migrations.h"

#include "core/base/Resources.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace slipswitch::ledger {

namespace {

int versionOf(SQLite::Database &database)
{
    return database.execAndGet("PRAGMA user_version").getInt();
}

Result<void> take(SQLite::Database &database, const Migration &step)
{
    const auto sql = readResource(step.file);
    if (!sql)
        return failure(sql.error());
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(*sql);
    database.exec("PRAGMA user_version = " + std::to_string(step.version));
    transaction.commit();
    return {};
}

} // namespace

const std::vector<Migration> &migrations()
{
    static const std::vector<Migration> all {{1, "schema/0001_initial.sql"},
        {2, "schema/0002_attempt_notes.sql"}, {3, "schema/0003_rollup_day.sql"},
        {4, "schema/0004_cost_index.sql"}, {5, "schema/0005_rerouted_index.sql"},
        {countsVersion, "schema/0006_rollup_counts.sql"}};
    return all;
}

Result<void> checkVersion(SQLite::Database &database)
{
    const int found = versionOf(database);
    if (found <= migrations().back().version)
        return {};
    return failure(ErrorCode::NewerVersion,
        "The log was written by a newer Slipswitch (its version is " + std::to_string(found)
            + ", this program knows up to " + std::to_string(migrations().back().version)
            + "). It is left untouched; install the newer program to go on with it.");
}

Result<void> migrate(SQLite::Database &database, int target)
{
    if (auto known = checkVersion(database); !known)
        return known;
    for (const auto &step : migrations()) {
        if (step.version <= versionOf(database) || step.version > target)
            continue;
        if (auto taken = take(database, step); !taken)
            return taken;
    }
    return {};
}

} // namespace slipswitch::ledger
