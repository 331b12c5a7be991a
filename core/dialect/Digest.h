#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace slipswitch::dialect {

/// The first hexadecimal digits of the text's SHA-256: always the same for the same text, so that what had to
/// be shortened stays what it is from one turn to the next. @param digits  64 at most
[[nodiscard]] std::string digestOf(std::string_view text, std::size_t digits);

} // namespace slipswitch::dialect
