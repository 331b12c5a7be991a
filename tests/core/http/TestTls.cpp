#include "core/http/Connector.h"
#include "core/http/PooledUpstream.h"
#include "core/http/TlsStream.h"

#include "tests/support/Certificates.h"
#include "tests/support/Fetch.h"
#include "tests/support/PeerProcess.h"
#include "tests/support/RunTask.h"
#include "tests/support/ScriptedPeer.h"

#include <QTemporaryDir>
#include <QtTest>

// GCC 12 takes the two halves of Asio's frame allocator for a mismatch once they are inlined.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

using namespace slipswitch;
using namespace slipswitch::http;
using namespace slipswitch::tests;
using namespace std::chrono_literals;

namespace {

/// A scripted peer's end of a TLS connection, with blocking calls.
class TlsServer
{
public:
    TlsServer(PeerConnection &peer, const Certificate &certificate)
        : m_context(SSL_CTX_new(TLS_server_method()))
    {
        SSL_CTX_use_certificate_chain_file(m_context.get(), certificate.pemFile().c_str());
        SSL_CTX_use_PrivateKey_file(m_context.get(), certificate.keyFile().c_str(), SSL_FILETYPE_PEM);
        m_ssl.reset(SSL_new(m_context.get()));
        SSL_set_fd(m_ssl.get(), peer.socket());
        SSL_accept(m_ssl.get());
    }
    void readSome()
    {
        char bytes[16384];
        (void)SSL_read(m_ssl.get(), bytes, sizeof bytes);
    }
    void write(std::string_view bytes)
    {
        (void)SSL_write(m_ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
    }
    void sayGoodbye() { SSL_shutdown(m_ssl.get()); }

private:
    SslContextPointer m_context;
    SslPointer m_ssl;
};

Task<Result<std::unique_ptr<TlsStream>>> handshake(
    Executor executor, const Origin &origin, std::shared_ptr<TlsContexts> contexts)
{
    Interrupt interrupt;
    const auto loopback = boost::asio::ip::address_v4::loopback();
    std::vector<boost::asio::ip::tcp::endpoint> endpoints {{loopback, origin.port}};
    auto socket = co_await connectFirst(executor, std::move(endpoints), interrupt);
    if (!socket)
        co_return failure(socket.error());
    auto ssl = contexts->prepare(origin);
    if (!ssl)
        co_return failure(ssl.error());
    auto stream = std::make_unique<TlsStream>(std::move(*socket), std::move(*ssl), origin, contexts);
    const auto shaken = co_await stream->handshake();
    if (!shaken)
        co_return failure(shaken.error());
    Gather request {get, {}};
    (void)stream->tryWrite(request);
    char bytes[4096];
    (void)co_await stream->readSome(bytes); // tickets come along
    co_return stream;
}

} // namespace

class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void authorityFromAFileIsTrusted();
    void badCertificatesAreRefused_data();
    void badCertificatesAreRefused();
    void refusalNamesTheAddress();
    void oldVersionsAreRefused();
    void sessionsAreResumed_data();
    void sessionsAreResumed();
    void endWithoutGoodbyeIsTruncation_data();
    void endWithoutGoodbyeIsTruncation();
    void recordsOfOneWakeUpComeTogether();
    void largeBodiesGoBothWays();
    void silentHandshakeEnds();
    void missingAuthorityFileIsTold();

private:
    void startNginx();
    [[nodiscard]] std::unique_ptr<Certificate> issue(const std::string &name, const std::string &names,
        const Certificate *issuer, long from, long to) const
    {
        return std::make_unique<Certificate>(folder(), Certificate::Spec {name, names, from, to}, issuer);
    }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    [[nodiscard]] Origin origin(const std::string &host, std::uint16_t port) const
    {
        return {true, host, port, m_authority->pemFile(), {}};
    }
    Outcome run(const Origin &to, const Asked &asked = {})
    {
        Cancellation cancellation;
        return runTask(*m_context, fetch(*m_upstream, to, asked, cancellation));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Certificate> m_authority, m_stranger, m_good, m_expired, m_unknown, m_selfSigned;
    std::map<std::string, std::uint16_t> m_ports;
    std::unique_ptr<PeerProcess> m_nginx;
    SystemClock m_clock;
    std::unique_ptr<boost::asio::io_context> m_context;
    std::unique_ptr<DeadlineSweep> m_sweep;
    std::unique_ptr<PooledUpstream> m_upstream;
};

void TestTls::initTestCase()
{
    m_authority = issue("authority", "", nullptr, -3600, 86400);
    m_stranger = issue("stranger", "", nullptr, -3600, 86400);
    m_good = issue("good", "DNS:good.test,IP:127.0.0.1", m_authority.get(), -3600, 86400);
    m_expired = issue("expired", "DNS:expired.test", m_authority.get(), -7200, -3600);
    m_unknown = issue("unknown", "DNS:unknown.test", m_stranger.get(), -3600, 86400);
    m_selfSigned = issue("self", "DNS:self.test", nullptr, -3600, 86400);
    startNginx();
}

void TestTls::startNginx()
{
    const auto dir = folder().string();
    std::string servers;
    const auto serve = [&](const std::string &name, const Certificate &certificate,
                           const std::string &versions) {
        m_ports[name] = PeerProcess::freePort();
        servers += "server { listen 127.0.0.1:" + std::to_string(m_ports[name]) + " ssl; ssl_certificate "
            + certificate.pemFile() + "; ssl_certificate_key " + certificate.keyFile() + "; ssl_protocols "
            + versions + "; location / { return 200 hello; } }\n";
    };
    serve("good", *m_good, "TLSv1.2 TLSv1.3");
    serve("1.2", *m_good, "TLSv1.2");
    serve("1.3", *m_good, "TLSv1.3");
    serve("expired", *m_expired, "TLSv1.3");
    serve("unknown", *m_unknown, "TLSv1.3");
    serve("self", *m_selfSigned, "TLSv1.3");
    std::string temporary;
    for (const char *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
        temporary += std::string(kind) + "_temp_path " + dir + "/" + kind + ";\n";
    const auto file = writeFile(folder() / "nginx.conf",
        "daemon off; master_process off; pid " + dir
            + "/nginx.pid; error_log stderr;\n"
              "events { }\nhttp { access_log off; ssl_session_cache shared:S:1m;\n"
            + temporary + servers + "}\n");
    m_nginx = std::make_unique<PeerProcess>(QStringLiteral("nginx"),
        QStringList {QStringLiteral("-p"), m_folder.path(), QStringLiteral("-e"), QStringLiteral("stderr"),
            QStringLiteral("-c"), QString::fromStdString(file)},
        m_ports["good"]);
}

void TestTls::init()
{
    m_context = std::make_unique<boost::asio::io_context>(1);
    m_sweep = std::make_unique<DeadlineSweep>(*m_context, 10ms);
    UpstreamOptions options;
    options.lookup = [](const std::string &) -> Result<Addresses> {
        return Addresses {boost::asio::ip::address_v4::loopback()};
    };
    m_upstream = std::make_unique<PooledUpstream>(*m_sweep, m_clock, options);
}

void TestTls::cleanup()
{
    m_upstream.reset();
    m_sweep.reset();
    m_context.reset();
}

void TestTls::authorityFromAFileIsTrusted()
{
    const auto first = run(origin("good.test", m_ports["good"]));
    QVERIFY2(!first.error, first.error ? first.error->detail.c_str() : "");
    QCOMPARE(first.body, std::string("hello"));
    const auto second = run(origin("good.test", m_ports["good"]));
    QCOMPARE(second.body, std::string("hello"));
    QVERIFY(second.timing.reusedConnection);
    QCOMPARE(run(origin("127.0.0.1", m_ports["good"])).body, std::string("hello"));
}

void TestTls::badCertificatesAreRefused_data()
{
    QTest::addColumn<QByteArray>("server");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("wrong host") << QByteArray("good") << QByteArray("other.test")
                                << QByteArray("another host");
    QTest::newRow("expired") << QByteArray("expired") << QByteArray("expired.test") << QByteArray("expired");
    QTest::newRow("unknown") << QByteArray("unknown") << QByteArray("unknown.test")
                             << QByteArray("authority");
    QTest::newRow("self-signed") << QByteArray("self") << QByteArray("self.test")
                                 << QByteArray("self-signed");
}

void TestTls::badCertificatesAreRefused()
{
    QFETCH(QByteArray, server);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, word);
    const auto outcome = run(origin(host.toStdString(), m_ports[server.toStdString()]));
    QVERIFY(outcome.error.has_value());
    QVERIFY(outcome.error->code == ErrorCode::TlsRejected);
    QVERIFY(outcome.error->source == ErrorSource::Upstream);
    QVERIFY2(
        outcome.error->detail.find(word.toStdString()) != std::string::npos, outcome.error->detail.c_str());
    QVERIFY2(
        outcome.error->detail.find(host.toStdString()) != std::string::npos, outcome.error->detail.c_str());
    QCOMPARE(m_upstream->idleConnections(), std::size_t {0});
}

void TestTls::refusalNamesTheAddress()
{
    auto untrusting = origin("good.test", m_ports["good"]);
    untrusting.caFile.clear();
    QVERIFY(run(untrusting).error->code == ErrorCode::TlsRejected);
    const auto other = issue("named", "DNS:named.test", m_authority.get(), -3600, 86400);
    const ScriptedPeer peer([&](PeerConnection &connection) { const TlsServer server(connection, *other); });
    const auto outcome = run(origin("127.0.0.1", peer.port()));
    QVERIFY(outcome.error->code == ErrorCode::TlsRejected);
    QVERIFY(outcome.error->detail.find("another host") != std::string::npos);
}

void TestTls::oldVersionsAreRefused()
{
    const auto port = PeerProcess::freePort();
    const PeerProcess server(QStringLiteral("openssl"),
        {QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:%1").arg(port),
            QStringLiteral("-cert"), QString::fromStdString(m_good->pemFile()), QStringLiteral("-key"),
            QString::fromStdString(m_good->keyFile()), QStringLiteral("-tls1_1"), QStringLiteral("-cipher"),
            QStringLiteral("DEFAULT@SECLEVEL=0"), QStringLiteral("-www")},
        port);
    const auto outcome = run(origin("good.test", port));
    QVERIFY(outcome.error.has_value());
    QVERIFY(outcome.error->code == ErrorCode::ConnectFailed);
    QVERIFY2(outcome.error->detail.find("version") != std::string::npos, outcome.error->detail.c_str());
}

void TestTls::sessionsAreResumed_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("TLS 1.2") << QByteArray("1.2");
    QTest::newRow("TLS 1.3") << QByteArray("1.3");
}

