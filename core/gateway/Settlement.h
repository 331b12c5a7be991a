#pragma once

#include "core/catalog/Catalog.h"
#include "core/domain/Exchange.h"
#include "core/domain/Provider.h"
#include "core/gateway/ResponseScanner.h"

namespace slipswitch::gateway {

/// A rough count of a request's tokens, for requests that never learn the true one: four bytes a token.
[[nodiscard]] std::int64_t estimatedInputTokens(std::int64_t requestBytes);

/// Usage and cost of an answer, as far as it came: what the provider reported, else what it counted times the
/// price, else an estimate, marked so.
/// @param model  as asked of the provider.
void settleUsage(domain::Exchange &record, const ResponseScanner &scanner, const domain::Provider &provider,
    std::string_view model, const catalog::Catalog &catalog);

/// Prices an answer while it streams, for a row that may never be settled: a base and so much a token.
class RunningCost
{
public:
    RunningCost(const catalog::Catalog &catalog, const domain::Provider &provider, std::string_view model,
        std::int64_t inputTokens, UtcTime startedAt);
    /// Picodollars; -1 when no price is known.
    [[nodiscard]] std::int64_t at(std::int64_t outputTokens) const;

private:
    std::int64_t m_input = -1;
    std::int64_t m_perThousandOutput = -1;
};

} // namespace slipswitch::gateway
