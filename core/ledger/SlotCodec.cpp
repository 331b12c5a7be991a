#include "core/ledger/SlotCodec.h"

#include "core/ledger/Bytes.h"
#include "core/ledger/Columns.h"

#include <array>

namespace slipswitch::ledger {

namespace {

using domain::Attempt;
using domain::Exchange;
using domain::Micros;
using domain::Outcome;

struct Limits
{
    std::size_t provider, credential, model, reason, error; ///< of one try
    std::size_t exchangeError, lastNotes;
};
constexpr std::array<Limits, 4> steps {{
    {64, 32, 100, 80, 200, 300, 240},
    {48, 24, 64, 48, 80, 160, 120},
    {32, 16, 40, 24, 24, 60, 40},
    {14, 4, 12, 0, 0, 0, 0},
}};

void put(ByteWriter &out, const std::optional<Micros> &time)
{
    if (time)
        out.signedNumber(time->count());
}

std::optional<Micros> timeIf(ByteReader &in, bool present)
{
    return present ? std::optional(Micros(in.signedNumber())) : std::nullopt;
}

/// Which optional values follow.
std::uint8_t presence(std::initializer_list<bool> present)
{
    std::uint8_t bits = 0;
    unsigned bit = 0;
    for (const bool is : present)
        bits = static_cast<std::uint8_t>(bits | (static_cast<unsigned>(is) << bit++));
    return bits;
}

bool has(std::uint8_t bits, unsigned bit)
{
    return ((bits >> bit) & 1U) != 0;
}

void putAttempt(ByteWriter &out, const Attempt &attempt, const Limits &limits)
{
    out.byte(presence({attempt.error.has_value(), attempt.connectedAfter.has_value(),
        attempt.firstByteAfter.has_value(), attempt.firstContentAfter.has_value(),
        attempt.endedAfter.has_value(), attempt.reusedConnection}));
    out.byte(static_cast<std::uint8_t>(attempt.outcome));
    out.number(attempt.status);
    if (attempt.error)
        out.byte(static_cast<std::uint8_t>(*attempt.error));
    out.signedNumber(attempt.startedAfter.count());
    put(out, attempt.connectedAfter);
    put(out, attempt.firstByteAfter);
    put(out, attempt.firstContentAfter);
    put(out, attempt.endedAfter);
    out.text(attempt.provider, limits.provider);
    out.text(attempt.credential, limits.credential);
    out.text(attempt.model, limits.model);
    out.text(attempt.reason, limits.reason);
    out.text(attempt.errorText, limits.error);
}

Attempt readAttempt(ByteReader &in)
{
    Attempt attempt;
    const auto bits = in.byte();
    attempt.outcome = in.oneOf(Outcome::Cached);
    attempt.status = static_cast<std::uint16_t>(in.number());
    if (has(bits, 0))
        attempt.error = in.oneOf(lastErrorCode);
    attempt.startedAfter = Micros(in.signedNumber());
    attempt.connectedAfter = timeIf(in, has(bits, 1));
    attempt.firstByteAfter = timeIf(in, has(bits, 2));
    attempt.firstContentAfter = timeIf(in, has(bits, 3));
    attempt.endedAfter = timeIf(in, has(bits, 4));
    attempt.reusedConnection = has(bits, 5);
    attempt.provider = in.text();
    attempt.credential = in.text();
    attempt.model = in.text();
    attempt.reason = in.text();
    attempt.errorText = in.text();
    return attempt;
}

void putAttempts(ByteWriter &out, const std::vector<Attempt> &attempts, const Limits &limits)
{
    const auto kept = std::min(attempts.size(), maxAttempts);
    out.number(kept);
    for (std::size_t i = 0; i + 1 < kept; ++i)
        putAttempt(out, attempts[i], limits);
    if (kept > 0)
        putAttempt(out, attempts.back(), limits);
    // The notes of the last try, which is the one that answered; slots of earlier versions end before them.
    if (kept > 0 && !attempts.back().notes.empty())
        out.text(attempts.back().notes, limits.lastNotes);
}

void putUsage(ByteWriter &out, const Exchange &exchange)
{
    out.byte(presence({exchange.usage.known, exchange.usage.estimated}));
    // A bit for each bucket, since most are zero.
    std::uint64_t filled = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i)
        filled |= static_cast<std::uint64_t>(exchange.usage.*buckets[i].member != 0) << i;
    out.number(filled);
    for (const auto &bucket : buckets) {
        if (exchange.usage.*bucket.member != 0)
            out.signedNumber(exchange.usage.*bucket.member);
    }
    out.byte(static_cast<std::uint8_t>(exchange.cost.source));
    out.signedNumber(exchange.cost.amount.picodollars());
}

void readUsage(ByteReader &in, Exchange &exchange)
{
    const auto bits = in.byte();
    exchange.usage.known = has(bits, 0);
    exchange.usage.estimated = has(bits, 1);
    const auto filled = in.number();
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        if (((filled >> i) & 1U) != 0)
            exchange.usage.*buckets[i].member = in.signedNumber();
    }
    exchange.cost.source = in.oneOf(domain::CostSource::Estimated);
    exchange.cost.amount = Money::picodollars(in.signedNumber());
}

