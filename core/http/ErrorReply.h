#pragma once

#include "core/base/Error.h"

#include <string>

namespace slipswitch::http {

/// The HTTP status that tells a client of an error of ours.
[[nodiscard]] unsigned statusFor(const Error &error);

/// The error in OpenAI's shape, which every tool that we serve understands. Its type starts with
/// "slipswitch_", so that it can't be taken for a provider's.
[[nodiscard]] std::string errorBody(const Error &error);

} // namespace slipswitch::http
