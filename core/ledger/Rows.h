#pragma once

#include "core/domain/Exchange.h"
#include "core/ledger/Binder.h"
#include "core/ledger/Spool.h"
#include "core/ledger/Words.h"

#include <span>
#include <vector>

namespace slipswitch::ledger {

/// Writes exchanges and their tries as rows. What is added must live until `flush` or `forget`.
/// Thread: the writer's; throws SQLite::Exception.
class Rows
{
public:
    /// So many go into one statement: each alone would open and close every index for itself.
    static constexpr std::size_t groupSize = 16;
    using Group = std::span<const Spool::Taken, groupSize>;

    Rows(SQLite::Database &database, Words &words);
    /// False: this exchange has its row already, and nothing was changed.
    [[nodiscard]] bool add(const domain::Exchange &exchange);
    /// False: one of them has its row already, and which of the others were added is not known. The
    /// transaction must then be rolled back and its exchanges added one by one.
    [[nodiscard]] bool addGroup(Group group);
    /// Writes the tries that still wait for company.
    void flush();
    /// After a rollback.
    void forget() { m_tries.clear(); }

private:
    struct Try
    {
        std::int64_t row, number;
        const domain::Attempt *attempt;
    };
    bool insert(const domain::Exchange &exchange, std::int64_t bump);
    [[nodiscard]] bool isSame(std::int64_t row, RequestId id);
    void addTries(std::int64_t row, const domain::Exchange &exchange);

    Words &m_words;
    SQLite::Statement m_insert, m_insertGroup, m_find, m_insertTry, m_insertTries;
    HeldIntegers m_heldByGroup, m_heldByTries;
    std::vector<Try> m_tries;
};

} // namespace slipswitch::ledger
