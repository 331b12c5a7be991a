#include "core/gateway/KeptHeaders.h"

#include <QtTest>

using namespace slipswitch;

class TestKeptHeaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesThatSignInAreLeftOut_data();
    void valuesThatSignInAreLeftOut();
    void theRestStandsInItsOrder();
};

void TestKeptHeaders::valuesThatSignInAreLeftOut_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"Authorization", "proxy-authorization", "x-api-key", "API-Key", "x-goog-api-key",
             "Cookie", "Set-Cookie", "x-amz-security-token", "X-Amz-Signature", "ocp-apim-subscription-key",
             "cf-access-client-secret", "x-session-token", "WWW-Authenticate"})
        QTest::newRow(name) << QByteArray(name);
}

void TestKeptHeaders::valuesThatSignInAreLeftOut()
{
    QFETCH(QByteArray, name);
    const auto spelled = name.toStdString(); // fields are views
    http::Fields fields;
    fields.add(spelled, "value-to-hide");
    QCOMPARE(gateway::keptHeaders(fields), spelled + ": (left out)\n");
}

void TestKeptHeaders::theRestStandsInItsOrder()
{
    http::Fields fields;
    fields.add("Content-Type", "application/json");
    fields.add("anthropic-ratelimit-tokens-remaining", "3980");
    fields.add("Vary", "Origin");
    fields.add("vary", "Accept");
    QCOMPARE(gateway::keptHeaders(fields),
        "Content-Type: application/json\nanthropic-ratelimit-tokens-remaining: 3980\nVary: Origin\nvary: "
        "Accept\n");
    QCOMPARE(gateway::keptHeaders({}), "");
}

QTEST_GUILESS_MAIN(TestKeptHeaders)
#include "TestKeptHeaders.moc"
