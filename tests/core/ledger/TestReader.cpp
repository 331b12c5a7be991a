#include "core/ledger/Columns.h"
#include "core/ledger/Reader.h"
#include "core/ledger/Store.h"
#include "tests/core/ledger/Samples.h"

#include <QtTest>

#include <functional>
#include <set>
#include <thread>

using namespace slipswitch;
using namespace slipswitch::ledger;
using namespace std::chrono_literals;
using domain::Exchange;
using tests::sampleDay;
using tests::sampleExchange;

class TestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_store.reset(); }
    void withoutAFileAnswersAreEmpty();
    void fileThatAppearsLaterIsRead();
    void replacedFileIsReadAnew();
    void newerVersionIsTold();
    void rowsReadBackAsWritten();
    void bodiesComeWithTheDetail();
    void unknownRequestIsNotFound();
    void pagesNeitherSkipNorRepeat();
    void pagesStandStillWhileRowsArrive();
    void filtersEqualAScan_data();
    void filtersEqualAScan();
    void unknownNamesMatchNothing();
    void searchedTextIsTakenLiterally();
    void rollupsEqualAScanInEveryTimeZone_data();
    void rollupsEqualAScanInEveryTimeZone();
    void rollupsGroupByEachDimension();
    void unknownPriceIsCounted();
    void spentAndLastUsedPerKey();
    void latenciesOfAQuietTimeComeFromAllAnswers();
    void latenciesOfABusyTimeComeFromASampleOfAllOfIt();
    void triesTellHowEachProviderDid();
    void readsWhileTheWriterWrites();
    void readingCanBeCalledOff();

private:
    std::filesystem::path folder() const { return m_dir->path().toStdString(); }
    void write(const std::vector<Exchange> &exchanges, std::vector<std::unique_ptr<BodyRecord>> bodies = {});
    void writeRandom(int count, unsigned seed = 31);
    std::vector<Exchange> matching(const std::function<bool(const Exchange &)> &wanted) const;
    std::vector<RequestId> allPages(const Filter &filter, std::size_t limit);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Reader> m_reader;
    std::vector<Exchange> m_written;
};

namespace {

using Wanted = std::function<bool(const Exchange &)>;

bool newerFirst(const Exchange &a, const Exchange &b)
{
    return a.id > b.id;
}

} // namespace

Q_DECLARE_METATYPE(Filter)
Q_DECLARE_METATYPE(Wanted)

void TestReader::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_reader = std::make_unique<Reader>(folder());
    m_written.clear();
}

void TestReader::write(
    const std::vector<Exchange> &exchanges, std::vector<std::unique_ptr<BodyRecord>> bodies)
{
    if (!m_store)
        m_store = Store::open(folder() / "ledger.sqlite").value();
    Batch batch;
    batch.bodies = std::move(bodies);
    for (const auto &e : exchanges) {
        batch.exchanges.push_back({0, e});
        m_written.push_back(e);
    }
    QVERIFY(m_store->commit(batch, sampleDay).has_value());
}

void TestReader::writeRandom(int count, unsigned seed)
{
    tests::RandomExchanges random(seed);
    std::vector<Exchange> exchanges;
    for (int i = 0; i < count; ++i)
        exchanges.push_back(random.next());
    write(exchanges);
}

std::vector<Exchange> TestReader::matching(const Wanted &wanted) const
{
    std::vector<Exchange> found;
    std::copy_if(m_written.begin(), m_written.end(), std::back_inserter(found), wanted);
    std::sort(found.begin(), found.end(), newerFirst);
    return found;
}

std::vector<RequestId> TestReader::allPages(const Filter &filter, std::size_t limit)
{
    std::vector<RequestId> ids;
    std::optional<std::int64_t> before;
    for (bool more = true; more;) {
        const auto page = m_reader->page(filter, before, limit).value();
        for (const auto &row : page.rows)
            ids.push_back(row.exchange.id);
        more = page.more;
        if (more)
            before = page.rows.back().cursor;
    }
    return ids;
}

void TestReader::withoutAFileAnswersAreEmpty()
{
    QVERIFY(m_reader->page({}, {}, 10).value().rows.empty());
    QVERIFY(m_reader->totals({sampleDay, sampleDay + 24h}).value() == RollupSums {});
    QVERIFY(m_reader->lastUsedByKey().value().empty());
    QCOMPARE(m_reader->detail({1, 2}).error().code, ErrorCode::NotFound);
}

