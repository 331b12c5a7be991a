#include "core/http/SseReader.h"
#include "tests/support/Wire.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::http;

namespace {

/// An event without its views.
struct Kept
{
    std::string event, data, id, raw;
    std::optional<std::uint32_t> retry;
    bool operator==(const Kept &other) const
    {
        return event == other.event && data == other.data && id == other.id && retry == other.retry;
    }
};

bool take(const Result<std::span<const SseEvent>> &events, std::vector<Kept> &out)
{
    if (!events)
        return false;
    for (const auto &event : *events)
        out.push_back({std::string(event.event), std::string(event.data), std::string(event.id),
            std::string(event.raw), event.retryMilliseconds});
    return true;
}

// Each piece is fed from memory of its own that is overwritten afterwards, so that stale views would show.
std::vector<Kept> read(const std::vector<std::string_view> &pieces)
{
    SseReader reader;
    std::vector<Kept> events;
    for (const auto piece : pieces) {
        std::string memory(piece);
        if (!take(reader.feed(memory), events))
            qFatal("The stream was refused");
        std::fill(memory.begin(), memory.end(), '#');
    }
    if (!take(reader.finish(), events))
        qFatal("The end was refused");
    return events;
}

std::vector<std::string_view> inPieces(std::string_view bytes, std::size_t size)
{
    std::vector<std::string_view> pieces;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size())))
        pieces.push_back(bytes.substr(0, size));
    return pieces;
}

QByteArray qt(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

class TestSseReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsAreRead_data();
    void streamsAreRead();
    void fieldsAreTold();
    void wholeEventIsNotCopied();
    void rawEventsJoinToTheStream();
    void everySplitGivesTheSameEvents_data();
    void everySplitGivesTheSameEvents();
    void recordingsGiveTheSameEventsAtEverySplit();
    void largeEventIsRefusedWhereverItIsSplit_data();
    void largeEventIsRefusedWhereverItIsSplit();
    void eventsBeforeALargeOneAreHandedOut();
};

void TestSseReader::streamsAreRead_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("data"); // of all events, joined with '|'
    const auto row = [](const char *name, const char *stream, const char *data) {
        QTest::newRow(name) << QByteArray(stream) << QByteArray(data);
    };
    row("LF", "data: a\n\ndata: b\n\n", "a|b");
    row("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", "a|b");
    row("CR", "data: a\r\rdata: b\r\r", "a|b");
    row("mixed", "data: a\r\n\ndata: b\n\r\ndata: c\r\n\r", "a|b|c");
    row("order mark",
        "\xEF\xBB\xBF"
        "data: a\n\n",
        "a");
    row("order mark and blank", "\xEF\xBB\xBF\n\ndata: a\n\n", "a");
    row("second order mark",
        "data: a\n\n\xEF\xBB\xBF"
        "data: b\n\n",
        "a");
    row("comments", ": hello\n\n:\ndata: a\n: between\n\n: end\n", "a");
    row("many lines", "data: a\ndata: b\ndata:\ndata: c\n\n", "a\nb\n\nc");
    row("two of many lines", "data: a\ndata: b\n\ndata: c\ndata: d\ndata: e\n\n", "a\nb|c\nd\ne");
    row("empty first line", "data:\ndata: b\n\n", "\nb");
    row("empty lines", "data\ndata\n\n", "\n");
    row("empty data", "data\n\ndata:\n\n", "|");
    row("no data", "event: a\n\nid: 1\n\n", "");
    row("one space goes", "data:a\n\ndata:  b\n\ndata: c \n\n", "a| b|c ");
    row("colons", "data: a: b:\n\n", "a: b:");
    row("unknown fields", "foo: 1\nDATA: x\n data: y\ndata: a\ndatas: z\n\n", "a");
    row("blank lines", "\n\n\ndata: a\n\n\n\ndata: b\n\n", "a|b");
    row("unfinished", "data: a\n\ndata: b", "a|b");
    row("unfinished line end", "data: a\n\ndata: b\n", "a|b");
    row("unfinished CR", "data: a\r\n\r\ndata: b\r", "a|b");
    row("UTF-8", "data: \xf0\x9f\x98\x80\n\ndata: \xc3\xa4\n\n", "\xf0\x9f\x98\x80|\xc3\xa4");
    row("empty", "", "");
}

void TestSseReader::streamsAreRead()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, data);
    QByteArrayList joined;
    for (const auto &event : read({stream.toStdString()}))
        joined.append(qt(event.data));
    QCOMPARE(joined.join('|'), data);
}

