#include "core/ledger/Bytes.h"
#include "core/ledger/SlotCodec.h"
#include "tests/core/ledger/Samples.h"

#include <QtTest>

#include <array>
#include <limits>

using namespace slipswitch;
using namespace slipswitch::ledger;

namespace {

std::optional<domain::Exchange> thereAndBack(const domain::Exchange &exchange)
{
    std::array<std::uint8_t, identityCapacity> identity {};
    std::array<std::uint8_t, courseCapacity> course {};
    const auto identityUsed = encodeIdentity(exchange, identity);
    const auto courseUsed = encodeCourse(exchange, course);
    domain::Exchange back;
    if (courseUsed == 0 || !decodeIdentity(std::span(identity).first(identityUsed), back)
        || !decodeCourse(std::span(course).first(courseUsed), back))
        return std::nullopt;
    return back;
}

std::string repeated(std::string_view text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

/// Every text far too long, every number as wide as it gets.
domain::Exchange hugeExchange()
{
    constexpr auto most = std::numeric_limits<std::int64_t>::min();
    const domain::Micros longest(most);
    const auto text = repeated("ü€𝄞x", 1000);
    domain::Exchange e;
    e.id = {~0ULL, ~0ULL};
    e.startedAt = UtcTime(longest);
    e.method = e.path = e.keyId = e.keyName = e.tool = e.project = e.userAgent = text;
    e.requestedModel = e.provider = e.model = e.errorText = e.finishReason = text;
    e.status = 65'535;
    e.outcome = domain::Outcome::Cached;
    e.error = lastErrorCode;
    e.errorSource = ErrorSource::Internal;
    e.firstContentAfter = e.endedAfter = longest;
    e.requestBytes = e.responseBytes = most;
    auto &u = e.usage;
    u.input = u.cacheRead = u.cacheWrite5m = u.cacheWrite1h = u.audioInput = u.audioCacheRead = most;
    u.imageInput = u.imageCacheRead = u.videoInput = u.output = u.reasoning = u.audioOutput = most;
    u.imageOutput = u.citation = u.webSearches = u.fileSearches = most;
    u.known = u.estimated = true;
    e.cost = {domain::CostSource::Estimated, Money::picodollars(most)};
    domain::Attempt a;
    a.provider = a.credential = a.model = a.reason = a.errorText = text;
    a.outcome = domain::Outcome::Failed;
    a.status = 65'535;
    a.error = lastErrorCode;
    a.startedAfter = longest;
    a.connectedAfter = a.firstByteAfter = a.firstContentAfter = a.endedAfter = longest;
    e.attempts.assign(8, a);
    return e;
}

bool isUtf8(const std::string &text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toStdString() == text;
}

} // namespace

class TestSlotCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyExchangeSurvives();
    void everyFieldSurvives();
    void randomExchangesSurvive();
    void longestTextsFitWithEightTries();
    void textsAreCutBetweenCharacters();
    void firstTriesAndTheLastAreKept();
    void damagedBytesAreRefusedOrHarmless();
    void checksumSeesEveryBit();
};

void TestSlotCodec::emptyExchangeSurvives()
{
    QVERIFY(thereAndBack({}) == domain::Exchange {});
}

