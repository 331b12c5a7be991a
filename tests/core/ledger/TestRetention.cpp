#include "core/ledger/Store.h"
#include "tests/core/ledger/Samples.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::ledger;
using namespace std::chrono_literals;

class TestRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingGoesWithoutLimits();
    void oldRowsGoWithTheirTriesAndBodies();
    void rollupsStay();
    void fileShrinksToItsLimit();
    void bodiesHaveTheirOwnAge();
    void bodiesHaveTheirOwnSize();

private:
    void fill(int count, std::chrono::minutes apart, std::size_t bodyBytes = 0);
    int runAll(const config::Settings::Log &limits, UtcTime now);
    std::int64_t number(const std::string &sql) { return m_store->database().execAndGet(sql).getInt64(); }
    config::Settings::Log noLimits() const
    {
        config::Settings::Log limits;
        limits.keepDays = limits.bodyKeepDays = 0;
        limits.maxBytes = limits.bodyMaxBytes = 1ULL << 40U;
        return limits;
    }
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;
};

void TestRetention::init()
{
    m_store.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    m_store = Store::open(m_dir->filePath(QStringLiteral("l.sqlite")).toStdString()).value();
}

void TestRetention::fill(int count, std::chrono::minutes apart, std::size_t bodyBytes)
{
    tests::RandomExchanges random(5);
    Batch batch;
    for (int i = 0; i < count; ++i) {
        batch.exchanges.push_back({i, tests::sampleExchange(i * apart)});
        if (bodyBytes == 0)
            continue;
        std::string text(bodyBytes, ' ');
        for (char &c : text)
            c = static_cast<char>(random.number(256)); // noise: does not compress
        batch.bodies.push_back(std::make_unique<BodyRecord>(
            BodyRecord {batch.exchanges.back().exchange.id, BodyRecord::Part::Response, text}));
    }
    QVERIFY(m_store->commit(batch, tests::sampleDay).has_value());
}

int TestRetention::runAll(const config::Settings::Log &limits, UtcTime now)
{
    int steps = 0;
    while (m_store->retain(limits, now).value())
        ++steps;
    return steps;
}

void TestRetention::nothingGoesWithoutLimits()
{
    fill(50, 24h, 100);
    QCOMPARE(runAll(noLimits(), tests::sampleDay + std::chrono::days(9'000)), 0);
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 50);
    QCOMPARE(number("SELECT COUNT(*) FROM body"), 50);
}

void TestRetention::oldRowsGoWithTheirTriesAndBodies()
{
    fill(2000, 1h, 20);
    auto limits = noLimits();
    limits.keepDays = 10;
    // 500 hours before the end lie within the last 10 days and 260 hours.
    QVERIFY(runAll(limits, tests::sampleDay + 1760h) > 1);
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 480);
    QCOMPARE(number("SELECT COUNT(*) FROM attempt"), 480);
    QCOMPARE(number("SELECT COUNT(*) FROM body"), 480);
    QCOMPARE(number("SELECT MIN(started_at) FROM exchange"),
        (tests::sampleDay + 1520h).time_since_epoch().count());
}

void TestRetention::rollupsStay()
{
    fill(100, 1h);
    auto limits = noLimits();
    limits.keepDays = 1;
    runAll(limits, tests::sampleDay + 9000h);
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 0);
    QCOMPARE(number("SELECT SUM(exchanges) FROM rollup_quarter"), 100);
}

void TestRetention::fileShrinksToItsLimit()
{
    fill(10'000, 1min);
    auto limits = noLimits();
    limits.maxBytes = 1'500'000;
    QVERIFY(number("PRAGMA page_count") * 4096 > 3'000'000);
    runAll(limits, tests::sampleDay);
    m_store->database().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto left = number("SELECT COUNT(*) FROM exchange");
    QVERIFY(left > 0 && left < 10'000);
    QCOMPARE(number("SELECT MAX(started_at) FROM exchange"),
        (tests::sampleDay + 9'999min).time_since_epoch().count());
    QVERIFY(m_store->bytes() < 6'000'000);
    QVERIFY((number("PRAGMA page_count") - number("PRAGMA freelist_count")) * 4096 <= 1'500'000);
}

void TestRetention::bodiesHaveTheirOwnAge()
{
    fill(240, 1h, 30);
    auto limits = noLimits();
    limits.bodyKeepDays = 2;
    runAll(limits, tests::sampleDay + 240h);
    QCOMPARE(number("SELECT COUNT(*) FROM body"), 48);
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 240);
}

void TestRetention::bodiesHaveTheirOwnSize()
{
    fill(300, 1h, 5'000);
    auto limits = noLimits();
    limits.bodyMaxBytes = 500'000;
    runAll(limits, tests::sampleDay);
    const auto left = number("SELECT SUM(stored_bytes) FROM body");
    QVERIFY(left > 0 && left <= 500'000);
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 300);
}

QTEST_GUILESS_MAIN(TestRetention)
#include "TestRetention.moc"
