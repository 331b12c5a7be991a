#pragma once

#include <string_view>

namespace slipswitch::service {

/// Comment lines between which our own lines stand in a file that is written by hand.
inline constexpr std::string_view markBegin = "# >>> Slipswitch", markEnd = "# <<< Slipswitch";

} // namespace slipswitch::service
