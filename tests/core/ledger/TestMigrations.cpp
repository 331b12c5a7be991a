#include "core/base/Resources.h"
#include "core/ledger/Columns.h"
#include "core/ledger/Database.h"
#include "core/ledger/Migrations.h"
#include "core/ledger/Store.h"
#include "tests/Paths.h"
#include "tests/core/ledger/Samples.h"

#include <QtTest>

#include <set>

using namespace slipswitch;
using namespace slipswitch::ledger;

namespace {

/// What the roll-ups added up before they counted how requests end.
std::string olderSums()
{
    return "exchanges, errors, unpriced, cost, " + bucketColumns();
}

} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void everyFileIsAStepAndNumbersHaveNoHoles();
    void freshFileGetsTheLatestSchema();
    void openingAgainChangesNothing();
    void failedStepLeavesNothingBehind();
    void newerFileIsRefusedUntouched();
    void daysAreAddedUpFromTheHoursOfAnOlderLedger();
    void endsOfAnOlderLedgerAreCounted();
    void costsOfAnOlderLedgerAreFoundInTheIndexAlone();

private:
    std::filesystem::path file() const { return m_dir->filePath(QStringLiteral("l.sqlite")).toStdString(); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestMigrations::everyFileIsAStepAndNumbersHaveNoHoles()
{
    std::set<std::string> files;
    for (const auto &entry : std::filesystem::directory_iterator(SLIPSWITCH_SOURCE_DIR "/resources/schema"))
        files.insert("schema/" + entry.path().filename().string());
    QCOMPARE(files.size(), migrations().size());
    int expected = 0;
    for (const auto &step : migrations()) {
        QCOMPARE(step.version, ++expected);
        QVERIFY(files.contains(step.file));
        QVERIFY(step.file.starts_with(
            "schema/" + std::string(step.version < 10 ? "000" : "00") + std::to_string(step.version) + "_"));
        QVERIFY(readResource(step.file).has_value());
    }
}

void TestMigrations::freshFileGetsTheLatestSchema()
{
    auto database = openForWriting(file()).value();
    QCOMPARE(database->execAndGet("PRAGMA user_version").getInt(), migrations().back().version);
    QCOMPARE(database->execAndGet("PRAGMA journal_mode").getString(), std::string("wal"));
    QCOMPARE(database->execAndGet("PRAGMA auto_vacuum").getInt(), 2);
    QVERIFY(database->tableExists("rollup_quarter"));
}

void TestMigrations::openingAgainChangesNothing()
{
    (void)openForWriting(file()).value();
    auto database = openForWriting(file()).value();
    const auto before = database->execAndGet("PRAGMA schema_version").getInt();
    QVERIFY(migrate(*database).has_value());
    QCOMPARE(database->execAndGet("PRAGMA schema_version").getInt(), before);
}

void TestMigrations::failedStepLeavesNothingBehind()
{
    {
        SQLite::Database other(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE gap (mine)"); // in the way of the step's second half
    }
    QVERIFY(!openForWriting(file()).has_value());
    SQLite::Database other(file().string());
    QVERIFY(!other.tableExists("exchange"));
    QCOMPARE(other.execAndGet("PRAGMA user_version").getInt(), 0);
}

void TestMigrations::newerFileIsRefusedUntouched()
{
    {
        SQLite::Database other(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("PRAGMA user_version = 9999");
    }
    const auto size = std::filesystem::file_size(file());
    for (const auto &refused : {openForWriting(file()).error(), openForReading(file()).error()}) {
        QCOMPARE(refused.code, ErrorCode::NewerVersion);
        QVERIFY(refused.detail.find("9999") != std::string::npos);
    }
    QCOMPARE(std::filesystem::file_size(file()), size);
    QCOMPARE(SQLite::Database(file().string()).execAndGet("PRAGMA journal_mode").getString(),
        std::string("delete"));
}

void TestMigrations::daysAreAddedUpFromTheHoursOfAnOlderLedger()
{
    const std::string columns = olderSums();
    const std::size_t sums = 4 + buckets.size();
    {
        SQLite::Database old(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        QVERIFY(migrate(old, 2).has_value());
        SQLite::Statement row(old,
            "INSERT INTO rollup_hour (dimension, period, value, " + columns + ") VALUES (1, ?, ?, "
                + placeholders(sums) + ")");
        // Two hours of one day, one of the next, and one of another provider.
        for (const auto &[hour, provider] : std::vector<std::pair<std::int64_t, int>> {
                 {480'000, 7}, {480'023, 7}, {480'024, 7}, {480'001, 8}}) {
            row.reset();
            row.bind(1, hour);
            row.bind(2, provider);
            for (std::size_t i = 0; i < sums; ++i)
                row.bind(static_cast<int>(i) + 3, static_cast<std::int64_t>(i + 1));
            row.exec();
        }
    }
    auto database = openForWriting(file()).value();
    QCOMPARE(database->execAndGet("SELECT COUNT(*) FROM rollup_day").getInt(), 3);
    SQLite::Statement day(*database,
        "SELECT " + columns + " FROM rollup_day WHERE dimension = 1 AND period = 20000 AND value = 7");
    QVERIFY(day.executeStep());
    for (int i = 0; i < static_cast<int>(sums); ++i)
        QCOMPARE(day.getColumn(i).getInt64(), std::int64_t {2} * (i + 1));
}

void TestMigrations::endsOfAnOlderLedgerAreCounted()
{
    // Written by today's program; its counts are taken out again.
    tests::RandomExchanges random(6);
    {
        auto store = Store::open(file()).value();
        Batch batch;
        for (int i = 0; i < 3000; ++i)
            batch.exchanges.push_back({0, random.next()});
        QVERIFY(store->commit(batch, tests::sampleDay).has_value());
    }
    const auto ends = [](SQLite::Database &database) {
        std::vector<std::string> rows;
        for (const std::string table : {"quarter", "hour", "day"}) {
            const std::string key = table == "quarter"
                ? "provider || ' ' || model || ' ' || key || ' ' || tool"
                : "dimension || ' ' || value";
            SQLite::Statement all(database,
                "SELECT period || ' ' || " + key
                    + " || ':' || rerouted || ' ' || refused || ' ' || client_gone FROM rollup_" + table
                    + " WHERE rerouted + refused + client_gone > 0 ORDER BY 1");
            while (all.executeStep())
                rows.push_back(all.getColumn(0).getString());
        }
        return rows;
    };
    std::vector<std::string> expected;
    {
        SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
        expected = ends(database);
        for (const std::string table : {"rollup_quarter", "rollup_hour", "rollup_day"}) {
            for (const std::string column : {"rerouted", "refused", "client_gone"})
                database.exec("ALTER TABLE " + table + " DROP COLUMN " + column);
        }
        database.exec("PRAGMA user_version = 5");
    }
    QVERIFY(expected.size() > 100);
    auto database = openForWriting(file()).value();
    QVERIFY(ends(*database) == expected);
    QCOMPARE(std::filesystem::file_size(file().string() + "-wal"), std::uintmax_t {0}); // all is in the file
}

void TestMigrations::costsOfAnOlderLedgerAreFoundInTheIndexAlone()
{
    {
        SQLite::Database old(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        QVERIFY(migrate(old, 3).has_value());
    }
    auto database = openForWriting(file()).value();
    SQLite::Statement plan(*database,
        "EXPLAIN QUERY PLAN SELECT id FROM exchange INDEXED BY exchange_cost WHERE cost_class = 40 AND cost "
        ">= 9"
        " AND cost_source <> 0 AND id < 7 ORDER BY id DESC LIMIT 10");
    QVERIFY(plan.executeStep());
    const auto how = plan.getColumn(3).getString();
    QVERIFY2(
        how.find("COVERING INDEX exchange_cost (cost_class=? AND id<?)") != std::string::npos, how.c_str());
    QVERIFY(!plan.executeStep()); // no sorting
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "TestMigrations.moc"
