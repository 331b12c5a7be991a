#pragma once

#include "core/ledger/BodyQueue.h"
#include "core/ledger/Ledger.h"
#include "core/ledger/Store.h"
#include "core/ledger/Wake.h"

#include <condition_variable>
#include <mutex>
#include <thread>

struct sqlite3;

namespace slipswitch::ledger {

/// The one thread that writes the ledger: drains spool and bodies in batches, goes on trying when it can't,
/// and sleeps without any timer while there is nothing to do. Decides nothing about requests.
class Writer
{
public:
    Writer(Ledger::Options options, Spool &spool, BodyQueue &bodies);
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    void start();
    /// Thread: data plane.
    void notify() { m_wake.notify(); }
    /// Thread: any, each of these.
    void apply(const config::Settings::Log &log);
    [[nodiscard]] LedgerStatus status() const;
    /// Writes what is there and ends the thread; gives up after `patience` (slots keep what is left).
    void stop(std::chrono::milliseconds patience);

private:
    enum class Phase : std::uint8_t
    {
        Running,
        Draining,
        Ending
    };

    void run();
    /// False: nothing more to do for now, or it failed.
    bool work();
    bool openStore();
    void closeStore();
    void collect();
    bool commit();
    void finished(std::size_t added);
    bool retain();
    void allIsWell();
    void failed(const Error &error);
    void replaceCorrupt();
    void sleep();
    [[nodiscard]] bool hasWork() const;
    void tell(LedgerState state, const std::string &problem);
    [[nodiscard]] config::Settings::Log limits() const;

    const std::filesystem::path m_file;
    const std::function<void()> m_statusChanged;
    Spool &m_spool;
    BodyQueue &m_bodies;
    Wake m_wake;
    std::atomic<Phase> m_phase = Phase::Running;
    std::atomic<bool> m_limitsChanged = false;

    // the thread's own
    std::unique_ptr<Store> m_store;
    Batch m_batch; ///< kept until it is committed
    std::chrono::milliseconds m_backoff {};
    SteadyTime m_retainAt {};
    std::uint64_t m_damagedTold = 0;
    std::string m_notice; ///< what was set aside; stays in the status

    mutable std::mutex m_mutex; ///< never taken by the data plane
    std::condition_variable m_ended;
    bool m_hasEnded = false;
    LedgerStatus m_status;
    config::Settings::Log m_limits;
    sqlite3 *m_handle = nullptr; ///< to interrupt a transaction when patience ends
    std::thread m_thread;
};

} // namespace slipswitch::ledger
