#pragma once

namespace slipswitch {

/// Names the calling thread for debuggers and `top -H`; at most 15 characters. Where the system has no such
/// call, nothing happens.
void nameThisThread(const char *name) noexcept;

} // namespace slipswitch
