#include "core/ledger/FilterText.h"

#include <QtTest>

using namespace slipswitch;
using namespace std::chrono_literals;
using domain::Outcome;
using ledger::completionsAt;
using ledger::Filter;
using ledger::NamedKey;
using ledger::parseFilter;

namespace {

/// Monday, 5 January 2026, 12:00 UTC.
constexpr UtcTime noon {std::chrono::seconds {1'767'614'400}};
constexpr auto dollar = std::int64_t {1'000'000'000'000};
const std::vector<NamedKey> keys {{"key_12345678", "Laptop"}, {"key_87654321", "Work machine"}};

using Wanted = std::function<void(Filter &)>;

} // namespace
Q_DECLARE_METATYPE(Wanted)

class TestFilterText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsBecomeFilters_data();
    void textsBecomeFilters();
    void faultsTellTheirPlace_data();
    void faultsTellTheirPlace();
    void soundWordsBesideAFaultCount();
    void fieldNamesAreCompleted();
    void valuesAreCompleted();
    void anythingIsTaken();
};

void TestFilterText::textsBecomeFilters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Wanted>("wanted");
    const auto row = [](const char *text, const Wanted &wanted) {
        QTest::newRow(text) << QString::fromUtf8(text) << wanted;
    };
    constexpr UtcTime ever {std::chrono::days(365 * 230)};
    row("", [](Filter &) { });
    row("   ", [](Filter &) { });
    row("timeout", [](Filter &f) { f.texts = {"timeout"}; });
    row("two words", [](Filter &f) { f.texts = {"two", "words"}; });
    row("\"two words\"", [](Filter &f) { f.texts = {"two words"}; });
    row("-preview fast", [](Filter &f) {
        f.without = {"preview"};
        f.texts = {"fast"};
    });
    row("http://example.org", [](Filter &f) { f.texts = {"http://example.org"}; });
    row("model:gpt-4o", [](Filter &f) { f.model = "gpt-4o"; });
    row("MODEL:gpt-4o", [](Filter &f) { f.model = "gpt-4o"; });
    row("model:deepseek/chat:free", [](Filter &f) { f.model = "deepseek/chat:free"; });
    row("provider:openai tool:codex project:house", [](Filter &f) {
        f.provider = "openai";
        f.tool = "codex";
        f.project = "house";
    });
    row("key:Laptop", [](Filter &f) { f.keyId = "key_12345678"; });
    row("key:\"Work machine\"", [](Filter &f) { f.keyId = "key_87654321"; });
    row("key:key_other", [](Filter &f) { f.keyId = "key_other"; });
    row("status:429", [](Filter &f) { f.status = 429; });
    row("status:5xx", [](Filter &f) { f.statusClass = 5; });
    row("status:ok", [](Filter &f) { f.outcome = Outcome::Succeeded; });
    row("status:error", [](Filter &f) { f.errorsOnly = true; });
    row("status:left", [](Filter &f) { f.outcome = Outcome::ClientGone; });
    row("cost:>0.05", [](Filter &f) { f.costMin = Money::picodollars(dollar / 20); });
    row("cost:<=1", [](Filter &f) { f.costMax = Money::picodollars(dollar); });
    row("cost:0.1..0.5", [](Filter &f) {
        f.costMin = Money::picodollars(dollar / 10);
        f.costMax = Money::picodollars(dollar / 2);
    });
    row("cost:2", [](Filter &f) { f.costMin = f.costMax = Money::picodollars(2 * dollar); });
    row("since:1h", [=](Filter &f) { f.time = {noon - 1h, ever}; });
    row("since:7d until:30m", [=](Filter &f) { f.time = {noon - 168h, noon - 30min}; });
    row("until:2w", [=](Filter &f) { f.time = {UtcTime {}, noon - 336h}; });
    // Local time is an hour ahead here.
    row("since:2026-01-01", [=](Filter &f) { f.time = {UtcTime {1'767'225'600s} - 1h, ever}; });
    row("since:2026-01-01T08:30", [=](Filter &f) { f.time = {UtcTime {1'767'225'600s} + 7h + 30min, ever}; });
}

void TestFilterText::textsBecomeFilters()
{
    QFETCH(QString, text);
    QFETCH(Wanted, wanted);
    Filter expected;
    wanted(expected);
    const auto parsed = parseFilter(text.toStdString(), noon, 60min, keys);
    QVERIFY2(parsed.faults.empty(), parsed.faults.empty() ? "" : parsed.faults[0].message.c_str());
    QVERIFY(parsed.filter == expected);
}

void TestFilterText::faultsTellTheirPlace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("length");
    QTest::newRow("unknown field") << "x  colour:red y" << 3 << 10;
    QTest::newRow("no value") << "model:" << 0 << 6;
    QTest::newRow("status") << "status:6xx" << 0 << 10;
    QTest::newRow("status word") << "a status:fine" << 2 << 11;
    QTest::newRow("cost") << "cost:cheap" << 0 << 10;
    QTest::newRow("cost both") << "cost:>1..2" << 0 << 10;
    QTest::newRow("cost not finite") << "cost:nan" << 0 << 8;
    QTest::newRow("negative cost") << "cost:-1" << 0 << 7;
    QTest::newRow("time") << "since:yesterday" << 0 << 15;
    QTest::newRow("time too long") << "since:999999999999h" << 0 << 19;
    QTest::newRow("no such day") << "since:2026-02-30" << 0 << 16;
    QTest::newRow("left-out field") << "-model:x" << 0 << 8;
    QTest::newRow("dash alone") << "a -" << 2 << 1;
    QTest::newRow("twice") << "model:a model:b" << 8 << 7;
}

void TestFilterText::faultsTellTheirPlace()
{
    QFETCH(QString, text);
    QFETCH(int, offset);
    QFETCH(int, length);
    const auto parsed = parseFilter(text.toStdString(), noon);
    QCOMPARE(parsed.faults.size(), std::size_t {1});
    QCOMPARE(static_cast<int>(parsed.faults[0].offset), offset);
    QCOMPARE(static_cast<int>(parsed.faults[0].length), length);
    QVERIFY(parsed.faults[0].message.ends_with('.'));
}

void TestFilterText::soundWordsBesideAFaultCount()
{
    const auto parsed = parseFilter("tool:codex cost:much quota", noon);
    QCOMPARE(parsed.faults.size(), std::size_t {1});
    QVERIFY(parsed.filter.tool == "codex" && parsed.filter.texts.size() == 1);
}

void TestFilterText::fieldNamesAreCompleted()
{
    const auto all = completionsAt("", 0, {});
    QCOMPARE(all.size(), std::size_t {9});
    QVERIFY(all[0].text == "model:");
    const auto some = completionsAt("error S", 7, {});
    QCOMPARE(some.size(), std::size_t {2});
    QVERIFY((some[0] == ledger::Completion {6, 1, "status:"}));
    QVERIFY(some[1].text == "since:");
    QVERIFY(completionsAt("-mod", 4, {}).empty());
}

void TestFilterText::valuesAreCompleted()
{
    const std::vector<std::string> models {"GPT-5", "claude-4", "gpt-4o", "my model"};
    QVERIFY(ledger::fieldAt("a model:gp b", 10) == "model");
    QVERIFY(ledger::fieldAt("a model:gp b", 12).empty());
    const auto gpt = completionsAt("a model:gp b", 10, models);
    QCOMPARE(gpt.size(), std::size_t {2});
    QVERIFY((gpt[0] == ledger::Completion {2, 8, "model:GPT-5"}));
    QVERIFY(completionsAt("model:my", 8, models).at(0).text == "model:\"my model\"");
    QVERIFY(completionsAt("status:e", 8, {}).at(0).text == "status:error");
    QCOMPARE(completionsAt("model:", 6, models, 3).size(), std::size_t {3});
}

void TestFilterText::anythingIsTaken()
{
    // Every cut of every text, and every byte: no crash, faults inside the text.
    const std::string text = "model:\"a b cost:>0.05 since:2026-01-01T0 -\"x status: \xff\x01 ::: :x -:y \"";
    for (std::size_t from = 0; from < text.size(); ++from) {
        for (std::size_t to = from; to <= text.size(); ++to) {
            const auto part = text.substr(from, to - from);
            for (const auto &fault : parseFilter(part, noon).faults)
                QVERIFY(fault.offset + fault.length <= part.size());
            for (const auto &completion : completionsAt(part, part.size() / 2, {}))
                QVERIFY(completion.offset + completion.length <= part.size());
        }
    }
}

QTEST_GUILESS_MAIN(TestFilterText)
#include "TestFilterText.moc"
