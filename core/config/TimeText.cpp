#include "core/config/TimeText.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace slipswitch::config {

namespace chrono = std::chrono;

namespace {

/// Reads a fixed form in which '0' stands for any digit: "0000-00-00T00:00:00".
bool matches(std::string_view text, std::string_view form)
{
    if (text.size() < form.size())
        return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i])
            return false;
    }
    return true;
}

int number(std::string_view text, std::size_t at, std::size_t length)
{
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
}

/// ".5Z" → 500000. Nothing when it is not of that form.
std::optional<chrono::microseconds> fraction(std::string_view text)
{
    if (text == "Z")
        return chrono::microseconds {0};
    if (text.size() < 3 || text.size() > 8 || text.front() != '.' || text.back() != 'Z')
        return std::nullopt;
    std::string digits(text.substr(1, text.size() - 2));
    digits.resize(6, '0');
    if (!matches(digits, "000000"))
        return std::nullopt;
    return chrono::microseconds {number(digits, 0, 6)};
}

} // namespace

std::string timeText(UtcTime time)
{
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date {day};
    const chrono::hh_mm_ss clock {time - day};
    std::array<char, 48> text {};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
        static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text.data();
}

std::optional<UtcTime> timeFromText(std::string_view text)
{
    constexpr std::string_view form = "0000-00-00T00:00:00";
    if (!matches(text, form))
        return std::nullopt;
    const chrono::year_month_day date {chrono::year {number(text, 0, 4)},
        chrono::month {static_cast<unsigned>(number(text, 5, 2))},
        chrono::day {static_cast<unsigned>(number(text, 8, 2))}};
    const auto rest = fraction(text.substr(form.size()));
    const int hours = number(text, 11, 2);
    const int minutes = number(text, 14, 2);
    const int seconds = number(text, 17, 2);
    if (!date.ok() || !rest || hours > 23 || minutes > 59 || seconds > 59)
        return std::nullopt;
    return chrono::sys_days {date} + chrono::hours {hours} + chrono::minutes {minutes}
    + chrono::seconds {seconds} + *rest;
}

} // namespace slipswitch::config
