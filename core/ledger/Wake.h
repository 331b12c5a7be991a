#pragma once

#include <atomic>
#include <chrono>
#include <optional>

namespace slipswitch::ledger {

/// Puts one thread to sleep and wakes it from another without a lock. Only the first call after it went to
/// sleep costs a system call, which never blocks.
class Wake
{
public:
    Wake();
    ~Wake();
    Wake(const Wake &) = delete;
    Wake &operator=(const Wake &) = delete;

    /// Wakes the sleeper if it announced its sleep. Thread: any.
    void notify()
    {
        // A read-modify-write on both sides: either this sees the announcement, or the sleeper's look that
        // follows it sees what was done before this call.
        if (m_asleep.exchange(false, std::memory_order_acq_rel))
            signal();
    }
    /// Ends the current or the next wait, announced or not. Thread: any.
    void signal();
    /// Says that `notify` must wake from here on; look for work once more, then wait. Thread: the sleeper's.
    void announce() { m_asleep.exchange(true, std::memory_order_acq_rel); }
    void withdraw() { m_asleep.exchange(false, std::memory_order_acq_rel); }
    /// Returns when woken or after `timeout`. Thread: the sleeper's.
    void wait(std::optional<std::chrono::milliseconds> timeout);

private:
    std::atomic<bool> m_asleep = false;
    int m_descriptor = -1;
};

} // namespace slipswitch::ledger
