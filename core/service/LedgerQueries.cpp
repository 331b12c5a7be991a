#include "core/service/LedgerQueries.h"

#include "core/service/LedgerSearch.h"

#include <utility>

namespace slipswitch::service {

namespace {

using ledger::Reader;

constexpr std::size_t readers = 3;
constexpr std::chrono::milliseconds tellInterval {100};

/// Lets something through at most every `tellInterval`.
class Pace
{
public:
    bool due()
    {
        const auto now = m_clock.steadyNow();
        if (now - m_last < tellInterval)
            return false;
        m_last = now;
        return true;
    }

private:
    SystemClock m_clock;
    SteadyTime m_last = m_clock.steadyNow();
};

} // namespace

LedgerQueries::LedgerQueries(const std::filesystem::path &folder, QObject *parent)
    : QObject(parent)
    , m_pool(std::make_unique<ReaderPool>(folder, readers))
{ }

LedgerQueries::~LedgerQueries()
{
    m_pool.reset(); // its threads call into this object until then
}

/// From a reader's thread to the Qt thread, if somebody still waits there.
template <typename Answer>
void LedgerQueries::answer(Ticket ticket, const QPointer<QObject> &context, bool last, Answer deliver)
{
    QMetaObject::invokeMethod(
        this,
        [this, ticket, context, last, deliver = std::move(deliver)]() mutable {
            if (!m_open.contains(ticket))
                return;
            if (last || !context)
                cancel(ticket);
            if (context)
                deliver();
        },
        Qt::QueuedConnection);
}

template <typename T, typename Read>
LedgerQueries::Ticket LedgerQueries::ask(QObject *context, Read read, Done<T> done)
{
    const auto ticket = ++m_lastTicket;
    m_open.insert(ticket);
    m_pool->submit(ticket,
        [this, ticket, context = QPointer<QObject>(context), read = std::move(read), done = std::move(done)](
            Reader &reader, const ReaderPool::Wanted &) {
            answer(ticket, context, true,
                [done, result = Result<T>(read(reader))]() mutable { done(std::move(result)); });
        });
    return ticket;
}

void LedgerQueries::cancel(Ticket ticket)
{
    if (m_open.erase(ticket) > 0)
        m_pool->cancel(ticket);
}

LedgerQueries::Ticket LedgerQueries::page(QObject *context, const ledger::Filter &filter, Cursor before,
    std::size_t limit, Done<ledger::LogPage> done)
{
    return ask<ledger::LogPage>(
        context, [filter, before, limit](Reader &reader) { return reader.page(filter, before, limit); },
        std::move(done));
}

LedgerQueries::Ticket LedgerQueries::detail(QObject *context, RequestId id, Done<ledger::LogDetail> done)
{
    return ask<ledger::LogDetail>(
        context, [id](Reader &reader) { return reader.detail(id); }, std::move(done));
}

LedgerQueries::Ticket LedgerQueries::rollup(QObject *context, std::vector<UtcTime> edges,
    ledger::GroupBy groupBy, Done<std::vector<ledger::RollupPoint>> done)
{
    return ask<std::vector<ledger::RollupPoint>>(
        context,
        [edges = std::move(edges), groupBy](Reader &reader) { return reader.rollup(edges, groupBy); },
        std::move(done));
}

LedgerQueries::Ticket LedgerQueries::totals(
    QObject *context, ledger::TimeRange range, Done<ledger::RollupSums> done)
{
    return ask<ledger::RollupSums>(
        context, [range](Reader &reader) { return reader.totals(range); }, std::move(done));
}

LedgerQueries::Ticket LedgerQueries::spentByKey(
    QObject *context, ledger::TimeRange range, Done<std::map<std::string, Money>> done)
{
    return ask<std::map<std::string, Money>>(
        context, [range](Reader &reader) { return reader.spentByKey(range); }, std::move(done));
}

LedgerQueries::Ticket LedgerQueries::lastUsedByKey(
    QObject *context, Done<std::map<std::string, UtcTime>> done)
{
    return ask<std::map<std::string, UtcTime>>(
        context, [](Reader &reader) { return reader.lastUsedByKey(); }, std::move(done));
}

LedgerQueries::Ticket LedgerQueries::gaps(
    QObject *context, ledger::TimeRange range, Done<ledger::RollupSums> done)
{
    return ask<ledger::RollupSums>(
        context, [range](Reader &reader) { return reader.gaps(range); }, std::move(done));
}

LedgerQueries::Ticket LedgerQueries::histogram(QObject *context, const ledger::Filter &filter,
    ledger::TimeRange range, domain::Micros step, Done<std::vector<ledger::HistogramBar>> done)
{
    return ask<std::vector<ledger::HistogramBar>>(
        context, [filter, range, step](Reader &reader) { return reader.histogram(filter, range, step); },
        std::move(done));
}

LedgerQueries::Ticket LedgerQueries::latencies(
    QObject *context, std::vector<UtcTime> edges, Done<ledger::Latencies> done)
{
    return ask<ledger::Latencies>(
        context, [edges = std::move(edges)](Reader &reader) { return reader.latencies(edges); },
        std::move(done));
}

LedgerQueries::Ticket LedgerQueries::tries(
    QObject *context, ledger::TimeRange range, std::size_t stretches, Done<ledger::TriesByProvider> done)
{
    return ask<ledger::TriesByProvider>(
        context, [range, stretches](Reader &reader) { return reader.tries(range, stretches); },
        std::move(done));
}

LedgerQueries::Ticket LedgerQueries::values(
    QObject *context, ledger::GroupBy field, Done<std::vector<std::string>> done)
{
    return ask<std::vector<std::string>>(
        context, [field](Reader &reader) { return reader.values(field); }, std::move(done));
}

LedgerQueries::Ticket LedgerQueries::search(
    QObject *context, const ledger::Filter &filter, Cursor before, std::size_t limit, Done<SearchPart> part)
{
    const auto ticket = ++m_lastTicket;
    m_open.insert(ticket);
    m_pool->submit(ticket,
        [this, ticket, context = QPointer<QObject>(context), filter, before, limit, part = std::move(part)](
            Reader &reader, const ReaderPool::Wanted &wanted) {
            Pace pace;
            SearchPart waiting;
            bool told = false; // the first rows wait for nothing
            const auto found = searchRows(reader, filter, before, limit, [&](FoundRows more) {
                std::move(more.rows.begin(), more.rows.end(), std::back_inserter(waiting.rows));
                waiting.progress = more.progress;
                waiting.finished = more.finished;
                waiting.more = more.more;
                if (waiting.finished || pace.due() || (!told && !waiting.rows.empty())) {
                    told = told || !waiting.rows.empty();
                    answer(ticket, context, waiting.finished,
                        [part, tell = std::exchange(waiting, {})]() mutable { part(std::move(tell)); });
                }
                return wanted();
            });
            if (!found)
                answer(ticket, context, true,
                    [part, error = found.error()] { part(Result<SearchPart>(failure(error))); });
        });
    return ticket;
}

LedgerQueries::Ticket LedgerQueries::exportTo(QObject *context, const ledger::Filter &filter,
    ExportFormat format, const std::filesystem::path &file, std::function<void(ExportProgress)> progress,
    Done<ExportProgress> done)
{
    const auto ticket = ++m_lastTicket;
    m_open.insert(ticket);
    m_pool->submit(ticket,
        [this, ticket, context = QPointer<QObject>(context), filter, format, file,
            progress = std::move(progress),
            done = std::move(done)](Reader &reader, const ReaderPool::Wanted &wanted) {
            Pace pace;
            auto result = exportRows(reader, filter, format, file, [&](const ExportProgress &now) {
                if (progress && pace.due())
                    answer(ticket, context, false, [progress, now] { progress(now); });
                return wanted();
            });
            answer(ticket, context, true,
                [done, result = std::move(result)]() mutable { done(std::move(result)); });
        });
    return ticket;
}

} // namespace slipswitch::service
