#include "core/ledger/TimingReader.h"

#include "core/ledger/Columns.h"
#include "core/ledger/RollupReader.h"

#include <algorithm>
#include <iterator>

namespace slipswitch::ledger {

namespace {

using domain::Micros;

constexpr std::size_t slicesInAll = 240;
constexpr std::int64_t rowsASlice = 20, triesAStretch = 200;

/// A value and how many it stands for.
using Weighed = std::pair<Micros, double>;

std::optional<Micros> quantile(std::vector<Weighed> values, double share)
{
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    double all = 0;
    for (const auto &value : values)
        all += value.second;
    double below = 0;
    for (const auto &[value, weight] : values) {
        below += weight;
        if (below >= share * all)
            return value;
    }
    return values.back().first;
}

template <typename Answers>
std::vector<Weighed> wholes(const Answers &answers)
{
    std::vector<Weighed> values;
    for (const auto &answer : answers)
        values.emplace_back(answer.whole, answer.weight);
    return values;
}

template <typename Answers>
std::vector<Weighed> firsts(const Answers &answers)
{
    std::vector<Weighed> values;
    for (const auto &answer : answers) {
        if (answer.first)
            values.emplace_back(*answer.first, answer.weight);
    }
    return values;
}

} // namespace

TimingReader::TimingReader(SQLite::Database &database, WordTexts &words)
    : m_database(database)
    , m_words(words)
{ }

Latencies TimingReader::latencies(std::span<const UtcTime> edges)
{
    Latencies found;
    std::vector<Answer> all;
    const auto columns = std::max<std::size_t>(edges.size(), 2) - 1;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        auto one = column(edges[i], edges[i + 1], std::max<std::size_t>(slicesInAll / columns, 1));
        if (!one.complete)
            weigh(one, edges[i], edges[i + 1]);
        found.complete = found.complete && one.complete;
        found.columns.push_back(quantile(wholes(one.answers), 0.5));
        std::move(one.answers.begin(), one.answers.end(), std::back_inserter(all));
    }
    found.answers = static_cast<std::int64_t>(all.size());
    found.median = quantile(wholes(all), 0.5);
    found.slow = quantile(wholes(all), 0.95);
    found.firstContent = quantile(firsts(all), 0.5);
    return found;
}

TimingReader::Column TimingReader::column(UtcTime from, UtcTime to, std::size_t slices)
{
    Column column;
    SQLite::Statement rows(m_database,
        "SELECT outcome, ended_after, first_content_after FROM exchange NOT INDEXED"
        " WHERE id >= ? AND id < ? ORDER BY id LIMIT ?");
    const auto length = (to - from) / static_cast<std::int64_t>(slices);
    for (std::size_t i = 0; i < slices; ++i) {
        const auto begin = from + length * static_cast<std::int64_t>(i);
        rows.reset();
        rows.bind(1, firstRowAt(begin));
        rows.bind(2, firstRowAt(i + 1 == slices ? to : begin + length));
        rows.bind(3, rowsASlice + 1);
        std::int64_t looked = 0;
        while (looked <= rowsASlice && rows.executeStep()) {
            if (++looked > rowsASlice)
                break;
            const bool answered = rows.getColumn(0).getInt() == static_cast<int>(domain::Outcome::Succeeded);
            if (!answered || rows.getColumn(1).isNull())
                continue;
            Answer answer {Micros(rows.getColumn(1).getInt64()), {}, 1};
            if (!rows.getColumn(2).isNull())
                answer.first = Micros(rows.getColumn(2).getInt64());
            column.answers.push_back(answer);
        }
        column.complete = column.complete && looked <= rowsASlice;
        column.rows += std::min(looked, rowsASlice);
    }
    return column;
}

/// A busy hour counts for more than a quiet one, though as many of its rows were looked at.
void TimingReader::weigh(Column &column, UtcTime from, UtcTime to)
{
    RollupReader sums(m_database, m_words, GroupBy::Nothing);
    std::int64_t exchanges = 0;
    for (const auto &[group, sum] : sums.between(quarterAt(from), quarterAt(to)))
        exchanges += sum.exchanges;
    const auto weight = column.rows > 0
        ? static_cast<double>(std::max(exchanges, column.rows)) / static_cast<double>(column.rows)
        : 1.0;
    for (auto &answer : column.answers)
        answer.weight = weight;
}

TriesByProvider TimingReader::tries(UtcTime from, UtcTime to, std::size_t stretches)
{
    TriesByProvider found;
    std::map<std::string, std::vector<Weighed>> times;
    SQLite::Statement rows(m_database,
        "SELECT provider, outcome, status, started_after, ended_after FROM attempt"
        " WHERE exchange >= ? AND exchange < ? ORDER BY exchange DESC, number DESC LIMIT ?");
    const auto length = (to - from) / static_cast<std::int64_t>(std::max<std::size_t>(stretches, 1));
    // Newest first, so that the first one seen of a provider is its last.
    for (std::size_t i = stretches; i-- > 0;) {
        const auto begin = from + length * static_cast<std::int64_t>(i);
        rows.reset();
        rows.bind(1, firstRowAt(begin));
        rows.bind(2, firstRowAt(i + 1 == stretches ? to : begin + length));
        rows.bind(3, triesAStretch);
        while (rows.executeStep()) {
            const auto name = m_words.textOf(rows.getColumn(0).getInt64());
            const auto [at, fresh] = found.try_emplace(name);
            auto &provider = at->second;
            const auto outcome = static_cast<domain::Outcome>(rows.getColumn(1).getInt());
            const bool failed = outcome == domain::Outcome::Failed || outcome == domain::Outcome::Interrupted;
            if (fresh) {
                provider.stretches.resize(stretches);
                provider.lastFailed = failed;
                provider.lastStatus = static_cast<std::uint16_t>(rows.getColumn(2).getInt());
            }
            ++provider.stretches[i].tries;
            provider.stretches[i].failures += failed ? 1 : 0;
            if (outcome == domain::Outcome::Succeeded && !rows.getColumn(4).isNull())
                times[name].emplace_back(rows.getColumn(4).getInt64() - rows.getColumn(3).getInt64(), 1.0);
        }
    }
    for (auto &[name, values] : times)
        found[name].median = quantile(std::move(values), 0.5);
    return found;
}

} // namespace slipswitch::ledger
