#include "core/ledger/Reader.h"

#include "core/ledger/Database.h"
#include "core/ledger/Ledger.h"
#include "core/ledger/PageQuery.h"
#include "core/ledger/RollupReader.h"
#include "core/ledger/RowReader.h"
#include "core/ledger/TimingReader.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace slipswitch::ledger {

namespace {

std::string columnOf(GroupBy field)
{
    switch (field) {
    case GroupBy::Provider:
        return "provider";
    case GroupBy::Model:
        return "model";
    case GroupBy::Key:
        return "key";
    case GroupBy::Tool:
        return "tool";
    case GroupBy::Nothing:
        break;
    }
    return "0";
}

/// The one value that an unmixed filter asks for.
std::string rolledUpValue(const Filter &filter)
{
    return filter.provider + filter.model + filter.keyId + filter.tool;
}

/// The roll-up that gives the same answer as the rows, where there is one.
std::optional<GroupBy> rolledUpBy(const Filter &filter, TimeRange range, domain::Micros step)
{
    constexpr domain::Micros quarter = std::chrono::minutes(15);
    const auto whole = [&](auto span) { return span % quarter == domain::Micros(0); };
    if (!whole(step) || !whole(range.from.time_since_epoch()) || !whole(range.to.time_since_epoch()))
        return std::nullopt;
    Filter only;
    auto groupBy = GroupBy::Nothing;
    const auto take = [&](std::string Filter::*field, GroupBy dimension) {
        if ((filter.*field).empty() || groupBy != GroupBy::Nothing)
            return;
        groupBy = dimension;
        only.*field = filter.*field;
    };
    take(&Filter::provider, GroupBy::Provider);
    take(&Filter::model, GroupBy::Model);
    take(&Filter::keyId, GroupBy::Key);
    take(&Filter::tool, GroupBy::Tool);
    return filter == only ? std::optional(groupBy) : std::nullopt;
}

std::vector<HistogramBar> barsOf(const std::vector<RollupPoint> &points, const Filter &filter)
{
    std::vector<HistogramBar> bars;
    for (const auto &point : points) {
        if (point.group == rolledUpValue(filter))
            bars.push_back({point.start, point.sums.exchanges, point.sums.errors, point.sums.rerouted});
    }
    return bars;
}

} // namespace

struct Reader::Connection
{
    struct Open
    {
        explicit Open(std::unique_ptr<SQLite::Database> opened)
            : database(std::move(opened))
            , words(*database)
            , rows(*database, words)
        { }
        std::unique_ptr<SQLite::Database> database;
        WordTexts words;
        RowReader rows;
    };
    Result<void> ensure();
    void close();

    std::filesystem::path file;
    std::uint64_t inode = 0;
    std::unique_ptr<Open> open;
    std::mutex mutex; ///< for `handle`
    sqlite3 *handle = nullptr;
};

void Reader::Connection::close()
{
    const std::lock_guard lock(mutex);
    handle = nullptr;
    open.reset();
}

/// Opens the file, again when another one stands in its place.
Result<void> Reader::Connection::ensure()
{
    struct stat info {};
    const bool exists = ::stat(file.c_str(), &info) == 0;
    if (open && exists && info.st_ino == inode)
        return {};
    close();
    auto database = openForReading(file);
    if (!database)
        return failure(database.error());
    open = std::make_unique<Open>(std::move(*database));
    inode = exists ? info.st_ino : 0;
    const std::lock_guard lock(mutex);
    handle = open->database->getHandle();
    return {};
}

Reader::Reader(const std::filesystem::path &folder)
    : m_connection(std::make_unique<Connection>())
{
    m_connection->file = folder / "ledger.sqlite";
}

Reader::~Reader() = default;

void Reader::cancel()
{
    const std::lock_guard lock(m_connection->mutex);
    if (m_connection->handle)
        ::sqlite3_interrupt(m_connection->handle);
}

/// Runs `read` over one snapshot of the file; without a file, answers with an empty T.
template <typename T, typename Read>
Result<T> Reader::read(Read read)
try {
    if (auto ready = m_connection->ensure(); !ready) {
        if (ready.error().code == ErrorCode::NotFound)
            return T {};
        return failure(ready.error());
    }
    auto &open = *m_connection->open;
    const SQLite::Transaction snapshot(*open.database);
    return read(open);
} catch (const SQLite::Exception &exception) {
    // A call to `cancel` may have hit the end of the transaction too: begin afresh.
    m_connection->close();
    return failure(explain(exception, m_connection->file));
}

