#include "core/base/Files.h"
#include "core/config/SettingsStore.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

using namespace slipswitch;
using namespace slipswitch::config;

namespace fs = std::filesystem;

class TestSettingsStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void threadsAndProcessesLoseNoEdit();
    void failingChangeWritesNothing();
    void brokenFileIsNotOverwritten();
    void changeThatChangesNothingDoesNotWrite();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_path;
};

void TestSettingsStore::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = fs::path(m_dir->path().toStdString()) / "settings.json";
}

namespace {

bool addAliases(const fs::path &path, const std::string &prefix, int count)
{
    const SettingsStore store(path);
    for (int i = 0; i < count; ++i) {
        const auto added = store.change([&](Settings &settings) -> Result<void> {
            settings.aliases[prefix + std::to_string(i)] = "model";
            return {};
        });
        if (!added)
            return false;
    }
    return true;
}

} // namespace

void TestSettingsStore::threadsAndProcessesLoseNoEdit()
{
    constexpr int each = 15;
    const auto child = ::fork();
    if (child == 0)
        ::_exit(addAliases(m_path, "child-", each) ? 0 : 1);
    std::atomic<int> failed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&, t] {
            if (!addAliases(m_path, "thread-" + std::to_string(t) + "-", each))
                ++failed;
        });
    }
    for (auto &thread : threads)
        thread.join();
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QCOMPARE(failed.load(), 0);
    QCOMPARE(SettingsStore(m_path).load().value().aliases.size(), std::size_t {4 * each});
}

void TestSettingsStore::failingChangeWritesNothing()
{
    const SettingsStore store(m_path);
    const auto refused = store.change([](Settings &settings) -> Result<void> {
        settings.listen.port = 1;
        return failure(ErrorCode::Conflict, "no");
    });
    QVERIFY(refused.error().code == ErrorCode::Conflict);
    QVERIFY(!fs::exists(m_path));
    const auto invalid = store.change([](Settings &settings) -> Result<void> {
        settings.aliases["a"] = "a";
        return {};
    });
    QCOMPARE(invalid.error().detail, std::string("aliases.a: must not point at itself"));
    QVERIFY(!fs::exists(m_path));
}

void TestSettingsStore::brokenFileIsNotOverwritten()
{
    QVERIFY(writeFileAtomically(m_path, "{ half an edit").has_value());
    const auto refused = SettingsStore(m_path).change([](Settings &settings) -> Result<void> {
        settings.listen.port = 1;
        return {};
    });
    QVERIFY(refused.error().detail.starts_with("settings.json: line 1, column 3: "));
    QCOMPARE(readFile(m_path, 1000).value(), std::string("{ half an edit"));
}

void TestSettingsStore::changeThatChangesNothingDoesNotWrite()
{
    const std::string text = R"({"schema":2})";
    QVERIFY(writeFileAtomically(m_path, text).has_value());
    QVERIFY(SettingsStore(m_path).change([](Settings &) -> Result<void> { return {}; }).has_value());
    QCOMPARE(readFile(m_path, 1000).value(), text);
}

QTEST_GUILESS_MAIN(TestSettingsStore)
#include "TestSettingsStore.moc"