void TestReader::fileThatAppearsLaterIsRead()
{
    QVERIFY(m_reader->page({}, {}, 10).value().rows.empty());
    write({sampleExchange()});
    QCOMPARE(m_reader->page({}, {}, 10).value().rows.size(), std::size_t {1});
}

void TestReader::replacedFileIsReadAnew()
{
    write({sampleExchange(), sampleExchange(1s)});
    QCOMPARE(m_reader->page({}, {}, 10).value().rows.size(), std::size_t {2});
    m_store.reset();
    for (const std::string tail : {"", "-wal", "-shm"}) {
        const auto name = folder() / ("ledger.sqlite" + tail);
        if (std::filesystem::exists(name))
            std::filesystem::rename(name, name.string() + ".old");
    }
    write({sampleExchange()});
    QCOMPARE(m_reader->page({}, {}, 10).value().rows.size(), std::size_t {1});
}

void TestReader::newerVersionIsTold()
{
    write({sampleExchange()});
    m_store->database().exec("PRAGMA user_version = 9999");
    QCOMPARE(m_reader->page({}, {}, 10).error().code, ErrorCode::NewerVersion);
}

void TestReader::rowsReadBackAsWritten()
{
    writeRandom(500);
    for (const auto &e : m_written)
        QVERIFY(m_reader->detail(e.id).value().exchange == e);
    const auto page = m_reader->page({}, {}, 1000).value();
    const auto expected = matching([](const Exchange &) { return true; });
    QCOMPARE(page.rows.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(page.rows[i].tries, expected[i].attempts.size());
        auto row = page.rows[i].exchange;
        row.attempts = expected[i].attempts;
        QVERIFY(row == expected[i]);
    }
}

void TestReader::bodiesComeWithTheDetail()
{
    const auto e = sampleExchange();
    std::vector<std::unique_ptr<BodyRecord>> bodies;
    bodies.push_back(
        std::make_unique<BodyRecord>(BodyRecord {e.id, BodyRecord::Part::Response, std::string("a\0b", 3)}));
    write({e}, std::move(bodies));
    const auto detail = m_reader->detail(e.id).value();
    QVERIFY(!detail.requestBody);
    QVERIFY(detail.responseBody == std::string("a\0b", 3));
}

void TestReader::unknownRequestIsNotFound()
{
    write({sampleExchange()});
    auto id = m_written.front().id;
    ++id.low;
    QCOMPARE(m_reader->detail(id).error().code, ErrorCode::NotFound);
}

void TestReader::pagesNeitherSkipNorRepeat()
{
    writeRandom(333);
    const auto expected = matching([](const Exchange &) { return true; });
    for (const std::size_t limit : {1U, 7U, 333U, 1000U}) {
        const auto ids = allPages({}, limit);
        QCOMPARE(ids.size(), expected.size());
        for (std::size_t i = 0; i < ids.size(); ++i)
            QVERIFY(ids[i] == expected[i].id);
    }
}

void TestReader::pagesStandStillWhileRowsArrive()
{
    for (int i = 0; i < 100; ++i)
        write({sampleExchange(i * 1s)});
    const auto before = matching([](const Exchange &) { return true; });
    std::vector<RequestId> seen;
    std::optional<std::int64_t> cursor;
    for (bool more = true; more;) {
        const auto page = m_reader->page({}, cursor, 10).value();
        for (const auto &row : page.rows)
            seen.push_back(row.exchange.id);
        more = page.more;
        cursor = page.rows.back().cursor;
        write({sampleExchange(1000s), sampleExchange(1001s)}); // newer ones
    }
    QCOMPARE(seen.size(), before.size());
    for (std::size_t i = 0; i < seen.size(); ++i)
        QVERIFY(seen[i] == before[i].id);
}

