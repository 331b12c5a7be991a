#include "core/ledger/Writer.h"

#include "core/base/ThreadName.h"
#include "core/ledger/Database.h"

#include <sqlite3.h>

namespace slipswitch::ledger {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t rowsABatch = 1000;
constexpr auto groupWait = 100ms; ///< how long a row may wait for company
constexpr auto firstBackoff = 250ms;
constexpr auto longestBackoff = 5'000ms;
constexpr auto retentionPause = 60s; ///< between rounds of retention while rows come
constexpr auto retentionIdle = 60min; ///< rows grow old without any request too

} // namespace

Writer::Writer(Ledger::Options options, Spool &spool, BodyQueue &bodies)
    : m_file(options.folder / "ledger.sqlite")
    , m_statusChanged(std::move(options.statusChanged))
    , m_spool(spool)
    , m_bodies(bodies)
    , m_limits(options.log)
{
    if (const auto aside = m_spool.setAsideFile(); !aside.empty())
        m_notice = "Requests that another version left unwritten were set aside as " + aside.string() + ".";
}

Writer::~Writer()
{
    stop(0ms);
}

void Writer::start()
{
    m_thread = std::thread([this] {
        nameThisThread("ledger writer");
        run();
    });
}

void Writer::run()
{
    m_spool.prefault();
    while (m_phase != Phase::Ending) {
        // Asked before the work: only a round that began after stop() has seen every settled row.
        const bool last = m_phase != Phase::Running;
        if (work())
            continue;
        if (last)
            break;
        sleep();
    }
    closeStore();
    const std::lock_guard lock(m_mutex);
    m_hasEnded = true;
    m_ended.notify_all();
}

bool Writer::work()
{
    if (m_store && !m_store->inPlace()) {
        m_notice = "The log file was moved or deleted while in use; a new one was begun.";
        closeStore();
    }
    if (!m_store && !openStore())
        return false;
    collect();
    if (!m_batch.empty() && !commit())
        return false;
    if (m_phase != Phase::Running)
        return hasWork();
    const bool more = retain();
    return more || m_spool.waiting() >= rowsABatch;
}

bool Writer::openStore()
{
    auto store = Store::open(m_file);
    if (!store) {
        failed(store.error());
        return false;
    }
    m_store = std::move(*store);
    {
        const std::lock_guard lock(m_mutex);
        m_handle = m_store->database().getHandle();
        m_status.fileBytes = m_store->bytes();
    }
    m_retainAt = {};
    if (m_batch.exchanges.empty())
        allIsWell();
    return true;
}

void Writer::closeStore()
{
    const std::lock_guard lock(m_mutex);
    m_handle = nullptr;
    m_store.reset();
}

void Writer::collect()
{
    if (!m_batch.exchanges.empty())
        return; // a batch that failed is tried again as it is
    m_batch.exchanges = m_spool.take(rowsABatch);
    if (m_batch.bodies.empty())
        m_batch.bodies = m_bodies.take();
    m_batch.gap = m_spool.gap();
    m_batch.damaged = m_spool.damaged() - m_damagedTold;
}

bool Writer::commit()
{
    const auto added = m_store->commit(m_batch, SystemClock().utcNow());
    if (!added) {
        failed(added.error());
        return false;
    }
    finished(*added);
    return true;
}

void Writer::finished(std::size_t added)
{
    m_spool.release(m_batch.exchanges);
    if (m_batch.gap.exchanges > 0)
        m_spool.clearGap(m_batch.gap);
    m_damagedTold += m_batch.damaged;
    std::size_t bodyBytes = 0;
    for (const auto &body : m_batch.bodies)
        bodyBytes += body->text.size();
    m_bodies.written(bodyBytes);
    {
        const std::lock_guard lock(m_mutex);
        m_status.rowsWritten += added;
        m_status.notKept += m_batch.gap.exchanges + m_batch.damaged;
        m_status.fileBytes = m_store->bytes();
    }
    m_batch = {};
    allIsWell();
}

