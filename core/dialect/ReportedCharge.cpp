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

std::optional<Int128> reportedCharge(std::string_view providerKind, Raw usage)
{
    if (providerKind == "openrouter")
        return member(usage, "is_byok") == "true" ? std::nullopt : amount(member(usage, "cost"), femtoPlaces);
    if (providerKind == "perplexity")
        return amount(member(member(usage, "cost"), "total_cost"), femtoPlaces);
    if (providerKind == "xai")
        return amount(member(usage, "cost_in_usd_ticks"), tickPlaces);
    return std::nullopt;
}

} // namespace slipswitch::dialect::usage
