#include "core/base/Files.h"
#include "core/service/ToolFiles.h"

#include <QtTest>

#include <optional>

using namespace slipswitch;
using namespace slipswitch::service;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 20'000;
constexpr auto key = "sk-slip-aaaabbbbccccddddeeeeffffgggghhhh";
constexpr auto old = "{\n  \"model\": \"opus\",\n  \"env\": {\"ANTHROPIC_API_KEY\": "
                     "\"sk-ant-api03-qwertyuiopasdfghjkl\"}\n}\n";
constexpr auto shared = fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read;

ToolWay wayOf(const std::string &id)
{
    const auto tools = loadTools().value();
    for (const auto &tool : tools) {
        if (tool.id == id)
            return *writtenWay(tool);
    }
    return {};
}

} // namespace

class TestToolFiles : public QObject
{
    Q_OBJECT

    template <typename T, typename Ask>
    static Result<T> answer(Ask ask)
    {
        std::optional<Result<T>> got;
        ask([&](const Result<T> &one) { got = one; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, patience))
            return failure(ErrorCode::Timeout, "No answer came.");
        return *got;
    }

    Result<ToolFilePlan> plan(const std::string &tool = "claude-code")
    {
        return answer<ToolFilePlan>([&](const auto &done) {
            m_files->plan(
                this, wayOf(tool), {"http://127.0.0.1:4141/v1", Secret(std::string(key)), "some/m1"}, done);
        });
    }
    Result<ToolFileWritten> write(const ToolFilePlan &planned)
    {
        return answer<ToolFileWritten>([&](const auto &done) { m_files->write(this, planned, done); });
    }
    Result<void> putBack(const ToolFileWritten &written)
    {
        return answer<void>([&](const auto &done) { m_files->putBack(this, written, done); });
    }

    [[nodiscard]] fs::path at(const std::string &name) const
    {
        return fs::path(m_home->path().toStdString()) / name;
    }
    [[nodiscard]] std::string bytes(const std::string &name) const
    {
        return readFile(at(name), 1 << 20).value_or("none");
    }
    void put(const std::string &name, const std::string &text, fs::perms rights = shared) const
    {
        fs::create_directories(at(name).parent_path());
        QVERIFY(writeFileAtomically(at(name), text).has_value());
        fs::permissions(at(name), rights);
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_files = std::make_unique<ToolFiles>(m_home->path());
    }

