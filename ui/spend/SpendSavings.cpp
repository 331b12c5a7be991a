#include "ui/spend/SpendSavings.h"

#include <array>

namespace slipswitch::ui {

namespace {

using domain::Usage;

/// Dollars a token, for what stands in one bucket; nothing: no price is known.
class Prices
{
public:
    Prices(const catalog::Catalog &catalog, const std::string &kind, const std::string &model, UtcTime now)
        : m_catalog(catalog)
        , m_kind(kind)
        , m_model(model)
        , m_now(now)
    { }
    [[nodiscard]] std::optional<double> of(std::int64_t Usage::*bucket) const
    {
        constexpr std::int64_t few = 1'000; // below every tier
        Usage usage;
        usage.known = true;
        usage.*bucket = few;
        const auto cost
            = m_catalog.cost(m_kind, m_model, m_model, usage, catalog::ServiceClass::Standard, m_now);
        if (!cost.known())
            return {};
        return cost.amount.dollars() / static_cast<double>(few);
    }

private:
    const catalog::Catalog &m_catalog;
    const std::string &m_kind, &m_model;
    UtcTime m_now;
};

std::optional<double> savedAt(const Prices &prices, const Usage &usage)
{
    const auto plain = prices.of(&Usage::input), cached = prices.of(&Usage::cacheRead);
    if (!plain || !cached)
        return {};
    double saved = static_cast<double>(usage.cacheRead) * (*plain - *cached);
    for (const auto bucket : {&Usage::cacheWrite5m, &Usage::cacheWrite1h}) {
        if (usage.*bucket > 0)
            saved += static_cast<double>(usage.*bucket) * (*plain - prices.of(bucket).value_or(*plain));
    }
    return saved;
}

} // namespace

std::optional<double> savedByCaches(const std::vector<ledger::RollupPoint> &points,
    const catalog::Catalog &catalog, const std::vector<std::string> &kinds, UtcTime now)
{
    std::optional<double> all;
    for (const auto &point : points) {
        const auto &usage = point.sums.usage;
        if (usage.cacheRead == 0 && usage.cacheWrite5m == 0 && usage.cacheWrite1h == 0)
            continue;
        for (const auto &kind : kinds) {
            const auto *facts = catalog.model(kind, point.group);
            if (!facts || facts->id == "*") // a kind that takes any model says nothing about this one
                continue;
            const auto saved = savedAt({catalog, kind, point.group, now}, usage);
            if (!saved)
                continue;
            all = all.value_or(0) + *saved;
            break;
        }
    }
    return all;
}

} // namespace slipswitch::ui
