#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/domain/Provider.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::provider {

/// What the user chooses when adding a provider.
struct Choice
{
    std::string name; ///< [a-z0-9-], 1 to 64; empty: the kind
    std::string kind; ///< catalogue id, "custom-openai" or "demo"
    std::string baseUrl; ///< of the OpenAI-shaped paths (else of the kind's own); empty: the preset's
    std::map<std::string, std::string> parameters; ///< see parametersOf in Layout.h: "resource", "region"
    std::map<std::string, std::string> modelNames {}; ///< models and what they are called there
};

/// A provider ready to be given credentials.
/// Errors: NotFound for an unknown kind, BadRequest (source Client) for a bad name or URL, a missing
/// parameter or one that the kind doesn't have.
[[nodiscard]] Result<domain::Provider> makeProvider(const catalog::Catalog &catalog, const Choice &choice);

/// What the catalogue says of its kind, and what the user says besides.
[[nodiscard]] domain::Quirks quirksOf(const catalog::Catalog &catalog, const domain::Provider &provider);

/// Where the provider lists its models; empty when it has no such place.
[[nodiscard]] std::string modelsUrl(const catalog::Catalog &catalog, const domain::Provider &provider);

/// Provider ids whose keys look like this one, the most telling first. A hint: several share a shape.
/// Nothing of the key is kept.
[[nodiscard]] std::vector<std::string> recogniseKey(const catalog::Catalog &catalog, const Secret &key);

} // namespace slipswitch::provider
