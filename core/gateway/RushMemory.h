#pragma once

#include "core/http/DeadlineSweep.h"

#include <chrono>
#include <cstddef>
#include <functional>

namespace slipswitch::gateway {

/// Returns the memory of a rush to the system when it is over: the heap keeps what a thousand requests a
/// second needed, and one long stream may keep it from ever being idle. Looks once a window while requests
/// come, and not at all when none do. Thread: data plane.
class RushMemory
{
public:
    static constexpr std::chrono::milliseconds usualWindow {1'000};
    static constexpr std::size_t rush = 1000; ///< requests that ended within one window
    static constexpr std::size_t calm = 100;

    RushMemory(http::DeadlineSweep &sweep, std::function<void()> giveBack,
        std::chrono::milliseconds window = usualWindow);

    void requestBegan() { ++m_running; }
    void requestEnded();

private:
    void look();

    http::Deadline m_window;
    std::chrono::milliseconds m_duration;
    std::function<void()> m_giveBack;
    std::size_t m_running = 0;
    std::size_t m_ended = 0; ///< within the window
    bool m_rushed = false; ///< since memory was last given back
};

} // namespace slipswitch::gateway