    void aFileIsWrittenKeptAndPutBack()
    {
        put(".claude/settings.json", old);
        const auto planned = plan();
        QVERIFY2(planned.has_value(), planned ? "" : planned.error().detail.c_str());
        QCOMPARE(bytes(".claude/settings.json"), old); // only looked at
        const auto written = write(*planned);
        QVERIFY2(written.has_value(), written ? "" : written.error().detail.c_str());
        QVERIFY(bytes(".claude/settings.json").find(key) != std::string::npos);
        QVERIFY(bytes(".claude/settings.json").find("\"model\": \"opus\"") != std::string::npos);
        QCOMPARE(fs::status(at(".claude/settings.json")).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
        QCOMPARE(bytes(".claude/settings.json.before-slipswitch"), old);
        QVERIFY(putBack(*written).has_value());
        QCOMPARE(bytes(".claude/settings.json"), old);
        QCOMPARE(fs::status(at(".claude/settings.json")).permissions(), shared);
        QVERIFY(!fs::exists(at(".claude/settings.json.before-slipswitch")));
    }

    void aFileThatWasNotThereGoesAgain()
    {
        const auto written = write(plan().value());
        QVERIFY(written.has_value());
        QVERIFY(bytes(".claude/settings.json").find(key) != std::string::npos);
        QVERIFY(written->backup.empty());
        QVERIFY(putBack(*written).has_value());
        QVERIFY(!fs::exists(at(".claude")));
    }

    void whatOthersChangedIsNeverOverwritten()
    {
        put(".claude/settings.json", old);
        const auto planned = plan().value();
        put(".claude/settings.json", "{}");
        QCOMPARE(write(planned).error().code, ErrorCode::Conflict);
        QCOMPARE(bytes(".claude/settings.json"), "{}");
        QVERIFY(!fs::exists(at(".claude/settings.json.before-slipswitch")));
        const auto written = write(plan().value()).value();
        put(".claude/settings.json", "{\"mine\": 1}");
        QCOMPARE(putBack(written).error().code, ErrorCode::Conflict);
        QCOMPARE(bytes(".claude/settings.json"), "{\"mine\": 1}");
        QCOMPARE(bytes(".claude/settings.json.before-slipswitch"), "{}");
        fs::remove(at(".claude/settings.json"));
        QCOMPARE(putBack(written).error().code, ErrorCode::Conflict);
        QVERIFY(!fs::exists(at(".claude/settings.json")));
    }

    void anEarlierCopyIsKept()
    {
        put(".claude/settings.json", old);
        put(".claude/settings.json.before-slipswitch", "the first");
        const auto written = write(plan().value()).value();
        QCOMPARE(bytes(".claude/settings.json.before-slipswitch"), "the first");
        QCOMPARE(written.backup, at(".claude/settings.json.before-slipswitch-2"));
        QCOMPARE(bytes(".claude/settings.json.before-slipswitch-2"), old);
    }

    void aLinkStaysOne()
    {
        put("dotfiles/claude.json", old);
        fs::create_directories(at(".claude"));
        fs::create_symlink(at("dotfiles/claude.json"), at(".claude/settings.json"));
        const auto written = write(plan().value()).value();
        QVERIFY(fs::is_symlink(at(".claude/settings.json")));
        QVERIFY(bytes("dotfiles/claude.json").find(key) != std::string::npos);
        QCOMPARE(bytes("dotfiles/claude.json.before-slipswitch"), old);
        QVERIFY(putBack(written).has_value());
        QCOMPARE(bytes("dotfiles/claude.json"), old);
        QVERIFY(fs::is_symlink(at(".claude/settings.json")));
        fs::remove(at("dotfiles/claude.json"));
        QCOMPARE(plan().error().code, ErrorCode::Unsupported);
    }

    void aFileWithoutTheKeyKeepsItsRights()
    {
        put(".codex/config.toml", "a = 1\n");
        const auto written = write(plan("codex").value()).value();
        QCOMPARE(fs::status(at(".codex/config.toml")).permissions(), shared);
        QVERIFY(bytes(".codex/config.toml").find(key) == std::string::npos);
        QVERIFY(!plan("codex").value().changes());
        QVERIFY(putBack(written).has_value());
        QCOMPARE(bytes(".codex/config.toml"), "a = 1\n");
    }

    void noKeyIsShown()
    {
        put(".claude/settings.json", old);
        put(".continue/config.yaml", "models:\n  - name: A\n    apiKey: very-private-words\n");
        for (const auto *tool : {"claude-code", "continue"}) {
            std::string shown;
            const auto planned = plan(tool).value();
            for (const auto &line : planned.shown)
                shown += line.text + "\n";
            QVERIFY2(shown.find("sk-…hhhh") != std::string::npos, shown.c_str());
            QVERIFY2(shown.find("aaaabbbb") == std::string::npos, shown.c_str());
            QVERIFY2(shown.find("qwertyuiop") == std::string::npos, shown.c_str());
            QVERIFY2(shown.find("very-private-words") == std::string::npos, shown.c_str());
        }
    }

    void aFileThatIsTooLargeIsLeftAlone()
    {
        put(".claude/settings.json", "{\"a\": \"" + std::string(2 << 20, 'x') + "\"}");
        QCOMPARE(plan().error().code, ErrorCode::TooLarge);
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<ToolFiles> m_files;
};

QTEST_GUILESS_MAIN(TestToolFiles)
#include "TestToolFiles.moc"
