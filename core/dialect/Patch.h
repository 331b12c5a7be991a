#pragma once

#include "core/dialect/Peek.h"

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

/// What must differ from the client's bytes.
struct Changes
{
    std::string_view model; ///< as the provider spells it
    bool askForUsage = false; ///< stream_options.include_usage = true
    std::vector<Span> dropped {}; ///< what is left out, in order
};

/// The body with the changes spliced in and every other byte as the client sent it; nullopt when it can go as
/// it is. Pure.
[[nodiscard]] std::optional<std::string> patchJson(
    std::string_view body, const Peek &peek, const Changes &changes);
[[nodiscard]] std::optional<std::string> patchMultipart(
    std::string_view body, const Peek &peek, const Changes &changes);

/// A JSON string literal, quotes included.
[[nodiscard]] std::string quoted(std::string_view text);

} // namespace slipswitch::dialect
