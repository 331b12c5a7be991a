#include "core/gateway/Redactor.h"

#include <QtTest>

using namespace slipswitch;

class TestRedactor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownSecretsGoFromAnswers();
    void keyShapesGoFromStorage_data();
    void keyShapesGoFromStorage();
    void shortSecretsMatchNothing();
};

void TestRedactor::knownSecretsGoFromAnswers()
{
    gateway::Redactor redactor;
    redactor.add(std::string_view("my-own-secret-value-1234"));
    const std::string text = "Bad key my-own-secret-value-1234, I said my-own-secret-value-1234!";
    QVERIFY(redactor.finds(text));
    QVERIFY(redactor.withoutKnown(text) == "Bad key my-…1234, I said my-…1234!");
    QVERIFY(!redactor.finds("nothing here"));
}

void TestRedactor::keyShapesGoFromStorage_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("stored");
    QTest::newRow("OpenAI") << QByteArray("key sk-proj-abcdefghijklmnop is wrong")
                            << QByteArray("key sk-… is wrong");
    QTest::newRow("at the end") << QByteArray("gsk_0123456789abcdef") << QByteArray("gsk_…");
    QTest::newRow("inside a word") << QByteArray("task-0123456789abcdef")
                                   << QByteArray("task-0123456789abcdef");
    QTest::newRow("short") << QByteArray("sk-short") << QByteArray("sk-short");
}

void TestRedactor::keyShapesGoFromStorage()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, stored);
    QCOMPARE(QByteArray::fromStdString(gateway::Redactor().forStorage(text.toStdString())), stored);
}

void TestRedactor::shortSecretsMatchNothing()
{
    gateway::Redactor redactor;
    redactor.add(std::string_view("x"));
    redactor.add(std::string_view(""));
    QVERIFY(redactor.withoutKnown("xxx") == "xxx");
}

QTEST_GUILESS_MAIN(TestRedactor)
#include "TestRedactor.moc"
