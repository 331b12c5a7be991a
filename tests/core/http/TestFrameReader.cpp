#include "core/http/FrameReader.h"
#include "tests/support/Frames.h"
#include "tests/support/Wire.h"

#include <QtTest>

#include <algorithm>

using namespace slipswitch;
using namespace slipswitch::http;

namespace {

struct Read
{
    std::vector<std::string> events;
    std::string error;
    bool operator==(const Read &) const = default;
};

bool take(const Result<std::span<const SseEvent>> &events, Read &out)
{
    if (!events) {
        out.error = events.error().detail;
        return false;
    }
    for (const auto &event : *events)
        out.events.emplace_back(event.data);
    return true;
}

/// Each piece is fed from memory of its own that is overwritten afterwards, so that stale views would show.
Read read(std::string_view bytes, std::size_t piece, std::size_t largest = SseReader::defaultMaxEventBytes)
{
    FrameReader reader(largest);
    Read out;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        std::string memory(bytes.substr(0, piece));
        const bool fine = take(reader.feed(memory), out);
        std::fill(memory.begin(), memory.end(), '#');
        if (!fine)
            return out;
    }
    take(reader.finish(), out);
    return out;
}

const std::string hello = tests::eventFrame("contentBlockDelta", R"({"delta":{"text":"hi"}})");
const std::string bye = tests::eventFrame("messageStop", R"({"stopReason":"end_turn"})");

} // namespace

class TestFrameReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCutGivesTheSame();
    void recordingsAreRead();
    void exceptionsAndErrorsAreToldApart();
    void everyTypeOfHeaderIsPassedOver();
    void anyFlippedBitIsNoticed();
    void impossibleLengthsAreRefused();
    void largeFramesAreRefused();
    void cutStreamsAreNoticed();
};

void TestFrameReader::everyCutGivesTheSame()
{
    const auto all = hello + bye + hello;
    const auto whole = read(all, all.size());
    QCOMPARE(whole.events,
        (std::vector<std::string> {R"({"contentBlockDelta":{"delta":{"text":"hi"}}})",
            R"({"messageStop":{"stopReason":"end_turn"}})",
            R"({"contentBlockDelta":{"delta":{"text":"hi"}}})"}));
    QCOMPARE(whole.error, std::string());
    for (std::size_t piece = 1; piece < all.size(); ++piece)
        QVERIFY(read(all, piece) == whole);
}

void TestFrameReader::recordingsAreRead()
{
    if (!tests::wireAvailable())
        QSKIP("no recordings");
    int streams = 0;
    for (const auto &item : tests::wireCases("bedrock-converse")) {
        if (!item.responseFile.ends_with(".eventstream"))
            continue;
        const auto whole = read(item.response, item.response.size());
        QVERIFY2(whole.error.empty() && whole.events.size() > 3, item.name.c_str());
        QVERIFY(whole.events.front().starts_with(R"({"messageStart":{)"));
        QVERIFY(read(item.response, 7) == whole);
        ++streams;
    }
    QVERIFY(streams >= 5);
}

void TestFrameReader::exceptionsAndErrorsAreToldApart()
{
    const auto thrown = read(tests::exceptionFrame("throttlingException", R"({"message":"slow"})"), 1000);
    QCOMPARE(thrown.events.at(0),
        std::string(R"({"exception":"throttlingException","error":{"message":"slow"}})"));
    const auto failed = read(tests::frameOf({{":message-type", "error"}, {":error-code", "InternalError"},
                                                {":error-message", "it \"broke\""}},
                                 ""),
        1000);
    QCOMPARE(
        failed.events.at(0), std::string(R"({"error":{"message":"it \"broke\"","code":"InternalError"}})"));
    QCOMPARE(read(tests::eventFrame("messageStart", ""), 1000).events.at(0),
        std::string(R"({"messageStart":{}})"));
    // What could break out of the JSON text is no type.
    QVERIFY(!read(tests::eventFrame("a\":1,\"b", "{}"), 1000).error.empty());
    QVERIFY(!read(tests::frameOf({}, "{}"), 1000).error.empty());
}

void TestFrameReader::everyTypeOfHeaderIsPassedOver()
{
    constexpr std::array<std::size_t, 10> sizes {0, 0, 1, 2, 4, 8, 0, 0, 8, 16};
    std::string fields;
    for (std::size_t type = 0; type < sizes.size(); ++type) {
        fields += std::string(1, 1) + 'x' + static_cast<char>(type);
        if (type == 6 || type == 7)
            fields += std::string("\0\3abc", 5);
        fields += std::string(sizes[type], 'v');
    }
    // The fields of a good frame behind them, under a length and checksums of their own.
    const auto good = tests::eventFrame("messageStop", "");
    fields += good.substr(12, good.size() - 16);
    auto frame = tests::bigEndian(static_cast<std::uint32_t>(16 + fields.size()))
        + tests::bigEndian(static_cast<std::uint32_t>(fields.size()));
    frame += tests::crcOf(frame);
    frame += fields;
    frame += tests::crcOf(frame);
    QCOMPARE(read(frame, 5).events, std::vector<std::string> {R"({"messageStop":{}})"});
}

/// In whichever byte it is: one of the two checksums tells, or a length that then can't be.
void TestFrameReader::anyFlippedBitIsNoticed()
{
    for (std::size_t at = 0; at < hello.size(); ++at) {
        auto broken = hello;
        broken[at] = static_cast<char>(broken[at] ^ 4);
        const auto got = read(bye + broken + hello, 1000);
        QVERIFY2(got.events.size() == 1 && !got.error.empty(), std::to_string(at).c_str());
    }
}

void TestFrameReader::impossibleLengthsAreRefused()
{
    for (const auto &[size, headers] : {std::pair(15U, 0U), std::pair(0U, 0U), std::pair(16U, 1U),
             std::pair(100U, 85U), std::pair(20U, 0xffffffffU)}) {
        auto prelude = tests::bigEndian(size) + tests::bigEndian(headers);
        prelude += tests::crcOf(prelude);
        QCOMPARE(read(prelude, 100).error, std::string("The lengths of a frame can't be."));
    }
    // A header that claims to be longer than all of them.
    auto frame = tests::frameOf({{"a", "b"}}, "");
    frame[12] = 100;
    frame.resize(frame.size() - 4);
    frame += tests::crcOf(frame);
    QCOMPARE(read(frame, 100).error, std::string("The headers of a frame can't be read."));
}

void TestFrameReader::largeFramesAreRefused()
{
    const auto large = tests::eventFrame("a", std::string(300, 'x'));
    QCOMPARE(read(large, 10, large.size()).error, std::string());
    // Told by its length, before it is there.
    const auto got = read(bye + large.substr(0, 12), 10, large.size() - 1);
    QCOMPARE(got.error, std::string("A frame of the stream is too large."));
    QCOMPARE(got.events.size(), std::size_t(1));
}

void TestFrameReader::cutStreamsAreNoticed()
{
    for (std::size_t size = 1; size < hello.size(); ++size) {
        const auto got = read(bye + hello.substr(0, size), 1000);
        QCOMPARE(got.error, std::string("The stream was cut within a frame."));
        QCOMPARE(got.events.size(), std::size_t(1));
    }
}

QTEST_GUILESS_MAIN(TestFrameReader)
#include "TestFrameReader.moc"
