#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bench {

/// CPU time (user and system, nanoseconds) of some processes, by the names of their threads, from the
/// scheduler's own count.
class ProcessMeter
{
public:
    explicit ProcessMeter(std::vector<int> pids)
        : m_pids(std::move(pids))
    { }
    [[nodiscard]] std::map<std::string, std::int64_t> cpuByThread() const;
    /// Resident memory of all of them, in KiB.
    [[nodiscard]] long residentKib() const;

private:
    std::vector<int> m_pids;
};

} // namespace bench
