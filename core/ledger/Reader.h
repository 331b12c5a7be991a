#pragma once

#include "core/base/Result.h"
#include "core/domain/Exchange.h"
#include "core/ledger/Histogram.h"
#include "core/ledger/Timings.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace slipswitch::ledger {

/// From `from` up to but without `to`; UTC.
struct TimeRange
{
    UtcTime from {};
    UtcTime to {};

    bool operator==(const TimeRange &) const = default;
};

/// What the list shows; everything that is set must hold. Texts are compared whole, but for `text`.
struct Filter
{
    std::optional<TimeRange> time;
    std::string provider, model, keyId, tool; ///< empty: any
    std::optional<std::uint16_t> status;
    std::optional<int> statusClass; ///< 4: 400 to 499
    std::optional<domain::Outcome> outcome;
    bool errorsOnly = false; ///< failed, refused, interrupted
    bool rerouted = false; ///< answered, but not by the first try
    std::optional<Money> costMin, costMax; ///< both inclusive; rows of unknown cost never match
    std::string project; ///< has no index: rare ones take a search
    std::vector<std::string> texts; ///< each a part of the error text or of a model's name, in any case
    std::vector<std::string> without; ///< the same, and none of them may be

    /// More than one page's worth of rows may have to be looked at for a page: ask in parts.
    [[nodiscard]] bool looksAtManyRows() const;

    bool operator==(const Filter &) const = default;
};

/// One line of the list: an exchange without its tries.
struct LogRow
{
    std::int64_t cursor = 0; ///< where this row stands; ask for the rows before it
    domain::Exchange exchange;
    std::size_t tries = 0;
    std::string failedBefore; ///< provider of the try before the last; empty with one try
};

struct LogPage
{
    std::vector<LogRow> rows; ///< newest first, by the time they began
    bool more = false;
};

/// The rows that stand at the ends of the log.
struct LogExtent
{
    std::int64_t oldest = 0, newest = 0; ///< cursors; both 0 when it is empty
};

struct LogDetail
{
    domain::Exchange exchange; ///< with its tries
    std::optional<std::string> requestBody, responseBody; ///< where they were kept
    std::optional<std::string> requestHeaders, responseHeaders; ///< beside them: "Name: value" lines
};

enum class GroupBy : std::uint8_t
{
    Nothing,
    Provider,
    Model,
    Key,
    Tool
};

struct RollupSums
{
    std::int64_t exchanges = 0;
    std::int64_t errors = 0;
    std::int64_t rerouted = 0; ///< answered, but not by the first try
    std::int64_t refused = 0; ///< of the errors
    std::int64_t clientGone = 0; ///< the client left first
    std::int64_t unpriced = 0; ///< exchanges that used something at a price nobody knows; not in `cost`
    Money cost;
    domain::Usage usage;

    bool operator==(const RollupSums &) const = default;
};

/// One column of a chart; groups without exchanges have none.
struct RollupPoint
{
    UtcTime start {};
    std::string group; ///< provider, model, key id or tool; empty with GroupBy::Nothing
    RollupSums sums;
};

/// Reads the ledger for pages and charts on a connection of its own; waits for no writer. While there is no
/// file, answers are empty. Errors: NewerVersion, Corrupt, Locked, Cancelled, Io.
/// Thread: one at a time, never Qt's or the data plane; `cancel` from any.
class Reader
{
public:
    /// @param folder  the ledger's; the file is opened when first needed, and again when it was replaced.
    explicit Reader(const std::filesystem::path &folder);
    ~Reader();

    /// At most `limit` rows before `before` (nothing: the newest). Rows that arrive between two pages neither
    /// shift nor repeat what is shown.
    /// @param downTo  older rows are not looked at.
    [[nodiscard]] Result<LogPage> page(const Filter &filter, std::optional<std::int64_t> before,
        std::size_t limit, std::optional<std::int64_t> downTo = std::nullopt);
    [[nodiscard]] Result<LogExtent> extent();
    /// Errors: also NotFound.
    [[nodiscard]] Result<LogDetail> detail(RequestId id);

    /// Sums between each two neighbours of `edges` (ascending; cut down to whole quarters of an hour), so
    /// that a month of days in any time zone, with its odd day of 23 hours, is just its midnights.
    [[nodiscard]] Result<std::vector<RollupPoint>> rollup(std::span<const UtcTime> edges, GroupBy groupBy);
    /// Steps of equal length; the last may be cut by the range's end.
    [[nodiscard]] Result<std::vector<RollupPoint>> rollup(
        TimeRange range, std::chrono::minutes step, GroupBy groupBy);
    [[nodiscard]] Result<RollupSums> totals(TimeRange range);

    /// Matching exchanges by equal steps of `range`; steps without any have no bar. Reads roll-ups where they
    /// can tell (whole quarters of an hour, at most one field), else every matching row in the range.
    [[nodiscard]] Result<std::vector<HistogramBar>> histogram(
        const Filter &filter, TimeRange range, domain::Micros step);

    /// How long answers took between each two neighbours of `edges` (ascending) and over all.
    [[nodiscard]] Result<Latencies> latencies(std::span<const UtcTime> edges);
    /// How each provider did in equal stretches of `range`, by its tries; of busy stretches the newest ones.
    [[nodiscard]] Result<TriesByProvider> tries(TimeRange range, std::size_t stretches);

    /// Every value that a field ever had, sorted.
    [[nodiscard]] Result<std::vector<std::string>> values(GroupBy field);

    /// By access key id.
    [[nodiscard]] Result<std::map<std::string, Money>> spentByKey(TimeRange range);
    [[nodiscard]] Result<std::map<std::string, UtcTime>> lastUsedByKey();
    /// What could not be kept in that time.
    [[nodiscard]] Result<RollupSums> gaps(TimeRange range);

    /// Ends what is being read now with Cancelled. Thread: any.
    void cancel();

private:
    struct Connection;
    template <typename T, typename Read>
    [[nodiscard]] Result<T> read(Read read);

    std::unique_ptr<Connection> m_connection;
};

} // namespace slipswitch::ledger
