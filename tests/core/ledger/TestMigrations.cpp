#include "core/base/Resources.h"
#include "core/ledger/Database.h"
#include "core/ledger/Migrations.h"
#include "tests/Paths.h"

#include <QtTest>

#include <set>

using namespace slipswitch;
using namespace slipswitch::ledger;

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

QTEST_GUILESS_MAIN(TestMigrations)
#include "TestMigrations.moc"
