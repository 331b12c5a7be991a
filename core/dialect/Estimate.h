#pragma once

#include <cstdint>
#include <string_view>

namespace slipswitch::dialect {

/// About how many tokens a request in any dialect is: four bytes of text each, without JSON's own signs, and
/// the same for every image or file whatever its size. At least one. Pure.
[[nodiscard]] std::int64_t estimatedTokens(std::string_view body);

} // namespace slipswitch::dialect
