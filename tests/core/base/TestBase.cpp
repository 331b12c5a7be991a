#include "core/base/Coding.h"
#include "core/base/Ids.h"
#include "core/base/Money.h"
#include "core/base/Resources.h"
#include "core/base/Secret.h"

#include <QtTest>

#include <limits>
#include <set>

using namespace slipswitch;

class TestBase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moneyIsWrittenExactly_data();
    void moneyIsWrittenExactly();
    void requestIdsSurviveText();
    void requestIdsSortByTime();
    void secretsAreMasked_data();
    void secretsAreMasked();
    void movedSecretLeavesNothing();
    void tokensDiffer();
    void resourcesAreBuiltIn();
    void base64ComesBack_data();
    void base64ComesBack();
    void whatIsNoBase64IsRefused();
};

void TestBase::moneyIsWrittenExactly_data()
{
    QTest::addColumn<qint64>("picodollars");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << qint64 {0} << "0";
    QTest::newRow("one") << qint64 {1} << "0.000000000001";
    QTest::newRow("dollar") << qint64 {1'000'000'000'000} << "1";
    QTest::newRow("fraction") << qint64 {117'750'000} << "0.00011775";
    QTest::newRow("negative") << qint64 {-1'500'000'000'000} << "-1.5";
    QTest::newRow("lowest") << std::numeric_limits<qint64>::min() << "-9223372.036854775808";
}

void TestBase::moneyIsWrittenExactly()
{
    QFETCH(qint64, picodollars);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(Money::picodollars(picodollars).toString()), text);
}

void TestBase::base64ComesBack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char *bytes : {"", "a", "ab", "abc", "abcd", "\xff\xfe\xfd\xfc\xfb"})
        QTest::addRow("%d bytes", static_cast<int>(qstrlen(bytes))) << QByteArray(bytes);
    QTest::newRow("a zero") << QByteArray("\0\0", 2);
}

/// Padded or not, as each sends it.
void TestBase::base64ComesBack()
{
    QFETCH(QByteArray, bytes);
    const auto text = base64({bytes.data(), static_cast<std::size_t>(bytes.size())});
    QCOMPARE(QByteArray::fromStdString(text), bytes.toBase64());
    QCOMPARE(QByteArray::fromStdString(bytesOfBase64(text).value()), bytes);
    const auto unpadded = text.substr(0, text.find('='));
    QCOMPARE(QByteArray::fromStdString(bytesOfBase64(unpadded).value()), bytes);
}

void TestBase::whatIsNoBase64IsRefused()
{
    for (const char *text : {"A*CA", "AA AA", " AAAA", "AAAA ", "AAA\n"})
        QVERIFY2(!bytesOfBase64(text).has_value(), text);
}

void TestBase::requestIdsSurviveText()
{
    const auto id = RequestId::make(SystemClock().utcNow());
    const auto text = id.toString();
    QCOMPARE(text.size(), std::size_t {30});
    QVERIFY(RequestId::parse(text) == id);
    QVERIFY(!RequestId::parse("req_"));
    QVERIFY(!RequestId::parse(text.substr(0, 29) + "u"));
}

void TestBase::requestIdsSortByTime()
{
    const UtcTime early {std::chrono::milliseconds {1'000}};
    const UtcTime late {std::chrono::milliseconds {1'001}};
    QVERIFY(RequestId::make(early) < RequestId::make(late));
    QVERIFY(RequestId::make(early).toString() < RequestId::make(late).toString());
}

void TestBase::secretsAreMasked_data()
{
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("shown");
    QTest::newRow("key") << "sk-ant-0123456789abcdef" << "sk-…cdef";
    QTest::newRow("short") << "hunter2" << "…";
    QTest::newRow("empty") << "" << "…";
}

void TestBase::secretsAreMasked()
{
    QFETCH(QString, secret);
    QFETCH(QString, shown);
    QCOMPARE(QString::fromStdString(Secret(secret.toStdString()).masked()), shown);
}

void TestBase::movedSecretLeavesNothing()
{
    std::string raw = "short";
    Secret first(std::move(raw));
    QVERIFY(raw.empty()); // NOLINT(bugprone-use-after-move): that it is empty is the promise
    const Secret second(std::move(first));
    QVERIFY(first.empty()); // NOLINT(bugprone-use-after-move)
    QVERIFY(second.reveal() == "short");
}

void TestBase::tokensDiffer()
{
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(randomToken(160));
    QCOMPARE(seen.size(), std::size_t {1000});
    QCOMPARE(seen.begin()->size(), std::size_t {32});
}

void TestBase::resourcesAreBuiltIn()
{
    QVERIFY(readResource("catalog/models.json").value().size() > 100'000);
    QVERIFY(readResource("catalog/none.json").error().code == ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestBase)
#include "TestBase.moc"
