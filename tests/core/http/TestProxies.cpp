#include "core/http/PooledUpstream.h"

#include "tests/support/Fetch.h"
#include "tests/support/PeerProcess.h"
#include "tests/support/RunTask.h"
#include "tests/support/ScriptedPeer.h"

#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace slipswitch;
using namespace slipswitch::http;
using namespace slipswitch::tests;
using namespace std::chrono_literals;

namespace {

constexpr auto password = "hunter-two-and-more";

ScriptedPeer::Script answering(std::string answer)
{
    return [answer = std::move(answer)](PeerConnection &peer) {
        while (!peer.readRequest().empty())
            peer.send(answer);
    };
}

const std::string okAbc = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";

} // namespace

class TestProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void tinyproxyTunnels();
    void tinyproxyChecksThePassword();
    void dantedConnects();
    void socksUserAndPassword();
    void socksRefusalsAreTold_data();
    void socksRefusalsAreTold();
    void httpRefusalsAreTold_data();
    void httpRefusalsAreTold();
    void deadProxyIsNamed();
    void silentProxyTimesOut_data();
    void silentProxyTimesOut();

private:
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    [[nodiscard]] std::uint16_t startTinyproxy(const std::string &extra);
    [[nodiscard]] std::uint16_t startDanted();
    [[nodiscard]] static Origin through(Proxy::Kind kind, std::uint16_t proxy, std::uint16_t port)
    {
        return {false, "localhost", port, {}, {kind, "127.0.0.1", proxy, {}, {}}};
    }
    Outcome run(const Origin &to, const Asked &asked = {})
    {
        Cancellation cancellation;
        auto outcome = runTask(*m_context, fetch(*m_upstream, to, asked, cancellation));
        if (outcome.error && outcome.error->detail.find(password) != std::string::npos)
            throw std::runtime_error("the password stands in an error");
        return outcome;
    }

    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<PeerProcess>> m_processes;
    SystemClock m_clock;
    std::unique_ptr<boost::asio::io_context> m_context;
    std::unique_ptr<DeadlineSweep> m_sweep;
    std::unique_ptr<PooledUpstream> m_upstream;
};

void TestProxies::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

void TestProxies::init()
{
    m_context = std::make_unique<boost::asio::io_context>(1);
    m_sweep = std::make_unique<DeadlineSweep>(*m_context, 10ms);
    UpstreamOptions options;
    options.lookup = [](const std::string &host) -> Result<Addresses> {
        return failure(ErrorCode::Internal, "no look-up of " + host + " was expected");
    };
    m_upstream = std::make_unique<PooledUpstream>(*m_sweep, m_clock, options);
}

void TestProxies::cleanup()
{
    m_upstream.reset();
    m_sweep.reset();
    m_context.reset();
    m_processes.clear();
}

std::uint16_t TestProxies::startTinyproxy(const std::string &extra)
{
    const auto port = PeerProcess::freePort();
    const auto file = writeFile(folder() / "tinyproxy.conf",
        "Port " + std::to_string(port) + "\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nAllow 127.0.0.1\n"
            + "LogLevel Critical\nLogFile \"" + (folder() / "tinyproxy.log").string() + "\"\n" + extra);
    m_processes.push_back(std::make_unique<PeerProcess>(QStringLiteral("tinyproxy"),
        QStringList {QStringLiteral("-d"), QStringLiteral("-c"), QString::fromStdString(file)}, port));
    return port;
}

std::uint16_t TestProxies::startDanted()
{
    const auto port = PeerProcess::freePort();
    const std::string users = ::geteuid() == 0 ? "user.privileged: root\nuser.unprivileged: nobody\n" : "";
    const auto file = writeFile(folder() / "danted.conf",
        "logoutput: stderr\ninternal: 127.0.0.1 port = " + std::to_string(port) + "\nexternal: 127.0.0.1\n"
            + users
            + "clientmethod: none\nsocksmethod: none\n"
              "client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }\n"
              "socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 protocol: tcp }\n");
    m_processes.push_back(std::make_unique<PeerProcess>(QStringLiteral("danted"),
        QStringList {QStringLiteral("-f"), QString::fromStdString(file), QStringLiteral("-p"),
            QString::fromStdString((folder() / "danted.pid").string())},
        port));
    return port;
}

void TestProxies::tinyproxyTunnels()
{
    const ScriptedPeer peer(answering(okAbc));
    const auto to = through(Proxy::Kind::HttpConnect, startTinyproxy({}), peer.port());
    const auto first = run(to);
    QVERIFY2(!first.error, first.error ? first.error->detail.c_str() : "");
    QCOMPARE(first.body, std::string("abc"));
    QVERIFY(run(to).timing.reusedConnection);
    QCOMPARE(peer.accepted(), 1);
}

void TestProxies::tinyproxyChecksThePassword()
{
    const ScriptedPeer peer(answering(okAbc));
    auto to = through(Proxy::Kind::HttpConnect,
        startTinyproxy("BasicAuth me " + std::string(password) + "\n"), peer.port());
    const auto none = run(to);
    QVERIFY(none.error->code == ErrorCode::ConnectFailed);
    QVERIFY2(none.error->detail.find("wants a user name") != std::string::npos, none.error->detail.c_str());
    to.proxy.user = "me";
    to.proxy.password = std::string(password) + "x";
    const auto wrong = run(to);
    QVERIFY2(wrong.error->detail.find("did not accept") != std::string::npos, wrong.error->detail.c_str());
    QCOMPARE(peer.accepted(), 0);
    to.proxy.password = password;
    QCOMPARE(run(to).body, std::string("abc"));
}

