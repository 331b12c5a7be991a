#pragma once

#include "app/CommandLine.h"
#include "core/config/Home.h"

#include <cstdint>
#include <optional>

namespace slipswitch::app {

struct HeadlessOptions
{
    std::optional<std::uint16_t> port;
    bool json = false; ///< one line {"url","key","pid"} on stdout when it listens; everything else on stderr
};

/// Runs the gateway without a window until SIGINT or SIGTERM. Needs a QCoreApplication.
/// @return  Ok after a signal; Conflict when another instance runs in this home; Failed when it can't start.
[[nodiscard]] ExitCode runHeadless(config::Home home, const HeadlessOptions &options);

} // namespace slipswitch::app
