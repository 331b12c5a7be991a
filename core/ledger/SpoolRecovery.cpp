#include "core/ledger/SpoolRecovery.h"

#include "core/ledger/Spool.h"

namespace slipswitch::ledger {

namespace {

using domain::Exchange;
using domain::Micros;
using domain::Outcome;

template <std::size_t N>
std::optional<std::span<const std::uint8_t>> wholePart(
    const std::array<std::uint8_t, N> &area, std::size_t used, std::uint64_t sum, std::uint64_t seed)
{
    if (used > N)
        return std::nullopt;
    const auto bytes = std::span(area).first(used);
    return checksum(bytes, seed) == sum ? std::optional(bytes) : std::nullopt;
}

bool readIdentity(const MappedSlot &slot, Exchange &exchange)
{
    const auto bytes = wholePart(slot.identity, slot.identityBytes, slot.identityChecksum, slot.sequence);
    return bytes && decodeIdentity(*bytes, exchange);
}

bool readCourse(const MappedSlot &slot, Exchange &exchange)
{
    const auto bytes = wholePart(slot.course, slot.courseBytes, slot.courseChecksum, slot.sequence);
    return bytes && decodeCourse(*bytes, exchange);
}

Progress readProgress(const MappedSlot &slot)
{
    const auto at = [&](std::size_t i) { return slot.progress[i].load(std::memory_order_relaxed); };
    return {at(0), at(1), at(2), at(3), at(4), at(5)};
}

void endAttempts(Exchange &exchange)
{
    for (auto &attempt : exchange.attempts) {
        if (attempt.outcome != Outcome::InFlight)
            continue;
        attempt.outcome = Outcome::Interrupted;
        if (exchange.endedAfter && *exchange.endedAfter >= attempt.startedAfter)
            attempt.endedAfter = *exchange.endedAfter - attempt.startedAfter;
    }
}

void estimateUsage(Exchange &exchange, const Progress &progress)
{
    if (progress.estimatedInputTokens > 0 || progress.estimatedOutputTokens > 0) {
        exchange.usage = {};
        exchange.usage.input = progress.estimatedInputTokens;
        exchange.usage.output = progress.estimatedOutputTokens;
        exchange.usage.known = true;
    }
    exchange.usage.estimated = true;
    if (progress.estimatedPicodollars >= 0)
        exchange.cost.amount = Money::picodollars(progress.estimatedPicodollars);
    if (progress.estimatedPicodollars >= 0 || exchange.cost.known())
        exchange.cost.source = domain::CostSource::Estimated;
}

void interrupt(Exchange &exchange, const Progress &progress)
{
    exchange.outcome = Outcome::Interrupted;
    exchange.responseBytes = std::max(exchange.responseBytes, progress.responseBytes);
    if (progress.elapsedMicros > 0)
        exchange.endedAfter = Micros(progress.elapsedMicros);
    if (progress.firstContentMicros >= 0)
        exchange.firstContentAfter = Micros(progress.firstContentMicros);
    estimateUsage(exchange, progress);
    endAttempts(exchange);
}

} // namespace

std::optional<Exchange> recover(const MappedSlot &slot)
{
    std::optional<Exchange> exchange(std::in_place);
    if (!readIdentity(slot, *exchange))
        return std::nullopt;
    const bool courseKnown = readCourse(slot, *exchange);
    if (courseKnown && slot.state.load(std::memory_order_acquire) == SlotState::Settled)
        return exchange;
    if (!courseKnown) {
        exchange.emplace(); // a part of a torn course is worse than none
        (void)readIdentity(slot, *exchange);
    }
    interrupt(*exchange, readProgress(slot));
    return exchange;
}

} // namespace slipswitch::ledger
