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
    /// @param downTo  the oldest row that counts
    [[nodiscard]] std::vector<std::int64_t> rows(
        std::optional<std::int64_t> before, std::size_t limit, std::optional<std::int64_t> downTo);
    /// Counts all matching rows by time.
    [[nodiscard]] std::vector<HistogramBar> histogram(UtcTime from, domain::Micros step);

private:
    struct Walk
    {
        std::string index, condition; ///< index empty: along the table
    };
    void addTime(const TimeRange &range);
    void addWord(const std::string &column, const std::string &text);
    void addRerouted();
    void addOutcomes();
    void addStatus();
    void addCost();
    void addProject();
    void addTexts();
    void drive(std::vector<Walk> walks);
    [[nodiscard]] std::vector<int> statusesOfClass(int statusClass);
    void walk(
        const Walk &walk, const std::string &bounds, std::size_t limit, std::vector<std::int64_t> &found);
    [[nodiscard]] SQLite::Statement prepared(
        const std::string &columns, const Walk &walk, const std::string &tail) const;

    SQLite::Database &m_database;
    WordTexts &m_words;
    const Filter &m_filter;
    bool m_nothing = false; ///< no row can match
    std::string m_conditions; ///< " AND …"; numbers only, the searched text is bound
    std::optional<std::vector<Walk>> m_walks;
};

} // namespace slipswitch::ledger
