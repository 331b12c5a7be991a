#include "core/ledger/FilterWords.h"

#include <algorithm>
#include <charconv>

namespace slipswitch::ledger {

namespace {

constexpr std::string_view blanks = " \t\r\n";

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isLetter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/// Where the word that begins at `from` ends.
std::size_t endOf(std::string_view text, std::size_t from)
{
    bool quoted = false;
    for (auto i = from; i < text.size(); ++i) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && blanks.find(text[i]) != std::string_view::npos)
            return i;
    }
    return text.size();
}

/// The field's name before a colon; addresses such as "http://…" have none.
std::string_view fieldOf(std::string_view word)
{
    const auto colon = word.find(':');
    const bool named = colon != std::string_view::npos && colon > 0
        && std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(colon), isLetter)
        && !word.substr(colon + 1).starts_with("//");
    return named ? word.substr(0, colon) : std::string_view();
}

FilterWord wordFrom(std::string_view text, std::size_t offset)
{
    FilterWord word {offset, text.size(), false, {}, {}};
    if (text.starts_with('-')) {
        word.left = true;
        text.remove_prefix(1);
    }
    if (const auto field = fieldOf(text); !field.empty()) {
        std::transform(field.begin(), field.end(), std::back_inserter(word.field), lower);
        text.remove_prefix(field.size() + 1);
    }
    std::copy_if(text.begin(), text.end(), std::back_inserter(word.value), [](char c) { return c != '"'; });
    return word;
}

std::optional<int> digits(std::string_view text)
{
    int number = 0;
    const auto *last = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), last, number);
    if (text.empty() || text.front() == '-' || parsed.ec != std::errc {} || parsed.ptr != last)
        return std::nullopt;
    return number;
}

std::optional<UtcTime> ago(std::string_view text, UtcTime now)
{
    constexpr int mostUnits = 100'000;
    const auto count = digits(text.substr(0, text.size() - 1));
    if (!count || *count > mostUnits)
        return std::nullopt;
    switch (text.back()) {
    case 'm':
        return now - std::chrono::minutes(*count);
    case 'h':
        return now - std::chrono::hours(*count);
    case 'd':
        return now - std::chrono::days(*count);
    case 'w':
        return now - std::chrono::weeks(*count);
    default:
        return std::nullopt;
    }
}

/// "08:00"; nothing given is midnight.
std::optional<std::chrono::minutes> timeOfDay(std::string_view text)
{
    if (text.empty())
        return std::chrono::minutes(0);
    if (text.size() != 6 || text[0] != 'T' || text[3] != ':')
        return std::nullopt;
    const auto hour = digits(text.substr(1, 2));
    const auto minute = digits(text.substr(4, 2));
    if (!hour || !minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

std::optional<UtcTime> date(std::string_view text)
{
    constexpr std::size_t dateLength = 10;
    if (text.size() < dateLength || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    const auto time = timeOfDay(text.substr(dateLength));
    if (!year || !month || !day || !time)
        return std::nullopt;
    const std::chrono::year_month_day named(std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(*month)), std::chrono::day(static_cast<unsigned>(*day)));
    if (!named.ok() || *year < 1971 || *year > 2199)
        return std::nullopt;
    return std::chrono::sys_days(named) + *time;
}

} // namespace

std::vector<FilterWord> wordsOf(std::string_view text)
{
    std::vector<FilterWord> words;
    for (auto at = text.find_first_not_of(blanks); at != std::string_view::npos;) {
        const auto end = endOf(text, at);
        words.push_back(wordFrom(text.substr(at, end - at), at));
        at = text.find_first_not_of(blanks, end);
    }
    return words;
}

std::optional<UtcTime> momentFrom(std::string_view text, UtcTime now, std::chrono::minutes zone)
{
    if (text.empty())
        return std::nullopt;
    if (const auto named = date(text))
        return *named - zone;
    return ago(text, now);
}

} // namespace slipswitch::ledger
