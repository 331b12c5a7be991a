#include "core/http/ResponseParser.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::http;

namespace {

/// What came of a response that was fed in two reads and then ended.
struct Outcome
{
    std::string payload, rest;
    unsigned status = 0;
    bool complete = false, keepAlive = false;
    std::optional<Error> error;
};

Outcome receive(
    std::string_view bytes, std::size_t split, ResponseParser::NoBody noBody = ResponseParser::NoBody::No)
{
    Outcome outcome;
    ResponseParser parser;
    parser.start(noBody);
    std::string held;
    bool head = false;
    for (const auto piece : {bytes.substr(0, split), bytes.substr(split)}) {
        held += piece;
        if (!head) {
            const auto size = parser.parseHead(held);
            if (!size) {
                outcome.error = size.error();
                return outcome;
            }
            if (*size == 0)
                continue;
            head = true;
            held.erase(0, *size);
        }
        const auto part = parser.decodeBody(held);
        if (!part) {
            outcome.error = part.error();
            return outcome;
        }
        outcome.payload += part->bytes;
        held.erase(0, part->consumed);
        outcome.complete = part->last;
    }
    outcome.rest = held;
    if (const auto ended = parser.finish(); !ended)
        outcome.error = ended.error();
    else
        outcome.complete = true;
    if (head) {
        outcome.status = parser.status();
        outcome.keepAlive = parser.keepAlive();
    }
    return outcome;
}

} // namespace

class TestResponseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void responsesAreReadAtEverySplit_data();
    void responsesAreReadAtEverySplit();
    void truncatedOnesAreToldApart_data();
    void truncatedOnesAreToldApart();
    void badOnesAreRefused_data();
    void badOnesAreRefused();
    void answerToHeadHasNoBody();
    void switchingProtocolsIsRefused();
    void endlessInformationIsRefused();
    void largeHeadIsRefused();
    void largeBodyIsNotLimited();
};

void TestResponseParser::responsesAreReadAtEverySplit_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<bool>("keepAlive");
    const auto row = [](const char *name, QByteArray bytes, int status, const char *payload, const char *rest,
                         bool kept) {
        QTest::newRow(name) << bytes << status << QByteArray(payload) << QByteArray(rest) << kept;
    };
    row("length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", "", true);
    row("empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", "", true);
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n",
        200, "hello!", "", true);
    row("trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n!\r\n0\r\nA: b\r\n\r\n", 200,
        "!", "", true);
    row("until close", "HTTP/1.1 200 OK\r\n\r\nhello", 200, "hello", "", false);
    row("no reason", "HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\n!", 200, "!", "", true);
    row("no content", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", "", true);
    row("not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "", "", true);
    row("continue",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!",
        200, "!", "", true);
    row("left over", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello", 200, "he", "llo", true);
    row("close", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n!", 200, "!", "", false);
    row("1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n!", 200, "!", "", false);
    row("1.0 kept", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\n!", 200, "!", "",
        true);
    row("1.0 chunked",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n", 200, "",
        "", false);
}

void TestResponseParser::responsesAreReadAtEverySplit()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QByteArray, payload);
    QFETCH(QByteArray, rest);
    QFETCH(bool, keepAlive);
    for (int split = 0; split <= bytes.size(); ++split) {
        const auto outcome = receive(bytes.toStdString(), static_cast<std::size_t>(split));
        QVERIFY2(!outcome.error, outcome.error ? outcome.error->detail.c_str() : "");
        QVERIFY(outcome.complete);
        QCOMPARE(static_cast<int>(outcome.status), status);
        QCOMPARE(QByteArray::fromStdString(outcome.payload), payload);
        QCOMPARE(QByteArray::fromStdString(outcome.rest), rest);
        QCOMPARE(outcome.keepAlive, keepAlive);
    }
}

void TestResponseParser::truncatedOnesAreToldApart_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("status line") << QByteArray("HTTP/1.1 200 OK\r\n");
    QTest::newRow("only 100") << QByteArray("HTTP/1.1 100 Continue\r\n\r\n");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello");
    QTest::newRow("no body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
    QTest::newRow("in a chunk") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello");
    QTest::newRow("before the last") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    QTest::newRow("in the last") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n");
}

void TestResponseParser::truncatedOnesAreToldApart()
{
    QFETCH(QByteArray, bytes);
    const auto outcome = receive(bytes.toStdString(), 0);
    QVERIFY(outcome.error);
    QVERIFY(outcome.error->code == ErrorCode::ConnectionClosed);
    QVERIFY(outcome.error->source == ErrorSource::Upstream);
    QVERIFY(!outcome.complete);
}

void TestResponseParser::badOnesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const char *lines) {
        QTest::newRow(name) << QByteArray("HTTP/1.1 200 OK\r\n") + lines + "\r\n";
    };
    row("fold", "A: b\r\n c\r\n");
    row("two lengths", "Content-Length: 1\r\nContent-Length: 1\r\n");
    row("length and coding", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n");
    row("gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n");
    row("bad chunk", "Transfer-Encoding: chunked\r\n\r\nhello\r\n");
    row("control", "A: b\x02\r\n");
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("status") << QByteArray("HTTP/1.1 099 Odd\r\n\r\n");
}

void TestResponseParser::badOnesAreRefused()
{
    QFETCH(QByteArray, bytes);
    const auto outcome = receive(bytes.toStdString(), 0);
    QVERIFY(outcome.error);
    QVERIFY(outcome.error->code == ErrorCode::BadResponse);
}

void TestResponseParser::answerToHeadHasNoBody()
{
    const auto outcome
        = receive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 0, ResponseParser::NoBody::Yes);
    QVERIFY(!outcome.error);
    QVERIFY(outcome.complete);
    QVERIFY(outcome.keepAlive);
    ResponseParser parser;
    parser.start(ResponseParser::NoBody::Yes);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    QCOMPARE(parser.parseHead(head).value(), head.size());
    QVERIFY(parser.complete());
    QCOMPARE(*parser.contentLength(), std::uint64_t {5});
}

void TestResponseParser::switchingProtocolsIsRefused()
{
    const auto outcome = receive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", 0);
    QVERIFY(outcome.error && outcome.error->code == ErrorCode::BadResponse);
}

void TestResponseParser::endlessInformationIsRefused()
{
    std::string bytes;
    for (int i = 0; i < 100; ++i)
        bytes += "HTTP/1.1 100 Continue\r\n\r\n";
    const auto outcome = receive(bytes, 0);
    QVERIFY(outcome.error && outcome.error->code == ErrorCode::BadResponse);
}

void TestResponseParser::largeHeadIsRefused()
{
    const auto outcome = receive("HTTP/1.1 200 OK\r\nA: " + std::string(300 * 1024, 'a'), 1000);
    QVERIFY(outcome.error && outcome.error->code == ErrorCode::BadResponse);
}

void TestResponseParser::largeBodyIsNotLimited()
{
    const std::string body(20 * 1024 * 1024, 'b');
    const auto outcome = receive("HTTP/1.1 200 OK\r\n\r\n" + body, 1000);
    QVERIFY(!outcome.error);
    QVERIFY(outcome.payload == body);
}

QTEST_GUILESS_MAIN(TestResponseParser)
#include "TestResponseParser.moc"
