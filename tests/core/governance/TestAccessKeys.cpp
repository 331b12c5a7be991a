#include "core/governance/AccessKeys.h"
#include "core/governance/PresentedCredentials.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace slipswitch;
using namespace slipswitch::governance;

namespace {

struct Field
{
    std::string_view name, value;
};

const UtcTime now {std::chrono::seconds {1'700'000'000}};

std::vector<std::string> presented(const std::vector<Field> &fields, std::string_view query = {})
{
    PresentedCredentials credentials;
    collectCredentials(credentials, fields, query);
    const auto all = credentials.all();
    return {all.begin(), all.end()};
}

} // namespace

class TestAccessKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newKeyIsRandomAndOnlyItsHashIsKept();
    void matchingKeyIsFoundBesideDummies();
    void whyNotIsTold();
    void revokedKeyIsRefusedAlsoWithoutKeys();
    void keylessCallsBelongToLocal();
    void explanationsCarryNothingPresented();
    void credentialsAreCollectedFromEveryPlace_data();
    void credentialsAreCollectedFromEveryPlace();
    void numberOfCredentialsIsBounded();
    void queryLosesItsKeys_data();
    void queryLosesItsKeys();
    void credentialFieldsAreKnown();
};

void TestAccessKeys::newKeyIsRandomAndOnlyItsHashIsKept()
{
    const auto first = createAccessKey("Editor", "claude-code", "home", now);
    const auto second = createAccessKey("Editor", "claude-code", "home", now);
    const auto text = std::string(first.secret.reveal());
    QVERIFY(text.starts_with("sk-slip-"));
    QCOMPARE(text.size(), std::size_t {8 + 32});
    QVERIFY(!(first.secret == second.secret));
    QVERIFY(first.key.id != second.key.id);
    QVERIFY(first.key.hash == hashOf(text));
    QCOMPARE(first.key.ending, text.substr(text.size() - 4));
    QCOMPARE(first.key.tool, std::string("claude-code"));
    QVERIFY(!first.key.revokedAt);
}

void TestAccessKeys::matchingKeyIsFoundBesideDummies()
{
    const auto one = createAccessKey("one", "", "", now);
    const auto two = createAccessKey("two", "", "", now);
    const AccessKeyTable table({one.key, two.key});
    const std::vector<std::string_view> shown {"ollama", two.secret.reveal()};
    const auto found = table.identify(shown);
    QVERIFY(found.has_value());
    QCOMPARE((*found)->name, std::string("two"));
}

void TestAccessKeys::whyNotIsTold()
{
    const auto one = createAccessKey("one", "", "", now);
    const AccessKeyTable table({one.key});
    QVERIFY(table.identify({}).error() == KeyRefusal::NonePresented);
    auto almost = std::string(one.secret.reveal());
    almost.back() = almost.back() == 'a' ? 'b' : 'a';
    const std::vector<std::string_view> wrong {almost};
    QVERIFY(table.identify(wrong).error() == KeyRefusal::Unknown);
    const auto prefix = one.secret.reveal().substr(0, 39);
    const std::vector<std::string_view> cut {prefix};
    QVERIFY(table.identify(cut).error() == KeyRefusal::Unknown);
}

void TestAccessKeys::revokedKeyIsRefusedAlsoWithoutKeys()
{
    auto old = createAccessKey("old", "", "", now);
    old.key.revokedAt = now;
    const std::vector<std::string_view> shown {old.secret.reveal()};
    QVERIFY(AccessKeyTable({old.key}).identify(shown).error() == KeyRefusal::Revoked);
    const AccessKeyTable keyless({old.key}, AccessKeyTable::WithoutKey::IsLocal);
    QVERIFY(keyless.identify(shown).error() == KeyRefusal::Revoked);
}

void TestAccessKeys::keylessCallsBelongToLocal()
{
    const AccessKeyTable keyless({}, AccessKeyTable::WithoutKey::IsLocal);
    const auto found = keyless.identify({});
    QVERIFY(found.has_value());
    QCOMPARE((*found)->id, std::string("local"));
    const std::vector<std::string_view> dummy {"dummy"};
    QVERIFY(keyless.identify(dummy).error() == KeyRefusal::Unknown);
}

void TestAccessKeys::explanationsCarryNothingPresented()
{
    for (const auto refusal : {KeyRefusal::NonePresented, KeyRefusal::Unknown, KeyRefusal::Revoked})
        QVERIFY(!explain(refusal).empty());
}

void TestAccessKeys::credentialsAreCollectedFromEveryPlace_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("expected");
    QTest::newRow("bearer") << "Authorization" << "Bearer abc" << "" << "abc";
    QTest::newRow("bearer, any case") << "AUTHORIZATION" << "bearer  abc " << "" << "abc";
    QTest::newRow("bare") << "authorization" << "abc" << "" << "abc";
    QTest::newRow("basic") << "authorization" << "Basic abc" << "" << "";
    QTest::newRow("empty bearer") << "authorization" << "Bearer" << "" << "";
    QTest::newRow("anthropic") << "X-Api-Key" << "abc" << "" << "abc";
    QTest::newRow("azure") << "api-key" << "abc" << "" << "abc";
    QTest::newRow("gemini") << "x-goog-api-key" << " abc" << "" << "abc";
    QTest::newRow("query") << "" << "" << "alt=sse&key=abc" << "abc";
    QTest::newRow("query, encoded") << "" << "" << "k%65y=a%62c%2" << "abc%2";
    QTest::newRow("query, none") << "" << "" << "monkey=abc&key&&" << "";
    QTest::newRow("both") << "x-api-key" << "one" << "key=two" << "one two";
    QTest::newRow("other field") << "Cookie" << "abc" << "" << "";
}

void TestAccessKeys::credentialsAreCollectedFromEveryPlace()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(QString, query);
    QFETCH(QString, expected);
    const auto fieldName = name.toStdString();
    const auto fieldValue = value.toStdString();
    QStringList found;
    for (const auto &credential : presented({{fieldName, fieldValue}}, query.toStdString()))
        found << QString::fromStdString(credential);
    QCOMPARE(found.join(QLatin1Char(' ')), expected);
}

void TestAccessKeys::numberOfCredentialsIsBounded()
{
    QCOMPARE(presented(std::vector<Field>(1000, {"x-api-key", "abc"}), "key=%61").size(), std::size_t {8});
}

void TestAccessKeys::queryLosesItsKeys_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("expected");
    QTest::newRow("only") << "key=abc" << "";
    QTest::newRow("first") << "key=abc&alt=sse" << "alt=sse";
    QTest::newRow("last") << "alt=sse&key=abc" << "alt=sse";
    QTest::newRow("twice, encoded") << "%6bey=abc&a=%20b&key=abc" << "a=%20b";
    QTest::newRow("none") << "keys=1&monkey=2" << "keys=1&monkey=2";
}

void TestAccessKeys::queryLosesItsKeys()
{
    QFETCH(QString, query);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(withoutCredentials(query.toStdString())), expected);
}

void TestAccessKeys::credentialFieldsAreKnown()
{
    QVERIFY(isCredentialField("Authorization"));
    QVERIFY(isCredentialField("X-Goog-Api-Key"));
    QVERIFY(!isCredentialField("x-api-keys"));
}

QTEST_GUILESS_MAIN(TestAccessKeys)
#include "TestAccessKeys.moc"
