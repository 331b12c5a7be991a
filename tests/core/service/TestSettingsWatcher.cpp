#include "core/base/Files.h"
#include "core/config/SettingsStore.h"
#include "core/service/SettingsWatcher.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace slipswitch;
using config::Settings;
using config::SettingsPtr;
using service::SettingsWatcher;

class TestSettingsWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void editByTheStoreIsTold();
    void fileThatAppearsLaterIsTold();
    void editInPlaceIsTold();
    void badEditIsRefusedAndTheGoodOneStays();
    void editThatChangesNothingIsSilent();

private:
    [[nodiscard]] static Result<void> setPort(const std::filesystem::path &path, std::uint16_t port);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::filesystem::path m_path;
};

void TestSettingsWatcher::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = std::filesystem::path(m_dir->path().toStdString()) / "settings.json";
}

Result<void> TestSettingsWatcher::setPort(const std::filesystem::path &path, std::uint16_t port)
{
    return config::SettingsStore(path).change([port](Settings &settings) -> Result<void> {
        settings.listen.port = port;
        return {};
    });
}

void TestSettingsWatcher::editByTheStoreIsTold()
{
    QVERIFY(setPort(m_path, 1));
    SettingsWatcher watcher(
        m_path, std::make_shared<const Settings>(config::SettingsFile(m_path).load().value()));
    // Replacing the file drops it from the watch; the second and third edit prove it is taken up again.
    for (const std::uint16_t port : {2, 3, 4}) {
        QVERIFY(setPort(m_path, port));
        QTRY_COMPARE(watcher.inForce()->listen.port, port);
    }
}

void TestSettingsWatcher::fileThatAppearsLaterIsTold()
{
    SettingsWatcher watcher(m_path, std::make_shared<const Settings>());
    QVERIFY(setPort(m_path, 7));
    QTRY_COMPARE(watcher.inForce()->listen.port, std::uint16_t {7});
}

void TestSettingsWatcher::editInPlaceIsTold()
{
    QVERIFY(setPort(m_path, 1));
    SettingsWatcher watcher(m_path, nullptr);
    QTRY_VERIFY(watcher.inForce());
    std::ofstream(m_path) << R"({"schema":1,"listen":{"port":9}})";
    QTRY_COMPARE(watcher.inForce()->listen.port, std::uint16_t {9});
}

void TestSettingsWatcher::badEditIsRefusedAndTheGoodOneStays()
{
    QVERIFY(setPort(m_path, 5));
    SettingsWatcher watcher(m_path, nullptr);
    QTRY_VERIFY(watcher.inForce());
    Error error;
    connect(&watcher, &SettingsWatcher::refused, this, [&error](const Error &e) { error = e; });
    const auto good = readFile(m_path, 100'000).value();
    QVERIFY(writeFileAtomically(m_path, "{\n \"schema\": 1,\n oops }"));
    QTRY_VERIFY(!error.detail.empty());
    QVERIFY2(error.detail.starts_with("settings.json: line 3, column 2: "), error.detail.c_str());
    QCOMPARE(watcher.inForce()->listen.port, std::uint16_t {5});
    int told = 0;
    connect(&watcher, &SettingsWatcher::changed, this, [&told](const SettingsPtr &) { ++told; });
    QVERIFY(writeFileAtomically(m_path, good));
    QTRY_COMPARE(told, 1);
}

void TestSettingsWatcher::editThatChangesNothingIsSilent()
{
    QVERIFY(setPort(m_path, 5));
    SettingsWatcher watcher(m_path, nullptr);
    QTRY_VERIFY(watcher.inForce());
    int told = 0;
    connect(&watcher, &SettingsWatcher::changed, this, [&told](const SettingsPtr &) { ++told; });
    QVERIFY(writeFileAtomically(m_path, R"({"schema":1,"listen":{"port":5},"note":"mine"})"));
    watcher.check();
    // A later edit is told, and as the first one: the one before it was silent.
    QTest::qWait(0);
    QVERIFY(setPort(m_path, 6));
    QTRY_COMPARE(watcher.inForce()->listen.port, std::uint16_t {6});
    QCOMPARE(told, 1);
}

QTEST_GUILESS_MAIN(TestSettingsWatcher)
#include "TestSettingsWatcher.moc"