void TestSlotCodec::everyFieldSurvives()
{
    auto e = hugeExchange();
    e.method = "POST";
    e.path = "/v1/ü";
    e.keyId = "key_12345678";
    e.keyName = "name";
    e.tool = "tool";
    e.project = "project";
    e.userAgent = "agent";
    e.requestedModel = "asked";
    e.provider = "provider";
    e.model = "model";
    e.errorText = "error";
    e.finishReason = "stop";
    std::int64_t distinct = -40;
    for (auto bucket : {&domain::Usage::input, &domain::Usage::cacheRead, &domain::Usage::cacheWrite5m,
             &domain::Usage::cacheWrite1h, &domain::Usage::audioInput, &domain::Usage::audioCacheRead,
             &domain::Usage::imageInput, &domain::Usage::imageCacheRead, &domain::Usage::videoInput,
             &domain::Usage::output, &domain::Usage::reasoning, &domain::Usage::audioOutput,
             &domain::Usage::imageOutput, &domain::Usage::citation, &domain::Usage::webSearches,
             &domain::Usage::fileSearches})
        e.usage.*bucket = distinct += 7;
    e.attempts.resize(2);
    e.attempts[0].provider = "p";
    e.attempts[0].credential = "c";
    e.attempts[0].model = "m";
    e.attempts[0].reason = "r";
    e.attempts[0].errorText = "t";
    e.attempts[0].reusedConnection = true;
    e.attempts[1] = {};
    QVERIFY(thereAndBack(e) == e);
}

void TestSlotCodec::randomExchangesSurvive()
{
    tests::RandomExchanges random(7);
    for (int i = 0; i < 2000; ++i) {
        const auto e = random.next();
        QVERIFY(thereAndBack(e) == e);
    }
}

void TestSlotCodec::longestTextsFitWithEightTries()
{
    const auto e = hugeExchange();
    const auto back = thereAndBack(e);
    QVERIFY(back.has_value());
    QCOMPARE(back->attempts.size(), std::size_t {8});
    QCOMPARE(back->usage.fileSearches, e.usage.fileSearches);
    QVERIFY(back->attempts[7].endedAfter == e.attempts[7].endedAfter);
    QVERIFY(back->requestedModel.size() > 120);
}

void TestSlotCodec::textsAreCutBetweenCharacters()
{
    QVERIFY(cutText("aü", 2) == "a");
    QVERIFY(cutText("aü", 3) == "aü");
    QVERIFY(cutText("€", 2).empty());
    const auto back = thereAndBack(hugeExchange());
    QVERIFY(isUtf8(back->errorText) && isUtf8(back->path) && isUtf8(back->userAgent) && isUtf8(back->model));
    for (const auto &a : back->attempts)
        QVERIFY(isUtf8(a.errorText) && isUtf8(a.model) && isUtf8(a.provider));
}

void TestSlotCodec::firstTriesAndTheLastAreKept()
{
    auto e = tests::sampleExchange();
    e.attempts.resize(12, e.attempts.front());
    for (std::size_t i = 0; i < e.attempts.size(); ++i)
        e.attempts[i].status = static_cast<std::uint16_t>(i);
    const auto back = thereAndBack(e);
    QCOMPARE(back->attempts.size(), std::size_t {8});
    QCOMPARE(back->attempts[6].status, std::uint16_t {6});
    QCOMPARE(back->attempts[7].status, std::uint16_t {11});
}

void TestSlotCodec::damagedBytesAreRefusedOrHarmless()
{
    tests::RandomExchanges random(11);
    std::array<std::uint8_t, courseCapacity> course {};
    for (int i = 0; i < 5000; ++i) {
        const auto used = encodeCourse(random.next(), course);
        course[static_cast<std::size_t>(random.number(static_cast<std::int64_t>(used)))]
            = static_cast<std::uint8_t>(random.number(256));
        domain::Exchange back;
        const auto shown = static_cast<std::size_t>(random.number(static_cast<std::int64_t>(used)));
        QVERIFY(!decodeCourse(std::span(course).first(shown), back) || back.attempts.size() <= maxAttempts);
    }
}

void TestSlotCodec::checksumSeesEveryBit()
{
    std::array<std::uint8_t, 37> bytes {};
    const auto plain = checksum(bytes, 1);
    QVERIFY(checksum(bytes, 2) != plain);
    QVERIFY(checksum(std::span(bytes).first(36), 1) != plain);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        QVERIFY(checksum(bytes, 1) != plain);
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
}

QTEST_GUILESS_MAIN(TestSlotCodec)
#include "TestSlotCodec.moc"
