#include "core/base/Clock.h"
#include "core/service/ProxyFinder.h"

#include <QtTest>

using namespace slipswitch;
using service::ProxyFinder;
using Kind = http::Proxy::Kind;
using Mode = domain::ProxyChoice::Mode;

namespace {

config::Settings settingsWith(domain::ProxyChoice own, domain::ProxyChoice general = {})
{
    config::Settings settings;
    domain::Provider provider;
    provider.name = "far";
    provider.kind = "custom-openai";
    provider.baseUrls = {{domain::Dialect::OpenAiChat, "https://far.test/v1"}};
    provider.proxy = std::move(own);
    settings.providers.push_back(std::move(provider));
    settings.upstream.proxy = std::move(general);
    return settings;
}

} // namespace

class TestProxyFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void providersOwnChoiceComesFirst();
    void passwordMayComeFromAVariable();
    void unusableProxyIsNotGoneAround_data();
    void unusableProxyIsNotGoneAround();

private:
    http::Proxy find(const config::Settings &settings) { return m_finder.proxiesFor(settings).at("far"); }

    SystemClock m_clock;
    ProxyFinder m_finder {m_clock};
};

void TestProxyFinder::providersOwnChoiceComesFirst()
{
    const domain::ProxyChoice general {Mode::Fixed, "http://general.test:3128"};
    QCOMPARE(find(settingsWith({}, general)).host, std::string("general.test"));
    QVERIFY(find(settingsWith({Mode::None, {}}, general)).kind == Kind::None);
    const auto own = find(settingsWith({Mode::Fixed, "socks5://own.test:9"}, general));
    QVERIFY(own.kind == Kind::Socks5);
    QCOMPARE(own.host, std::string("own.test"));
    QCOMPARE(own.port, std::uint16_t {9});
}

void TestProxyFinder::passwordMayComeFromAVariable()
{
    qputenv("SLIPSWITCH_TEST_PROXY", "http://ann:s%20ecret@work.test:8123");
    const auto proxy = find(settingsWith({Mode::Fixed, "env:SLIPSWITCH_TEST_PROXY"}));
    QVERIFY(proxy.kind == Kind::HttpConnect);
    QCOMPARE(proxy.host, std::string("work.test"));
    QCOMPARE(proxy.user, std::string("ann"));
    QCOMPARE(proxy.password, std::string("s ecret"));
}

void TestProxyFinder::unusableProxyIsNotGoneAround_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("variable not set") << QStringLiteral("env:SLIPSWITCH_TEST_NOT_SET");
    QTest::newRow("other kind") << QStringLiteral("ftp://work.test");
}

void TestProxyFinder::unusableProxyIsNotGoneAround()
{
    QFETCH(QString, address);
    QSignalSpy told(&m_finder, &ProxyFinder::notice);
    const auto proxy = find(settingsWith({Mode::Fixed, address.toStdString()}));
    QVERIFY(proxy.kind == Kind::HttpConnect);
    QVERIFY(QString::fromStdString(proxy.host).endsWith(QLatin1String(".invalid")));
    QCOMPARE(told.count(), 1);
    QVERIFY(told.first().first().toString().contains(address));
    (void)find(settingsWith({Mode::Fixed, address.toStdString()}));
    QCOMPARE(told.count(), 1); // once is enough
}

QTEST_GUILESS_MAIN(TestProxyFinder)
#include "TestProxyFinder.moc"