void TestTls::sessionsAreResumed()
{
    QFETCH(QByteArray, version);
    const auto contexts = std::make_shared<TlsContexts>(nullptr);
    const auto to = origin("good.test", m_ports[version.toStdString()]);
    const auto executor = m_context->get_executor();
    auto first = runTask(*m_context, handshake(executor, to, contexts));
    QVERIFY2(first, first ? "" : first.error().detail.c_str());
    QCOMPARE((*first)->version(), ("TLSv" + version).constData());
    QVERIFY(!(*first)->sessionReused());
    first->reset();
    auto second = runTask(*m_context, handshake(executor, to, contexts));
    QVERIFY(second);
    QVERIFY((*second)->sessionReused());
    // A session is good for its own origin only.
    const auto other = origin("127.0.0.1", to.port);
    auto third = runTask(*m_context, handshake(executor, other, contexts));
    QVERIFY(third);
    QVERIFY(!(*third)->sessionReused());
}

void TestTls::endWithoutGoodbyeIsTruncation_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("goodbye");
    QTest::addColumn<bool>("truncated");
    QTest::newRow("until close, goodbye") << QByteArray() << true << false;
    QTest::newRow("until close, none") << QByteArray() << false << true;
    QTest::newRow("length, none") << QByteArray("Content-Length: 3\r\n") << false << false;
    QTest::newRow("short, goodbye") << QByteArray("Content-Length: 4\r\n") << true << true;
}

