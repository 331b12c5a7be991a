#include "core/ledger/Bodies.h"
#include "core/ledger/BodyQueue.h"
#include "core/ledger/Database.h"
#include "core/ledger/Ledger.h"
#include "core/ledger/SpoolFile.h"
#include "core/ledger/Store.h"
#include "tests/core/ledger/Samples.h"

#include <QtTest>

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using namespace slipswitch;
using namespace slipswitch::ledger;
using namespace std::chrono_literals;
using tests::sampleExchange;

class TestWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_ledger.reset(); }
    void settledBecomesARow();
    void rowsEqualWhatWasSettled();
    void requestsOfOneMillisecondKeepTheirRows();
    void rowComesOnceWhenTheProcessEndsBeforeTheRelease();
    void inFlightOfAKilledProcessGetsARow();
    void rollupsEqualAScan();
    void gapBecomesARow();
    void bodiesAreCompressedAndCounted();
    void bodiesAreDroppedWhenSwitchedOff();
    void bodyQueueIsBounded();
    void lockedByAnotherWaitsAndResumes();
    void missingFolderWaitsAndResumes();
    void fullDiskWaitsAndResumes();
    void corruptFileIsSetAside();
    void newerVersionIsRefusedAndSlotsKept();
    void movedFileIsReplaced();
    void closingWritesWhatIsSettled();
    void closingWhileTheWriterCommitsLeavesNothing();
    void closingHasLimitedPatience();
    void secondOwnerIsRefused();
    void idleWriterSleeps();
    void newLimitsTakeEffectAtOnce();

private:
    std::filesystem::path folder() const { return m_dir->path().toStdString(); }
    std::filesystem::path file() const { return folder() / "ledger.sqlite"; }
    void open(config::Settings::Log log = {}) { m_ledger = Ledger::open({folder(), log, {}}).value(); }
    void settle(const domain::Exchange &exchange)
    {
        auto &spool = m_ledger->spool();
        spool.settle(spool.claim(exchange), exchange);
        m_ledger->notify();
    }
    std::int64_t number(const std::string &sql) const
    {
        SQLite::Database database(file().string());
        database.setBusyTimeout(5000);
        return database.execAndGet(sql).getInt64();
    }
    bool isFailing() const { return m_ledger->status().state == LedgerState::Failing; }
    std::uint64_t written() const { return m_ledger->status().rowsWritten; }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Ledger> m_ledger;
};

void TestWriter::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void TestWriter::settledBecomesARow()
{
    open();
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {1});
    QTRY_COMPARE(m_ledger->status().waiting, std::uint64_t {0});
    QCOMPARE(number("SELECT COUNT(*) FROM exchange WHERE status = 200 AND output = 310"), 1);
    QCOMPARE(m_ledger->status().state, LedgerState::Writing);
    QVERIFY(m_ledger->status().problem.empty());
    QVERIFY(m_ledger->status().fileBytes > 0);
}

void TestWriter::rowsEqualWhatWasSettled()
{
    open();
    tests::RandomExchanges random(21);
    std::int64_t cost = 0, reasoning = 0, tries = 0, gone = 0;
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i) {
        const auto e = random.next();
        cost += e.cost.amount.picodollars();
        reasoning += e.usage.reasoning;
        tries += static_cast<std::int64_t>(e.attempts.size());
        gone += e.outcome == domain::Outcome::ClientGone ? 1 : 0;
        settle(e);
    }
    QTRY_COMPARE(written(), std::uint64_t {count});
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), count);
    QCOMPARE(number("SELECT SUM(cost) FROM exchange"), cost);
    QCOMPARE(number("SELECT SUM(reasoning) FROM exchange"), reasoning);
    QCOMPARE(number("SELECT COUNT(*) FROM attempt"), tries);
    QCOMPARE(number("SELECT SUM(tries) FROM exchange"), tries);
    QCOMPARE(number("SELECT COUNT(*) FROM exchange WHERE outcome = 4"), gone);
}

