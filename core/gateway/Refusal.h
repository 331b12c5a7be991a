#pragma once

#include "core/base/Error.h"
#include "core/domain/Dialect.h"

#include <string>
#include <string_view>

namespace slipswitch::gateway {

/// An error of ours in the client's dialect. In OpenAI's shape its type starts with "slipswitch_", so that it
/// can't be taken for the provider's; other dialects' clients know only their own types.
[[nodiscard]] std::string errorBody(const Error &error, domain::Dialect dialect);

/// Whether an SDK would repeat a request after this status by itself.
[[nodiscard]] bool sdkRepeats(unsigned status);

} // namespace slipswitch::gateway
