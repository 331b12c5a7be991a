#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace slipswitch::ledger {

/// Table `word` read both ways. Thread: the reader's.
class WordTexts
{
public:
    explicit WordTexts(SQLite::Database &database);
    /// Empty for 0.
    [[nodiscard]] std::string textOf(std::int64_t id);
    /// Nothing: no row can have this text.
    [[nodiscard]] std::optional<std::int64_t> idOf(const std::string &text);

private:
    SQLite::Statement m_text, m_id;
    std::unordered_map<std::int64_t, std::string> m_known;
};

} // namespace slipswitch::ledger
