#pragma once

#include "core/domain/Exchange.h"
#include "core/ledger/Words.h"

namespace slipswitch::ledger {

/// Writes exchanges and their tries as rows. Thread: the writer's; throws SQLite::Exception.
class Rows
{
public:
    Rows(SQLite::Database &database, Words &words);
    /// False: this exchange has its row already, and nothing was changed.
    [[nodiscard]] bool add(const domain::Exchange &exchange);

private:
    void bind(const domain::Exchange &exchange);
    [[nodiscard]] bool isSame(std::int64_t row, RequestId id);
    void addAttempt(std::int64_t row, std::int64_t number, const domain::Attempt &attempt);

    Words &m_words;
    SQLite::Statement m_insert, m_find, m_insertAttempt;
};

} // namespace slipswitch::ledger
