#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/catalog/Rates.h"

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::catalog {

/// A row of models.json.
struct ModelRow
{
    std::string provider;
    std::vector<std::string> aliases;
    ModelFacts facts;
    PriceHistory prices;
};

/// Reads models.json. Figures go from their decimal text to integers; one that is no whole number of
/// femtodollars per unit is refused rather than rounded.
/// Errors: Corrupt, naming the row.
[[nodiscard]] Result<std::vector<ModelRow>> loadModels(std::string_view json);

/// Reads providers.json. Ways to send a key that need more than the key (signing, OAuth) are passed over.
/// Errors: Corrupt, naming the provider.
[[nodiscard]] Result<std::vector<ProviderPreset>> loadProviders(std::string_view json);

} // namespace slipswitch::catalog
