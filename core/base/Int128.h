#pragma once

namespace slipswitch {

/// 128-bit sums of money at 1e-15 USD; GCC and Clang have it on every 64-bit target.
__extension__ typedef __int128 Int128;

} // namespace slipswitch
