#pragma once

#include "core/domain/Provider.h"

#include <string>
#include <string_view>

/// Where a provider's own ways differ from its dialect's: names of models, paths, which models speak what.
namespace slipswitch::provider {

/// What the model is called there: its deployment, its profile, or just its name.
[[nodiscard]] std::string_view nameAt(const domain::Provider &provider, std::string_view model);

/// What a path is made for.
struct Errand
{
    domain::Dialect dialect = domain::Dialect::None; ///< None: the list of models
    std::string_view usual; ///< the dialect's own path; may carry a query
    std::string_view name; ///< of the model, as the provider spells it
    bool stream = false;
};
/// The path of a request behind the base URL, with the query that the provider needs.
[[nodiscard]] std::string pathAt(const domain::Provider &provider, const Errand &errand);
/// Whether a client's own query may go along; some refuse what they don't know.
[[nodiscard]] bool takesQuery(domain::Quirks quirks, domain::Dialect dialect);
/// Whether Anthropic's version stands in the body there instead of a header.
[[nodiscard]] bool versionStandsInBody(domain::Quirks quirks, domain::Dialect dialect);

/// Whether this model is to be asked in that dialect: where several makers' models stand side by side, Claude
/// answers in Anthropic's dialect only, and nobody else does. True for dialects it does not concern.
[[nodiscard]] bool answersIn(domain::Quirks quirks, domain::Dialect dialect, std::string_view model);

} // namespace slipswitch::provider
