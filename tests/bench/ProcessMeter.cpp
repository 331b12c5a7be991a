#include "tests/bench/ProcessMeter.h"

#include <filesystem>
#include <fstream>

namespace bench {

namespace {

std::filesystem::path process(int pid)
{
    return "/proc/" + std::to_string(pid);
}

} // namespace

std::map<std::string, std::int64_t> ProcessMeter::cpuByThread() const
{
    std::map<std::string, std::int64_t> spent;
    for (const int pid : m_pids) {
        std::error_code gone;
        for (const auto &task : std::filesystem::directory_iterator(process(pid) / "task", gone)) {
            std::int64_t nanoseconds = 0;
            std::string name;
            std::ifstream(task.path() / "schedstat") >> nanoseconds;
            std::getline(std::ifstream(task.path() / "comm"), name);
            // Threads without a name of their own carry the program's; the first one has the process's id.
            if (task.path().filename() == std::to_string(pid))
                name = "main";
            spent[name] += nanoseconds;
        }
    }
    return spent;
}

long ProcessMeter::residentKib() const
{
    long all = 0;
    for (const int pid : m_pids) {
        std::ifstream status(process(pid) / "status");
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with("VmRSS:"))
                all += std::stol(line.substr(6));
        }
    }
    return all;
}

} // namespace bench
