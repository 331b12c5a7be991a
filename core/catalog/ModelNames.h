#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::catalog {

/// ASCII lower case; model ids have no other letters.
[[nodiscard]] std::string lowered(std::string_view text);

/// The names to look a model up by, best first, lower case: as it is; without `models/` or `provider/`; on
/// Bedrock without its region; then each without one trailing date or "-latest".
/// Source: resources/catalog/README.md, "Looking a price up", 2.
[[nodiscard]] std::vector<std::string> namesToTry(std::string_view providerKind, std::string_view modelId);

} // namespace slipswitch::catalog
