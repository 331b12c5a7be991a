#include "core/http/PooledUpstream.h"

#include "tests/support/Fetch.h"
#include "tests/support/RunTask.h"
#include "tests/support/ScriptedPeer.h"

#include <boost/asio/post.hpp>

#include <QtTest>

#include <fstream>

using namespace slipswitch;
using namespace slipswitch::http;
using namespace slipswitch::tests;
using namespace std::chrono_literals;

namespace {

const std::string okAbc = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";

std::size_t residentBytes()
{
    std::ifstream in("/proc/self/statm");
    std::size_t pages = 0, resident = 0;
    in >> pages >> resident;
    return resident * 4096;
}

/// Answers every request of a connection with the same bytes.
ScriptedPeer::Script always(std::string answer)
{
    return [answer = std::move(answer)](PeerConnection &peer) {
        while (!peer.readRequest().empty())
            peer.send(answer);
    };
}

/// Answers the first request, then closes.
ScriptedPeer::Script once(std::string answer)
{
    return [answer = std::move(answer)](PeerConnection &peer) {
        (void)peer.readRequest();
        peer.send(answer);
    };
}

} // namespace

class TestPooledUpstream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepAliveIsReused();
    void idleConnectionsExpire();
    void poolKeepsNoMoreThanItsLimit();
    void closedIdleConnectionIsNotTaken();
    void staleConnectionIsRetriedOnce();
    void noRetryOnceAByteCame();
    void freshConnectionIsNotRetried();
    void informationalHeadsAreSkipped();
    void closeDelimitedBodyEndsWithTheConnection();
    void truncationIsAnError_data();
    void truncationIsAnError();
    void chunkedBodyArrivesWithoutFraming();
    void earlyAnswerIsReadWhileTheBodyIsUnsent();
    void largeBodyArrivesWhole();
    void garbageIsBadResponse_data();
    void garbageIsBadResponse();
    void headBombIsRefused();
    void silenceBeforeTheHeadTimesOut();
    void silenceInTheBodyTimesOut();
    void slowReaderDoesNotTimeOut();
    void cancellationEndsEachPhase_data();
    void cancellationEndsEachPhase();
    void cancellationWhileResolving();
    void cancellationWhileSending();
    void lateCancellationDoesNotHurtTheNextRequest();
    void leftoverBytesPreventReuse();
    void connectionCloseIsHonoured();
    void headRequestHasNoBody();
    void unreadBodyIsNotReused();
    void refusedConnectionIsTold();
    void largeAnswerCostsNoMemory();

private:
    [[nodiscard]] Origin origin(const ScriptedPeer &peer) const
    {
        return {false, "127.0.0.1", peer.port(), {}, {}};
    }
    Outcome run(const Origin &to, const Asked &asked = {})
    {
        Cancellation cancellation;
        return runTask(*m_context, fetch(*m_upstream, to, asked, cancellation));
    }
    void cancelAfter(std::chrono::milliseconds delay, Cancellation &cancellation)
    {
        m_timer = std::make_unique<SteadyTimer>(m_context->get_executor(), delay);
        m_timer->async_wait([&cancellation](const auto &) { cancellation.fire(); });
    }

    SystemClock m_clock;
    std::unique_ptr<boost::asio::io_context> m_context;
    std::unique_ptr<DeadlineSweep> m_sweep;
    std::unique_ptr<PooledUpstream> m_upstream;
    std::unique_ptr<SteadyTimer> m_timer;
};

void TestPooledUpstream::init()
{
    m_context = std::make_unique<boost::asio::io_context>(1);
    m_sweep = std::make_unique<DeadlineSweep>(*m_context, 10ms);
    UpstreamOptions options;
    options.pool.idlePerOrigin = 2;
    options.pool.idleTime = 1500ms;
    m_upstream = std::make_unique<PooledUpstream>(*m_sweep, m_clock, options);
}

void TestPooledUpstream::cleanup()
{
    m_timer.reset();
    m_upstream.reset();
    m_sweep.reset();
    m_context.reset();
}

