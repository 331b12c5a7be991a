#pragma once

#include <string>
#include <string_view>

namespace slipswitch::dialect::anthropic {

/// What stands beside the version in a body for Vertex.
enum class ModelIn : std::uint8_t
{
    Path, ///< messages: the body has none
    Body ///< counting
};

/// A request of the messages API as Vertex wants it: its version stands in the body, not in a header. Other
/// bytes stay as they were.
[[nodiscard]] std::string forVertex(std::string_view body, ModelIn model);

} // namespace slipswitch::dialect::anthropic
