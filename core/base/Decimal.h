#pragma once

#include "core/base/Int128.h"

#include <optional>
#include <string_view>

namespace slipswitch {

/// A decimal number as a count of units of 10^-places.
struct ScaledDecimal
{
    Int128 value = 0;
    bool exact = true; ///< false: digits below the last place were cut
};

/// Reads a JSON number ("0.075", "3.6e-06") without ever passing through a double.
/// What is cut is folded into the value so ("round to odd") that rounding it half-even to any coarser place
/// gives what rounding the whole number would have given.
/// @return  nullopt when it is not a number or beyond 10^30 units.
[[nodiscard]] std::optional<ScaledDecimal> parseDecimal(std::string_view text, int places);

/// Divides, ties to the even quotient. @param divisor  positive and even.
[[nodiscard]] Int128 divideHalfEven(Int128 dividend, Int128 divisor);

} // namespace slipswitch
