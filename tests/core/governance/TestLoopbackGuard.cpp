#include "core/governance/LoopbackGuard.h"

#include <QtTest>

#include <vector>

using namespace slipswitch::governance;

class TestLoopbackGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyLoopbackNamesPass_data();
    void onlyLoopbackNamesPass();
    void onlyListedOriginsPass();
};

void TestLoopbackGuard::onlyLoopbackNamesPass_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("passes");
    for (const char *host : {"localhost", "localhost:4141", "LocalHost:4141", "localhost.",
             "localhost:", "tool.localhost", "a.b.localhost:80", "127.0.0.1", "127.0.0.1:4141",
             "127.255.255.254", "[::1]", "[::1]:4141", "[::1]:"})
        QTest::addRow("passes: %s", host) << QByteArray(host) << true;
    for (const char *host :
        {"", ":4141", "evil.example", "evil.example:4141", "localhost.evil.example", "127.0.0.1.evil.example",
            "127.0.0.1.nip.io", "notlocalhost", "evil-localhost", ".localhost", "evil.example#.localhost",
            "evil.example/.localhost", "user@localhost", "localhost@evil.example", "localhost,evil.example",
            "localhost evil.example", "127.1", "127.0.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1",
            "127.0.0.01", "127.0.0.256", "127.0.0.", "127.0.0.1.", "127.0.0.1.1", "128.0.0.1", "0.0.0.0", "0",
            "10.0.0.1", "192.168.1.2:4141", "::1", "[::]", "[::2]", "[::1", "[::1]x", "[::1].evil",
            "[::ffff:127.0.0.1]", "localhost:x", "localhost:65536", "localhost:80:80", "localhost:-1",
            "127.0.0.1:+80", " localhost", "localhost ", "localhost..", "host.docker.internal"})
        QTest::addRow("refused: '%s'", host) << QByteArray(host) << false;
    QTest::newRow("refused: NUL") << QByteArray("localhost\0.evil.example", 23) << false;
}

void TestLoopbackGuard::onlyLoopbackNamesPass()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, passes);
    QCOMPARE(isLoopbackHost({host.constData(), static_cast<std::size_t>(host.size())}), passes);
}

void TestLoopbackGuard::onlyListedOriginsPass()
{
    const std::vector<std::string> allowed {"http://localhost:3000", "null"};
    QVERIFY(originAllowed("http://localhost:3000", allowed));
    QVERIFY(originAllowed("HTTP://LOCALHOST:3000", allowed));
    for (const char *origin : {"", "null", "http://localhost", "http://localhost:3001",
             "https://localhost:3000", "http://localhost:3000.evil.example", "http://localhost:30000"})
        QVERIFY2(!originAllowed(origin, allowed), origin);
    QVERIFY(!originAllowed("http://localhost:3000", {}));
}

QTEST_GUILESS_MAIN(TestLoopbackGuard)
#include "TestLoopbackGuard.moc"