void TestTls::endWithoutGoodbyeIsTruncation()
{
    QFETCH(QByteArray, head);
    QFETCH(bool, goodbye);
    QFETCH(bool, truncated);
    const ScriptedPeer peer([&](PeerConnection &connection) {
        TlsServer server(connection, *m_good);
        server.readSome();
        server.write("HTTP/1.1 200 OK\r\n" + head.toStdString() + "\r\nabc");
        if (goodbye)
            server.sayGoodbye();
    });
    const auto outcome = run(origin("good.test", peer.port()));
    QCOMPARE(outcome.body, std::string("abc"));
    QCOMPARE(outcome.error.has_value(), truncated);
    if (truncated)
        QVERIFY(outcome.error->code == ErrorCode::ConnectionClosed);
}

void TestTls::recordsOfOneWakeUpComeTogether()
{
    std::atomic<bool> go = false, sent = false;
    const ScriptedPeer peer([&](PeerConnection &connection) {
        TlsServer server(connection, *m_good);
        server.readSome();
        server.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        while (!go)
            std::this_thread::sleep_for(1ms);
        for (int i = 0; i < 10; ++i)
            server.write("0123456789");
        sent = true;
        connection.waitForClose();
    });
    const auto to = origin("good.test", peer.port());
    Cancellation cancellation;
    const UpstreamRequest request {&to, get, {}, {}, false};
    auto answer = runTask(*m_context, m_upstream->send(request, cancellation));
    QVERIFY(answer);
    go = true;
    QTRY_VERIFY(sent);
    const auto part = runTask(*m_context, (*answer)->read());
    QVERIFY(part);
    QCOMPARE(part->bytes.size(), std::size_t {100});
    QVERIFY(part->last);
}