void TestWriter::requestsOfOneMillisecondKeepTheirRows()
{
    auto store = Store::open(file()).value();
    Batch some, all;
    for (std::uint64_t i = 0; i < 40; ++i) {
        auto e = sampleExchange();
        e.id = {0x0199'0000'0000'0007ULL + i / 10, i}; // ten ask for each number
        all.exchanges.push_back({0, e});
        if (i % 8 == 3)
            some.exchanges.push_back({0, e});
    }
    QCOMPARE(store->commit(some, {}).value(), std::size_t {5});
    QCOMPARE(store->commit(all, {}).value(), std::size_t {35});
    QCOMPARE(store->commit(all, {}).value(), std::size_t {0});
    QCOMPARE(number("SELECT COUNT(DISTINCT low) FROM exchange WHERE id - bump = "
                 + std::to_string(0x0199'0000'0000'0007LL) + " + low / 10"),
        40);
    const auto tries = static_cast<std::int64_t>(40 * sampleExchange().attempts.size());
    QCOMPARE(number("SELECT COUNT(*) FROM attempt JOIN exchange ON exchange.id = attempt.exchange"), tries);
    QCOMPARE(number("SELECT SUM(exchanges) FROM rollup_quarter"), 40);
}

void TestWriter::rowComesOnceWhenTheProcessEndsBeforeTheRelease()
{
    const auto exchange = sampleExchange();
    {
        auto spool = Spool::open(folder() / "spool.bin").value();
        spool->settle(spool->claim(exchange), exchange);
        auto store = Store::open(file()).value();
        Batch batch;
        batch.exchanges = spool->take(10);
        QCOMPARE(store->commit(batch, {}).value(), std::size_t {1});
    }
    open();
    QTRY_COMPARE(m_ledger->status().waiting, std::uint64_t {0});
    QCOMPARE(written(), std::uint64_t {0});
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 1);
    QCOMPARE(number("SELECT COUNT(*) FROM attempt"), 1);
    QCOMPARE(number("SELECT SUM(exchanges) FROM rollup_quarter"), 1);
    QCOMPARE(number("SELECT SUM(exchanges) FROM rollup_hour WHERE dimension = 0"), 1);
}

void TestWriter::inFlightOfAKilledProcessGetsARow()
{
    {
        auto spool = Spool::open(folder() / "spool.bin").value();
        spool->progress(spool->claim(sampleExchange()), {9, 10, 11, 12, 13, 14});
    }
    open();
    QTRY_COMPARE(written(), std::uint64_t {1});
    QCOMPARE(number("SELECT COUNT(*) FROM exchange WHERE outcome = 5 AND output = 11 AND cost = 12"
                    " AND cost_source = 3 AND usage_flags = 3"),
        1);
}

void TestWriter::rollupsEqualAScan()
{
    open();
    tests::RandomExchanges random(22);
    for (int i = 0; i < 2000; ++i)
        settle(random.next());
    QTRY_COMPARE(written(), std::uint64_t {2000});
    const std::string sums = ", COUNT(*), SUM(outcome IN (2, 3, 5)),"
                             " SUM(tries > 1 AND outcome = 1), SUM(outcome = 3), SUM(outcome = 4), "
                             "SUM(cost), SUM(input), SUM(reasoning),"
                             " SUM(web_searches) FROM exchange GROUP BY 1, 2, 3, 4, 5";
    const std::string kept = ", exchanges, errors, rerouted, refused, client_gone, cost, input, reasoning,"
                             " web_searches FROM ";
    const auto differences = [&](const std::string &scan, const std::string &table) {
        return number("SELECT COUNT(*) FROM (" + scan + " EXCEPT " + table + ")")
            + number("SELECT COUNT(*) FROM (" + table + " EXCEPT " + scan + ")");
    };
    QCOMPARE(differences("SELECT started_at / 900000000, provider, model, key, tool" + sums,
                 "SELECT period, provider, model, key, tool" + kept + "rollup_quarter"),
        0);
    int dimension = 0;
    for (const std::string column : {"0", "provider", "model", "key", "tool"}) {
        const auto number = std::to_string(dimension++);
        for (const auto &[table, length] :
            {std::pair {"rollup_hour", "3600000000"}, {"rollup_day", "86400000000"}}) {
            QCOMPARE(
                differences("SELECT " + number + ", started_at / " + length + ", " + column + ", 0, 0" + sums,
                    "SELECT dimension, period, value, 0, 0" + kept + table + " WHERE dimension = " + number),
                0);
        }
    }
    QCOMPARE(number("SELECT SUM(unpriced) FROM rollup_hour WHERE dimension = 0"),
        number("SELECT COUNT(*) FROM exchange WHERE cost_source = 0 AND (usage_flags & 1 OR"
               " (tries > 0 AND outcome IN (1, 4, 5)))"));
}

void TestWriter::gapBecomesARow()
{
    open();
    m_ledger->spool().settle(Spool::none, sampleExchange());
    m_ledger->notify();
    QTRY_COMPARE(m_ledger->spool().gap().exchanges, std::uint64_t {0});
    QTRY_COMPARE(m_ledger->status().notKept, std::uint64_t {1});
    QCOMPARE(number("SELECT exchanges FROM gap"), 1);
    QCOMPARE(number("SELECT cost FROM gap"), sampleExchange().cost.amount.picodollars());
}

void TestWriter::bodiesAreCompressedAndCounted()
{
    config::Settings::Log log;
    log.keepBodies = true;
    log.bodyKeepDays = 0;
    open(log);
    const auto exchange = sampleExchange();
    const std::string text(10'000, 'x');
    QVERIFY(m_ledger->keepBody({exchange.id, BodyRecord::Part::Response, text}));
    settle(exchange);
    QTRY_COMPARE(written(), std::uint64_t {1});
    QTRY_COMPARE(number("SELECT COUNT(*) FROM body"), 1);
    SQLite::Database database(file().string());
    SQLite::Statement row(database, "SELECT content, text_bytes FROM body");
    QVERIFY(row.executeStep());
    const std::string stored = row.getColumn(0).getString();
    QVERIFY(stored.size() < 200);
    QVERIFY(decompress(stored, 10'000).value() == text);
    QVERIFY(!decompress(stored.substr(1), 10'000));
}

void TestWriter::bodiesAreDroppedWhenSwitchedOff()
{
    open();
    QVERIFY(!m_ledger->keepBody({sampleExchange().id, BodyRecord::Part::Request, "text"}));
    config::Settings::Log log;
    log.keepBodies = true;
    m_ledger->apply(log);
    QVERIFY(m_ledger->keepBody({sampleExchange().id, BodyRecord::Part::Request, "text"}));
}

void TestWriter::bodyQueueIsBounded()
{
    BodyQueue queue;
    const std::string big(BodyQueue::mostBytes / 2, 'x');
    QVERIFY(queue.push({{}, BodyRecord::Part::Request, big}));
    QVERIFY(queue.push({{}, BodyRecord::Part::Request, big}));
    QVERIFY(!queue.push({{}, BodyRecord::Part::Request, "x"}));
    QCOMPARE(queue.dropped(), std::uint64_t {1});
    QCOMPARE(queue.take().size(), std::size_t {2});
    queue.written(BodyQueue::mostBytes);
    for (std::size_t i = 0; i < BodyQueue::mostRecords; ++i)
        QVERIFY(queue.push({{}, BodyRecord::Part::Request, "x"}));
    QVERIFY(!queue.push({{}, BodyRecord::Part::Request, "x"}));
}

void TestWriter::lockedByAnotherWaitsAndResumes()
{
    open();
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {1});
    {
        SQLite::Database other(file().string(), SQLite::OPEN_READWRITE);
        SQLite::Transaction lock(other, SQLite::TransactionBehavior::IMMEDIATE);
        settle(sampleExchange());
        QTRY_VERIFY(isFailing());
        QVERIFY(m_ledger->status().problem.find("in use") != std::string::npos);
        QCOMPARE(m_ledger->status().waiting, std::uint64_t {1});
    }
    QTRY_COMPARE_WITH_TIMEOUT(written(), std::uint64_t {2}, 15'000);
    QCOMPARE(m_ledger->status().state, LedgerState::Writing);
    QVERIFY(m_ledger->status().problem.empty());
}

void TestWriter::missingFolderWaitsAndResumes()
{
    // Permissions do not stop root; a folder in the file's place stops everybody.
    std::filesystem::create_directory(file());
    open();
    settle(sampleExchange());
    QTRY_VERIFY(isFailing());
    QVERIFY(m_ledger->status().problem.find("can't be written") != std::string::npos);
    QCOMPARE(m_ledger->status().waiting, std::uint64_t {1});
    std::filesystem::remove(file());
    QTRY_COMPARE_WITH_TIMEOUT(written(), std::uint64_t {1}, 15'000);
    QVERIFY(m_ledger->status().problem.empty());
}

void TestWriter::fullDiskWaitsAndResumes()
{
    open();
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {1});
    // No file may grow past this: what a full disk looks like to SQLite.
    rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    rlimit tight {16'384, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    tests::RandomExchanges random(4);
    for (int i = 0; i < 2000; ++i)
        settle(random.next());
    QTRY_VERIFY(isFailing());
    const auto problem = m_ledger->status().problem;
    const auto waiting = m_ledger->status().waiting;
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignored);
    QVERIFY(!problem.empty());
    QVERIFY(waiting > 0);
    QTRY_COMPARE_WITH_TIMEOUT(written(), std::uint64_t {2001}, 20'000);
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 2001);
}

void TestWriter::corruptFileIsSetAside()
{
    {
        std::ofstream out(file(), std::ios::binary);
        for (int i = 0; i < 3000; ++i)
            out << "this is no database ";
    }
    open();
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {1});
    QTRY_COMPARE(m_ledger->status().state, LedgerState::Writing);
    QVERIFY(m_ledger->status().problem.find("set aside") != std::string::npos);
    int aside = 0;
    for (const auto &entry : std::filesystem::directory_iterator(folder())) {
        if (entry.path().filename().string().starts_with("ledger.sqlite.corrupt-")) {
            ++aside;
            QCOMPARE(entry.file_size(), std::uintmax_t {60'000});
        }
    }
    QCOMPARE(aside, 1);
}

void TestWriter::newerVersionIsRefusedAndSlotsKept()
{
    {
        SQLite::Database other(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("PRAGMA user_version = 9999");
    }
    open();
    QTRY_COMPARE(m_ledger->status().state, LedgerState::Refused);
    QVERIFY(m_ledger->status().problem.find("newer") != std::string::npos);
    settle(sampleExchange());
    settle(sampleExchange());
    m_ledger->close(5s);
    QCOMPARE(m_ledger->status().waiting, std::uint64_t {2});
    m_ledger.reset();
    std::filesystem::remove(file());
    open();
    QTRY_COMPARE(written(), std::uint64_t {2});
}

void TestWriter::movedFileIsReplaced()
{
    open();
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {1});
    for (const std::string tail : {"", "-wal", "-shm"})
        std::filesystem::rename(file().string() + tail, folder() / ("moved" + tail));
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {2});
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 1);
    QVERIFY(!m_ledger->status().problem.empty());
}

void TestWriter::closingWritesWhatIsSettled()
{
    open();
    for (int i = 0; i < 5000; ++i)
        settle(sampleExchange());
    m_ledger->close(30s);
    QCOMPARE(m_ledger->status().waiting, std::uint64_t {0});
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), 5000);
}

/// The writer has looked for rows, and the last ones settle before it learns that it is to end.
void TestWriter::closingWhileTheWriterCommitsLeavesNothing()
{
    tests::RandomExchanges random(5);
    std::int64_t settled = 0;
    for (int round = 0; round < 150; ++round) {
        open();
        const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(40 * round);
        do {
            settle(random.next());
            ++settled;
            std::this_thread::sleep_for(200us); // a few rows each millisecond, so that transactions are short
        } while (std::chrono::steady_clock::now() < until);
        m_ledger->close(20s);
        QCOMPARE(m_ledger->status().waiting, std::uint64_t {0});
        m_ledger.reset();
    }
    QCOMPARE(number("SELECT COUNT(*) FROM exchange"), settled);
}

void TestWriter::closingHasLimitedPatience()
{
    open();
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {1});
    {
        SQLite::Database other(file().string(), SQLite::OPEN_READWRITE);
        SQLite::Transaction lock(other, SQLite::TransactionBehavior::IMMEDIATE);
        settle(sampleExchange());
        m_ledger->close(10ms); // returns, or the test times out
        QCOMPARE(m_ledger->status().waiting, std::uint64_t {1});
    }
    m_ledger.reset();
    open();
    QTRY_COMPARE(written(), std::uint64_t {1});
}

void TestWriter::secondOwnerIsRefused()
{
    open();
    const auto second = Ledger::open({folder(), {}, {}});
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
}

void TestWriter::idleWriterSleeps()
{
#ifdef __SANITIZE_THREAD__
    QSKIP("The sanitizer has a thread of its own that wakes up.");
#endif
    open();
    settle(sampleExchange());
    QTRY_COMPARE(written(), std::uint64_t {1});
    QTest::qWait(150);
    // Every wake-up of the writer is a voluntary switch of a thread of ours; only this one waits otherwise.
    const auto switches = [] {
        rusage usage {};
        ::getrusage(RUSAGE_SELF, &usage);
        rusage mine {};
        ::getrusage(RUSAGE_THREAD, &mine);
        return usage.ru_nvcsw - mine.ru_nvcsw;
    };
    const auto before = switches();
    QTest::qWait(700);
    QVERIFY(switches() - before <= 3);
}

void TestWriter::newLimitsTakeEffectAtOnce()
{
    open();
    settle(sampleExchange(-9000h));
    QTRY_COMPARE(written(), std::uint64_t {1});
    config::Settings::Log log;
    log.keepDays = 7;
    m_ledger->apply(log);
    QTRY_COMPARE(number("SELECT COUNT(*) FROM exchange"), 0);
}

QTEST_GUILESS_MAIN(TestWriter)
#include "TestWriter.moc"