void TestReader::filtersEqualAScan_data()
{
    using domain::Outcome;
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<Wanted>("wanted");
    const auto row = [](const char *name, const std::function<void(Filter &)> &set, const Wanted &wanted) {
        Filter filter;
        set(filter);
        QTest::newRow(name) << filter << wanted;
    };
    const TimeRange noon {sampleDay + 11h, sampleDay + 13h};
    const auto inNoon
        = [noon](const Exchange &e) { return e.startedAt >= noon.from && e.startedAt < noon.to; };
    const auto dollar = Money::picodollars(1'000'000'000'000);
    row("all", [](Filter &) {}, [](const Exchange &) { return true; });
    row("time", [=](Filter &f) { f.time = noon; }, inNoon);
    row("provider", [](Filter &f) { f.provider = "openai"; }, [](auto &e) { return e.provider == "openai"; });
    row("model", [](Filter &f) { f.model = "claude-4"; }, [](auto &e) { return e.model == "claude-4"; });
    row("key", [](Filter &f) { f.keyId = "key_b"; }, [](auto &e) { return e.keyId == "key_b"; });
    row("tool", [](Filter &f) { f.tool = "codex"; }, [](auto &e) { return e.tool == "codex"; });
    row("status", [](Filter &f) { f.status = 404; }, [](auto &e) { return e.status == 404; });
    row("class", [](Filter &f) { f.statusClass = 4; }, [](auto &e) { return e.status / 100 == 4; });
    row(
        "succeeded", [](Filter &f) { f.outcome = Outcome::Succeeded; },
        [](auto &e) { return e.outcome == Outcome::Succeeded; });
    row(
        "cached", [](Filter &f) { f.outcome = Outcome::Cached; },
        [](auto &e) { return e.outcome == Outcome::Cached; });
    row("errors", [](Filter &f) { f.errorsOnly = true; }, [](auto &e) { return isError(e.outcome); });
    row(
        "rerouted", [](Filter &f) { f.rerouted = true; },
        [](auto &e) { return e.outcome == Outcome::Succeeded && e.attempts.size() > 1; });
    row(
        "dear", [=](Filter &f) { f.costMin = dollar; },
        [=](auto &e) { return e.cost.known() && e.cost.amount >= dollar; });
    row(
        "cheap", [=](Filter &f) { f.costMax = dollar; },
        [=](auto &e) { return e.cost.known() && e.cost.amount <= dollar; });
    row(
        "priced", [=](Filter &f) { f.costMin = f.costMax = dollar; },
        [=](auto &e) { return e.cost.known() && e.cost.amount == dollar; });
    row(
        "text", [](Filter &f) { f.texts = {"LAUDE"}; },
        [](auto &e) { return e.model == "claude-4" || e.errorText.find("laude") != std::string::npos; });
    row(
        "without", [](Filter &f) { f.without = {"claude"}; },
        [](auto &e) { return e.model != "claude-4" && e.errorText.find("claude") == std::string::npos; });
    row(
        "two texts", [](Filter &f) { f.texts = {"a", "gpt"}; },
        [](auto &e) {
            const auto names = e.model + "\n" + e.requestedModel;
            const auto has = [&](const char *text) {
                return e.errorText.find(text) != std::string::npos || names.find(text) != std::string::npos;
            };
            return has("a") && has("gpt");
        });
    row("project", [](Filter &f) { f.project = "house"; }, [](auto &e) { return e.project == "house"; });
    row(
        "many",
        [=](Filter &f) {
            f.time = noon;
            f.provider = "anthropic";
            f.keyId = "key_a";
            f.errorsOnly = true;
            f.statusClass = 3;
        },
        [=](auto &e) {
            return inNoon(e) && e.provider == "anthropic" && e.keyId == "key_a" && isError(e.outcome)
                && e.status / 100 == 3;
        });
    row(
        "cost and model",
        [=](Filter &f) {
            f.costMin = dollar;
            f.model = "gpt-4o";
            f.outcome = Outcome::Succeeded;
        },
        [=](auto &e) {
            return e.cost.known() && e.cost.amount >= dollar && e.model == "gpt-4o"
                && e.outcome == Outcome::Succeeded;
        });
}

