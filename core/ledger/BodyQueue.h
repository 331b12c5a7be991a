#pragma once

#include "core/ledger/Ledger.h"

#include <boost/lockfree/spsc_queue.hpp>

#include <atomic>
#include <memory>
#include <vector>

namespace slipswitch::ledger {

/// Bodies on their way to the writer: bounded in number and bytes, and what does not fit is dropped and
/// counted. Threads: push on the data plane, take on the writer.
class BodyQueue
{
public:
    static constexpr std::size_t mostRecords = 1024;
    static constexpr std::size_t mostBytes = 64 * 1024 * 1024;

    ~BodyQueue() { (void)take(); }

    bool push(BodyRecord record)
    {
        const auto size = record.text.size();
        auto owned = std::make_unique<BodyRecord>(std::move(record));
        // Counted before it is handed over, since the writer may be done with it at once.
        const auto before = m_bytes.fetch_add(size, std::memory_order_relaxed);
        if (before + size <= mostBytes && m_queue.push(owned.get())) {
            (void)owned.release(); // the queue's from here on
            return true;
        }
        m_bytes.fetch_sub(size, std::memory_order_relaxed);
        m_dropped.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    [[nodiscard]] std::vector<std::unique_ptr<BodyRecord>> take()
    {
        std::vector<std::unique_ptr<BodyRecord>> taken;
        m_queue.consume_all([&](BodyRecord *record) { taken.emplace_back(record); });
        return taken;
    }
    /// The bytes of what `take` gave are gone.
    void written(std::size_t bytes) { m_bytes.fetch_sub(bytes, std::memory_order_relaxed); }
    [[nodiscard]] bool empty() const { return m_queue.read_available() == 0; }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    boost::lockfree::spsc_queue<BodyRecord *> m_queue {mostRecords};
    std::atomic<std::size_t> m_bytes = 0;
    std::atomic<std::uint64_t> m_dropped = 0;
};

} // namespace slipswitch::ledger
