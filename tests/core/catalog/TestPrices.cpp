#include "core/base/Decimal.h"
#include "core/catalog/Catalog.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::catalog;
using namespace std::chrono;

namespace {

constexpr auto models = R"({"models":[
{"provider":"p","id":"timed","kind":"chat","price":{"in":3,"out":0},"from":"2026-03-01",
 "history":[{"until":"2026-01-01","price":{"in":1,"out":0}},
            {"until":"2026-03-01","price":{"in":2,"out":0},"tiers":[{"from":100,"in":20}]}],
 "next":[{"from":"2027-01-01","price":{"in":4,"out":0}},{"from":"2028-01-01","price":{"in":5,"out":0}}]},
{"provider":"p","id":"peak","kind":"chat","price":{"in":1,"out":7},"from":"2026-03-01",
 "history":[{"until":"2026-03-01","price":{"in":9,"out":0}}],
 "windows":[{"utc":["01:00","04:00"],"price":{"in":2}},{"utc":["22:30","00:15"],"price":{"in":3}}]},
{"provider":"p","id":"tiered","kind":"chat","price":{"in":1,"out":2,"cache_read":0.5},
 "tiers":[{"from":1000,"in":10,"out":20},{"from":100,"in":5,"out":6,"cache_read":3}]},
{"provider":"p","id":"served","kind":"chat","price":{"in":10,"out":20,"cache_read":1},
 "service":{"flex":{"in":5,"out":10},"priority":{"in":20}}},
{"provider":"p","id":"plain","kind":"chat","price":{"in":2,"out":8}},
{"provider":"p","id":"rich","kind":"chat","price":{"in":1,"out":2,"cache_read":3,"cache_write_5m":4,
 "cache_write_1h":5,"reasoning":6,"audio_in":7,"audio_out":8,"audio_cache_read":9,"image_in":10,"image_out":11,
 "image_cache_read":12,"video_in":13,"citation":14,"per_1k_requests":15,"per_1k_web_searches":16,
 "per_1k_file_searches":17}},
{"provider":"p","id":"fine","kind":"chat","price":{"in":0.0000005,"out":0.000001}}
]})";

std::shared_ptr<const Catalog> facts()
{
    static const auto loaded = Catalog::load(R"({"providers":[]})", models);
    return *loaded;
}

UtcTime at(int y, unsigned m, unsigned d, microseconds ofDay = {})
{
    return sys_days(year_month_day(year(y), month(m), day(d))) + ofDay;
}

domain::Usage used(std::int64_t domain::Usage::*bucket, std::int64_t count)
{
    domain::Usage usage;
    usage.known = true;
    usage.*bucket = count;
    return usage;
}

/// Picodollars of one input token: the rate in USD per million.
std::int64_t inputRate(std::string_view model, UtcTime when)
{
    return facts()
               ->cost("p", "", model, used(&domain::Usage::input, 1), ServiceClass::Standard, when)
               .amount.picodollars()
        / 1'000'000;
}

std::int64_t microdollars(
    std::string_view model, const domain::Usage &usage, ServiceClass service = ServiceClass::Standard)
{
    return facts()->cost("p", "", model, usage, service, at(2026, 9, 23)).amount.picodollars() / 1'000'000;
}

} // namespace

class TestPrices : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pricesFollowTheDate();
    void peakHoursHaveTheirOwnRates();
    void pastTiersGoWithPastPrices();
    void lastTierReachedReplacesTheWholeRequest();
    void cachedTokensCountForTheTier();
    void serviceClassesReplaceWhatTheyName();
    void serviceClassesHaveNames();
    void missingRatesFallBack();
    void everyBucketHasItsRate();
    void feesAreAdded();
    void tiesRoundToEven();
    void decimalsAreReadExactly();
    void whatIsCutStillRoundsTheRightWay();
    void reportedChargesAreRoundedLikeComputedOnes();
};

void TestPrices::pricesFollowTheDate()
{
    QCOMPARE(inputRate("timed", at(2020, 1, 1)), 1);
    QCOMPARE(inputRate("timed", at(2026, 1, 1) - microseconds(1)), 1);
    QCOMPARE(inputRate("timed", at(2026, 1, 1)), 2);
    QCOMPARE(inputRate("timed", at(2026, 3, 1) - microseconds(1)), 2);
    QCOMPARE(inputRate("timed", at(2026, 3, 1)), 3);
    QCOMPARE(inputRate("timed", at(2027, 1, 1) - microseconds(1)), 3);
    QCOMPARE(inputRate("timed", at(2027, 1, 1)), 4);
    QCOMPARE(inputRate("timed", at(2028, 1, 1)), 5);
}

