#include "core/catalog/Rates.h"

#include <algorithm>

namespace slipswitch::catalog {

namespace {

constexpr int perMillion = 9; // USD per 1e6 tokens → 1e-15 USD per token
constexpr int perThousand = 12;
constexpr int perPiece = 15;

bool within(const Window &window, std::chrono::minutes ofDay)
{
    if (window.start <= window.end)
        return ofDay >= window.start && ofDay < window.end;
    return ofDay >= window.start || ofDay < window.end;
}

bool inForce(const std::optional<UtcTime> &from, UtcTime moment)
{
    return !from || moment >= *from;
}

/// A bucket of usage, its rate, and the one that stands in where the row has none.
struct Bucket
{
    std::int64_t domain::Usage::*count;
    Rate rate, fallback;
};

constexpr Bucket buckets[] = {
    {&domain::Usage::input, Rate::In, Rate::In},
    {&domain::Usage::cacheRead, Rate::CacheRead, Rate::In},
    {&domain::Usage::cacheWrite5m, Rate::CacheWrite5m, Rate::In},
    {&domain::Usage::cacheWrite1h, Rate::CacheWrite1h, Rate::In},
    {&domain::Usage::audioInput, Rate::AudioIn, Rate::In},
    {&domain::Usage::audioCacheRead, Rate::AudioCacheRead, Rate::In},
    {&domain::Usage::imageInput, Rate::ImageIn, Rate::In},
    {&domain::Usage::imageCacheRead, Rate::ImageCacheRead, Rate::In},
    {&domain::Usage::videoInput, Rate::VideoIn, Rate::In},
    {&domain::Usage::output, Rate::Out, Rate::Out},
    {&domain::Usage::reasoning, Rate::Reasoning, Rate::Out},
    {&domain::Usage::audioOutput, Rate::AudioOut, Rate::Out},
    {&domain::Usage::imageOutput, Rate::ImageOut, Rate::Out},
};

/// A fee that is simply not asked where the row names none.
Int128 fee(const Rates &rates, Rate rate, std::int64_t count)
{
    return static_cast<Int128>(rates.find(rate).value_or(0)) * count;
}

} // namespace

const std::array<RateName, rateCount> rateNames {{
    {"in", perMillion},
    {"out", perMillion},
    {"cache_read", perMillion},
    {"cache_write_5m", perMillion},
    {"cache_write_1h", perMillion},
    {"reasoning", perMillion},
    {"audio_in", perMillion},
    {"audio_out", perMillion},
    {"audio_cache_read", perMillion},
    {"image_in", perMillion},
    {"image_out", perMillion},
    {"image_cache_read", perMillion},
    {"video_in", perMillion},
    {"citation", perMillion},
    {"per_1k_requests", perThousand},
    {"per_1k_web_searches", perThousand},
    {"per_1k_file_searches", perThousand},
    {"per_1k_pages", perThousand},
    {"per_hour_audio", perPiece},
    {"per_image_in", perPiece},
    {"per_image_out", perPiece},
}};

void Rates::replaceWith(const Rates &other)
{
    for (std::size_t i = 0; i < rateCount; ++i) {
        if (other.m_values[i] != none)
            m_values[i] = other.m_values[i];
    }
}

bool Rates::pricesUsage() const
{
    const auto end = m_values.begin() + static_cast<std::ptrdiff_t>(Rate::Page);
    return std::any_of(m_values.begin(), end, [](auto value) { return value != none; });
}

const PriceList &PriceHistory::at(UtcTime moment) const
{
    for (const auto &entry : past) {
        if (moment < entry.until)
            return entry.prices;
    }
    for (auto entry = future.rbegin(); entry != future.rend(); ++entry) {
        if (moment >= entry->from)
            return entry->prices;
    }
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const auto ofDay = std::chrono::floor<std::chrono::minutes>(moment - day);
    for (const auto &window : windows) {
        if (within(window, ofDay) && inForce(window.from ? window.from : from, moment))
            return window.prices;
    }
    return current;
}

Rates ratesFor(const PriceList &prices, std::int64_t totalInputTokens, ServiceClass service)
{
    Rates rates = prices.rates;
    const auto above = std::upper_bound(prices.tiers.begin(), prices.tiers.end(), totalInputTokens,
        [](std::int64_t tokens, const Tier &tier) { return tokens < tier.fromTokens; });
    if (above != prices.tiers.begin())
        rates.replaceWith(std::prev(above)->rates);
    if (service != ServiceClass::Standard) {
        if (const auto &special = prices.service[static_cast<std::size_t>(service) - 1])
            rates.replaceWith(*special);
    }
    return rates;
}

std::optional<Int128> charge(const Rates &rates, const domain::Usage &usage)
{
    if (!rates.pricesUsage())
        return std::nullopt;
    Int128 sum = 0;
    for (const auto &bucket : buckets) {
        const auto count = usage.*bucket.count;
        if (count == 0)
            continue;
        const auto own = rates.find(bucket.rate);
        const auto rate = own ? own : rates.find(bucket.fallback);
        if (!rate)
            return std::nullopt;
        sum += static_cast<Int128>(*rate) * count;
    }
    // Only one row charges for citations; elsewhere they come free.
    return sum + fee(rates, Rate::Citation, usage.citation) + fee(rates, Rate::Request, 1)
        + fee(rates, Rate::WebSearch, usage.webSearches) + fee(rates, Rate::FileSearch, usage.fileSearches);
}

} // namespace slipswitch::catalog
