#pragma once

#include <chrono>
#include <cstdint>

namespace slipswitch {

/// Microseconds since 1970 in UTC; what is stored.
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;
/// A point that never jumps; what is measured with.
using SteadyTime = std::chrono::steady_clock::time_point;

/// Where time comes from; tests inject their own. Thread: both calls from any.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UtcTime utcNow() const = 0;
    [[nodiscard]] virtual SteadyTime steadyNow() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] UtcTime utcNow() const override
    {
        return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
    [[nodiscard]] SteadyTime steadyNow() const override { return std::chrono::steady_clock::now(); }
};

} // namespace slipswitch
