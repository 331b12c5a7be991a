#pragma once

#include "core/ledger/FilterText.h"
#include "core/ledger/Histogram.h"
#include "core/ledger/Reader.h"
#include "core/service/LedgerExport.h"
#include "core/service/ReaderPool.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace slipswitch::service {

/// A part of a search's answer.
struct SearchPart
{
    std::vector<ledger::LogRow> rows; ///< further ones, newest first, behind those told before
    double progress = 0; ///< how much of the log has been looked at, 0 to 1
    bool finished = false; ///< the last part
    bool more = false; ///< with the last part: rows are left behind `limit`
};

/// Questions to the ledger, answered on the Qt thread without ever keeping it waiting. Each call gives a
/// ticket; an answer comes exactly once, later than the call, unless its ticket is cancelled or its context
/// object is gone by then. So a page cancels its last ticket, asks anew, and never sees a stale answer.
/// Errors: those of ledger::Reader. Thread: Qt.
class LedgerQueries : public QObject
{
    Q_OBJECT

public:
    using Ticket = ReaderPool::Ticket;
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    using Cursor = std::optional<std::int64_t>;

    /// @param folder  the ledger's, Home::dataFolder()
    explicit LedgerQueries(const std::filesystem::path &folder, QObject *parent = nullptr);
    ~LedgerQueries() override;

    /// At most `limit` rows before `before` (nothing: the newest); quick for filters over indexed fields.
    Ticket page(QObject *context, const ledger::Filter &filter, Cursor before, std::size_t limit,
        Done<ledger::LogPage> done);
    /// The same in parts, as they are found: for every filter, and the only way for those that must look at
    /// many rows (free text, project, several fields at once). The first rows come at once, further parts at
    /// most ten times a second; the last one is `finished`, or an error.
    Ticket search(QObject *context, const ledger::Filter &filter, Cursor before, std::size_t limit,
        Done<SearchPart> part);
    Ticket detail(QObject *context, RequestId id, Done<ledger::LogDetail> done);
    /// @param edges  as Reader::rollup takes them: local midnights, hours, …
    Ticket rollup(QObject *context, std::vector<UtcTime> edges, ledger::GroupBy groupBy,
        Done<std::vector<ledger::RollupPoint>> done);
    Ticket totals(QObject *context, ledger::TimeRange range, Done<ledger::RollupSums> done);
    Ticket spentByKey(QObject *context, ledger::TimeRange range, Done<std::map<std::string, Money>> done);
    Ticket lastUsedByKey(QObject *context, Done<std::map<std::string, UtcTime>> done);
    Ticket gaps(QObject *context, ledger::TimeRange range, Done<ledger::RollupSums> done);
    /// Exchanges and errors that match, by equal steps of `range`.
    Ticket histogram(QObject *context, const ledger::Filter &filter, ledger::TimeRange range,
        domain::Micros step, Done<std::vector<ledger::HistogramBar>> done);
    Ticket latencies(QObject *context, std::vector<UtcTime> edges, Done<ledger::Latencies> done);
    Ticket tries(
        QObject *context, ledger::TimeRange range, std::size_t stretches, Done<ledger::TriesByProvider> done);
    /// Every provider, model or tool that the log knows, for completions and menus; sorted.
    Ticket values(QObject *context, ledger::GroupBy field, Done<std::vector<std::string>> done);

    /// Writes all matching rows, newest first, to a file that stands under its name only once it is whole.
    /// @param progress  rows so far and how much of the log, 0 to 1; at most ten times a second.
    Ticket exportTo(QObject *context, const ledger::Filter &filter, ExportFormat format,
        const std::filesystem::path &file, std::function<void(ExportProgress)> progress,
        Done<ExportProgress> done);

    /// The answer will not come. Tickets of the past are no harm.
    void cancel(Ticket ticket);

private:
    template <typename T, typename Read>
    Ticket ask(QObject *context, Read read, Done<T> done);
    template <typename Answer>
    void answer(Ticket ticket, const QPointer<QObject> &context, bool last, Answer deliver);

    Ticket m_lastTicket = 0;
    std::set<Ticket> m_open; ///< asked, not answered, not cancelled
    std::unique_ptr<ReaderPool> m_pool; ///< last: its threads answer to the others
};

} // namespace slipswitch::service
