#pragma once

#include "core/base/Error.h"

#include <string>
#include <string_view>

namespace slipswitch::http {

/// The HTTP status that tells a client of this error.
[[nodiscard]] unsigned statusFor(ErrorCode code);
/// A body in OpenAI's error shape, which every tool that we serve understands.
/// @param message  plain text; escaped here
[[nodiscard]] std::string errorBody(unsigned status, std::string_view code, std::string_view message);

} // namespace slipswitch::http