void TestProxies::dantedConnects()
{
    const ScriptedPeer peer(answering(okAbc));
    const auto danted = startDanted();
    const auto byName = run(through(Proxy::Kind::Socks5, danted, peer.port()));
    QVERIFY2(!byName.error, byName.error ? byName.error->detail.c_str() : "");
    QCOMPARE(byName.body, std::string("abc"));
    auto byAddress = through(Proxy::Kind::Socks5, danted, peer.port());
    byAddress.host = "127.0.0.1";
    QCOMPARE(run(byAddress).body, std::string("abc"));
    auto nobody = through(Proxy::Kind::Socks5, danted, PeerProcess::freePort());
    QVERIFY(run(nobody).error->code == ErrorCode::ConnectFailed);
}

void TestProxies::socksUserAndPassword()
{
    const std::string secret = password;
    std::string credentials, target;
    char verdict = 0;
    const ScriptedPeer proxy([&](PeerConnection &peer) {
        (void)peer.read(4); // version, two methods
        peer.send({"\x05\x02", 2});
        credentials = peer.read(1 + 1 + 2 + 1 + secret.size());
        peer.send({verdict == 0 ? "\x01\x00" : "\x01\x01", 2});
        if (verdict != 0)
            return;
        target = peer.read(4 + 1 + 9 + 2);
        peer.send({"\x05\x00\x00\x03\x04host\x00\x50", 11}); // a name as the bound address
        (void)peer.readRequest();
        peer.send(okAbc);
    });
    auto to = through(Proxy::Kind::Socks5, proxy.port(), 0x1234);
    to.proxy.user = "me";
    to.proxy.password = secret;
    QCOMPARE(run(to).body, std::string("abc"));
    QCOMPARE(credentials, "\x01\x02me" + std::string(1, static_cast<char>(secret.size())) + secret);
    QCOMPARE(target, std::string("\x05\x01\x00\x03\x09localhost\x12\x34", 16));
    cleanup(); // the kept connection must not be used again
    init();
    verdict = 1;
    const auto refused = run(to);
    QVERIFY2(
        refused.error->detail.find("did not accept") != std::string::npos, refused.error->detail.c_str());
}

void TestProxies::socksRefusalsAreTold_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("wants a password") << QByteArray("\x05\x02", 2) << QByteArray("wants a user name");
    QTest::newRow("no method") << QByteArray("\x05\xff", 2) << QByteArray("wants a user name");
    QTest::newRow("no SOCKS") << QByteArray("HTTP/1.1 400 Bad\r\n\r\n") << QByteArray("does not answer");
    QTest::newRow("forbidden") << QByteArray("\x05\x00\x05\x02\x00\x01", 6) << QByteArray("rules forbid");
    QTest::newRow("refused") << QByteArray("\x05\x00\x05\x05\x00\x01", 6) << QByteArray("host refused");
    QTest::newRow("closed") << QByteArray("\x05\x00\x05", 3) << QByteArray("closed the connection");
}

void TestProxies::socksRefusalsAreTold()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, words);
    const ScriptedPeer proxy([&](PeerConnection &peer) {
        (void)peer.read(3);
        peer.send(answer.toStdString());
        if (answer.size() < 4 && answer.size() != 2)
            (void)peer.read(16);
        else
            peer.waitForClose();
    });
    const auto outcome = run(through(Proxy::Kind::Socks5, proxy.port(), 80));
    QVERIFY(outcome.error->code == ErrorCode::ConnectFailed);
    QVERIFY2(
        outcome.error->detail.find(words.toStdString()) != std::string::npos, outcome.error->detail.c_str());
}

void TestProxies::httpRefusalsAreTold_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("forbidden") << QByteArray("HTTP/1.1 403 No\r\n\r\n") << QByteArray("status 403");
    QTest::newRow("no HTTP") << QByteArray("\x05\x00\r\n\r\n", 6) << QByteArray("does not answer");
    QTest::newRow("bytes behind") << QByteArray("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n")
                                  << QByteArray("more than its answer");
    QTest::newRow("closed") << QByteArray("HTTP/1.1 200") << QByteArray("closed the connection");
    QTest::newRow("endless") << QByteArray(100'000, 'x') << QByteArray("does not answer");
}

void TestProxies::httpRefusalsAreTold()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, words);
    const ScriptedPeer proxy([&](PeerConnection &peer) {
        (void)peer.readHead();
        peer.send(answer.toStdString());
    });
    const auto outcome = run(through(Proxy::Kind::HttpConnect, proxy.port(), 80));
    QVERIFY(outcome.error->code == ErrorCode::ConnectFailed);
    QVERIFY(outcome.error->retryable);
    QVERIFY2(
        outcome.error->detail.find(words.toStdString()) != std::string::npos, outcome.error->detail.c_str());
}

void TestProxies::deadProxyIsNamed()
{
    const auto outcome = run(through(Proxy::Kind::Socks5, PeerProcess::freePort(), 80));
    QVERIFY(outcome.error->code == ErrorCode::ConnectFailed);
    QVERIFY(outcome.error->detail.find("the proxy 127.0.0.1") != std::string::npos);
}

void TestProxies::silentProxyTimesOut_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("http") << static_cast<int>(Proxy::Kind::HttpConnect);
    QTest::newRow("socks") << static_cast<int>(Proxy::Kind::Socks5);
}

void TestProxies::silentProxyTimesOut()
{
    QFETCH(int, kind);
    const ScriptedPeer proxy([](PeerConnection &peer) { peer.waitForClose(); });
    Asked asked;
    asked.timeouts.connect = 50ms;
    const auto outcome = run(through(static_cast<Proxy::Kind>(kind), proxy.port(), 80), asked);
    QVERIFY(outcome.error->code == ErrorCode::Timeout);
    QTRY_COMPARE(proxy.finished(), 1);
}

QTEST_GUILESS_MAIN(TestProxies)
#include "TestProxies.moc"
