#pragma once

#include "core/base/Result.h"

#include <vector>

namespace SQLite {
class Database;
}

namespace slipswitch::ledger {

/// One numbered step of the schema.
struct Migration
{
    int version = 0;
    std::string file; ///< "schema/0001_initial.sql"
};

/// From here on the roll-ups count how requests ended.
inline constexpr int countsVersion = 6;

/// All steps, in order; the last one's version is the one we write.
[[nodiscard]] const std::vector<Migration> &migrations();

/// Takes the steps that are missing up to `target`, each in one transaction.
/// Errors: NewerVersion. Throws SQLite::Exception.
[[nodiscard]] Result<void> migrate(SQLite::Database &database, int target = migrations().back().version);

/// NewerVersion unless this program knows the file's schema.
[[nodiscard]] Result<void> checkVersion(SQLite::Database &database);

} // namespace slipswitch::ledger