void TestPrices::peakHoursHaveTheirOwnRates()
{
    const auto rate = [](microseconds ofDay) { return inputRate("peak", at(2026, 9, 23, ofDay)); };
    QCOMPARE(rate(hours(1) - microseconds(1)), 1);
    QCOMPARE(rate(hours(1)), 2);
    QCOMPARE(rate(hours(4) - microseconds(1)), 2);
    QCOMPARE(rate(hours(4)), 1);
    QCOMPARE(rate(hours(22) + minutes(30)), 3);
    QCOMPARE(rate(hours(0) + minutes(14)), 3);
    QCOMPARE(rate(hours(0) + minutes(15)), 1);
    QCOMPARE(inputRate("peak", at(2026, 2, 1, hours(2))), 9); // before the windows came
    const auto out = facts()->cost(
        "p", "", "peak", used(&domain::Usage::output, 1), ServiceClass::Standard, at(2026, 9, 23, hours(2)));
    QCOMPARE(out.amount.picodollars(), 7'000'000); // what the window leaves out stays
}

void TestPrices::pastTiersGoWithPastPrices()
{
    const auto cost = [](UtcTime when) {
        return facts()
                   ->cost("p", "", "timed", used(&domain::Usage::input, 100), ServiceClass::Standard, when)
                   .amount.picodollars()
            / 100'000'000;
    };
    QCOMPARE(cost(at(2026, 2, 1)), 20);
    QCOMPARE(cost(at(2026, 4, 1)), 3);
}

void TestPrices::lastTierReachedReplacesTheWholeRequest()
{
    auto usage = used(&domain::Usage::input, 99);
    usage.output = 10;
    QCOMPARE(microdollars("tiered", usage), 99 * 1 + 10 * 2);
    usage.input = 100;
    QCOMPARE(microdollars("tiered", usage), 100 * 5 + 10 * 6);
    usage.input = 999;
    QCOMPARE(microdollars("tiered", usage), 999 * 5 + 10 * 6);
    usage.input = 1000;
    QCOMPARE(microdollars("tiered", usage), 1000 * 10 + 10 * 20);
}