bool Filter::looksAtManyRows() const
{
    const int indexed = int {!provider.empty()} + int {!model.empty()} + int {!keyId.empty()}
        + int {!tool.empty()} + int {status || statusClass} + int {costMin || costMax}
        + int {errorsOnly || outcome} + int {rerouted};
    return indexed > 1 || !project.empty() || !texts.empty() || !without.empty();
}

Result<LogPage> Reader::page(const Filter &filter, std::optional<std::int64_t> before, std::size_t limit,
    std::optional<std::int64_t> downTo)
{
    return read<LogPage>([&](Connection::Open &open) -> Result<LogPage> {
        PageQuery query(*open.database, open.words, filter);
        LogPage page;
        for (const auto id : query.rows(before, limit + 1, downTo)) {
            if (page.rows.size() == limit)
                page.more = true;
            else if (auto row = open.rows.row(id))
                page.rows.push_back(std::move(*row));
        }
        return page;
    });
}

Result<LogExtent> Reader::extent()
{
    return read<LogExtent>([](Connection::Open &open) -> Result<LogExtent> {
        SQLite::Statement ends(*open.database,
            "SELECT IFNULL((SELECT MIN(id) FROM exchange), 0), IFNULL((SELECT MAX(id) FROM exchange), 0)");
        ends.executeStep();
        return LogExtent {ends.getColumn(0).getInt64(), ends.getColumn(1).getInt64()};
    });
}

namespace {

using Part = BodyRecord::Part;

std::array<std::pair<Part, std::optional<std::string> *>, 4> partsOf(LogDetail &detail)
{
    return {{{Part::Request, &detail.requestBody}, {Part::Response, &detail.responseBody},
        {Part::RequestHeaders, &detail.requestHeaders}, {Part::ResponseHeaders, &detail.responseHeaders}}};
}

} // namespace

Result<LogDetail> Reader::detail(RequestId id)
{
    const auto found
        = read<std::optional<LogDetail>>([&](Connection::Open &open) -> Result<std::optional<LogDetail>> {
              const auto number = open.rows.find(id);
              if (!number)
                  return std::nullopt;
              LogDetail detail;
              detail.exchange = open.rows.row(*number)->exchange;
              detail.exchange.attempts = open.rows.attempts(*number);
              for (const auto &[part, to] : partsOf(detail)) {
                  auto text = open.rows.body(id, static_cast<int>(part));
                  if (!text)
                      return failure(text.error());
                  *to = std::move(*text);
              }
              return detail;
          });
    if (!found)
        return failure(found.error());
    if (!*found)
        return failure(ErrorCode::NotFound, "The log has no request " + id.toString() + ".");
    return **found;
}

Result<std::vector<RollupPoint>> Reader::rollup(std::span<const UtcTime> edges, GroupBy groupBy)
{
    using Points = std::vector<RollupPoint>;
    return read<Points>([&](Connection::Open &open) -> Result<Points> {
        RollupReader reader(*open.database, open.words, groupBy);
        Points points;
        for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
            for (auto &[group, sums] : reader.between(quarterAt(edges[i]), quarterAt(edges[i + 1])))
                points.push_back({edges[i], group, sums});
        }
        return points;
    });
}

Result<std::vector<RollupPoint>> Reader::rollup(TimeRange range, std::chrono::minutes step, GroupBy groupBy)
{
    std::vector<UtcTime> edges;
    const auto length = std::max(step, std::chrono::minutes(15));
    for (auto edge = range.from; edge < range.to; edge += length)
        edges.push_back(edge);
    edges.push_back(range.to);
    return rollup(edges, groupBy);
}

