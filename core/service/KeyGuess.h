#pragma once

#include "core/base/Secret.h"
#include "core/catalog/Catalog.h"
#include "core/provider/Layout.h" // what a kind's form asks for

#include <map>
#include <string>
#include <vector>

namespace slipswitch::service {

/// Whose key it is, by its shape alone; nothing is sent and nothing kept.
struct KeyGuess
{
    std::vector<std::string> kinds; ///< catalogue ids, the most telling first
    bool sure = false; ///< the first one's mark is on it, and nobody else has that mark
};
/// Of kinds that can be added. Thread: any.
[[nodiscard]] KeyGuess guessKey(const catalog::Catalog &catalog, const Secret &key);

/// Whether a user can add it with an address and a key.
[[nodiscard]] bool canBeAdded(const catalog::ProviderPreset &preset);
/// The catalogue's name of a kind, without what stands in brackets: "Ollama".
[[nodiscard]] std::string shortName(const catalog::Catalog &catalog, const std::string &kind);
/// The one of several addresses that people mean by "the address"; empty without any.
[[nodiscard]] std::string mainAddress(const std::map<domain::Dialect, std::string> &baseUrls);
/// "api.groq.com" of an address that may have {names} to fill in.
[[nodiscard]] std::string hostOf(const std::string &address);

} // namespace slipswitch::service
