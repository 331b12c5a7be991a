#include "core/base/Decimal.h"

#include <charconv>

namespace slipswitch {

namespace {

constexpr Int128 limit = static_cast<Int128>(1'000'000'000'000'000) * 1'000'000'000'000'000;
constexpr int maxExponent = 1000;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// "12.34e-5" taken apart: the digits without their point, and the power of ten they are multiplied by.
struct Parts
{
    bool negative = false;
    std::string_view whole, fraction;
    int exponent = 0;
};

std::string_view takeDigits(std::string_view &text)
{
    std::size_t count = 0;
    while (count < text.size() && isDigit(text[count]))
        ++count;
    const auto digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

bool takeChar(std::string_view &text, char wanted)
{
    if (!text.starts_with(wanted))
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<int> takeExponent(std::string_view text)
{
    takeChar(text, '+');
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > maxExponent
        || value < -maxExponent)
        return std::nullopt;
    return value;
}

std::optional<Parts> split(std::string_view text)
{
    Parts parts;
    parts.negative = takeChar(text, '-');
    parts.whole = takeDigits(text);
    if (parts.whole.empty())
        return std::nullopt;
    if (takeChar(text, '.')) {
        parts.fraction = takeDigits(text);
        if (parts.fraction.empty())
            return std::nullopt;
    }
    if (takeChar(text, 'e') || takeChar(text, 'E')) {
        const auto exponent = takeExponent(text);
        if (!exponent)
            return std::nullopt;
        parts.exponent = *exponent;
        text = {};
    }
    return text.empty() ? std::optional(parts) : std::nullopt;
}

/// Adds digits one by one; those past `keep` only leave the mark that they were there.
class Accumulator
{
public:
    explicit Accumulator(std::ptrdiff_t keep)
        : m_keep(keep)
    { }
    bool add(char digit)
    {
        if (m_keep-- <= 0) {
            m_cut = m_cut || digit != '0';
            return true;
        }
        m_value = m_value * 10 + (digit - '0');
        return m_value < limit;
    }
    bool pad()
    {
        for (; m_keep > 0 && m_value != 0; --m_keep) {
            m_value *= 10;
            if (m_value >= limit)
                return false;
        }
        return true;
    }
    [[nodiscard]] ScaledDecimal result() const
    {
        const bool makeOdd = m_cut && m_value % 2 == 0;
        return {makeOdd ? m_value + 1 : m_value, !m_cut};
    }

private:
    std::ptrdiff_t m_keep;
    Int128 m_value = 0;
    bool m_cut = false;
};

} // namespace

std::optional<ScaledDecimal> parseDecimal(std::string_view text, int places)
{
    const auto parts = split(text);
    if (!parts)
        return std::nullopt;
    Accumulator sum(static_cast<std::ptrdiff_t>(parts->whole.size()) + parts->exponent + places);
    for (const auto digits : {parts->whole, parts->fraction}) {
        for (const char digit : digits) {
            if (!sum.add(digit))
                return std::nullopt;
        }
    }
    if (!sum.pad())
        return std::nullopt;
    auto result = sum.result();
    if (parts->negative)
        result.value = -result.value;
    return result;
}

Int128 divideHalfEven(Int128 dividend, Int128 divisor)
{
    Int128 quotient = dividend / divisor;
    const Int128 rest = dividend % divisor;
    const Int128 magnitude = rest < 0 ? -rest : rest;
    const Int128 half = divisor / 2;
    if (magnitude > half || (magnitude == half && quotient % 2 != 0))
        quotient += dividend < 0 ? -1 : 1;
    return quotient;
}

} // namespace slipswitch
