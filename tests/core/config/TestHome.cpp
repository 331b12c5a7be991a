#include "core/base/Files.h"
#include "core/config/Home.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <set>
#include <thread>
#include <vector>

using namespace slipswitch;
using config::Home;

namespace fs = std::filesystem;

class TestHome : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingStandsInTheGivenFolder();
    void idStaysAndDiffersBetweenHomes();
    void firstStartsAtTheSameMomentAgree();
    void platformFoldersFollowTheEnvironment();
    void damagedIdIsToldNotReplaced();
};

void TestHome::everythingStandsInTheGivenFolder()
{
    const QTemporaryDir dir;
    const fs::path folder = fs::path(dir.path().toStdString()) / "new" / "home";
    const auto home = Home::open(folder);
    QVERIFY(home.has_value());
    for (const auto &file :
        {home->settingsFile(), home->vaultFile(), home->ledgerFile(), home->spoolFile(), home->socketFile()})
        QCOMPARE(file.parent_path().string(), folder.string());
    QVERIFY(fs::status(folder).permissions() == fs::perms(0700));
}

void TestHome::idStaysAndDiffersBetweenHomes()
{
    const QTemporaryDir one;
    const QTemporaryDir two;
    const auto first = Home::open(one.path().toStdString())->id();
    QCOMPARE(first.size(), std::size_t {12});
    QCOMPARE(Home::open(one.path().toStdString())->id(), first);
    QVERIFY(Home::open(two.path().toStdString())->id() != first);
}

void TestHome::firstStartsAtTheSameMomentAgree()
{
    const QTemporaryDir dir;
    std::vector<std::string> ids(8);
    std::vector<std::thread> threads;
    for (auto &id : ids)
        threads.emplace_back([&] { id = Home::open(dir.path().toStdString())->id(); });
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(std::set<std::string>(ids.begin(), ids.end()).size(), std::size_t {1});
}

void TestHome::platformFoldersFollowTheEnvironment()
{
    const QTemporaryDir dir;
    qputenv("XDG_CONFIG_HOME", (dir.path() + QStringLiteral("/c")).toUtf8());
    qputenv("XDG_DATA_HOME", (dir.path() + QStringLiteral("/d")).toUtf8());
    const auto home = Home::open();
    QVERIFY(home.has_value());
    const fs::path root = dir.path().toStdString();
    QVERIFY(home->settingsFile() == root / "c" / "slipswitch" / "settings.json");
    QVERIFY(home->ledgerFile() == root / "d" / "slipswitch" / "ledger.sqlite");
}

void TestHome::damagedIdIsToldNotReplaced()
{
    const QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    QVERIFY(writeFileAtomically(folder / "home-id", "").has_value());
    QVERIFY(Home::open(folder).error().code == ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestHome)
#include "TestHome.moc"
