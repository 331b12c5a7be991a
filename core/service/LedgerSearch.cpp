#include "core/service/LedgerSearch.h"

#include <algorithm>
#include <limits>

namespace slipswitch::service {

namespace {

using std::chrono::milliseconds;

/// A row's number counts milliseconds in all but its lowest 16 bits.
constexpr std::int64_t numbersPerMilli = 1 << 16;
constexpr std::int64_t firstSpan = 3'600'000 * numbersPerMilli; // an hour of log
constexpr std::int64_t shortestSpan = 1'000 * numbersPerMilli;
constexpr std::int64_t longestSpan = std::int64_t {3'600'000} * 24 * 400 * numbersPerMilli;
constexpr milliseconds quick {25};
constexpr milliseconds slow {100};

class Search
{
public:
    Search(ledger::LogExtent extent, std::optional<std::int64_t> before, std::size_t limit)
        : m_extent(extent)
        , m_left(limit)
        , m_before(std::min(before.value_or(std::numeric_limits<std::int64_t>::max()), extent.newest + 1))
        , m_top(m_before)
    { }

    Result<FoundRows> next(ledger::Reader &reader, const ledger::Filter &filter)
    {
        const auto downTo = std::max(m_before - m_span, m_extent.oldest);
        const auto began = m_clock.steadyNow();
        auto page = reader.page(filter, m_before, m_left, downTo);
        if (!page)
            return failure(page.error());
        const auto took = m_clock.steadyNow() - began;
        m_span = took < quick ? std::min(m_span * 2, longestSpan)
            : took > slow     ? std::max(m_span / 2, shortestSpan)
                              : m_span;
        FoundRows found;
        m_left -= page->rows.size();
        found.rows = std::move(page->rows);
        found.more = page->more || (m_left == 0 && downTo > m_extent.oldest);
        found.finished = page->more || m_left == 0 || downTo <= m_extent.oldest;
        m_before = downTo;
        found.progress = found.finished && !found.more ? 1 : progress();
        return found;
    }

private:
    [[nodiscard]] double progress() const
    {
        const auto all = static_cast<double>(m_top - m_extent.oldest);
        return all > 0 ? static_cast<double>(m_top - m_before) / all : 1;
    }

    SystemClock m_clock;
    ledger::LogExtent m_extent;
    std::size_t m_left;
    std::int64_t m_before, m_top;
    std::int64_t m_span = firstSpan;
};

/// What a screen shows comes first: each row is a look at the disk where the file is not in memory.
Result<void> walkIndex(ledger::Reader &reader, const ledger::Filter &filter,
    std::optional<std::int64_t> before, std::size_t limit, const std::function<bool(FoundRows)> &take)
{
    for (auto wanted = std::min(screenRows, limit);; wanted = limit) {
        auto page = reader.page(filter, before, wanted);
        if (!page)
            return failure(page.error());
        limit -= page->rows.size();
        const bool finished = limit == 0 || !page->more;
        if (!finished)
            before = page->rows.back().cursor;
        const bool goOn = take({std::move(page->rows), finished ? 1.0 : 0.0, finished, page->more});
        if (finished)
            return {};
        if (!goOn)
            return failure(ErrorCode::Cancelled, "The search was called off.");
    }
}

} // namespace

Result<void> searchRows(ledger::Reader &reader, const ledger::Filter &filter,
    std::optional<std::int64_t> before, std::size_t limit, const std::function<bool(FoundRows)> &take)
{
    if (!filter.looksAtManyRows())
        return walkIndex(reader, filter, before, limit, take);
    const auto extent = reader.extent();
    if (!extent)
        return failure(extent.error());
    Search search(*extent, before, limit);
    for (bool finished = false; !finished;) {
        auto found = search.next(reader, filter);
        if (!found)
            return failure(found.error());
        finished = found->finished;
        if (!take(std::move(*found)) && !finished)
            return failure(ErrorCode::Cancelled, "The search was called off.");
    }
    return {};
}

} // namespace slipswitch::service