void TestPooledUpstream::keepAliveIsReused()
{
    const ScriptedPeer peer(always(okAbc));
    const auto first = run(origin(peer));
    const auto second = run(origin(peer));
    QCOMPARE(first.body, std::string("abc"));
    QCOMPARE(second.body, std::string("abc"));
    QVERIFY(!first.timing.reusedConnection);
    QVERIFY(first.timing.firstByte >= first.timing.connected);
    QVERIFY(second.timing.reusedConnection);
    QVERIFY(!second.timing.retriedStale);
    QCOMPARE(peer.accepted(), 1);
}

void TestPooledUpstream::idleConnectionsExpire()
{
    const ScriptedPeer peer(always(okAbc));
    QVERIFY(!run(origin(peer)).error);
    QCOMPARE(m_upstream->idleConnections(), std::size_t {1});
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (m_upstream->idleConnections() > 0 && std::chrono::steady_clock::now() < until)
        m_context->run_one_for(100ms);
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});
    QTRY_COMPARE(peer.finished(), 1);
    const auto wakeUps = m_sweep->wakeUps();
    m_context->restart();
    m_context->run_for(100ms); // returns at once when the timer sleeps
    QVERIFY(m_sweep->wakeUps() <= wakeUps + 1);
}

void TestPooledUpstream::poolKeepsNoMoreThanItsLimit()
{
    const ScriptedPeer peer(always(okAbc));
    const auto to = origin(peer);
    Cancellation cancellation;
    int done = 0;
    for (int i = 0; i < 5; ++i)
        boost::asio::co_spawn(*m_context, fetch(*m_upstream, to, {}, cancellation),
            [&done](std::exception_ptr, const Outcome &outcome) { done += outcome.error ? 0 : 1; });
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (done < 5 && std::chrono::steady_clock::now() < until)
        m_context->run_one_for(100ms);
    QCOMPARE(done, 5);
    QCOMPARE(m_upstream->idleConnections(), std::size_t {2});
}

void TestPooledUpstream::closedIdleConnectionIsNotTaken()
{
    const ScriptedPeer peer({once(okAbc), always(okAbc)});
    QVERIFY(!run(origin(peer)).error);
    QTRY_COMPARE(peer.finished(), 1);
    const auto second = run(origin(peer));
    QCOMPARE(second.body, std::string("abc"));
    QVERIFY(!second.timing.reusedConnection);
    QVERIFY(!second.timing.retriedStale);
}

void TestPooledUpstream::staleConnectionIsRetriedOnce()
{
    std::atomic<int> requests = 0;
    const auto count = [&requests](PeerConnection &peer) {
        (void)peer.readRequest();
        ++requests;
        peer.send(okAbc);
        (void)peer.readRequest(); // taken, then closed without a word
        ++requests;
    };
    const ScriptedPeer peer({count, always(okAbc)});
    QVERIFY(!run(origin(peer)).error);
    const auto second = run(origin(peer));
    QVERIFY(!second.error);
    QVERIFY(second.timing.retriedStale);
    QVERIFY(!second.timing.reusedConnection);
    QCOMPARE(requests, 2);
    QCOMPARE(peer.accepted(), 2);
}

void TestPooledUpstream::noRetryOnceAByteCame()
{
    const ScriptedPeer peer([](PeerConnection &connection) {
        (void)connection.readRequest();
        connection.send(okAbc);
        (void)connection.readRequest();
        connection.send("H");
    });
    QVERIFY(!run(origin(peer)).error);
    const auto second = run(origin(peer));
    QVERIFY(second.error->code == ErrorCode::ConnectionClosed);
    QVERIFY(!second.error->retryable);
    QCOMPARE(peer.accepted(), 1);
}

void TestPooledUpstream::freshConnectionIsNotRetried()
{
    const ScriptedPeer peer(once(""));
    const auto outcome = run(origin(peer));
    QVERIFY(outcome.error->code == ErrorCode::ConnectionClosed);
    QVERIFY(outcome.error->source == ErrorSource::Upstream);
    QVERIFY(outcome.error->retryable);
    QCOMPARE(peer.accepted(), 1);
}

void TestPooledUpstream::informationalHeadsAreSkipped()
{
    const ScriptedPeer peer(always("HTTP/1.1 100 Continue\r\n\r\n"
                                   "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        + okAbc));
    const auto outcome = run(origin(peer));
    QCOMPARE(outcome.status, 200U);
    QCOMPARE(outcome.body, std::string("abc"));
}

void TestPooledUpstream::closeDelimitedBodyEndsWithTheConnection()
{
    const ScriptedPeer peer(once("HTTP/1.1 200 OK\r\n\r\nuntil the end"));
    const auto outcome = run(origin(peer));
    QVERIFY(!outcome.error);
    QCOMPARE(outcome.body, std::string("until the end"));
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});
}

