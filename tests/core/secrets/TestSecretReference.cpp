#include "core/base/SecretReference.h"
#include "core/secrets/Environment.h"

#include <QTemporaryFile>
#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::secrets;
using Place = SecretReference::Place;

class TestSecretReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void referencesAreReadAsWritten();
    void badReferencesAreRefusedUnquoted_data();
    void badReferencesAreRefusedUnquoted();
    void variablesAreReadAndOfferedByName();
    void passphraseComesFromFileOrVariable();
};

void TestSecretReference::referencesAreReadAsWritten()
{
    const auto keychain = SecretReference::parse("keychain:openai/main").value();
    QVERIFY(keychain.place == Place::Keychain && keychain.name == "openai/main");
    QVERIFY(SecretReference::parse("vault:a").value().place == Place::Vault);
    QVERIFY(SecretReference::parse("env:_KEY_2").value().place == Place::Environment);
    for (const char *text : {"keychain:openai/main", "vault:work-azure/second", "env:OPENAI_API_KEY",
             "env:AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY"})
        QCOMPARE(SecretReference::parse(text).value().toString(), std::string(text));
}

void TestSecretReference::badReferencesAreRefusedUnquoted_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {"", "sk-canary-key", "Bearer sk-canary-key", "keychain",
             "keychain:", "vault:", "env:", "env:1A", "env:sk-canary", "env:A=B", "env:A,", "env:A,,B",
             "env:A,b c", "keychain:a b", "keychain:sk-canary\n", "KEYCHAIN:a", "file:/etc/sk-canary"})
        QTest::addRow("'%s'", text) << std::string(text);
    QTest::newRow("long") << "vault:" + std::string(201, 'a');
}

void TestSecretReference::badReferencesAreRefusedUnquoted()
{
    QFETCH(std::string, text);
    const auto parsed = SecretReference::parse(text);
    QVERIFY(!parsed);
    QVERIFY(parsed.error().detail.find("canary") == std::string::npos);
}

void TestSecretReference::variablesAreReadAndOfferedByName()
{
    qputenv("SLIPSWITCH_TEST_SET", "sk-canary");
    qputenv("SLIPSWITCH_TEST_EMPTY", "");
    qunsetenv("SLIPSWITCH_TEST_UNSET");
    QVERIFY(readEnvironment("SLIPSWITCH_TEST_SET").value().reveal() == "sk-canary");
    QVERIFY(readEnvironment("SLIPSWITCH_TEST_EMPTY").error().code == ErrorCode::NotFound);
    // A key in several pieces.
    qputenv("SLIPSWITCH_TEST_ID", "AKIA");
    QVERIFY(readEnvironment("SLIPSWITCH_TEST_ID,SLIPSWITCH_TEST_SET,SLIPSWITCH_TEST_UNSET").value().reveal()
        == "AKIA:sk-canary");
    QVERIFY(readEnvironment("SLIPSWITCH_TEST_ID,SLIPSWITCH_TEST_SET,SLIPSWITCH_TEST_ID").value().reveal()
        == "AKIA:sk-canary:AKIA");
    QVERIFY(!readEnvironment("SLIPSWITCH_TEST_ID,SLIPSWITCH_TEST_UNSET"));
    QVERIFY(offeredByEnvironment({"SLIPSWITCH_TEST_ID,SLIPSWITCH_TEST_UNSET"}).empty());
    QCOMPARE(offeredByEnvironment({"SLIPSWITCH_TEST_ID,SLIPSWITCH_TEST_SET,SLIPSWITCH_TEST_UNSET"}).size(),
        std::size_t(1));
    const auto offered
        = offeredByEnvironment({"SLIPSWITCH_TEST_UNSET", "SLIPSWITCH_TEST_SET", "SLIPSWITCH_TEST_EMPTY"});
    QVERIFY(offered == std::vector<std::string> {"SLIPSWITCH_TEST_SET"});
}

void TestSecretReference::passphraseComesFromFileOrVariable()
{
    qunsetenv("SLIPSWITCH_PASSPHRASE_FILE");
    qunsetenv("SLIPSWITCH_PASSPHRASE");
    QVERIFY(passphraseFromEnvironment().error().code == ErrorCode::Locked);
    qputenv("SLIPSWITCH_PASSPHRASE", "from variable");
    QVERIFY(passphraseFromEnvironment().value().reveal() == "from variable");
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("from file\nsecond line\n");
    file.close();
    qputenv("SLIPSWITCH_PASSPHRASE_FILE", file.fileName().toUtf8());
    QVERIFY(passphraseFromEnvironment().value().reveal() == "from file");
    qputenv("SLIPSWITCH_PASSPHRASE_FILE", "/nonexistent/passphrase");
    QVERIFY(passphraseFromEnvironment().error().code == ErrorCode::NotFound);
    qunsetenv("SLIPSWITCH_PASSPHRASE_FILE");
    qunsetenv("SLIPSWITCH_PASSPHRASE");
}

QTEST_GUILESS_MAIN(TestSecretReference)
#include "TestSecretReference.moc"
