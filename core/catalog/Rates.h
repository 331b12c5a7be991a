#pragma once

#include "core/base/Clock.h"
#include "core/catalog/Catalog.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace slipswitch::catalog {

/// What a price list may name. The order is that of `rateNames`.
enum class Rate : std::uint8_t
{
    In,
    Out,
    CacheRead,
    CacheWrite5m,
    CacheWrite1h,
    Reasoning,
    AudioIn,
    AudioOut,
    AudioCacheRead,
    ImageIn,
    ImageOut,
    ImageCacheRead,
    VideoIn,
    Citation, ///< a token
    Request,
    WebSearch,
    FileSearch,
    Page, ///< a call or page
    AudioHour,
    ImageReceived,
    ImageMade, ///< one of these; Usage doesn't count them
};
constexpr std::size_t rateCount = 21;

struct RateName
{
    std::string_view field; ///< as in models.json
    int places; ///< 1e-15 USD per unit = the figure times ten to this
};
/// Source: resources/catalog/README.md, "price".
extern const std::array<RateName, rateCount> rateNames;

/// Femtodollars (1e-15 USD) per token, call or piece; what is not named has no rate.
class Rates
{
public:
    [[nodiscard]] std::optional<std::int64_t> find(Rate rate) const
    {
        const auto value = m_values[static_cast<std::size_t>(rate)];
        return value == none ? std::nullopt : std::optional(value);
    }
    void set(Rate rate, std::int64_t femtodollars)
    {
        m_values[static_cast<std::size_t>(rate)] = femtodollars;
    }
    /// What `other` names replaces what stands here.
    void replaceWith(const Rates &other);
    /// Some rate that applies to tokens or calls, which are what Usage counts.
    [[nodiscard]] bool pricesUsage() const;

private:
    static constexpr std::int64_t none = -1;
    std::array<std::int64_t, rateCount> m_values = filledWithNone();
    static constexpr std::array<std::int64_t, rateCount> filledWithNone()
    {
        std::array<std::int64_t, rateCount> values {};
        values.fill(none);
        return values;
    }
};

/// A step by prompt size.
struct Tier
{
    std::int64_t fromTokens = 0; ///< smallest total input it applies to
    Rates rates; ///< only those that differ
};

/// Rates that hold together for a time.
struct PriceList
{
    Rates rates;
    std::vector<Tier> tiers; ///< by rising `fromTokens`
    std::array<std::optional<Rates>, 3> service; ///< flex, priority, batch: only those that differ
};

/// A part of every day.
struct Window
{
    std::chrono::minutes start {}, end {}; ///< of the UTC day, [start, end); may run over midnight
    std::optional<UtcTime> from;
    PriceList prices; ///< complete: what the file leaves out is filled from the row
};

/// All prices of a row, by time.
struct PriceHistory
{
    struct Past
    {
        UtcTime until;
        PriceList prices;
    };
    struct Future
    {
        UtcTime from;
        PriceList prices;
    };
    PriceList current;
    std::optional<UtcTime> from; ///< since when `current` and the windows hold
    std::vector<Past> past; ///< first match wins
    std::vector<Future> future; ///< last match wins
    std::vector<Window> windows;

    /// The list in force at a moment: past, then future, then the windows of the day.
    [[nodiscard]] const PriceList &at(UtcTime moment) const;
};

/// The rates of a list for a request of this size and service class.
[[nodiscard]] Rates ratesFor(const PriceList &prices, std::int64_t totalInputTokens, ServiceClass service);

/// Femtodollars for a usage; nullopt where a used bucket has no rate, nor one it may fall back to.
[[nodiscard]] std::optional<Int128> charge(const Rates &rates, const domain::Usage &usage);

} // namespace slipswitch::catalog