void TestPooledUpstream::truncationIsAnError_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("reset");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") << false;
    QTest::newRow("chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")
                           << false;
    QTest::newRow("last chunk missing")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n") << false;
    QTest::newRow("close-delimited, reset") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc") << true;
}

void TestPooledUpstream::truncationIsAnError()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, reset);
    const ScriptedPeer peer([&](PeerConnection &connection) {
        (void)connection.readRequest();
        connection.send(answer.toStdString());
        if (reset)
            connection.reset();
    });
    const auto outcome = run(origin(peer));
    QVERIFY(outcome.error->code == ErrorCode::ConnectionClosed);
    QVERIFY(!outcome.error->retryable);
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});
}

void TestPooledUpstream::chunkedBodyArrivesWithoutFraming()
{
    const ScriptedPeer peer(always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: 1\r\n\r\n"));
    QCOMPARE(run(origin(peer)).body, std::string("abcdefg"));
    QVERIFY(run(origin(peer)).timing.reusedConnection);
}

void TestPooledUpstream::earlyAnswerIsReadWhileTheBodyIsUnsent()
{
    const std::string body(20'000'000, 'x');
    std::atomic<bool> answered = false;
    const ScriptedPeer peer([&answered](PeerConnection &connection) {
        (void)connection.readHead();
        connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
        while (!answered) // reading on would let the whole body through
            std::this_thread::sleep_for(1ms);
    });
    Asked asked;
    asked.head = "POST / HTTP/1.1\r\nHost: peer\r\nContent-Length: 20000000\r\n\r\n";
    asked.body = body;
    const auto outcome = run(origin(peer), asked);
    answered = true;
    QCOMPARE(outcome.status, 413U);
    QCOMPARE(outcome.body, std::string("big"));
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});

    const ScriptedPeer leaver([](PeerConnection &connection) {
        (void)connection.readHead();
        connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
    });
    const auto left = run(origin(leaver), asked);
    QCOMPARE(left.status, 413U);
    QCOMPARE(left.body, std::string("big"));
}

void TestPooledUpstream::largeBodyArrivesWhole()
{
    std::string body(20'000'000, '\0');
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = static_cast<char>(i * 31 / 7);
    std::string received;
    const ScriptedPeer peer([&received](PeerConnection &connection) {
        received = connection.readRequest();
        connection.send(okAbc);
    });
    Asked asked;
    asked.head = "POST / HTTP/1.1\r\nHost: peer\r\nContent-Length: 20000000\r\n\r\n";
    asked.body = body;
    QCOMPARE(run(origin(peer), asked).body, std::string("abc"));
    QVERIFY(received == asked.head + body);
}

void TestPooledUpstream::garbageIsBadResponse_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("status line") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
    QTest::newRow("field") << QByteArray("HTTP/1.1 200 OK\r\nBad Name: 1\r\n\r\n");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n");
    QTest::newRow("chunk size") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    QTest::newRow("upgrade") << QByteArray("HTTP/1.1 101 Switching Protocols\r\n\r\n");
}

void TestPooledUpstream::garbageIsBadResponse()
{
    QFETCH(QByteArray, answer);
    const ScriptedPeer peer(once(answer.toStdString()));
    const auto outcome = run(origin(peer));
    QVERIFY(outcome.error->code == ErrorCode::BadResponse);
    QVERIFY(outcome.error->source == ErrorSource::Upstream);
    QVERIFY(!outcome.error->retryable);
    QVERIFY(outcome.error->detail.size() < 200);
}

