#include "core/base/Decimal.h"
#include "core/dialect/UsageSource.h"

namespace slipswitch::dialect::usage {

namespace {

constexpr int femtoPlaces = 15;
constexpr int tickPlaces = 5; ///< a tick is 1e-10 USD

std::optional<Int128> amount(Raw figure, int places)
{
    const auto parsed = parseDecimal(figure, places);
    if (!parsed || parsed->value < 0)
        return std::nullopt;
    return parsed->value;
}

} // namespace

std::optional<Int128> reportedCharge(domain::Quirks quirks, Raw usage)
{
    if (quirks.has(domain::Quirk::CostTicks))
        return amount(member(usage, "cost_in_usd_ticks"), tickPlaces);
    // With the user's own key behind a router, the charge is not all that is paid.
    if (!quirks.has(domain::Quirk::UsageCost) || member(usage, "is_byok") == "true")
        return std::nullopt;
    const auto cost = member(usage, "cost");
    const auto total = member(cost, "total_cost");
    return amount(total.empty() ? cost : total, femtoPlaces);
}

} // namespace slipswitch::dialect::usage
