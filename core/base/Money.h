#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace slipswitch {

/// An amount in picodollars (1e-12 USD), signed 64 bits: up to 9.2 million USD.
/// A price in USD per million tokens with six decimals is a whole number of these per token.
class Money
{
public:
    constexpr Money() = default;
    [[nodiscard]] static constexpr Money picodollars(std::int64_t count) { return Money(count); }
    [[nodiscard]] constexpr std::int64_t picodollars() const { return m_picodollars; }
    [[nodiscard]] double dollars() const { return static_cast<double>(m_picodollars) * 1e-12; }
    /// Exact, without trailing zeros: "0.00011775".
    [[nodiscard]] std::string toString() const;

    constexpr auto operator<=>(const Money &) const = default;
    constexpr Money &operator+=(Money other)
    {
        m_picodollars += other.m_picodollars;
        return *this;
    }
    constexpr Money &operator-=(Money other)
    {
        m_picodollars -= other.m_picodollars;
        return *this;
    }
    friend constexpr Money operator+(Money a, Money b) { return a += b; }
    friend constexpr Money operator-(Money a, Money b) { return a -= b; }

private:
    constexpr explicit Money(std::int64_t count)
        : m_picodollars(count)
    { }
    std::int64_t m_picodollars = 0;
};

} // namespace slipswitch
