#include "core/http/RequestParser.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::http;

namespace {

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

// Feeds a body in pieces, keeping what was not consumed, as a connection does.
struct Fed
{
    std::string payload, rest;
    bool last = false;
    std::optional<Error> error;
};

Fed feedBody(RequestParser &parser, std::string_view body, std::size_t split)
{
    Fed fed;
    for (const auto piece : {body.substr(0, split), body.substr(split)}) {
        if (fed.last) {
            fed.rest += piece;
            continue;
        }
        std::string held = fed.rest + std::string(piece);
        const auto part = parser.decodeBody(held);
        if (!part) {
            fed.error = part.error();
            return fed;
        }
        fed.payload += part->bytes;
        fed.rest = held.substr(part->consumed);
        fed.last = part->last;
    }
    return fed;
}

const std::string chunkedHead = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

} // namespace

class TestRequestParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headIsReadAtEverySplit();
    void viewsPointIntoTheLastMemory();
    void badHeadsAreRefused_data();
    void badHeadsAreRefused();
    void goodHeadsAreTaken_data();
    void goodHeadsAreTaken();
    void garbageIsRefusedWithoutWaitingForTheEnd();
    void largeHeadIsRefused();
    void largestHeadIsTaken();
    void chunksAreJoinedAtEverySplit();
    void sizedBodyEndsAtItsLength();
    void badChunksAreRefused_data();
    void badChunksAreRefused();
    void endlessTrailerIsRefused();
};

void TestRequestParser::headIsReadAtEverySplit()
{
    const std::string bytes
        = "POST /v1/chat?key=1&b HTTP/1.1\r\nHost: localhost:4141\r\nX-Two:  a b \r\nX-Empty:\r\n"
          "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello";
    for (std::size_t split = 0; split < bytes.size() - 5; ++split) {
        RequestParser parser;
        const auto first = parser.parseHead(std::string(bytes.substr(0, split)));
        QVERIFY(first && *first == 0);
        const auto second = parser.parseHead(bytes);
        QVERIFY(second);
        QCOMPARE(*second, bytes.size() - 5);
        const auto &head = parser.head();
        QCOMPARE(text(head.method), text("POST"));
        QCOMPARE(text(head.target), text("/v1/chat?key=1&b"));
        QCOMPARE(text(head.path), text("/v1/chat"));
        QCOMPARE(text(head.query), text("key=1&b"));
        QCOMPARE(head.fields.size(), std::size_t {5});
        QCOMPARE(text(*head.fields.find("x-two")), text("a b"));
        QCOMPARE(text(*head.fields.find("x-empty")), text(""));
        QCOMPARE(*head.contentLength, std::uint64_t {5});
        QVERIFY(parser.keepAlive());
        QVERIFY(parser.expectsContinue());
    }
}

void TestRequestParser::viewsPointIntoTheLastMemory()
{
    RequestParser parser;
    const std::string bytes = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
    {
        const std::string early = bytes.substr(0, 24);
        QCOMPARE(parser.parseHead(early).value(), std::size_t {0});
    }
    QCOMPARE(parser.parseHead(bytes).value(), bytes.size());
    QVERIFY(parser.head().fields.begin()->name.data() == bytes.data() + bytes.find("Host"));
}

