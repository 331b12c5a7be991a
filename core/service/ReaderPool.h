#pragma once

#include "core/ledger/Reader.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace slipswitch::service {

/// A few threads that read the ledger, each on a connection of its own; started with the first question.
/// Thread: any for every call.
class ReaderPool
{
public:
    /// Whether an answer is still wanted; long work looks now and then.
    using Wanted = std::function<bool()>;
    using Work = std::function<void(ledger::Reader &reader, const Wanted &wanted)>;
    using Ticket = std::uint64_t;

    ReaderPool(std::filesystem::path folder, std::size_t threads);
    /// Ends what is being read.
    ~ReaderPool();
    ReaderPool(const ReaderPool &) = delete;
    ReaderPool &operator=(const ReaderPool &) = delete;

    /// @param ticket  the caller's, not 0 and never used before.
    void submit(Ticket ticket, Work work);
    /// What waits is never begun, what runs is interrupted.
    void cancel(Ticket ticket);

private:
    struct Job
    {
        Ticket ticket = 0;
        Work work;
    };
    struct Worker
    {
        explicit Worker(const std::filesystem::path &folder)
            : reader(folder)
        { }
        ledger::Reader reader;
        Ticket running = 0; ///< 0: idle
        bool wanted = false; ///< whether the answer of what runs still is
        std::thread thread;
    };
    void startThreads();
    void run(Worker &worker);
    [[nodiscard]] bool next(Worker &worker, Job &job);

    std::filesystem::path m_folder;
    std::size_t m_threads;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_waiting;
    std::vector<std::unique_ptr<Worker>> m_workers;
    bool m_ending = false;
};

} // namespace slipswitch::service