void TestPooledUpstream::headBombIsRefused()
{
    std::atomic<bool> noticed = false;
    const ScriptedPeer peer([&noticed](PeerConnection &connection) {
        (void)connection.readRequest();
        connection.send("HTTP/1.1 200 OK\r\n");
        const std::string field = "X-Bomb: " + std::string(1000, 'x') + "\r\n";
        for (int i = 0; i < 100'000 && !noticed; ++i)
            noticed = !connection.send(field);
    });
    QVERIFY(run(origin(peer)).error->code == ErrorCode::BadResponse);
    QTRY_VERIFY(noticed);
}

void TestPooledUpstream::silenceBeforeTheHeadTimesOut()
{
    const ScriptedPeer peer([](PeerConnection &connection) { connection.waitForClose(); });
    Asked asked;
    asked.timeouts.firstByte = 50ms;
    const auto outcome = run(origin(peer), asked);
    QVERIFY(outcome.error->code == ErrorCode::Timeout);
    QVERIFY(outcome.error->source == ErrorSource::Upstream);
    QVERIFY(outcome.error->retryable);
    QTRY_COMPARE(peer.finished(), 1);
}

void TestPooledUpstream::silenceInTheBodyTimesOut()
{
    const ScriptedPeer peer([](PeerConnection &connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        connection.waitForClose();
    });
    Asked asked;
    asked.timeouts.silence = 50ms;
    const auto outcome = run(origin(peer), asked);
    QVERIFY(outcome.error->code == ErrorCode::Timeout);
    QVERIFY(!outcome.error->retryable);
    QCOMPARE(outcome.body, std::string("abc"));
    QTRY_COMPARE(peer.finished(), 1);
}

void TestPooledUpstream::slowReaderDoesNotTimeOut()
{
    const ScriptedPeer peer(always(okAbc));
    const auto to = origin(peer);
    Cancellation cancellation;
    const UpstreamRequest request {&to, get, {}, {5000ms, 5000ms, 30ms}, false};
    auto answer = runTask(*m_context, m_upstream->send(request, cancellation));
    QVERIFY(answer);
    m_context->restart();
    m_context->run_for(300ms);
    const auto part = runTask(*m_context, (*answer)->read());
    QVERIFY(part);
    QVERIFY(part->bytes == "abc");
}

void TestPooledUpstream::cancellationEndsEachPhase_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("delay");
    QTest::newRow("before send") << QByteArray() << -1;
    QTest::newRow("at once") << QByteArray() << 0;
    QTest::newRow("silent") << QByteArray() << 50;
    QTest::newRow("within the head") << QByteArray("HTTP/1.1 200") << 50;
    QTest::newRow("within the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") << 50;
}

void TestPooledUpstream::cancellationEndsEachPhase()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, delay);
    const ScriptedPeer peer([answer](PeerConnection &connection) {
        connection.send(answer.toStdString());
        connection.waitForClose();
    });
    const auto to = origin(peer);
    Cancellation cancellation;
    if (delay < 0)
        cancellation.fire();
    else
        cancelAfter(std::chrono::milliseconds {delay}, cancellation);
    const auto outcome = runTask(*m_context, fetch(*m_upstream, to, {}, cancellation));
    QVERIFY(outcome.error->code == ErrorCode::Cancelled);
    QVERIFY(outcome.error->source == ErrorSource::Client);
    QTRY_COMPARE(peer.finished(), peer.accepted());
    cancellation.fire();
}

void TestPooledUpstream::cancellationWhileResolving()
{
    // Shared: a look-up outlives the upstream, the test and its stack frame.
    const auto release = std::make_shared<std::atomic<bool>>(false);
    UpstreamOptions options;
    options.lookup = [release](const std::string &) -> Result<Addresses> {
        while (!*release)
            std::this_thread::sleep_for(1ms);
        return Addresses {};
    };
    m_upstream = std::make_unique<PooledUpstream>(*m_sweep, m_clock, options);
    Cancellation cancellation;
    cancelAfter(20ms, cancellation);
    const Origin to {false, "provider.test", 80, {}, {}};
    const auto cancelled = runTask(*m_context, fetch(*m_upstream, to, {}, cancellation));
    QVERIFY(cancelled.error->code == ErrorCode::Cancelled);

    Asked asked;
    asked.timeouts.connect = 20ms;
    const auto late = run(to, asked);
    QVERIFY(late.error->code == ErrorCode::Timeout);
    QVERIFY(late.error->retryable);
    m_upstream.reset();
    *release = true;
}

