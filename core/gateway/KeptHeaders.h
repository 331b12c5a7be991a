#pragma once

#include "core/http/Types.h"

#include <string>

namespace slipswitch::gateway {

/// A message's headers as the log keeps them beside bodies: "Name: value" lines in their order. Of those that
/// carry keys, cookies or sign-ins only the name stays.
[[nodiscard]] std::string keptHeaders(const http::Fields &fields);

} // namespace slipswitch::gateway