void TestRequestParser::badHeadsAreRefused_data()
{
    QTest::addColumn<QByteArray>("head");
    const auto row = [](const char *name, const char *lines) {
        QTest::newRow(name) << QByteArray("POST / HTTP/1.1\r\n") + lines + "\r\n";
    };
    row("two hosts", "Host: a\r\nHost: a\r\n");
    row("no host", "X: a\r\n");
    row("fold", "Host: a\r\nX: b\r\n c\r\n");
    row("fold with tab", "Host: a\r\nX: b\r\n\tc\r\n");
    row("fold of an empty value", "Host: a\r\nX:\r\n c\r\n");
    row("fold to nothing", "Host: a\r\nX: b\r\n \r\n");
    row("empty fold", "Host: a\r\nX:\r\n \r\nY: d\r\n");
    row("two lengths", "Host: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n");
    row("other lengths", "Host: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n");
    row("length list", "Host: a\r\nContent-Length: 5, 5\r\n");
    row("signed length", "Host: a\r\nContent-Length: +5\r\n");
    row("empty length", "Host: a\r\nContent-Length:\r\n");
    row("huge length", "Host: a\r\nContent-Length: 99999999999999999999\r\n");
    row("length and coding", "Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    row("coding and length", "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n");
    row("gzip, chunked", "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n");
    row("chunked, gzip", "Host: a\r\nTransfer-Encoding: chunked, gzip\r\n");
    row("chunked twice", "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    row("gzip then chunked", "Host: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
    row("identity", "Host: a\r\nTransfer-Encoding: identity\r\n");
    row("parameter", "Host: a\r\nTransfer-Encoding: chunked;q=1\r\n");
    row("bare CR", "Host: a\r\nX: b\rc\r\n");
    row("bare LF", "Host: a\r\nX: b\nc\r\n");
    row("LF line ends", "Host: a\nX: b\r\n");
    row("control", "Host: a\r\nX: b\x01\r\n");
    row("space before colon", "Host : a\r\n");
    row("empty name", "Host: a\r\n: b\r\n");
    row("no colon", "Host: a\r\nX\r\n");
    QTest::newRow("NUL") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", 35);
    QTest::newRow("version 2") << QByteArray("GET / HTTP/2.0\r\nHost: a\r\n\r\n");
    QTest::newRow("no version") << QByteArray("GET /\r\nHost: a\r\n\r\n");
    QTest::newRow("space in target") << QByteArray("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n");
    QTest::newRow("coding with 1.0") << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void TestRequestParser::badHeadsAreRefused()
{
    QFETCH(QByteArray, head);
    RequestParser parser;
    const auto result = parser.parseHead(head.toStdString());
    QVERIFY(!result);
    QVERIFY(result.error().code == ErrorCode::BadRequest);
    QVERIFY(result.error().source == ErrorSource::Client);
    QVERIFY(!result.error().detail.empty());
}

void TestRequestParser::goodHeadsAreTaken_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << true;
    QTest::newRow("close") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
    QTest::newRow("1.0 kept") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << true;
    QTest::newRow("coding's case") << QByteArray(
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n")
                                   << true;
    QTest::newRow("UTF-8 value") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: \xc3\xa4\r\n\r\n") << true;
    QTest::newRow("empty last value") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n") << true;
    QTest::newRow("own method") << QByteArray("BREW / HTTP/1.1\r\nHost: a\r\n\r\n") << true;
}

void TestRequestParser::goodHeadsAreTaken()
{
    QFETCH(QByteArray, head);
    QFETCH(bool, keepAlive);
    RequestParser parser;
    const auto bytes = head.toStdString();
    QCOMPARE(parser.parseHead(bytes).value(), bytes.size());
    QCOMPARE(parser.keepAlive(), keepAlive);
}

void TestRequestParser::garbageIsRefusedWithoutWaitingForTheEnd()
{
    RequestParser parser;
    QVERIFY(!parser.parseHead("\x16\x03\x01\x02"));
}

void TestRequestParser::largeHeadIsRefused()
{
    RequestParser parser(1000);
    const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(1000, 'x');
    QVERIFY(parser.parseHead(bytes).error().code == ErrorCode::TooLarge);
    parser.reset();
    QVERIFY(parser.parseHead(bytes + "\r\n\r\n").error().code == ErrorCode::TooLarge);
}

void TestRequestParser::largestHeadIsTaken()
{
    std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    bytes += std::string(64 * 1024 - bytes.size() - 4, 'x') + "\r\n\r\n";
    RequestParser parser;
    QCOMPARE(parser.parseHead(bytes.substr(0, 20'000)).value(), std::size_t {0});
    QCOMPARE(parser.parseHead(bytes).value(), bytes.size());
}

void TestRequestParser::chunksAreJoinedAtEverySplit()
{
    const std::string body
        = "5\r\nhello\r\n1;a=b\r\n,\r\n00A\r\n0123456789\r\n0\r\nX-T: 1\r\nHost: z\r\n\r\nNEXT";
    for (std::size_t split = 0; split <= body.size(); ++split) {
        RequestParser parser;
        QCOMPARE(parser.parseHead(chunkedHead).value(), chunkedHead.size());
        const auto fed = feedBody(parser, body, split);
        QVERIFY(!fed.error);
        QVERIFY(fed.last);
        QCOMPARE(text(fed.payload), text("hello,0123456789"));
        QCOMPARE(text(fed.rest), text("NEXT"));
        QCOMPARE(parser.head().fields.size(), std::size_t {2}); // trailers are not fields
    }
}

void TestRequestParser::sizedBodyEndsAtItsLength()
{
    const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
    RequestParser parser;
    QCOMPARE(parser.parseHead(head).value(), head.size());
    const auto fed = feedBody(parser, "helloGET", 3);
    QVERIFY(fed.last);
    QCOMPARE(text(fed.payload), text("hello"));
    QCOMPARE(text(fed.rest), text("GET"));
}

void TestRequestParser::badChunksAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no size") << QByteArray("\r\nhello\r\n");
    QTest::newRow("not hex") << QByteArray("x\r\nhello\r\n");
    QTest::newRow("negative") << QByteArray("-1\r\nhello\r\n");
    QTest::newRow("prefixed") << QByteArray("0x5\r\n\r\n");
    QTest::newRow("too long") << QByteArray("5\r\nhello!\r\n0\r\n\r\n");
    QTest::newRow("huge") << QByteArray("fffffffffffffffff\r\nhello\r\n");
    QTest::newRow("LF") << QByteArray("5\nhello\r\n0\r\n\r\n");
    QTest::newRow("bad trailer") << QByteArray("0\r\nX\r\n\r\n");
    QTest::newRow("length in trailer") << QByteArray("0\r\nContent-Length: 4\r\n\r\n");
}

void TestRequestParser::badChunksAreRefused()
{
    QFETCH(QByteArray, body);
    const auto bytes = body.toStdString();
    for (std::size_t split = 0; split <= bytes.size(); ++split) {
        RequestParser parser;
        QCOMPARE(parser.parseHead(chunkedHead).value(), chunkedHead.size());
        const auto fed = feedBody(parser, bytes, split);
        QVERIFY(fed.error || !fed.last);
        if (split == 0)
            QVERIFY(fed.error && fed.error->code == ErrorCode::BadRequest);
    }
}

void TestRequestParser::endlessTrailerIsRefused()
{
    RequestParser parser;
    QCOMPARE(parser.parseHead(chunkedHead).value(), chunkedHead.size());
    std::string body = "0\r\nX: " + std::string(20'000, 'x');
    QVERIFY(parser.decodeBody(body).error().code == ErrorCode::BadRequest);
}

QTEST_GUILESS_MAIN(TestRequestParser)
#include "TestRequestParser.moc"