void TestReader::filtersEqualAScan()
{
    QFETCH(Filter, filter);
    QFETCH(Wanted, wanted);
    writeRandom(3000);
    const auto expected = matching(wanted);
    const auto ids = allPages(filter, 40);
    QCOMPARE(ids.size(), expected.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        QVERIFY(ids[i] == expected[i].id);
}

void TestReader::unknownNamesMatchNothing()
{
    write({sampleExchange()});
    Filter filter;
    filter.model = "never-heard-of";
    QVERIFY(m_reader->page(filter, {}, 10).value().rows.empty());
    filter = {};
    filter.statusClass = 5;
    QVERIFY(m_reader->page(filter, {}, 10).value().rows.empty());
}

void TestReader::searchedTextIsTakenLiterally()
{
    auto percent = sampleExchange();
    percent.errorText = "used 100% of it's quota";
    write({percent, sampleExchange(1s)});
    Filter filter;
    for (const std::string text : {"0% of it's", "%", "quota"}) {
        filter.texts = {text};
        QCOMPARE(m_reader->page(filter, {}, 10).value().rows.size(), std::size_t {1});
    }
    filter.texts = {"used_100"};
    QVERIFY(m_reader->page(filter, {}, 10).value().rows.empty());
}

void TestReader::rollupsEqualAScanInEveryTimeZone_data()
{
    QTest::addColumn<int>("minutes");
    QTest::newRow("UTC") << 0;
    QTest::newRow("India") << 330;
    QTest::newRow("Nepal") << 345;
    QTest::newRow("Newfoundland") << -210;
    QTest::newRow("California") << -480;
}

void TestReader::rollupsEqualAScanInEveryTimeZone()
{
    QFETCH(int, minutes);
    writeRandom(2000);
    for (const std::chrono::minutes step : {15min, 60min, 1440min, 10080min}) {
        const auto begin = sampleDay - 48h - std::chrono::minutes(minutes);
        const TimeRange range {begin, begin + 120h};
        std::map<std::pair<UtcTime, std::string>, RollupSums> expected;
        for (const auto &e : m_written) {
            const auto start = begin + step * ((e.startedAt - begin) / step);
            auto &sums = expected[{start, e.model}];
            sums.exchanges += 1;
            sums.errors += isError(e.outcome) ? 1 : 0;
            sums.rerouted += isRerouted(e) ? 1 : 0;
            sums.refused += e.outcome == domain::Outcome::Refused ? 1 : 0;
            sums.clientGone += e.outcome == domain::Outcome::ClientGone ? 1 : 0;
            sums.unpriced += isUnpriced(e) ? 1 : 0;
            sums.cost += e.cost.amount;
            sums.usage.known = true;
            for (const auto &bucket : buckets)
                sums.usage.*bucket.member += e.usage.*bucket.member;
        }
        const auto points = m_reader->rollup(range, step, GroupBy::Model).value();
        QCOMPARE(points.size(), expected.size());
        for (const auto &point : points)
            QVERIFY((expected[{point.start, point.group}] == point.sums));
    }
}

void TestReader::rollupsGroupByEachDimension()
{
    write({sampleExchange(), sampleExchange(1h)});
    const TimeRange day {sampleDay, sampleDay + 24h};
    const auto group = [&](GroupBy by) { return m_reader->rollup(day, 24h, by).value().at(0).group; };
    QCOMPARE(group(GroupBy::Nothing), std::string());
    QCOMPARE(group(GroupBy::Provider), std::string("openai"));
    QCOMPARE(group(GroupBy::Model), std::string("gpt-4o-2024-08-06"));
    QCOMPARE(group(GroupBy::Key), std::string("key_abcdefgh"));
    QCOMPARE(group(GroupBy::Tool), std::string("codex"));
    QCOMPARE(m_reader->totals(day).value().exchanges, std::int64_t {2});
    QCOMPARE(m_reader->totals({sampleDay, sampleDay + 1h}).value().exchanges, std::int64_t {1});
}

void TestReader::unknownPriceIsCounted()
{
    auto unknown = sampleExchange();
    unknown.cost = {};
    auto refused = sampleExchange();
    refused.outcome = domain::Outcome::Refused;
    refused.usage = {};
    refused.cost = {};
    refused.attempts.clear();
    write({sampleExchange(), unknown, refused});
    const auto sums = m_reader->totals({sampleDay, sampleDay + 1h}).value();
    QCOMPARE(sums.unpriced, std::int64_t {1});
    QCOMPARE(sums.errors, std::int64_t {1});
    QCOMPARE(sums.cost, sampleExchange().cost.amount);
}

void TestReader::spentAndLastUsedPerKey()
{
    auto other = sampleExchange(2h);
    other.keyId = "key_other";
    write({sampleExchange(), sampleExchange(1h), other, sampleExchange(-1h)});
    const auto spent = m_reader->spentByKey({sampleDay, sampleDay + 24h}).value();
    QCOMPARE(spent.size(), std::size_t {2});
    QCOMPARE(spent.at("key_abcdefgh"), other.cost.amount + other.cost.amount);
    QCOMPARE(spent.at("key_other"), other.cost.amount);
    const auto used = m_reader->lastUsedByKey().value();
    QVERIFY(used.at("key_abcdefgh") == sampleDay + 1h);
    QVERIFY(used.at("key_other") == sampleDay + 2h);
}

void TestReader::latenciesOfAQuietTimeComeFromAllAnswers()
{
    std::vector<Exchange> exchanges;
    for (int i = 0; i < 10; ++i) {
        auto e = sampleExchange(std::chrono::minutes(10 * i));
        e.endedAfter = domain::Micros(1'000'000 * (i + 1));
        e.outcome = i == 9 ? domain::Outcome::Failed : domain::Outcome::Succeeded;
        exchanges.push_back(e);
    }
    write(exchanges);
    const std::array edges {sampleDay, sampleDay + 1h, sampleDay + 2h, sampleDay + 3h};
    const auto found = m_reader->latencies(edges);
    QVERIFY(found.has_value());
    QVERIFY(found->complete);
    QCOMPARE(found->answers, 9);
    QCOMPARE(found->median, domain::Micros(5'000'000));
    QCOMPARE(found->slow, domain::Micros(9'000'000));
    QCOMPARE(found->firstContent, domain::Micros(230'000));
    QCOMPARE(found->columns.size(), std::size_t {3});
    QCOMPARE(found->columns[0], domain::Micros(3'000'000));
    QVERIFY(!found->columns[2]);
}

void TestReader::latenciesOfABusyTimeComeFromASampleOfAllOfIt()
{
    // The first hour is ten times as busy as the second and four times as quick.
    std::vector<Exchange> exchanges;
    for (int i = 0; i < 11'000; ++i) {
        const bool quick = i < 10'000;
        auto e = sampleExchange(quick ? 360ms * i : 1h + 3600ms * (i - 10'000));
        e.endedAfter = domain::Micros(quick ? 1'000'000 : 4'000'000);
        exchanges.push_back(e);
    }
    write(exchanges);
    const auto found = m_reader->latencies(std::array {sampleDay, sampleDay + 1h, sampleDay + 2h});
    QVERIFY(found.has_value());
    QVERIFY(!found->complete);
    QVERIFY(found->answers < 5'000);
    QCOMPARE(found->median, domain::Micros(1'000'000));
    // A tenth took four seconds: more than a twentieth, so the slow ones are among them.
    QCOMPARE(found->slow, domain::Micros(4'000'000));
    QCOMPARE(found->columns,
        (std::vector<std::optional<domain::Micros>> {domain::Micros(1'000'000), domain::Micros(4'000'000)}));
}

void TestReader::triesTellHowEachProviderDid()
{
    auto plain = sampleExchange(5min);
    auto rescued = sampleExchange(25min);
    auto bad = rescued.attempts.front();
    bad.provider = "anthropic";
    bad.outcome = domain::Outcome::Failed;
    bad.status = 529;
    rescued.attempts.insert(rescued.attempts.begin(), bad);
    auto later = sampleExchange(2h); // outside
    write({plain, rescued, later});
    const auto found = m_reader->tries({sampleDay, sampleDay + 30min}, 3);
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), std::size_t {2});
    const auto &anthropic = found->at("anthropic"), &openai = found->at("openai");
    QCOMPARE(anthropic.stretches, (std::vector<ProviderTries::Stretch> {{0, 0}, {0, 0}, {1, 1}}));
    QVERIFY(anthropic.lastFailed && !anthropic.median);
    QCOMPARE(anthropic.lastStatus, 529);
    QCOMPARE(openai.stretches, (std::vector<ProviderTries::Stretch> {{1, 0}, {0, 0}, {1, 0}}));
    QVERIFY(!openai.lastFailed);
    QCOMPARE(openai.median, domain::Micros(1'898'910));
}

void TestReader::readsWhileTheWriterWrites()
{
    write({sampleExchange()});
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int i = 1; i < 200; ++i) {
            Batch batch;
            for (int k = 0; k < 20; ++k)
                batch.exchanges.push_back({0, sampleExchange(std::chrono::seconds(i))});
            (void)m_store->commit(batch, sampleDay);
        }
        done = true;
    });
    while (!done) {
        const auto page = m_reader->page({}, {}, 100);
        const auto sums = m_reader->totals({sampleDay, sampleDay + 1h});
        if (!page || !sums || sums->exchanges % 20 != 1)
            break;
    }
    writer.join();
    QVERIFY(done);
    QCOMPARE(m_reader->totals({sampleDay, sampleDay + 1h}).value().exchanges, std::int64_t {1 + 199 * 20});
}

void TestReader::readingCanBeCalledOff()
{
    writeRandom(4000);
    Filter slow;
    slow.texts = {"nothing has this text, so every row is looked at"};
    std::atomic<bool> done = false;
    std::thread canceller([&] {
        while (!done)
            m_reader->cancel();
    });
    bool cancelled = false;
    for (int i = 0; i < 500 && !cancelled; ++i) {
        const auto page = m_reader->page(slow, {}, 10);
        cancelled = !page && page.error().code == ErrorCode::Cancelled;
    }
    done = true;
    canceller.join();
    QVERIFY(cancelled);
    QVERIFY(m_reader->page(slow, {}, 10).has_value());
}

QTEST_GUILESS_MAIN(TestReader)
#include "TestReader.moc"