void putOutcome(ByteWriter &out, const Exchange &exchange, const Limits &limits)
{
    out.byte(presence({exchange.streaming, exchange.error.has_value(), exchange.errorSource.has_value(),
        exchange.firstContentAfter.has_value(), exchange.endedAfter.has_value()}));
    out.byte(static_cast<std::uint8_t>(exchange.dialect));
    out.byte(static_cast<std::uint8_t>(exchange.outcome));
    out.number(exchange.status);
    if (exchange.error)
        out.byte(static_cast<std::uint8_t>(*exchange.error));
    if (exchange.errorSource)
        out.byte(static_cast<std::uint8_t>(*exchange.errorSource));
    put(out, exchange.firstContentAfter);
    put(out, exchange.endedAfter);
    out.signedNumber(exchange.requestBytes);
    out.signedNumber(exchange.responseBytes);
    out.text(exchange.requestedModel, 128);
    out.text(exchange.provider, 64);
    out.text(exchange.model, 100);
    out.text(exchange.finishReason, 32);
    out.text(exchange.errorText, limits.exchangeError);
}

void readOutcome(ByteReader &in, Exchange &exchange)
{
    const auto bits = in.byte();
    exchange.streaming = has(bits, 0);
    exchange.dialect = in.oneOf(domain::lastDialect);
    exchange.outcome = in.oneOf(Outcome::Cached);
    exchange.status = static_cast<std::uint16_t>(in.number());
    if (has(bits, 1))
        exchange.error = in.oneOf(lastErrorCode);
    if (has(bits, 2))
        exchange.errorSource = in.oneOf(ErrorSource::Internal);
    exchange.firstContentAfter = timeIf(in, has(bits, 3));
    exchange.endedAfter = timeIf(in, has(bits, 4));
    exchange.requestBytes = in.signedNumber();
    exchange.responseBytes = in.signedNumber();
    exchange.requestedModel = in.text();
    exchange.provider = in.text();
    exchange.model = in.text();
    exchange.finishReason = in.text();
    exchange.errorText = in.text();
}

} // namespace

std::size_t encodeIdentity(const Exchange &exchange, std::span<std::uint8_t> to)
{
    ByteWriter out(to);
    out.number(exchange.id.high);
    out.number(exchange.id.low);
    out.signedNumber(exchange.startedAt.time_since_epoch().count());
    out.text(exchange.method, 16);
    out.text(exchange.path, 256);
    out.text(exchange.keyId, 32);
    out.text(exchange.keyName, 64);
    out.text(exchange.tool, 48);
    out.text(exchange.project, 64);
    out.text(exchange.userAgent, 120);
    return out.used();
}

bool decodeIdentity(std::span<const std::uint8_t> from, Exchange &exchange)
{
    ByteReader in(from);
    exchange.id.high = in.number();
    exchange.id.low = in.number();
    exchange.startedAt = UtcTime(Micros(in.signedNumber()));
    exchange.method = in.text();
    exchange.path = in.text();
    exchange.keyId = in.text();
    exchange.keyName = in.text();
    exchange.tool = in.text();
    exchange.project = in.text();
    exchange.userAgent = in.text();
    return in.sound();
}

std::size_t encodeCourse(const Exchange &exchange, std::span<std::uint8_t> to)
{
    for (const auto &limits : steps) {
        ByteWriter out(to);
        putOutcome(out, exchange, limits);
        putUsage(out, exchange);
        putAttempts(out, exchange.attempts, limits);
        if (out.fits())
            return out.used();
    }
    return 0; // the last step fits whatever stands in the fields; a test holds it to that
}

bool decodeCourse(std::span<const std::uint8_t> from, Exchange &exchange)
{
    ByteReader in(from);
    readOutcome(in, exchange);
    readUsage(in, exchange);
    const auto count = in.number();
    if (!in.sound() || count > maxAttempts)
        return false;
    exchange.attempts.clear();
    for (std::uint64_t i = 0; i < count; ++i)
        exchange.attempts.push_back(readAttempt(in));
    if (count > 0 && !in.atEnd())
        exchange.attempts.back().notes = in.text();
    return in.sound();
}

std::uint64_t checksum(std::span<const std::uint8_t> bytes, std::uint64_t seed)
{
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL; // the golden ratio: spreads bits, nothing more
    std::uint64_t sum = (seed + bytes.size()) * odd;
    for (std::size_t at = 0; at < bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, std::min<std::size_t>(8, bytes.size() - at));
        sum = (sum ^ word) * odd;
        sum ^= sum >> 29U;
    }
    return sum;
}

} // namespace slipswitch::ledger
