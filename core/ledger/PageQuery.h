#pragma once

#include "core/ledger/Reader.h"
#include "core/ledger/WordTexts.h"

namespace slipswitch::ledger {

/// Finds the rows of a page. One condition drives: each of its alternatives is a walk along one index, newest
/// first, that stops after a page; the walks are then merged. So a page costs the same in a large log as in a
/// small one. Throws SQLite::Exception.
class PageQuery
{
public:
    PageQuery(SQLite::Database &database, WordTexts &words, const Filter &filter);
    /// Newest first.
    [[nodiscard]] std::vector<std::int64_t> rows(std::optional<std::int64_t> before, std::size_t limit);

private:
    struct Walk
    {
        std::string index, condition; ///< index empty: along the table
    };
    void addTime(const TimeRange &range);
    void addWord(const std::string &column, const std::string &text);
    void addOutcomes();
    void addStatus();
    void addCost();
    void addText();
    void drive(std::vector<Walk> walks);
    [[nodiscard]] std::vector<int> statusesOfClass(int statusClass);
    void walk(const Walk &walk, std::int64_t before, std::size_t limit, std::vector<std::int64_t> &found);

    SQLite::Database &m_database;
    WordTexts &m_words;
    const Filter &m_filter;
    bool m_nothing = false; ///< no row can match
    std::string m_conditions; ///< " AND …"; numbers only, the searched text is bound
    std::optional<std::vector<Walk>> m_walks;
};

} // namespace slipswitch::ledger
