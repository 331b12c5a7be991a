#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace slipswitch::config {

/// The line, from 1, where the value at `path` ("providers[1].baseUrls.openai-chat") stands in a JSON text;
/// that of the nearest value around it when it is not there. Nothing when the text is no JSON object.
[[nodiscard]] std::optional<std::size_t> lineOf(std::string_view text, std::string_view path);

} // namespace slipswitch::config