void TestPooledUpstream::cancellationWhileSending()
{
    const std::string body(20'000'000, 'x');
    std::atomic<bool> stop = false;
    const ScriptedPeer peer([&stop](PeerConnection &) {
        while (!stop)
            std::this_thread::sleep_for(1ms);
    });
    const auto to = origin(peer);
    Asked asked;
    asked.body = body;
    Cancellation cancellation;
    cancelAfter(50ms, cancellation);
    const auto outcome = runTask(*m_context, fetch(*m_upstream, to, asked, cancellation));
    stop = true;
    QVERIFY(outcome.error->code == ErrorCode::Cancelled);

    asked.timeouts.firstByte = 50ms;
    stop = false;
    const auto late = run(to, asked);
    stop = true;
    QVERIFY(late.error->code == ErrorCode::Timeout);
}

void TestPooledUpstream::lateCancellationDoesNotHurtTheNextRequest()
{
    const ScriptedPeer peer(always(okAbc));
    const auto to = origin(peer);
    Cancellation early;
    QVERIFY(!runTask(*m_context, fetch(*m_upstream, to, {}, early)).error);
    Cancellation other;
    const UpstreamRequest request {&to, get, {}, {}, false};
    auto answer = runTask(*m_context, m_upstream->send(request, other));
    early.fire();
    const auto part = runTask(*m_context, (*answer)->read());
    QVERIFY(part);
    QVERIFY((*answer)->timing().reusedConnection);
}

void TestPooledUpstream::leftoverBytesPreventReuse()
{
    const ScriptedPeer peer(always(okAbc + "HTTP/1.1 200 OK\r\n"));
    QCOMPARE(run(origin(peer)).body, std::string("abc"));
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});
}

void TestPooledUpstream::connectionCloseIsHonoured()
{
    const ScriptedPeer peer(always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"));
    QCOMPARE(run(origin(peer)).body, std::string("abc"));
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});
}

void TestPooledUpstream::headRequestHasNoBody()
{
    const ScriptedPeer peer(always("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"));
    Asked asked;
    asked.head = "HEAD / HTTP/1.1\r\nHost: peer\r\n\r\n";
    asked.headRequest = true;
    QVERIFY(run(origin(peer), asked).body.empty());
    QVERIFY(run(origin(peer), asked).timing.reusedConnection);
}

void TestPooledUpstream::unreadBodyIsNotReused()
{
    const ScriptedPeer peer(always(okAbc));
    const auto to = origin(peer);
    Cancellation cancellation;
    const UpstreamRequest request {&to, get, {}, {}, false};
    auto answer = runTask(*m_context, m_upstream->send(request, cancellation));
    QCOMPARE((*answer)->contentLength().value(), std::uint64_t {3});
    answer->reset();
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});
    QTRY_COMPARE(peer.finished(), 1);
}

void TestPooledUpstream::refusedConnectionIsTold()
{
    std::uint16_t port = 0;
    {
        const ScriptedPeer gone(always(okAbc));
        port = gone.port();
    }
    const auto outcome = run({false, "127.0.0.1", port, {}, {}});
    QVERIFY(outcome.error->code == ErrorCode::ConnectFailed);
    QVERIFY(outcome.error->retryable);
    QVERIFY(outcome.error->detail.find("127.0.0.1") != std::string::npos);
}

void TestPooledUpstream::largeAnswerCostsNoMemory()
{
    constexpr std::size_t size = 200'000'000;
    const ScriptedPeer peer([](PeerConnection &connection) {
        (void)connection.readRequest();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
        const std::string piece(1'000'000, 'x');
        for (std::size_t sent = 0; sent < size; sent += piece.size())
            connection.send(piece);
    });
    const auto to = origin(peer);
    Cancellation cancellation;
    const UpstreamRequest request {&to, get, {}, {}, false};
    auto answer = runTask(*m_context, m_upstream->send(request, cancellation));
    QVERIFY(answer);
    const auto before = residentBytes();
    std::this_thread::sleep_for(300ms); // a reader that does not read: bytes must stay with the peer
    std::size_t read = 0;
    bool last = false;
    while (!last) {
        const auto part = runTask(*m_context, (*answer)->read());
        QVERIFY(part);
        read += part->bytes.size();
        last = part->last;
    }
    QCOMPARE(read, size);
    QVERIFY(residentBytes() < before + 20'000'000);
}

QTEST_GUILESS_MAIN(TestPooledUpstream)
#include "TestPooledUpstream.moc"
