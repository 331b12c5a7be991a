#include "core/platform/EnvironmentProxy.h"
#include "core/platform/NoProxy.h"
#include "core/platform/SystemCertificates.h"
#include "core/platform/SystemProxy.h"

#include <QtTest>

#include <atomic>
#include <future>
#include <map>

using namespace slipswitch;
using namespace slipswitch::platform;

namespace {

using Table = std::map<std::string, std::string>;

Variables from(Table table)
{
    return [table = std::move(table)](const char *name) {
        const auto found = table.find(name);
        return found == table.end() ? std::string() : found->second;
    };
}

class TurnableClock final : public Clock
{
public:
    [[nodiscard]] UtcTime utcNow() const override { return {}; }
    [[nodiscard]] SteadyTime steadyNow() const override { return SteadyTime(m_offset.load()); }
    void advance(std::chrono::seconds by) { m_offset = m_offset.load() + by; }

private:
    std::atomic<std::chrono::nanoseconds> m_offset {std::chrono::hours {1}};
};

ProxySetting find(SystemProxy &proxies, const ProxyTarget &target)
{
    // Shared, since a test that gives up may be overtaken by the answer.
    const auto promise = std::make_shared<std::promise<ProxySetting>>();
    auto future = promise->get_future();
    if (!proxies.find(target, [promise](const ProxySetting &setting) { promise->set_value(setting); }))
        return {};
    return future.get();
}

} // namespace

class TestSystemProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noProxyList_data();
    void noProxyList();
    void loopbackIsRecognised_data();
    void loopbackIsRecognised();
    void proxiesAreParsed_data();
    void proxiesAreParsed();
    void environmentDecides_data();
    void environmentDecides();
    void systemIsAskedOnceInAWhile();
    void environmentComesBeforeTheSystem();
    void tooManyWaitingAreRefused();
    void certificatesArePem();
};

void TestSystemProxy::noProxyList_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("bypassed");
    const auto row = [](const char *list, const char *host, int port, bool bypassed) {
        QTest::addRow("%s for %s:%d", list, host, port)
            << QString::fromLatin1(list) << QString::fromLatin1(host) << port << bypassed;
    };
    row("", "api.example.com", 443, false);
    row("*", "api.example.com", 443, true);
    row("example.com", "example.com", 443, true);
    row("example.com", "api.example.com", 443, true);
    row(".example.com", "api.example.com", 443, true);
    row("*.example.com", "api.example.com", 443, true);
    row("example.com", "notexample.com", 443, false);
    row("EXAMPLE.com", "Api.Example.COM.", 443, true);
    row("a.test, example.com", "example.com", 443, true);
    row("a.test example.com", "example.com", 443, true);
    row("example.com:8443", "example.com", 8443, true);
    row("example.com:8443", "example.com", 443, false);
    row("10.0.0.0/8", "10.1.2.3", 443, true);
    row("10.0.0.0/8", "11.1.2.3", 443, false);
    row("192.168.1.7", "192.168.1.7", 80, true);
    row("192.168.1.7:80", "192.168.1.7", 443, false);
    row("fd00::/8", "fd12::1", 443, true);
    row("fd00::/8", "fe80::1", 443, false);
    row("[2001:db8::1]:443", "2001:db8::1", 443, true);
    row("[2001:db8::1]:443", "2001:db8::1", 80, false);
    row("2001:db8::1", "2001:db8:0::1", 443, true);
    row("0.0.0.0/0", "example.com", 443, false);
    row("0.0.0.0/0", "2001:db8::1", 443, false);
    row(",, ,", "example.com", 443, false);
}

void TestSystemProxy::noProxyList()
{
    QFETCH(QString, list);
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(bool, bypassed);
    const ProxyTarget target {true, host.toStdString(), static_cast<std::uint16_t>(port)};
    QCOMPARE(bypassesProxy(list.toStdString(), target), bypassed);
}

void TestSystemProxy::loopbackIsRecognised_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("loopback");
    QTest::newRow("name") << QStringLiteral("LocalHost") << true;
    QTest::newRow("below") << QStringLiteral("a.localhost") << true;
    QTest::newRow("127/8") << QStringLiteral("127.9.9.9") << true;
    QTest::newRow("v6") << QStringLiteral("::1") << true;
    QTest::newRow("similar") << QStringLiteral("localhost.example.com") << false;
    QTest::newRow("address") << QStringLiteral("128.0.0.1") << false;
}

void TestSystemProxy::loopbackIsRecognised()
{
    QFETCH(QString, host);
    QFETCH(bool, loopback);
    QCOMPARE(isLoopback(host.toStdString()), loopback);
}

void TestSystemProxy::proxiesAreParsed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("rest");
    const auto http = static_cast<int>(ProxySetting::Kind::Http);
    const auto socks = static_cast<int>(ProxySetting::Kind::Socks5);
    const auto unsupported = static_cast<int>(ProxySetting::Kind::Unsupported);
    QTest::newRow("plain") << QStringLiteral("proxy.test:3128") << true << http
                           << QStringLiteral("proxy.test 3128  ");
    QTest::newRow("http") << QStringLiteral("http://proxy.test/") << true << http
                          << QStringLiteral("proxy.test 80  ");
    QTest::newRow("encoded") << QStringLiteral("http://me:p%40ss%3A@proxy.test:1") << true << http
                             << QStringLiteral("proxy.test 1 me p@ss:");
    QTest::newRow("socks") << QStringLiteral("socks5h://[::1]") << true << socks
                           << QStringLiteral("::1 1080  ");
    QTest::newRow("tls") << QStringLiteral("https://proxy.test:443") << true << unsupported
                         << QStringLiteral("proxy.test 443  ");
    QTest::newRow("garbage") << QStringLiteral("http://:::") << false << 0 << QString();
}

