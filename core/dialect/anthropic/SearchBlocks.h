#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A search of the web that another provider ran, in the two blocks by which Anthropic tells its own: the
/// call and what was found. They never reach Anthropic itself, which wants proof of what it found.
/// Source: Anthropic, "Web search tool".
namespace slipswitch::dialect::anthropic {

struct Search
{
    std::string id, query;
    std::vector<std::string> pages; ///< URLs
};

/// How the ids of such calls begin.
inline constexpr std::string_view elsewhere = "srvtoolu_slip1_";

/// nullopt: it is something else, or does not tell what it found.
[[nodiscard]] std::optional<Search> searchIn(const Foreign &part);
/// @param query  false: the input follows on its own, as in a stream
void writeSearchCall(JsonWriter &out, const Search &search, bool query);
void writeSearchResult(JsonWriter &out, const Search &search);
/// The call's input.
[[nodiscard]] std::string searchInput(const Search &search);

} // namespace slipswitch::dialect::anthropic
