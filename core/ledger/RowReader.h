#pragma once

#include "core/ledger/Reader.h"
#include "core/ledger/WordTexts.h"

namespace slipswitch::ledger {

/// Turns rows back into exchanges. Throws SQLite::Exception.
class RowReader
{
public:
    RowReader(SQLite::Database &database, WordTexts &words);
    [[nodiscard]] std::optional<LogRow> row(std::int64_t id);
    /// The row of this request, wherever beside its number it stands.
    [[nodiscard]] std::optional<std::int64_t> find(RequestId id);
    [[nodiscard]] std::vector<domain::Attempt> attempts(std::int64_t row);
    /// Errors: Corrupt.
    [[nodiscard]] Result<std::optional<std::string>> body(RequestId id, int part);

private:
    [[nodiscard]] std::string providerOf(std::int64_t row, std::int64_t attempt);

    WordTexts &m_words;
    SQLite::Statement m_row, m_find, m_attempts, m_provider, m_body;
};

} // namespace slipswitch::ledger