void TestSseReader::fieldsAreTold()
{
    const auto events = read({"event: first\nid: 7\nretry: 3000\ndata: a\n\n"
                              "retry: 1x\nid: b\nid\nevent: x\nevent: y\ndata: b\n\ndata: c\n\n"});
    QCOMPARE(events.size(), std::size_t {3});
    QVERIFY(events[0] == (Kept {"first", "a", "7", "", 3000}));
    QVERIFY(events[1] == (Kept {"y", "b", "", "", std::nullopt}));
    QVERIFY(events[2] == (Kept {"", "c", "", "", std::nullopt}));
}

void TestSseReader::wholeEventIsNotCopied()
{
    SseReader reader;
    const std::string chunk = "event: a\ndata: 0123456789\n\ndata: par";
    const auto events = reader.feed(chunk).value();
    QCOMPARE(events.size(), std::size_t {1});
    QVERIFY(events[0].data.data() == chunk.data() + chunk.find("0123"));
    QVERIFY(events[0].raw.data() == chunk.data());
}

void TestSseReader::rawEventsJoinToTheStream()
{
    const std::string stream = "event: a\ndata: 1\n\nid: 4\ndata: 2\ndata: 3\n\ndata: [DONE]\n\n";
    for (std::size_t size = 1; size <= stream.size(); ++size) {
        std::string joined;
        for (const auto &event : read(inPieces(stream, size)))
            joined += event.raw;
        QCOMPARE(qt(joined), qt(stream));
    }
}

void TestSseReader::everySplitGivesTheSameEvents_data()
{
    streamsAreRead_data();
}

void TestSseReader::everySplitGivesTheSameEvents()
{
    QFETCH(QByteArray, stream);
    const auto bytes = stream.toStdString();
    const std::string_view view = bytes;
    const auto whole = read({view});
    for (std::size_t first = 0; first <= view.size(); ++first) {
        for (std::size_t second = first; second <= view.size(); ++second)
            QVERIFY(read({view.substr(0, first), view.substr(first, second - first), view.substr(second)})
                == whole);
    }
    QVERIFY(read(inPieces(view, 1)) == whole);
}

void TestSseReader::recordingsGiveTheSameEventsAtEverySplit()
{
    if (!tests::wireAvailable())
        QSKIP("The recorded traffic is not there");
    constexpr std::size_t largest = 4 * 1024; // every split of a larger one would take too long
    std::size_t seen = 0;
    for (const auto &recording : tests::wireCases()) {
        if (recording.responseFile != "response.sse" || recording.response.empty())
            continue;
        const std::string_view bytes = recording.response;
        const auto whole = read({bytes});
        QVERIFY2(!whole.empty(), recording.name.c_str());
        QVERIFY2(read(inPieces(bytes, 1)) == whole, recording.name.c_str());
        QVERIFY2(read(inPieces(bytes, 1000)) == whole, recording.name.c_str());
        const std::size_t step = bytes.size() <= largest ? 1 : bytes.size() / 199 + 1;
        for (std::size_t split = 0; split < bytes.size(); split += step)
            QVERIFY2(read({bytes.substr(0, split), bytes.substr(split)}) == whole, recording.name.c_str());
        ++seen;
    }
    QVERIFY(seen > 20);
}

void TestSseReader::largeEventIsRefusedWhereverItIsSplit_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("refused");
    QTest::newRow("largest") << 100 << false;
    QTest::newRow("larger") << 101 << true;
}

void TestSseReader::largeEventIsRefusedWhereverItIsSplit()
{
    QFETCH(int, size);
    QFETCH(bool, refused);
    const std::string stream = "data: " + std::string(static_cast<std::size_t>(size) - 8, 'x') + "\n\n";
    for (std::size_t split = 0; split <= stream.size(); ++split) {
        SseReader reader(100);
        const bool first = reader.feed(stream.substr(0, split)).has_value();
        const bool second = reader.feed(stream.substr(split)).has_value();
        QCOMPARE(!(first && second), refused);
        if (refused)
            QVERIFY(reader.finish().error().code == ErrorCode::BadResponse);
    }
}

void TestSseReader::eventsBeforeALargeOneAreHandedOut()
{
    SseReader reader(100);
    const auto events = reader.feed("data: a\n\ndata: " + std::string(200, 'x'));
    QVERIFY(events && events->size() == 1);
    QVERIFY(!reader.feed("data: b\n\n"));
    QVERIFY(!reader.finish());
}

QTEST_GUILESS_MAIN(TestSseReader)
#include "TestSseReader.moc"