Result<std::vector<HistogramBar>> Reader::histogram(
    const Filter &filter, TimeRange range, domain::Micros step)
{
    const auto whole = std::max(step, domain::Micros(1));
    if (const auto groupBy = rolledUpBy(filter, range, whole)) {
        const auto points = rollup(range, std::chrono::duration_cast<std::chrono::minutes>(whole), *groupBy);
        return points ? Result<std::vector<HistogramBar>>(barsOf(*points, filter)) : failure(points.error());
    }
    auto bounded = filter;
    bounded.time = range;
    if (filter.time) {
        bounded.time->from = std::max(range.from, filter.time->from);
        bounded.time->to = std::min(range.to, filter.time->to);
    }
    using Bars = std::vector<HistogramBar>;
    return read<Bars>([&](Connection::Open &open) -> Result<Bars> {
        return PageQuery(*open.database, open.words, bounded).histogram(range.from, whole);
    });
}

Result<Latencies> Reader::latencies(std::span<const UtcTime> edges)
{
    return read<Latencies>([&](Connection::Open &open) -> Result<Latencies> {
        return TimingReader(*open.database, open.words).latencies(edges);
    });
}

Result<TriesByProvider> Reader::tries(TimeRange range, std::size_t stretches)
{
    return read<TriesByProvider>([&](Connection::Open &open) -> Result<TriesByProvider> {
        return TimingReader(*open.database, open.words).tries(range.from, range.to, stretches);
    });
}

Result<std::vector<std::string>> Reader::values(GroupBy field)
{
    using Values = std::vector<std::string>;
    if (field == GroupBy::Nothing)
        return Values {};
    return read<Values>([field](Connection::Open &open) -> Result<Values> {
        const auto column = columnOf(field);
        // From value to value along the index, never over the rows between.
        SQLite::Statement next(
            *open.database, "SELECT MIN(" + column + ") FROM exchange WHERE " + column + " > ?");
        Values values;
        for (std::int64_t last = 0;;) {
            next.reset();
            next.bind(1, last);
            if (!next.executeStep() || next.getColumn(0).isNull())
                break;
            last = next.getColumn(0).getInt64();
            values.push_back(open.words.textOf(last));
        }
        std::sort(values.begin(), values.end());
        return values;
    });
}

Result<RollupSums> Reader::totals(TimeRange range)
{
    const auto points = rollup(std::array {range.from, range.to}, GroupBy::Nothing);
    if (!points)
        return failure(points.error());
    return points->empty() ? RollupSums {} : points->front().sums;
}

Result<std::map<std::string, Money>> Reader::spentByKey(TimeRange range)
{
    const auto points = rollup(std::array {range.from, range.to}, GroupBy::Key);
    if (!points)
        return failure(points.error());
    std::map<std::string, Money> spent;
    for (const auto &point : *points)
        spent[point.group] = point.sums.cost;
    return spent;
}

Result<std::map<std::string, UtcTime>> Reader::lastUsedByKey()
{
    using Times = std::map<std::string, UtcTime>;
    return read<Times>([](Connection::Open &open) -> Result<Times> {
        Times times;
        // From key to key along the index, never over the rows between.
        SQLite::Statement nextKey(*open.database, "SELECT MIN(key) FROM exchange WHERE key > ?");
        SQLite::Statement newest(*open.database,
            "SELECT started_at FROM exchange INDEXED BY exchange_key WHERE key = ? ORDER BY id DESC LIMIT 1");
        for (std::int64_t key = 0;;) {
            nextKey.reset();
            nextKey.bind(1, key);
            if (!nextKey.executeStep() || nextKey.getColumn(0).isNull())
                return times;
            key = nextKey.getColumn(0).getInt64();
            newest.reset();
            newest.bind(1, key);
            if (newest.executeStep())
                times[open.words.textOf(key)] = UtcTime(domain::Micros(newest.getColumn(0).getInt64()));
        }
    });
}

Result<RollupSums> Reader::gaps(TimeRange range)
{
    return read<RollupSums>([&](Connection::Open &open) -> Result<RollupSums> {
        SQLite::Statement sum(*open.database,
            "SELECT SUM(exchanges), SUM(cost) FROM gap WHERE recorded_at >= ? AND recorded_at < ?");
        sum.bind(1, static_cast<std::int64_t>(range.from.time_since_epoch().count()));
        sum.bind(2, static_cast<std::int64_t>(range.to.time_since_epoch().count()));
        RollupSums sums;
        if (sum.executeStep()) {
            sums.exchanges = sum.getColumn(0).getInt64();
            sums.cost = Money::picodollars(sum.getColumn(1).getInt64());
        }
        return sums;
    });
}

} // namespace slipswitch::ledger
