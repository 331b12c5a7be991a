#pragma once

#include "core/base/Error.h"
#include "core/domain/Dialect.h"

#include <string>
#include <string_view>

namespace slipswitch::gateway {

/// The HTTP status an error of ours is answered with.
[[nodiscard]] unsigned statusOf(const Error &error);

/// An error of ours in OpenAI's shape. Its type starts with "slipswitch_", so that it can't be taken for the
/// provider's.
[[nodiscard]] std::string errorBody(const Error &error);

/// Whether an SDK would repeat a request after this status by itself.
[[nodiscard]] bool sdkRepeats(unsigned status);

} // namespace slipswitch::gateway