void TestSystemProxy::proxiesAreParsed()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);
    QFETCH(int, kind);
    QFETCH(QString, rest);
    const auto setting = parseProxy(text.toStdString());
    QCOMPARE(setting.has_value(), valid);
    if (!valid)
        return;
    QCOMPARE(static_cast<int>(setting->kind), kind);
    QCOMPARE(
        setting->host + ' ' + std::to_string(setting->port) + ' ' + setting->user + ' ' + setting->password,
        rest.toStdString());
}

void TestSystemProxy::environmentDecides_data()
{
    QTest::addColumn<Table>("variables");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("proxy"); // empty: ask the system; "direct": none
    const auto row = [](const char *name, const Table &table, bool tls, const char *host, const char *proxy) {
        QTest::newRow(name) << table << tls << QString::fromLatin1(host) << QString::fromLatin1(proxy);
    };
    row("nothing", {}, true, "a.test", "");
    row("https", {{"https_proxy", "p1:1"}, {"http_proxy", "p2:1"}}, true, "a.test", "p1");
    row("http", {{"https_proxy", "p1:1"}, {"http_proxy", "p2:1"}}, false, "a.test", "p2");
    row("capitals", {{"HTTPS_PROXY", "p1:1"}}, true, "a.test", "p1");
    row("all", {{"ALL_PROXY", "p3:1"}}, true, "a.test", "p3");
    row("own before all", {{"all_proxy", "p3:1"}, {"https_proxy", "p1:1"}}, true, "a.test", "p1");
    row("other scheme only", {{"http_proxy", "p2:1"}}, true, "a.test", "");
    row("excluded", {{"all_proxy", "p3:1"}, {"NO_PROXY", "test"}}, true, "a.test", "direct");
    row("loopback", {{"all_proxy", "p3:1"}}, true, "127.0.0.1", "direct");
    row("loopback without variables", {}, true, "localhost", "direct");
}

void TestSystemProxy::environmentDecides()
{
    QFETCH(Table, variables);
    QFETCH(bool, tls);
    QFETCH(QString, host);
    QFETCH(QString, proxy);
    const auto setting = environmentProxy(from(variables), {tls, host.toStdString(), 443});
    QCOMPARE(setting.has_value(), !proxy.isEmpty());
    if (!setting)
        return;
    QCOMPARE(setting->kind == ProxySetting::Kind::None, proxy == QLatin1String("direct"));
    if (setting->kind != ProxySetting::Kind::None)
        QCOMPARE(QString::fromStdString(setting->host), proxy);
}

void TestSystemProxy::systemIsAskedOnceInAWhile()
{
    TurnableClock clock;
    std::atomic<int> asked = 0;
    const ProxySetting answer {ProxySetting::Kind::Socks5, "p", 1, {}, {}};
    SystemProxy proxies(
        clock,
        [&](const ProxyTarget &) {
            ++asked;
            return answer;
        },
        from({}));
    const ProxyTarget target {true, "a.test", 443};
    QVERIFY(!proxies.known(target));
    QVERIFY(find(proxies, target) == answer);
    QVERIFY(find(proxies, target) == answer);
    QCOMPARE(asked, 1);
    clock.advance(std::chrono::seconds {31});
    QVERIFY(!proxies.known(target));
    QVERIFY(find(proxies, target) == answer);
    QCOMPARE(asked, 2);
}

void TestSystemProxy::environmentComesBeforeTheSystem()
{
    const SystemClock clock;
    std::atomic<int> asked = 0;
    SystemProxy proxies(
        clock,
        [&](const ProxyTarget &) {
            ++asked;
            return ProxySetting {};
        },
        from({{"https_proxy", "http://p1:1"}}));
    QVERIFY(find(proxies, {true, "a.test", 443}).kind == ProxySetting::Kind::Http);
    QVERIFY(find(proxies, {true, "::1", 443}).kind == ProxySetting::Kind::None);
    QCOMPARE(asked, 0);
}

void TestSystemProxy::tooManyWaitingAreRefused()
{
    const SystemClock clock;
    std::promise<void> release;
    std::promise<void> begun;
    SystemProxy proxies(clock,
        [&, gate = release.get_future().share(), first = std::make_shared<bool>(true)](const ProxyTarget &) {
            if (std::exchange(*first, false))
                begun.set_value();
            gate.wait();
            return ProxySetting {};
        },
        from({}), {std::chrono::seconds {30}, 8, 2});
    std::atomic<int> answered = 0;
    const auto count = [&answered](const ProxySetting &) { ++answered; };
    QVERIFY(proxies.find({true, "a.test", 443}, count));
    begun.get_future().wait();
    QVERIFY(proxies.find({true, "b.test", 443}, count));
    QVERIFY(proxies.find({true, "c.test", 443}, count));
    QVERIFY(!proxies.find({true, "d.test", 443}, count));
    release.set_value();
    QTRY_COMPARE(answered, 3);
}

void TestSystemProxy::certificatesArePem()
{
    const auto pem = systemCertificates();
    if (pem.empty())
        QSKIP("this system has no certificates installed");
    QVERIFY(pem.starts_with("-----BEGIN CERTIFICATE-----"));
}

QTEST_GUILESS_MAIN(TestSystemProxy)
#include "TestSystemProxy.moc"
