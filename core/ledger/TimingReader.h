#pragma once

#include "core/ledger/Timings.h"
#include "core/ledger/WordTexts.h"

#include <span>

namespace slipswitch::ledger {

/// Looks at a bounded number of rows, spread over a span of time: a year costs what an hour does. Throws
/// SQLite::Exception.
class TimingReader
{
public:
    TimingReader(SQLite::Database &database, WordTexts &words);

    /// @param edges  ascending; at least two.
    [[nodiscard]] Latencies latencies(std::span<const UtcTime> edges);
    [[nodiscard]] TriesByProvider tries(UtcTime from, UtcTime to, std::size_t stretches);

private:
    struct Answer
    {
        domain::Micros whole;
        std::optional<domain::Micros> first;
        double weight = 1;
    };
    /// One column of a chart, looked at in slices.
    struct Column
    {
        std::vector<Answer> answers;
        std::int64_t rows = 0; ///< looked at, answered or not
        bool complete = true;
    };
    [[nodiscard]] Column column(UtcTime from, UtcTime to, std::size_t slices);
    void weigh(Column &column, UtcTime from, UtcTime to);

    SQLite::Database &m_database;
    WordTexts &m_words;
};

} // namespace slipswitch::ledger
