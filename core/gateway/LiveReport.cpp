#include "core/gateway/LiveReport.h"

#include "core/gateway/Settlement.h"

namespace slipswitch::gateway {

namespace {

void addTokens(domain::LiveExchange &live, const domain::Exchange &record)
{
    live.tokensKnown = record.usage.known && !record.usage.estimated;
    live.inputTokens
        = record.usage.known ? record.usage.totalInput() : estimatedInputTokens(record.requestBytes);
    live.outputTokens = record.usage.totalOutput();
}

void addTries(domain::LiveExchange &live, const std::vector<domain::Attempt> &attempts)
{
    live.tries = static_cast<std::uint16_t>(attempts.size());
    if (attempts.size() > 1)
        live.failedBefore = attempts[attempts.size() - 2].provider;
}

} // namespace

domain::LiveExchange liveViewOf(
    domain::LiveExchange::Phase phase, const domain::Exchange &record, domain::Micros elapsed)
{
    domain::LiveExchange live;
    live.phase = phase;
    live.id = record.id;
    live.startedAt = record.startedAt;
    live.dialect = record.dialect;
    live.streaming = record.streaming;
    live.path = record.path;
    live.keyId = record.keyId;
    live.keyName = record.keyName;
    live.tool = record.tool;
    live.requestedModel = record.requestedModel;
    live.provider = record.provider;
    live.model = record.model;
    live.outcome = record.outcome;
    live.status = record.status;
    live.elapsed = elapsed;
    live.firstContentAfter = record.firstContentAfter;
    live.requestBytes = record.requestBytes;
    live.responseBytes = record.responseBytes;
    live.cost = record.cost;
    addTokens(live, record);
    addTries(live, record.attempts);
    return live;
}

void LiveReport::tell(Phase phase, const domain::Exchange &record, domain::Micros elapsed)
{
    if (!heard())
        return;
    auto live = liveViewOf(phase, record, elapsed);
    // Only a settled record's texts have been redacted.
    if (phase == Phase::Settled)
        live.errorText = record.errorText;
    m_feed->push(live);
}

void LiveReport::grew(const domain::Exchange &record, domain::Micros elapsed, std::int64_t responseBytes,
    std::int64_t outputTokens)
{
    if (elapsed < m_nextGrowth || !heard())
        return;
    m_nextGrowth = elapsed + growthInterval;
    auto live = liveViewOf(Phase::Growing, record, elapsed);
    live.responseBytes = responseBytes;
    live.outputTokens = outputTokens;
    m_feed->push(live);
}

} // namespace slipswitch::gateway
