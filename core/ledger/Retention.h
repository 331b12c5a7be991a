#pragma once

#include "core/config/Settings.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace slipswitch::ledger {

/// Keeps the log within its limits of age and size, a few rows at a time, so that writing never waits long.
/// Roll-ups stay: they are small, and charts go on showing what was. Thread: the writer's; throws
/// SQLite::Exception.
class Retention
{
public:
    explicit Retention(SQLite::Database &database)
        : m_database(database)
    { }
    /// Removes at most some hundred rows. False: nothing more to do.
    [[nodiscard]] bool step(const config::Settings::Log &limits, UtcTime now);

private:
    [[nodiscard]] bool dropBodies(const config::Settings::Log &limits, UtcTime now);
    [[nodiscard]] bool dropExchanges(const config::Settings::Log &limits, UtcTime now);
    void deleteBodiesUpTo(std::int64_t id);
    void deleteExchangesUpTo(std::int64_t row);
    [[nodiscard]] std::int64_t number(const char *sql);
    [[nodiscard]] std::uint64_t usedBytes();

    SQLite::Database &m_database;
};

} // namespace slipswitch::ledger
