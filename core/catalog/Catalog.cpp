#include "core/catalog/Catalog.h"

#include "core/base/Decimal.h"
#include "core/base/Resources.h"
#include "core/catalog/Loader.h"
#include "core/catalog/ModelNames.h"

#include <limits>
#include <unordered_map>

namespace slipswitch::catalog {

namespace {

using domain::Cost;
using domain::CostSource;

constexpr Int128 femtoPerPico = 1000;

Cost rounded(Int128 femtodollars, CostSource source)
{
    const auto picodollars = divideHalfEven(femtodollars, femtoPerPico);
    if (picodollars > std::numeric_limits<std::int64_t>::max()
        || picodollars < std::numeric_limits<std::int64_t>::min())
        return {};
    return {source, Money::picodollars(static_cast<std::int64_t>(picodollars))};
}

bool isFree(std::string_view providerKind, std::string_view modelId)
{
    return lowered(providerKind) == "openrouter" && lowered(modelId).ends_with(":free");
}

/// The rows of one provider, by lower-case id and alias.
struct Shelf
{
    std::vector<const ModelRow *> rows;
    std::unordered_map<std::string, const ModelRow *> byName;

    void addId(const ModelRow &row)
    {
        rows.push_back(&row);
        byName.insert_or_assign(lowered(row.facts.id), &row);
    }
    void addAliases(const ModelRow &row)
    {
        for (const auto &alias : row.aliases)
            byName.try_emplace(lowered(alias), &row);
    }
};

class LoadedCatalog final : public Catalog
{
public:
    LoadedCatalog(std::vector<ProviderPreset> presets, std::vector<ModelRow> rows)
        : m_presets(std::move(presets))
        , m_rows(std::move(rows))
    {
        // Ids first: an alias never hides the id of another row.
        for (const auto &row : m_rows)
            m_shelves[lowered(row.provider)].addId(row);
        for (const auto &row : m_rows)
            m_shelves[lowered(row.provider)].addAliases(row);
    }

    const std::vector<ProviderPreset> &providers() const override { return m_presets; }
    const ProviderPreset *provider(std::string_view id) const override;
    std::vector<const ModelFacts *> models(std::string_view providerKind) const override;
    const ModelFacts *model(std::string_view providerKind, std::string_view modelId) const override
    {
        const auto *row = findEither(providerKind, modelId, {});
        return row ? &row->facts : nullptr;
    }
    Cost cost(std::string_view providerKind, std::string_view servedModel, std::string_view requestedModel,
        const domain::Usage &usage, ServiceClass service, UtcTime startedAt) const override
    {
        const Share share {servedModel, &usage};
        return costOfShares(providerKind, {&share, 1}, requestedModel, service, startedAt);
    }
    Cost costOfShares(std::string_view providerKind, std::span<const Share> shares,
        std::string_view requestedModel, ServiceClass service, UtcTime startedAt) const override;

private:
    const Shelf *shelf(std::string_view providerKind) const;
    const ModelRow *findEither(
        std::string_view providerKind, std::string_view served, std::string_view requested) const;
    std::optional<Int128> chargeFor(std::string_view providerKind, const Share &share,
        std::string_view requestedModel, ServiceClass service, UtcTime startedAt) const;

    std::vector<ProviderPreset> m_presets;
    std::vector<ModelRow> m_rows;
    std::unordered_map<std::string, Shelf> m_shelves; ///< points into m_rows
};

const ProviderPreset *LoadedCatalog::provider(std::string_view id) const
{
    for (const auto &preset : m_presets) {
        if (preset.id == id)
            return &preset;
    }
    return nullptr;
}

std::vector<const ModelFacts *> LoadedCatalog::models(std::string_view providerKind) const
{
    std::vector<const ModelFacts *> result;
    if (const auto *found = shelf(providerKind)) {
        for (const auto *row : found->rows)
            result.push_back(&row->facts);
    }
    return result;
}

const Shelf *LoadedCatalog::shelf(std::string_view providerKind) const
{
    const auto found = m_shelves.find(lowered(providerKind));
    return found == m_shelves.end() ? nullptr : &found->second;
}

const ModelRow *LoadedCatalog::findEither(
    std::string_view providerKind, std::string_view served, std::string_view requested) const
{
    const auto *rows = shelf(providerKind);
    if (!rows)
        return nullptr;
    for (const auto model : {served, requested}) {
        if (model.empty())
            continue;
        for (const auto &name : namesToTry(providerKind, model)) {
            if (const auto found = rows->byName.find(name); found != rows->byName.end())
                return found->second;
        }
    }
    const auto any = rows->byName.find("*");
    return any == rows->byName.end() ? nullptr : any->second;
}

std::optional<Int128> LoadedCatalog::chargeFor(std::string_view providerKind, const Share &share,
    std::string_view requestedModel, ServiceClass service, UtcTime startedAt) const
{
    if (!share.usage->known && !share.usage->estimated)
        return std::nullopt;
    if (isFree(providerKind, share.servedModel) || isFree(providerKind, requestedModel))
        return Int128(0);
    const auto *row = findEither(providerKind, share.servedModel, requestedModel);
    if (!row)
        return std::nullopt;
    return charge(ratesFor(row->prices.at(startedAt), share.usage->totalInput(), service), *share.usage);
}

Cost LoadedCatalog::costOfShares(std::string_view providerKind, std::span<const Share> shares,
    std::string_view requestedModel, ServiceClass service, UtcTime startedAt) const
{
    Int128 sum = 0;
    bool estimated = false;
    for (const auto &share : shares) {
        const auto part = chargeFor(providerKind, share, requestedModel, service, startedAt);
        if (!part)
            return {};
        sum += *part;
        estimated = estimated || share.usage->estimated;
    }
    return rounded(sum, estimated ? CostSource::Estimated : CostSource::Computed);
}

} // namespace

Result<std::shared_ptr<const Catalog>> Catalog::load(
    std::string_view providersJson, std::string_view modelsJson)
{
    auto presets = loadProviders(providersJson);
    if (!presets)
        return failure(std::move(presets.error()));
    auto rows = loadModels(modelsJson);
    if (!rows)
        return failure(std::move(rows.error()));
    return std::make_shared<const LoadedCatalog>(std::move(*presets), std::move(*rows));
}

Result<std::shared_ptr<const Catalog>> Catalog::loadShipped()
{
    const auto presets = readResource("catalog/providers.json");
    if (!presets)
        return failure(presets.error());
    const auto rows = readResource("catalog/models.json");
    if (!rows)
        return failure(rows.error());
    return load(*presets, *rows);
}

domain::Cost reportedCost(Int128 femtodollars)
{
    return rounded(femtodollars, CostSource::Reported);
}

ServiceClass serviceClassNamed(std::string_view name)
{
    if (name == "flex")
        return ServiceClass::Flex;
    if (name == "priority")
        return ServiceClass::Priority;
    if (name == "batch")
        return ServiceClass::Batch;
    return ServiceClass::Standard;
}

} // namespace slipswitch::catalog
