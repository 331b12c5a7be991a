#pragma once

#include "core/base/Result.h"
#include "core/domain/Provider.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace slipswitch::routing {

/// One step of a plan: whom to ask, with which key, for which model.
struct Try
{
    std::size_t provider = 0; ///< index into the providers the planner was made with
    std::size_t credential = 0; ///< index into its credentials; meaningless when it has none
    std::string model; ///< as the provider spells it
    std::string reason; ///< in words, for the log
};

/// Turns the model a client names into an ordered list of tries. Pure: the same facts give the same plan.
/// Built once per snapshot. Thread: any; immutable.
class Planner
{
public:
    using Aliases = std::map<std::string, std::string, std::less<>>;

    /// Both outlive the planner. Disabled providers are passed over.
    Planner(const std::vector<domain::Provider> &providers, const Aliases &aliases);

    /// @param able  for each provider, whether it takes the request's dialect at all.
    /// Errors: NotFound (source Client), whose text says what is available.
    [[nodiscard]] Result<std::vector<Try>> plan(
        std::string_view requestedModel, const std::vector<bool> &able) const;

private:
    struct Name ///< a requested model after aliases
    {
        std::string_view text;
        std::string via; ///< "alias of …, "; empty when no alias was involved
    };
    [[nodiscard]] Name resolveAlias(std::string_view requestedModel) const;
    [[nodiscard]] std::vector<Try> addressed(const Name &name, const std::vector<bool> &able) const;
    [[nodiscard]] std::vector<Try> offering(const Name &name, const std::vector<bool> &able) const;
    [[nodiscard]] std::vector<Try> unlisted(const Name &name, const std::vector<bool> &able) const;
    void addTries(
        std::vector<Try> &tries, std::size_t provider, std::string_view model, std::string reason) const;
    [[nodiscard]] tl::unexpected<Error> nothingFits(
        std::string_view requestedModel, const std::vector<bool> &able) const;

    const std::vector<domain::Provider> &m_providers;
    const Aliases &m_aliases;
    std::unordered_map<std::string_view, std::vector<std::size_t>>
        m_offering; ///< model → providers, in order
};

} // namespace slipswitch::routing
