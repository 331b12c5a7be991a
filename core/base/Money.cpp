#include "core/base/Money.h"

namespace slipswitch {

namespace {

constexpr std::uint64_t picodollarsPerDollar = 1'000'000'000'000;
constexpr std::size_t decimals = 12;

} // namespace

std::string Money::toString() const
{
    const bool negative = m_picodollars < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(m_picodollars)
                                    : static_cast<std::uint64_t>(m_picodollars);
    std::string text = std::to_string(magnitude / picodollarsPerDollar);
    std::string fraction = std::to_string(magnitude % picodollarsPerDollar);
    fraction.insert(0, decimals - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (!fraction.empty())
        text += '.' + fraction;
    return negative ? '-' + text : text;
}

} // namespace slipswitch
