#pragma once

#include "core/base/Error.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace slipswitch::routing {

/// How a try ended without content.
struct TryFailure
{
    unsigned status = 0; ///< of the provider's error answer; 0: there was none, see `error`
    std::optional<ErrorCode> error;
    std::optional<std::chrono::milliseconds> retryAfter; ///< as the provider asked
};

/// Whether another provider or key may do better. Not after errors that lie in the request itself.
[[nodiscard]] bool anotherMayHelp(const TryFailure &failure);

/// How long to wait before the same try is made again; nullopt: not at all.
/// @param repeats  how often it was made again already.
[[nodiscard]] std::optional<std::chrono::milliseconds> repeatAfter(const TryFailure &failure, int repeats);

/// "2", "0.5" (seconds) of Retry-After, or of retry-after-ms when `milliseconds`; dates are not read.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseRetryAfter(
    std::string_view value, bool milliseconds);

} // namespace slipswitch::routing