void Writer::allIsWell()
{
    m_backoff = {};
    tell(LedgerState::Writing, {});
}

bool Writer::retain()
{
    if (SystemClock().steadyNow() < m_retainAt && !m_limitsChanged.exchange(false))
        return false;
    const auto more = m_store->retain(limits(), SystemClock().utcNow());
    if (!more) {
        failed(more.error());
        return false;
    }
    allIsWell();
    if (!*more)
        m_retainAt = SystemClock().steadyNow() + retentionPause;
    return *more;
}

void Writer::failed(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return; // patience ended; the slots keep the rows
    if (error.code == ErrorCode::NewerVersion) {
        closeStore();
        return tell(LedgerState::Refused, error.detail);
    }
    m_backoff = std::clamp<std::chrono::milliseconds>(m_backoff * 2, firstBackoff, longestBackoff);
    if (error.code == ErrorCode::Corrupt) {
        closeStore();
        replaceCorrupt();
    } else if (error.code != ErrorCode::Locked) {
        closeStore(); // what is wrong may be the connection itself
    }
    tell(LedgerState::Failing, error.detail);
}

void Writer::replaceCorrupt()
{
    const auto aside = setAsideCorrupt(m_file);
    if (!aside)
        return;
    m_notice = "The log was damaged and was set aside as " + aside->string() + "; a new one was begun.";
    m_backoff = 1ms;
}

void Writer::sleep()
{
    if (m_backoff > 0ms)
        return m_wake.wait(m_backoff); // every slot may fill meanwhile; new ones don't hurry the disk
    const bool refused = !m_store;
    m_wake.announce();
    if (!refused && hasWork()) {
        m_wake.withdraw();
    } else {
        const bool ages = limits().keepDays > 0 || limits().bodyKeepDays > 0;
        m_wake.wait(
            ages && !refused ? std::optional<std::chrono::milliseconds>(retentionIdle) : std::nullopt);
        m_wake.withdraw();
    }
    // Rows that come close together share a transaction.
    if (!refused && hasWork() && m_spool.waiting() < rowsABatch && m_phase == Phase::Running)
        m_wake.wait(groupWait);
}

bool Writer::hasWork() const
{
    return m_spool.waiting() > 0 || !m_bodies.empty() || m_spool.gap().exchanges > 0;
}

void Writer::tell(LedgerState state, const std::string &problem)
{
    const auto text = problem.empty() || m_notice.empty() ? problem + m_notice : problem + " " + m_notice;
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.state == state && m_status.problem == text)
            return;
        m_status.state = state;
        m_status.problem = text;
    }
    if (m_statusChanged)
        m_statusChanged();
}

void Writer::apply(const config::Settings::Log &log)
{
    {
        const std::lock_guard lock(m_mutex);
        m_limits = log;
    }
    m_limitsChanged = true;
    m_wake.signal();
}

config::Settings::Log Writer::limits() const
{
    const std::lock_guard lock(m_mutex);
    return m_limits;
}

LedgerStatus Writer::status() const
{
    const std::lock_guard lock(m_mutex);
    auto status = m_status;
    status.waiting = m_spool.waiting();
    status.notKept += m_spool.gap().exchanges;
    status.bodiesDropped = m_bodies.dropped();
    return status;
}

void Writer::stop(std::chrono::milliseconds patience)
{
    if (!m_thread.joinable())
        return;
    m_phase = Phase::Draining;
    m_wake.signal();
    std::unique_lock lock(m_mutex);
    if (!m_ended.wait_for(lock, patience, [this] { return m_hasEnded; })) {
        m_phase = Phase::Ending;
        if (m_handle)
            ::sqlite3_interrupt(m_handle);
    }
    lock.unlock();
    m_wake.signal();
    m_thread.join();
}

} // namespace slipswitch::ledger
