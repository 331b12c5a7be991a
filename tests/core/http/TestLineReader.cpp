#include "core/http/EventReader.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::http;

namespace {

constexpr std::size_t most = 32;

/// Each piece is fed from memory of its own that is overwritten afterwards, so that stale views would show.
std::vector<std::string> read(const std::vector<std::string_view> &pieces)
{
    LineReader reader(most);
    std::vector<std::string> lines;
    const auto take = [&](const Result<std::span<const SseEvent>> &events) {
        if (!events)
            return lines.emplace_back("refused"), void();
        for (const auto &event : *events)
            lines.emplace_back(event.data);
    };
    for (const auto piece : pieces) {
        std::string memory(piece);
        take(reader.feed(memory));
        std::fill(memory.begin(), memory.end(), '#');
    }
    take(reader.finish());
    return lines;
}

} // namespace

class TestLineReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCutGivesTheSameLines();
    void linesAreBounded();
    void contentTypeTellsTheFraming();
};

void TestLineReader::everyCutGivesTheSameLines()
{
    const std::string_view all = "{\"a\":1}\n\n{\"b\":\"\\n\"}\r\n \t\n{\"c\":3}";
    const std::vector<std::string> lines {"{\"a\":1}", "{\"b\":\"\\n\"}", "{\"c\":3}"};
    QVERIFY(read({all}) == lines);
    for (std::size_t first = 0; first <= all.size(); ++first) {
        for (std::size_t second = first; second <= all.size(); ++second)
            QVERIFY(
                read({all.substr(0, first), all.substr(first, second - first), all.substr(second)}) == lines);
    }
}

void TestLineReader::linesAreBounded()
{
    const std::string longest(most - 1, 'x'), longer(most + 1, 'x');
    QVERIFY(read({longest + "\n"}) == std::vector<std::string> {longest});
    const std::string behind = "a\n" + longer;
    QVERIFY(read({longer}) == (std::vector<std::string> {"refused", "refused"}));
    QVERIFY(read({behind}) == (std::vector<std::string> {"a", "refused"}));
    QVERIFY(read({longest, longest}) == (std::vector<std::string> {"refused", "refused"}));
}

void TestLineReader::contentTypeTellsTheFraming()
{
    QCOMPARE(framingOf("application/x-ndjson"), Framing::Lines);
    QCOMPARE(framingOf("application/x-ndjson; charset=utf-8"), Framing::Lines);
    QCOMPARE(framingOf("text/event-stream"), Framing::Events);
    QCOMPARE(framingOf("application/json"), Framing::Events);
    EventReader lines(Framing::Lines), events(Framing::Events);
    QCOMPARE(lines.feed("{}\n").value().size(), std::size_t {1});
    QCOMPARE(events.feed("data: {}\n\n").value().size(), std::size_t {1});
}

QTEST_GUILESS_MAIN(TestLineReader)
#include "TestLineReader.moc"
