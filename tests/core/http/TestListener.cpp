#include "core/http/DeadlineSweep.h"
#include "core/http/Interrupt.h"
#include "core/http/Listener.h"
#include "tests/support/LoopThread.h"
#include "tests/support/RawClient.h"

#include <boost/json/parse.hpp>

#include <QtTest>

#include <fstream>

using namespace slipswitch;
using namespace slipswitch::http;
using namespace std::chrono_literals;
using tests::LoopThread;
using tests::RawClient;

namespace {

/// What the handler does follows the path that is asked for.
struct Seen
{
    std::atomic<int> gone {0};
    std::atomic<int> running {0};
    std::atomic<std::uint64_t> written {0};
    std::atomic<int> bodyErrors {0};
    std::atomic<int> refusedWrites {0};
};

Task<void> pause(std::chrono::milliseconds duration, boost::asio::io_context &context)
{
    SteadyTimer timer(context.get_executor(), duration);
    co_await timer.async_wait(plainly);
}

Task<void> echo(ServerExchange &exchange, Seen &seen)
{
    const auto body = co_await exchange.readBody();
    if (!body) {
        ++seen.bodyErrors;
        co_return;
    }
    const volatile char behind = (*body).data()[(*body).size() + 63]; // asan: the padding can be read
    (void)behind;
    std::string answer(exchange.head().method);
    answer += ' ';
    answer += exchange.head().target;
    answer += ' ';
    answer += *body;
    ServerExchange::ResponseHead head;
    head.fields = "X-Test: yes\r\n";
    co_await exchange.respond(head, answer);
}

Task<void> stream(ServerExchange &exchange, boost::asio::io_context &context)
{
    ServerExchange::ResponseHead head;
    exchange.begin(head);
    for (const auto *piece : {"one ", "two ", "three"}) {
        co_await exchange.write(piece, false);
        co_await pause(2ms, context);
    }
    co_await exchange.write("", true);
}

// Waits until the client left; `limit` bounds a test that fails.
Task<void> silent(ServerExchange &exchange, Seen &seen, boost::asio::io_context &context)
{
    SteadyTimer timer(context.get_executor(), 20s);
    exchange.onClientGone([&seen, &timer] {
        ++seen.gone;
        timer.cancel();
    });
    ++seen.running;
    co_await timer.async_wait(plainly);
    --seen.running;
    exchange.onClientGone(nullptr);
}

Task<void> flood(ServerExchange &exchange, Seen &seen)
{
    constexpr std::uint64_t total = 200ULL * 1024 * 1024;
    const std::string piece(64 * 1024, 'x');
    ServerExchange::ResponseHead head;
    head.contentLength = total;
    exchange.begin(head);
    for (std::uint64_t sent = 0; sent < total; sent += piece.size()) {
        const auto written = co_await exchange.write(piece, sent + piece.size() == total);
        if (!written) {
            ++seen.refusedWrites;
            break;
        }
        seen.written += piece.size();
    }
}

Task<void> cutShort(ServerExchange &exchange, boost::asio::io_context &context)
{
    ServerExchange::ResponseHead head;
    exchange.begin(head);
    co_await exchange.write("partial", false);
    co_await pause(20ms, context);
    exchange.abort();
}

Task<void> hold(ServerExchange &exchange, Seen &seen, boost::asio::io_context &context)
{
    const auto body = co_await exchange.readBody();
    if (!body) {
        ++seen.bodyErrors;
        co_return;
    }
    ++seen.running;
    co_await pause(400ms, context);
    ServerExchange::ResponseHead head;
    co_await exchange.respond(head, "held");
    --seen.running;
}

Task<void> handle(ServerExchange &exchange, Seen &seen, boost::asio::io_context &context)
{
    const auto path = exchange.head().path;
    ServerExchange::ResponseHead head;
    if (path == "/stream")
        co_await stream(exchange, context);
    else if (path == "/silent")
        co_await silent(exchange, seen, context);
    else if (path == "/flood")
        co_await flood(exchange, seen);
    else if (path == "/cut")
        co_await cutShort(exchange, context);
    else if (path == "/hold")
        co_await hold(exchange, seen, context);
    else if (path == "/throw")
        throw std::runtime_error("a fault");
    else if (path == "/nothing")
        co_return;
    else if (path == "/half")
        exchange.begin(head);
    else if (path == "/refuse") {
        head.status = 401;
        co_await exchange.respond(head, "no");
    } else if (path == "/empty") {
        head.status = 204;
        co_await exchange.respond(head, "");
    } else
        co_await echo(exchange, seen);
}

std::size_t residentBytes()
{
    std::ifstream in("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    in >> total >> resident;
    return resident * 4096;
}

/// A listener on its loop; taken down in the loop's own thread.
struct Server
{
    explicit Server(const ServerLimits &limits = {})
    {
        loop.run([&] {
            sweep = std::make_unique<DeadlineSweep>(loop.context(), 20ms);
            listener = std::make_unique<Listener>(
                loop.context(), limits,
                [this](ServerExchange &exchange) { return handle(exchange, seen, loop.context()); }, *sweep);
            port = listener->listen(0).value();
        });
    }
    ~Server()
    {
        std::promise<void> stopped;
        loop.run([&] { listener->stop(0ms, [&] { stopped.set_value(); }); });
        stopped.get_future().wait_for(10s);
        loop.run([&] { listener.reset(); });
    }
    ServerCounters counters()
    {
        return loop.run([&] { return listener->counters(); });
    }

    LoopThread loop;
    std::unique_ptr<DeadlineSweep> sweep;
    std::unique_ptr<Listener> listener;
    Seen seen;
    std::uint16_t port = 0;
};

std::string request(const std::string &line, const std::string &fields = {}, const std::string &body = {})
{
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

std::string post(const std::string &path, const std::string &body)
{
    return request("POST " + path, "Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::string errorCode(const RawClient::Response &response)
{
    boost::system::error_code failed;
    const auto value = boost::json::parse(response.body, failed);
    if (failed || !value.is_object() || !value.as_object().contains("error"))
        return "not an error body";
    const auto &error = value.at("error").as_object();
    if (!error.contains("message") || !error.contains("type") || !error.at("param").is_null())
        return "not the shape";
    return std::string(error.at("code").as_string());
}

} // namespace

class TestListener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestIsAnswered();
    void bothLoopbackAddressesAreServed();
    void takenPortIsAConflict();
    void connectionIsKept();
    void pipelinedRequestsAreAnsweredInOrder();
    void requestMayComeByteByByte();
    void emptyLineBetweenRequestsIsPassedOver();
    void bodiesOfAllSizesArrive();
    void chunkedBodyArrives();
    void chunkedBodyIsFollowedByTheNextRequest();
    void continueIsSentBeforeTheBody();
    void unknownExpectationIsRefused();
    void streamIsChunked();
    void http10IsAnsweredUntilClose();
    void http10MayBeKept();
    void answerToHeadHasNoBody();
    void noContentHasNoLength();
    void malformedHeadsAreRefused_data();
    void malformedHeadsAreRefused();
    void headerBombIsRefused();
    void slowHeadIsRefused();
    void idleConnectionIsClosed();
    void slowBodyIsRefused();
    void largeBodyIsRefusedByItsLength();
    void largeBodyIsRefusedByItsChunks();
    void answerBeforeTheBodyIsSeen();
    void unreadBodyThatCameIsSkipped();
    void tooManyConnectionsAreTold();
    void bodiesShareABudget();
    void bodyWaitsForItsShare();
    void clientThatLeavesIsNoticed();
    void clientThatResetsIsNoticed();
    void clientThatLeavesAfterPipeliningIsNoticed();
    void slowReaderPausesTheHandler();
    void clientThatTakesNothingIsLetGo();
    void abortIsSeenAsReset();
    void unfinishedAnswerIsSeenAsReset();
    void faultOfAHandlerIsAnswered_data();
    void faultOfAHandlerIsAnswered();
    void stopLetsRequestsFinish();
    void stopAbortsAfterItsGrace();
    void keptConnectionThatEndsIsLetGoAtOnce();
    void manyConnectionsAtOnce();
};

void TestListener::requestIsAnswered()
{
    Server server;
    RawClient client(server.port);
    client.send(post("/a?b=c", "hello"));
    const auto response = client.readResponse();
    QCOMPARE(response.status, 200);
    QCOMPARE(text(response.body), text("POST /a?b=c hello"));
    QVERIFY(response.head.starts_with("HTTP/1.1 200 OK\r\n"));
    QVERIFY(response.hasField("X-Test: yes\r\n"));
    QVERIFY(response.hasField("Content-Length: 17\r\n"));
    QVERIFY(!response.hasField("Connection:"));
}

void TestListener::bothLoopbackAddressesAreServed()
{
    Server server;
    RawClient four(server.port);
    four.send(request("GET /4"));
    QCOMPARE(four.readResponse().status, 200);
    RawClient six(server.port, RawClient::Family::V6);
    if (!six.connected())
        QSKIP("This machine has no IPv6");
    six.send(request("GET /6"));
    QCOMPARE(six.readResponse().status, 200);
}

void TestListener::takenPortIsAConflict()
{
    Server server;
    const auto code = server.loop.run([&] {
        Listener second(server.loop.context(), {}, {}, *server.sweep);
        return second.listen(server.port).error().code;
    });
    QVERIFY(code == ErrorCode::Conflict);
}

void TestListener::connectionIsKept()
{
    Server server;
    RawClient client(server.port);
    for (int i = 0; i < 50; ++i) {
        client.send(post("/" + std::to_string(i), "x"));
        QCOMPARE(text(client.readResponse().body), text("POST /" + std::to_string(i) + " x"));
    }
    QCOMPARE(server.counters().accepted, std::uint64_t {1});
    QCOMPARE(server.counters().requests, std::uint64_t {50});
    client.send(request("GET /last", "Connection: close\r\n"));
    QVERIFY(client.readResponse().hasField("Connection: close\r\n"));
    QVERIFY(client.waitForEnd() == RawClient::End::Closed);
}

void TestListener::pipelinedRequestsAreAnsweredInOrder()
{
    Server server;
    RawClient client(server.port);
    client.send(
        post("/1", "a") + request("GET /stream") + post("/2", std::string(50'000, 'b')) + request("GET /3"));
    QCOMPARE(text(client.readResponse().body), text("POST /1 a"));
    QCOMPARE(text(client.readResponse().body), text("one two three"));
    QCOMPARE(client.readResponse().body.size(), std::size_t {50'008});
    QCOMPARE(text(client.readResponse().body), text("GET /3 "));
}

void TestListener::requestMayComeByteByByte()
{
    Server server;
    RawClient client(server.port);
    for (const char byte : post("/slow", "hello"))
        client.send({&byte, 1});
    QCOMPARE(text(client.readResponse().body), text("POST /slow hello"));
}

void TestListener::emptyLineBetweenRequestsIsPassedOver()
{
    Server server;
    RawClient client(server.port);
    client.send(post("/1", "a") + "\r\n\r\n" + request("GET /2"));
    QCOMPARE(client.readResponse().status, 200);
    QCOMPARE(text(client.readResponse().body), text("GET /2 "));
}

void TestListener::bodiesOfAllSizesArrive()
{
    Server server;
    RawClient client(server.port);
    for (std::size_t size : {0, 1, 4000, 8000, 8100, 8128, 8192, 8200, 16'384, 100'000, 3'000'000}) {
        std::string body(size, 'b');
        for (std::size_t i = 0; i < size; i += 7)
            body[i] = static_cast<char>('a' + i % 26);
        client.send(post("/", body));
        const auto response = client.readResponse();
        QCOMPARE(response.status, 200);
        QVERIFY(response.body == "POST / " + body);
    }
    QCOMPARE(server.loop.run([&] { return server.listener->heldBodyBytes(); }), std::size_t {0});
}

void TestListener::chunkedBodyArrives()
{
    Server server;
    std::string body;
    std::string chunks;
    for (int i = 1; i <= 60; ++i) {
        const std::string piece(static_cast<std::size_t>(i) * 37, static_cast<char>('a' + i % 26));
        std::ostringstream line;
        line << std::hex << piece.size() << (i % 3 == 0 ? ";ext=1" : "") << "\r\n";
        chunks += line.str() + piece + "\r\n";
        body += piece;
    }
    chunks += "0\r\nTrailer: x\r\n\r\n";
    const auto bytes = request("POST /", "Transfer-Encoding: chunked\r\n", chunks);
    for (const std::size_t step : {bytes.size(), std::size_t {1000}, std::size_t {311}}) {
        RawClient client(server.port);
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            client.send(std::string_view(bytes).substr(at, step));
            std::this_thread::yield();
        }
        QVERIFY(client.readResponse().body == "POST / " + body);
    }
}

void TestListener::chunkedBodyIsFollowedByTheNextRequest()
{
    Server server;
    RawClient client(server.port);
    client.send(
        request("POST /1", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n") + request("GET /2"));
    QCOMPARE(text(client.readResponse().body), text("POST /1 hello"));
    QCOMPARE(text(client.readResponse().body), text("GET /2 "));
}

void TestListener::continueIsSentBeforeTheBody()
{
    Server server;
    RawClient client(server.port);
    for (const auto *fields : {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"}) {
        client.send(request("POST /", std::string("Expect: 100-continue\r\n") + fields));
        QCOMPARE(text(client.readUntil("\r\n\r\n")), text("HTTP/1.1 100 Continue\r\n\r\n"));
        client.send(std::string_view(fields).starts_with("C") ? "hello" : "5\r\nhello\r\n0\r\n\r\n");
        QCOMPARE(text(client.readResponse().body), text("POST / hello"));
    }
    client.send(request("POST /refuse", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
    const auto refused = client.readResponse();
    QCOMPARE(refused.status, 401);
    QVERIFY(refused.hasField("Connection: close\r\n"));
}

void TestListener::unknownExpectationIsRefused()
{
    Server server;
    RawClient client(server.port);
    client.send(request("POST /", "Expect: 200-ok\r\nContent-Length: 5\r\n", "hello"));
    const auto response = client.readResponse();
    QCOMPARE(response.status, 417);
    QCOMPARE(text(errorCode(response)), text("unsupported"));
}

void TestListener::streamIsChunked()
{
    Server server;
    RawClient client(server.port);
    for (int i = 0; i < 3; ++i) {
        client.send(request("GET /stream"));
        const auto response = client.readResponse();
        QVERIFY(response.hasField("Transfer-Encoding: chunked\r\n"));
        QVERIFY(response.complete);
        QCOMPARE(text(response.body), text("one two three"));
    }
}

void TestListener::http10IsAnsweredUntilClose()
{
    Server server;
    RawClient client(server.port);
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    const auto response = client.readResponse();
    QCOMPARE(text(response.body), text("one two three"));
    QVERIFY(!response.hasField("Transfer-Encoding"));
    QVERIFY(response.hasField("Connection: close\r\n"));
    QVERIFY(client.end() == RawClient::End::Closed);
}

void TestListener::http10MayBeKept()
{
    Server server;
    RawClient client(server.port);
    for (int i = 0; i < 2; ++i) {
        client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const auto response = client.readResponse();
        QCOMPARE(response.status, 200);
        QVERIFY(response.hasField("Connection: keep-alive\r\n"));
    }
}

void TestListener::answerToHeadHasNoBody()
{
    Server server;
    RawClient client(server.port);
    client.send(request("HEAD /a") + request("GET /b"));
    const auto head = client.readResponse(RawClient::patience, true);
    QVERIFY(head.hasField("Content-Length: 8\r\n"));
    QCOMPARE(text(client.readResponse().body), text("GET /b "));
}

void TestListener::noContentHasNoLength()
{
    Server server;
    RawClient client(server.port);
    client.send(request("GET /empty") + request("GET /b"));
    const auto response = client.readResponse();
    QCOMPARE(response.status, 204);
    QVERIFY(!response.hasField("Content-Length") && !response.hasField("Transfer-Encoding"));
    QCOMPARE(client.readResponse().status, 200);
}

void TestListener::malformedHeadsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01\x02\x00\x01", 6);
    QTest::newRow("two hosts") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("fold") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n");
    QTest::newRow("length and coding") << QByteArray(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n");
    QTest::newRow("gzip, chunked") << QByteArray(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
    QTest::newRow("bad chunk") << QByteArray(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n");
}

void TestListener::malformedHeadsAreRefused()
{
    QFETCH(QByteArray, bytes);
    Server server;
    RawClient client(server.port);
    client.send(bytes.toStdString());
    const auto response = client.readResponse();
    QCOMPARE(response.status, 400);
    QCOMPARE(text(errorCode(response)), text("bad_request"));
    QVERIFY(response.hasField("Connection: close\r\n"));
    QVERIFY(client.waitForEnd() == RawClient::End::Closed);
}

void TestListener::headerBombIsRefused()
{
    Server server;
    RawClient client(server.port);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    const std::string line = "X-Bomb: " + std::string(1000, 'x') + "\r\n";
    for (int i = 0; i < 300 && client.send(line); ++i) { }
    const auto response = client.readResponse();
    QCOMPARE(response.status, 431);
    QCOMPARE(text(errorCode(response)), text("too_large"));
}

void TestListener::slowHeadIsRefused()
{
    ServerLimits limits;
    limits.headTime = 100ms;
    Server server(limits);
    RawClient client(server.port);
    client.send("GET / HTTP/1.1\r\nHo");
    const auto response = client.readResponse();
    QCOMPARE(response.status, 408);
    QCOMPARE(text(errorCode(response)), text("timeout"));
}

void TestListener::idleConnectionIsClosed()
{
    ServerLimits limits;
    limits.idleTime = 100ms;
    Server server(limits);
    RawClient client(server.port);
    QVERIFY(client.waitForEnd() == RawClient::End::Closed);
    RawClient used(server.port);
    used.send(request("GET /a"));
    QCOMPARE(used.readResponse().status, 200);
    QVERIFY(used.waitForEnd() == RawClient::End::Closed);
}

void TestListener::slowBodyIsRefused()
{
    ServerLimits limits;
    limits.bodyTime = 100ms;
    Server server(limits);
    for (const auto *fields : {"Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n"}) {
        RawClient client(server.port);
        client.send(request("POST /", fields, "5\r\nhe"));
        const auto response = client.readResponse();
        QCOMPARE(response.status, 408);
        QCOMPARE(text(errorCode(response)), text("timeout"));
    }
    QCOMPARE(server.seen.bodyErrors.load(), 2);
}

void TestListener::largeBodyIsRefusedByItsLength()
{
    ServerLimits limits;
    limits.bodyBytes = 100'000;
    Server server(limits);
    RawClient client(server.port);
    client.send(post("/", std::string(100'000, 'x')));
    QCOMPARE(client.readResponse().status, 200);
    client.send(post("/", std::string(5'000'000, 'x')));
    const auto response = client.readResponse();
    QCOMPARE(response.status, 413);
    QCOMPARE(text(errorCode(response)), text("too_large"));
}

void TestListener::largeBodyIsRefusedByItsChunks()
{
    ServerLimits limits;
    limits.bodyBytes = 100'000;
    Server server(limits);
    RawClient client(server.port);
    client.send(request("POST /", "Transfer-Encoding: chunked\r\n"));
    const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
    for (int i = 0; i < 40 && client.send(chunk); ++i) { }
    const auto response = client.readResponse();
    QCOMPARE(response.status, 413);
    QCOMPARE(text(errorCode(response)), text("too_large"));
}

void TestListener::answerBeforeTheBodyIsSeen()
{
    Server server;
    RawClient client(server.port);
    QVERIFY(client.send(post("/refuse", std::string(20'000'000, 'x')))); // sent whole before reading
    const auto response = client.readResponse();
    QCOMPARE(response.status, 401);
    QVERIFY(response.complete);
    QVERIFY(response.hasField("Connection: close\r\n"));
}

void TestListener::unreadBodyThatCameIsSkipped()
{
    Server server;
    RawClient client(server.port);
    client.send(post("/refuse", "hello") + request("GET /next"));
    const auto refused = client.readResponse();
    QCOMPARE(refused.status, 401);
    QVERIFY(!refused.hasField("Connection: close"));
    QCOMPARE(text(client.readResponse().body), text("GET /next "));
}

void TestListener::tooManyConnectionsAreTold()
{
    ServerLimits limits;
    limits.connections = 2;
    Server server(limits);
    RawClient first(server.port);
    RawClient second(server.port);
    for (auto *client : {&first, &second}) {
        client->send(request("GET /a"));
        QCOMPARE(client->readResponse().status, 200);
    }
    RawClient third(server.port);
    third.send(request("GET /a"));
    const auto response = third.readResponse();
    QCOMPARE(response.status, 503);
    QCOMPARE(text(errorCode(response)), text("overloaded"));
    QCOMPARE(server.counters().refused, std::uint64_t {1});
    first.close();
    QTRY_COMPARE(server.counters().connections, std::size_t {1});
    RawClient fourth(server.port);
    fourth.send(request("GET /a"));
    QCOMPARE(fourth.readResponse().status, 200);
}

void TestListener::bodiesShareABudget()
{
    ServerLimits limits;
    limits.allBodiesBytes = 150'000;
    limits.bodyBudgetWait = 100ms;
    Server server(limits);
    RawClient first(server.port);
    first.send(post("/hold", std::string(100'000, 'x')));
    QTRY_COMPARE(server.seen.running.load(), 1);
    RawClient second(server.port);
    second.send(post("/", std::string(100'000, 'x')));
    const auto response = second.readResponse();
    QCOMPARE(response.status, 503);
    QCOMPARE(text(errorCode(response)), text("overloaded"));
    QCOMPARE(text(first.readResponse().body), text("held"));
    RawClient large(server.port);
    large.send(post("/", std::string(200'000, 'x')));
    QCOMPARE(large.readResponse().status, 503);
    QTRY_COMPARE(server.loop.run([&] { return server.listener->heldBodyBytes(); }), std::size_t {0});
}

void TestListener::bodyWaitsForItsShare()
{
    ServerLimits limits;
    limits.allBodiesBytes = 150'000;
    Server server(limits);
    RawClient first(server.port);
    first.send(post("/hold", std::string(100'000, 'x')));
    QTRY_COMPARE(server.seen.running.load(), 1);
    RawClient second(server.port);
    second.send(post("/", std::string(100'000, 'x')));
    RawClient third(server.port);
    third.send(post("/", std::string(140'000, 'x')));
    QCOMPARE(second.readResponse().body.size(), std::size_t {100'007});
    QCOMPARE(third.readResponse().body.size(), std::size_t {140'007});
}

void TestListener::clientThatLeavesIsNoticed()
{
    Server server;
    RawClient client(server.port);
    client.send(request("GET /a"));
    QCOMPARE(client.readResponse().status, 200); // a kept connection is watched too
    client.send(request("GET /silent"));
    QTRY_COMPARE(server.seen.running.load(), 1);
    client.close();
    QTRY_COMPARE(server.seen.running.load(), 0);
    QCOMPARE(server.seen.gone.load(), 1);
}

void TestListener::clientThatResetsIsNoticed()
{
    Server server;
    RawClient client(server.port);
    client.send(post("/silent", "body that nobody reads"));
    QTRY_COMPARE(server.seen.running.load(), 1);
    client.reset();
    QTRY_COMPARE(server.seen.running.load(), 0);
    QCOMPARE(server.seen.gone.load(), 1);
}

void TestListener::clientThatLeavesAfterPipeliningIsNoticed()
{
    Server server;
    RawClient client(server.port);
    client.send(request("GET /silent"));
    QTRY_COMPARE(server.seen.running.load(), 1);
    client.send(request("GET /a"));
    client.close();
    QTRY_COMPARE(server.seen.running.load(), 0);
    QCOMPARE(server.seen.gone.load(), 1);
}

void TestListener::slowReaderPausesTheHandler()
{
    Server server;
    RawClient client(server.port);
    client.setReceiveBuffer(64 * 1024);
    const auto before = residentBytes();
    client.send(request("GET /flood"));
    std::uint64_t last = 0;
    const auto stalled = [&] {
        const auto now = server.seen.written.load();
        return now > 0 && std::exchange(last, now) == now;
    };
    QTRY_VERIFY(stalled());
    QVERIFY(server.seen.written.load() < 50'000'000); // what the kernel's buffers took
    QVERIFY(residentBytes() < before + 30'000'000);
    const auto response = client.readResponse(60s);
    QVERIFY(response.complete);
    QCOMPARE(response.body.size(), std::size_t {200 * 1024 * 1024});
}

void TestListener::clientThatTakesNothingIsLetGo()
{
    ServerLimits limits;
    limits.takeTime = 200ms;
    Server server(limits);
    RawClient client(server.port);
    client.setReceiveBuffer(64 * 1024);
    client.send(request("GET /flood"));
    QTRY_COMPARE(server.seen.refusedWrites.load(), 1);
    QVERIFY(!client.readResponse(60s).complete);
    QVERIFY(client.end() == RawClient::End::Reset);
}

void TestListener::abortIsSeenAsReset()
{
    Server server;
    RawClient client(server.port);
    client.send(request("GET /cut"));
    const auto response = client.readResponse();
    QCOMPARE(response.status, 200);
    QVERIFY(!response.complete);
    QVERIFY(client.end() == RawClient::End::Reset);
}

void TestListener::unfinishedAnswerIsSeenAsReset()
{
    Server server;
    RawClient client(server.port);
    client.send(request("GET /half"));
    QVERIFY(client.waitForEnd() == RawClient::End::Reset);
}

void TestListener::faultOfAHandlerIsAnswered_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("thrown") << QStringLiteral("/throw");
    QTest::newRow("no answer") << QStringLiteral("/nothing");
}

void TestListener::faultOfAHandlerIsAnswered()
{
    QFETCH(QString, path);
    Server server;
    RawClient client(server.port);
    client.send(request("GET " + path.toStdString()));
    const auto response = client.readResponse();
    QCOMPARE(response.status, 500);
    QCOMPARE(text(errorCode(response)), text("internal"));
    QCOMPARE(server.counters().faults, std::uint64_t {1});
}

void TestListener::stopLetsRequestsFinish()
{
    Server server;
    RawClient idle(server.port);
    idle.send(request("GET /a"));
    QCOMPARE(idle.readResponse().status, 200);
    RawClient busy(server.port);
    busy.send(request("GET /hold"));
    QTRY_COMPARE(server.seen.running.load(), 1);
    std::promise<void> stopped;
    server.loop.run([&] { server.listener->stop(10s, [&] { stopped.set_value(); }); });
    QVERIFY(idle.waitForEnd() == RawClient::End::Closed);
    const auto response = busy.readResponse();
    QCOMPARE(text(response.body), text("held"));
    QVERIFY(response.hasField("Connection: close\r\n"));
    busy.close();
    QVERIFY(stopped.get_future().wait_for(10s) == std::future_status::ready);
    QVERIFY(!RawClient(server.port).connected());
}

void TestListener::stopAbortsAfterItsGrace()
{
    Server server;
    RawClient client(server.port);
    client.send(request("GET /silent"));
    QTRY_COMPARE(server.seen.running.load(), 1);
    std::promise<void> stopped;
    server.loop.run([&] { server.listener->stop(50ms, [&] { stopped.set_value(); }); });
    QVERIFY(client.waitForEnd() == RawClient::End::Reset);
    QVERIFY(stopped.get_future().wait_for(10s) == std::future_status::ready);
    QCOMPARE(server.seen.gone.load(), 1);
}

void TestListener::keptConnectionThatEndsIsLetGoAtOnce()
{
    ServerLimits limits;
    limits.idleTime = 1h;
    Server server(limits);
    RawClient client(server.port);
    client.send(request("GET /a"));
    QCOMPARE(client.readResponse().status, 200);
    client.close();
    QElapsedTimer timer;
    timer.start();
    QTRY_COMPARE(server.counters().connections, std::size_t {0});
    QVERIFY(timer.elapsed() < 1500); // and not with the next deadline
}

void TestListener::manyConnectionsAtOnce()
{
    Server server;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i)
        clients.push_back(std::make_unique<RawClient>(server.port));
    for (auto &client : clients)
        client->send(post("/", "x"));
    for (auto &client : clients)
        QCOMPARE(client->readResponse().status, 200);
    QCOMPARE(server.counters().connections, std::size_t {200});
    clients.clear();
    QTRY_COMPARE(server.counters().connections, std::size_t {0});
}

QTEST_GUILESS_MAIN(TestListener)
#include "TestListener.moc"
