#pragma once

#include "core/catalog/Catalog.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Kinds whose addresses depend on more than a host.
namespace slipswitch::provider {

using Parameters = std::map<std::string, std::string>;
using Urls = std::map<domain::Dialect, std::string>;

/// A value that the user gives when adding a provider of a kind.
struct Parameter
{
    std::string name; ///< "resource", "api-version"
    bool needed = true; ///< without an own base URL
    bool operator==(const Parameter &) const = default;
};
/// In the order in which they stand in the addresses, then those that may be given.
[[nodiscard]] std::vector<Parameter> parametersOf(const catalog::ProviderPreset &preset);

/// The preset's URLs with what the parameters change about them besides their {names}.
[[nodiscard]] Urls layoutFor(const catalog::ProviderPreset &preset, const Parameters &parameters);
/// The URLs of each dialect from one that the user gave: "https://x.openai.azure.com" is enough; of Vertex it
/// is "https://…/v1/projects/P/locations/L". Empty: the kind has no layout of its own.
[[nodiscard]] Urls layoutAround(
    const catalog::ProviderPreset &preset, std::string_view url, const Parameters &parameters);

} // namespace slipswitch::provider
