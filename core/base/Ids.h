#pragma once

#include "core/base/Clock.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipswitch {

/// Names one request for ever: 48 bits of milliseconds, 80 random ones, so that ids sort by time.
/// Written as "req_" and 26 characters of Crockford's base 32.
struct RequestId
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    [[nodiscard]] static RequestId make(UtcTime now);
    [[nodiscard]] static std::optional<RequestId> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
    constexpr auto operator<=>(const RequestId &) const = default;
};

/// Fills `bytes` from the system's cryptographic generator.
void fillRandom(void *bytes, std::size_t count);

/// Random lower-case base 32, `bits` of entropy rounded up to five.
[[nodiscard]] std::string randomToken(std::size_t bits);

} // namespace slipswitch
