#include "core/service/ReaderPool.h"

#include "core/base/ThreadName.h"

#include <utility>

namespace slipswitch::service {

ReaderPool::ReaderPool(std::filesystem::path folder, std::size_t threads)
    : m_folder(std::move(folder))
    , m_threads(threads)
{ }

ReaderPool::~ReaderPool()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_waiting.clear();
        for (const auto &worker : m_workers) {
            worker->wanted = false;
            worker->reader.cancel();
        }
    }
    m_changed.notify_all();
    for (const auto &worker : m_workers)
        worker->thread.join();
}

void ReaderPool::submit(Ticket ticket, Work work)
{
    const std::lock_guard lock(m_mutex);
    if (m_workers.empty())
        startThreads();
    m_waiting.push_back({ticket, std::move(work)});
    m_changed.notify_one();
}

void ReaderPool::startThreads()
{
    for (std::size_t i = 0; i < m_threads; ++i) {
        auto &worker = *m_workers.emplace_back(std::make_unique<Worker>(m_folder));
        worker.thread = std::thread([this, &worker] {
            nameThisThread("ledger reader");
            run(worker);
        });
    }
}

void ReaderPool::cancel(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_waiting, [ticket](const Job &job) { return job.ticket == ticket; });
    for (const auto &worker : m_workers) {
        if (worker->running != ticket)
            continue;
        worker->wanted = false;
        worker->reader.cancel();
    }
}

bool ReaderPool::next(Worker &worker, Job &job)
{
    std::unique_lock lock(m_mutex);
    worker.running = 0;
    m_changed.wait(lock, [this] { return m_ending || !m_waiting.empty(); });
    if (m_ending)
        return false;
    job = std::move(m_waiting.front());
    m_waiting.pop_front();
    worker.running = job.ticket;
    worker.wanted = true;
    return true;
}

void ReaderPool::run(Worker &worker)
{
    const Wanted wanted = [this, &worker] {
        const std::lock_guard lock(m_mutex);
        return worker.wanted;
    };
    for (Job job; next(worker, job); job = {})
        job.work(worker.reader, wanted);
}

} // namespace slipswitch::service
