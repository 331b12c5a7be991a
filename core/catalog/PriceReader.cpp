#include "core/catalog/PriceReader.h"

#include "core/base/Decimal.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <utility>

namespace slipswitch::catalog {

namespace {

using simdjson::ondemand::value;

int number(std::string_view digits)
{
    int result = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (error != std::errc() || end != digits.data() + digits.size() || result < 0)
        throw std::invalid_argument("not a number: " + std::string(digits));
    return result;
}

std::string_view trimmed(std::string_view token)
{
    return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

std::int64_t femtodollars(std::string_view token, int places)
{
    const auto figure = parseDecimal(trimmed(token), places);
    if (!figure || !figure->exact || figure->value < 0
        || figure->value > std::numeric_limits<std::int64_t>::max())
        throw std::invalid_argument("not an exact price: " + std::string(trimmed(token)));
    return static_cast<std::int64_t>(figure->value);
}

bool readRate(Rates &rates, std::string_view field, value figure)
{
    const auto found = std::find_if(
        rateNames.begin(), rateNames.end(), [&](const RateName &name) { return name.field == field; });
    if (found == rateNames.end())
        return false;
    rates.set(
        static_cast<Rate>(found - rateNames.begin()), femtodollars(figure.raw_json_token(), found->places));
    return true;
}

Rates readRates(value object)
{
    Rates rates;
    for (auto field : object.get_object()) {
        const std::string_view name = field.unescaped_key();
        if (!readRate(rates, name, field.value()))
            throw std::invalid_argument("no such price: " + std::string(name));
    }
    return rates;
}

Tier readTier(value object)
{
    Tier tier;
    for (auto field : object.get_object()) {
        const std::string_view name = field.unescaped_key();
        if (name == "from")
            tier.fromTokens = field.value().get_int64();
        else if (!readRate(tier.rates, name, field.value()))
            throw std::invalid_argument("no such price: " + std::string(name));
    }
    return tier;
}

std::vector<Tier> readTiers(value array)
{
    std::vector<Tier> tiers;
    for (auto tier : array.get_array())
        tiers.push_back(readTier(tier.value()));
    std::stable_sort(
        tiers.begin(), tiers.end(), [](auto &a, auto &b) { return a.fromTokens < b.fromTokens; });
    return tiers;
}

std::size_t serviceIndex(std::string_view name)
{
    const auto service = serviceClassNamed(name);
    if (service == ServiceClass::Standard)
        throw std::invalid_argument("no such service class: " + std::string(name));
    return static_cast<std::size_t>(service) - 1;
}

bool readList(PriceList &list, std::string_view field, value content)
{
    if (field == "price") {
        list.rates = readRates(content);
    } else if (field == "tiers") {
        list.tiers = readTiers(content);
    } else if (field == "service") {
        for (auto entry : content.get_object()) {
            const auto index = serviceIndex(entry.unescaped_key());
            list.service[index] = readRates(entry.value());
        }
    } else {
        return false;
    }
    return true;
}

/// An entry of history, next or windows: a price list and when it holds.
struct Dated
{
    PriceList prices;
    std::optional<UtcTime> from, until;
    std::chrono::minutes start {}, end {};
};

std::chrono::minutes timeOfDay(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':')
        throw std::invalid_argument("not a time of day: " + std::string(text));
    return std::chrono::hours(number(text.substr(0, 2))) + std::chrono::minutes(number(text.substr(3)));
}

Dated readDated(value object)
{
    Dated entry;
    for (auto field : object.get_object()) {
        const std::string_view name = field.unescaped_key();
        if (name == "from") {
            entry.from = parseDay(field.value().get_string());
        } else if (name == "until") {
            entry.until = parseDay(field.value().get_string());
        } else if (name == "utc") {
            auto times = field.value().get_array().begin();
            entry.start = timeOfDay((*times).get_string());
            entry.end = timeOfDay((*++times).get_string());
        } else if (!readList(entry.prices, name, field.value())) {
            throw std::invalid_argument("no such field: " + std::string(name));
        }
    }
    return entry;
}

UtcTime required(const std::optional<UtcTime> &day)
{
    if (!day)
        throw std::invalid_argument("a dated price without its date");
    return *day;
}

} // namespace

UtcTime parseDay(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        throw std::invalid_argument("not a date: " + std::string(text));
    const std::chrono::year_month_day day(std::chrono::year(number(text.substr(0, 4))),
        std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))),
        std::chrono::day(static_cast<unsigned>(number(text.substr(8)))));
    if (!day.ok())
        throw std::invalid_argument("no such day: " + std::string(text));
    return std::chrono::sys_days(day);
}

bool PriceReader::read(std::string_view field, value content)
{
    if (field == "from") {
        m_prices.from = parseDay(content.get_string());
    } else if (field == "history") {
        for (auto item : content.get_array()) {
            auto entry = readDated(item.value());
            m_prices.past.push_back({required(entry.until), std::move(entry.prices)});
        }
    } else if (field == "next") {
        for (auto item : content.get_array()) {
            auto entry = readDated(item.value());
            m_prices.future.push_back({required(entry.from), std::move(entry.prices)});
        }
    } else if (field == "windows") {
        for (auto item : content.get_array()) {
            auto entry = readDated(item.value());
            m_prices.windows.push_back({entry.start, entry.end, entry.from, std::move(entry.prices)});
        }
    } else {
        return readList(m_prices.current, field, content);
    }
    return true;
}

PriceHistory PriceReader::finish()
{
    std::stable_sort(
        m_prices.future.begin(), m_prices.future.end(), [](auto &a, auto &b) { return a.from < b.from; });
    for (auto &window : m_prices.windows) {
        auto rates = m_prices.current.rates;
        rates.replaceWith(window.prices.rates);
        window.prices.rates = rates;
    }
    return std::exchange(m_prices, {});
}

} // namespace slipswitch::catalog
