#pragma once

#include "core/http/Resolver.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace slipswitch::http {

/// The threads that block in look-ups. They outlive the Resolver while a look-up hangs, since nothing can
/// interrupt one; after `stop` they deliver nothing and leave. Thread: any.
struct Resolver::Helpers : std::enable_shared_from_this<Resolver::Helpers>
{
    /// Called on a helper thread with the lock held, never after `stop`.
    using Deliver = std::function<void(std::string host, Result<Addresses> found)>;

    Helpers(Lookup lookup, Deliver deliver, const Limits &limits);
    /// False when the queue is full or no thread could be started.
    [[nodiscard]] bool push(const std::string &host);
    void stop();

private:
    [[nodiscard]] bool startThread();
    void work();

    Lookup m_lookup;
    Deliver m_deliver;
    Limits m_limits;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::string> m_queue;
    std::size_t m_threads = 0;
    std::size_t m_free = 0;
    bool m_stopped = false;
};

} // namespace slipswitch::http
