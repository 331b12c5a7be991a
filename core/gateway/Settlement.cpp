#include "core/gateway/Settlement.h"

#include <vector>

namespace slipswitch::gateway {

namespace {

constexpr std::int64_t bytesPerToken = 4;
constexpr std::int64_t thousand = 1000;

domain::Usage estimatedUsage(const domain::Exchange &record, const ResponseScanner &scanner)
{
    domain::Usage usage;
    usage.input = estimatedInputTokens(record.requestBytes);
    usage.output = scanner.estimatedOutputTokens();
    usage.known = true;
    usage.estimated = true;
    return usage;
}

/// Several models worked on one answer: each on its own row, rounded once.
domain::Cost costOfParts(const dialect::UsageReading &reading, const domain::Provider &provider,
    std::string_view model, const catalog::Catalog &catalog, UtcTime startedAt)
{
    std::vector<catalog::Share> shares;
    shares.reserve(reading.parts.size());
    for (const auto &part : reading.parts)
        shares.push_back({part.model, &part.usage});
    return catalog.costOfShares(
        provider.kind, shares, model, catalog::serviceClassNamed(reading.serviceTier), startedAt);
}

domain::Cost costOf(const domain::Exchange &record, const dialect::UsageReading &reading,
    const domain::Provider &provider, std::string_view model, const catalog::Catalog &catalog)
{
    // Our own demonstration costs nothing, which is known and not a gap in the catalogue.
    if (provider.kind == "demo")
        return {domain::CostSource::Computed, {}};
    if (reading.reportedFemtodollars)
        return catalog::reportedCost(*reading.reportedFemtodollars);
    if (!reading.parts.empty())
        return costOfParts(reading, provider, model, catalog, record.startedAt);
    auto cost = catalog.cost(provider.kind, reading.model, model, record.usage,
        catalog::serviceClassNamed(reading.serviceTier), record.startedAt);
    if (cost.known() && record.usage.estimated)
        cost.source = domain::CostSource::Estimated;
    return cost;
}

} // namespace

std::int64_t estimatedInputTokens(std::int64_t requestBytes)
{
    return requestBytes / bytesPerToken;
}

void settleUsage(domain::Exchange &record, const ResponseScanner &scanner, const domain::Provider &provider,
    std::string_view model, const catalog::Catalog &catalog)
{
    const auto &reading = scanner.reading();
    record.model = reading.model.empty() ? std::string(model) : reading.model;
    record.finishReason = reading.finishReason;
    const bool cutOff = record.outcome != domain::Outcome::Succeeded && scanner.hasContent();
    record.usage = !reading.usage.known && cutOff ? estimatedUsage(record, scanner) : reading.usage;
    record.cost = costOf(record, reading, provider, model, catalog);
}

RunningCost::RunningCost(const catalog::Catalog &catalog, const domain::Provider &provider,
    std::string_view model, std::int64_t inputTokens, UtcTime startedAt)
{
    domain::Usage in;
    in.input = inputTokens;
    in.known = true;
    domain::Usage out;
    out.output = thousand;
    out.known = true;
    const auto standard = catalog::ServiceClass::Standard;
    const auto input = catalog.cost(provider.kind, {}, model, in, standard, startedAt);
    const auto output = catalog.cost(provider.kind, {}, model, out, standard, startedAt);
    if (!input.known() || !output.known())
        return;
    m_input = input.amount.picodollars();
    m_perThousandOutput = output.amount.picodollars();
}

std::int64_t RunningCost::at(std::int64_t outputTokens) const
{
    return m_input < 0 ? -1 : m_input + m_perThousandOutput / thousand * outputTokens;
}

} // namespace slipswitch::gateway
