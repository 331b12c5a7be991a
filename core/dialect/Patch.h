#pragma once

#include "core/dialect/Peek.h"

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

/// What comes in the place of a stretch of a body; of an empty one: before what follows.
struct Edit
{
    Span span;
    std::string text;
    bool operator==(const Edit &) const = default;
};

/// What must differ from the client's bytes.
struct Changes
{
    std::string_view model; ///< as the provider spells it
    bool askForUsage = false; ///< stream_options.include_usage = true
    std::vector<Edit> edits {}; ///< others, that don't overlap
};

/// The body with the changes spliced in and every other byte as the client sent it; nullopt when it can go as
/// it is. Pure.
[[nodiscard]] std::optional<std::string> patchJson(
    std::string_view body, const Peek &peek, const Changes &changes);
[[nodiscard]] std::optional<std::string> patchMultipart(
    std::string_view body, const Peek &peek, const Changes &changes);

/// What is cut out to leave out the member whose name begins with the quote at `begin` and whose value ends
/// before `end`: with the comma that goes with it.
[[nodiscard]] Span memberWithComma(std::string_view body, std::size_t begin, std::size_t end);

/// A JSON string literal, quotes included.
[[nodiscard]] std::string quoted(std::string_view text);

} // namespace slipswitch::dialect