void TestTls::largeBodiesGoBothWays()
{
    std::string body(5'000'000, '\0');
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = static_cast<char>(i * 31 / 7);
    const std::string head = "POST / HTTP/1.1\r\nHost: peer\r\nContent-Length: 5000000\r\n\r\n";
    const ScriptedPeer peer([&](PeerConnection &connection) {
        SslContextPointer context(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate_chain_file(context.get(), m_good->pemFile().c_str());
        SSL_CTX_use_PrivateKey_file(context.get(), m_good->keyFile().c_str(), SSL_FILETYPE_PEM);
        const SslPointer ssl(SSL_new(context.get()));
        SSL_set_fd(ssl.get(), connection.socket());
        SSL_accept(ssl.get());
        std::string got(head.size() + body.size(), '\0');
        std::size_t size = 0, more = 0;
        while (size < got.size() && SSL_read_ex(ssl.get(), got.data() + size, got.size() - size, &more) == 1)
            size += more;
        const auto echo = "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + got.substr(head.size());
        SSL_write_ex(ssl.get(), echo.data(), echo.size(), &more);
        SSL_shutdown(ssl.get());
    });
    Asked asked;
    asked.head = head;
    asked.body = body;
    const auto outcome = run(origin("good.test", peer.port()), asked);
    QVERIFY(!outcome.error);
    QVERIFY(outcome.body == body);
}

void TestTls::silentHandshakeEnds()
{
    const ScriptedPeer peer([](PeerConnection &connection) { connection.waitForClose(); });
    const auto to = origin("good.test", peer.port());
    Asked asked;
    asked.timeouts.connect = 50ms;
    const auto late = run(to, asked);
    QVERIFY(late.error->code == ErrorCode::Timeout);
    QVERIFY(late.error->retryable);
    Cancellation cancellation;
    SteadyTimer timer(m_context->get_executor(), 50ms);
    timer.async_wait([&](const auto &) { cancellation.fire(); });
    const auto cancelled = runTask(*m_context, fetch(*m_upstream, to, {}, cancellation));
    QVERIFY(cancelled.error->code == ErrorCode::Cancelled);
    QTRY_COMPARE(peer.finished(), 2);
}

void TestTls::missingAuthorityFileIsTold()
{
    auto to = origin("good.test", m_ports["good"]);
    to.caFile = "/nowhere/authority.pem";
    const auto outcome = run(to);
    QVERIFY(outcome.error->code == ErrorCode::ConnectFailed);
    QVERIFY(outcome.error->detail.find(to.caFile) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestTls)
#include "TestTls.moc"