void TestPrices::cachedTokensCountForTheTier()
{
    auto usage = used(&domain::Usage::input, 1);
    usage.cacheRead = 98;
    QCOMPARE(
        facts()->cost("p", "", "tiered", usage, ServiceClass::Standard, at(2026, 1, 1)).amount.picodollars(),
        1'000'000 + 98 * 500'000);
    usage.cacheRead = 99;
    QCOMPARE(microdollars("tiered", usage), 5 + 99 * 3);
    usage.cacheRead = 999; // the last tier names no cache rate, so the row's holds
    QCOMPARE(
        facts()->cost("p", "", "tiered", usage, ServiceClass::Standard, at(2026, 1, 1)).amount.picodollars(),
        10'000'000 + 999 * 500'000);
}

void TestPrices::serviceClassesReplaceWhatTheyName()
{
    auto usage = used(&domain::Usage::input, 1);
    usage.output = 1;
    usage.cacheRead = 1;
    QCOMPARE(microdollars("served", usage, ServiceClass::Standard), 10 + 20 + 1);
    QCOMPARE(microdollars("served", usage, ServiceClass::Flex), 5 + 10 + 1);
    QCOMPARE(microdollars("served", usage, ServiceClass::Priority), 20 + 20 + 1);
    QCOMPARE(microdollars("served", usage, ServiceClass::Batch), 10 + 20 + 1);
}

void TestPrices::serviceClassesHaveNames()
{
    QCOMPARE(serviceClassNamed("flex"), ServiceClass::Flex);
    QCOMPARE(serviceClassNamed("priority"), ServiceClass::Priority);
    QCOMPARE(serviceClassNamed("batch"), ServiceClass::Batch);
    QCOMPARE(serviceClassNamed("default"), ServiceClass::Standard);
    QCOMPARE(serviceClassNamed(""), ServiceClass::Standard);
}

void TestPrices::missingRatesFallBack()
{
    using U = domain::Usage;
    for (const auto bucket : {&U::input, &U::cacheRead, &U::cacheWrite5m, &U::cacheWrite1h, &U::audioInput,
             &U::audioCacheRead, &U::imageInput, &U::imageCacheRead, &U::videoInput})
        QCOMPARE(microdollars("plain", used(bucket, 3)), 6);
    for (const auto bucket : {&U::output, &U::reasoning, &U::audioOutput, &U::imageOutput})
        QCOMPARE(microdollars("plain", used(bucket, 3)), 24);
    for (const auto bucket : {&U::webSearches, &U::fileSearches, &U::citation})
        QCOMPARE(microdollars("plain", used(bucket, 3)), 0);
}

void TestPrices::everyBucketHasItsRate()
{
    using U = domain::Usage;
    std::int64_t rate = 0;
    constexpr std::int64_t request = 15'000;
    for (const auto bucket : {&U::input, &U::output, &U::cacheRead, &U::cacheWrite5m, &U::cacheWrite1h,
             &U::reasoning, &U::audioInput, &U::audioOutput, &U::audioCacheRead, &U::imageInput,
             &U::imageOutput, &U::imageCacheRead, &U::videoInput, &U::citation})
        QCOMPARE(microdollars("rich", used(bucket, 1000)), request + 1000 * ++rate);
}

void TestPrices::feesAreAdded()
{
    auto usage = used(&domain::Usage::webSearches, 2);
    usage.fileSearches = 3;
    QCOMPARE(microdollars("rich", usage), 15'000 + 2 * 16'000 + 3 * 17'000);
}

void TestPrices::tiesRoundToEven()
{
    const auto cost = [](std::int64_t count) {
        return facts()
            ->cost(
                "p", "", "fine", used(&domain::Usage::input, count), ServiceClass::Standard, at(2026, 1, 1))
            .amount.picodollars();
    };
    QCOMPARE(cost(1), 0); // half a picodollar
    QCOMPARE(cost(2), 1);
    QCOMPARE(cost(3), 2); // one and a half
    QCOMPARE(cost(5), 2); // two and a half
    QCOMPARE(cost(7), 4);
    QCOMPARE(static_cast<int>(divideHalfEven(-1500, 1000)), -2);
    QCOMPARE(static_cast<int>(divideHalfEven(-2500, 1000)), -2);
    QCOMPARE(static_cast<int>(divideHalfEven(-2501, 1000)), -3);
}

void TestPrices::decimalsAreReadExactly()
{
    const auto read = [](std::string_view text, int places) {
        const auto found = parseDecimal(text, places);
        return found && found->exact ? static_cast<long long>(found->value) : -1LL;
    };
    QCOMPARE(read("0.075", 9), 75'000'000LL);
    QCOMPARE(read("75e-3", 3), 75LL);
    QCOMPARE(read("3.6e-06", 15), 3'600'000'000LL);
    QCOMPARE(read("1E2", 0), 100LL);
    QCOMPARE(read("1e+2", 1), 1000LL);
    QCOMPARE(read("0", 15), 0LL);
    QCOMPARE(read("0e999", 15), 0LL);
    QCOMPARE(read("0.10", 1), 1LL);
    QCOMPARE(read("1466250", 5), 146'625'000'000LL);
    for (const auto *text : {"", "-", ".5", "1.", "1e", "0x1", "1 ", "+1", "1e9999", "NaN", "1e31", "\"1\""})
        QVERIFY2(!parseDecimal(text, 0), text);
    QCOMPARE(static_cast<int>(parseDecimal("-2.5", 1)->value), -25);
    QVERIFY(!parseDecimal("0.001", 2)->exact);
}

void TestPrices::whatIsCutStillRoundsTheRightWay()
{
    const auto picodollars = [](std::string_view text) {
        return static_cast<int>(divideHalfEven(parseDecimal(text, 15)->value, 1000));
    };
    QCOMPARE(picodollars("0.0000000000025"), 2);
    QCOMPARE(picodollars("0.00000000000250000000001"), 3); // just above the tie
    QCOMPARE(picodollars("0.00000000000249999999999"), 2);
    QCOMPARE(picodollars("0.00000000000000000000001"), 0);
}

void TestPrices::reportedChargesAreRoundedLikeComputedOnes()
{
    const auto cost = reportedCost(2500);
    QCOMPARE(cost.source, domain::CostSource::Reported);
    QCOMPARE(cost.amount.picodollars(), 2);
    QCOMPARE(reportedCost(3500).amount.picodollars(), 4);
    QCOMPARE(reportedCost(0).source, domain::CostSource::Reported);
}

QTEST_GUILESS_MAIN(TestPrices)
#include "TestPrices.moc"
