#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>
#include <unordered_map>

namespace slipswitch::ledger {

/// Repeating texts and their numbers in table `word`. Thread: the writer's.
class Words
{
public:
    explicit Words(SQLite::Database &database);
    /// 0 for the empty text. Must stand in a transaction.
    [[nodiscard]] std::int64_t idOf(const std::string &text);
    /// After a rollback, which takes new numbers back.
    void forget() { m_known.clear(); }

private:
    SQLite::Statement m_find, m_add;
    SQLite::Database &m_database;
    std::unordered_map<std::string, std::int64_t> m_known; ///< bounded; the table is what counts
};

} // namespace slipswitch::ledger
