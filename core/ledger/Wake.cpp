#include "core/ledger/Wake.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace slipswitch::ledger {

Wake::Wake()
    : m_descriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (m_descriptor < 0)
        std::abort(); // no descriptors left while starting: nothing else would work either
}

Wake::~Wake()
{
    ::close(m_descriptor);
}

void Wake::signal()
{
    const std::uint64_t one = 1;
    // Can fail only when the counter is full, and then the sleeper is awake.
    [[maybe_unused]] const auto written = ::write(m_descriptor, &one, sizeof one);
}

void Wake::wait(std::optional<std::chrono::milliseconds> timeout)
{
    pollfd entry {m_descriptor, POLLIN, 0};
    const auto most = static_cast<std::int64_t>(std::numeric_limits<int>::max());
    const int millis = timeout ? static_cast<int>(std::clamp<std::int64_t>(timeout->count(), 0, most)) : -1;
    ::poll(&entry, 1, millis);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = ::read(m_descriptor, &count, sizeof count);
}

} // namespace slipswitch::ledger
