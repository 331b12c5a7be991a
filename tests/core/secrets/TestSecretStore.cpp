#include "core/secrets/Blocking.h"
#include "core/secrets/SecretStore.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::secrets;

/// Where no keychain runs: there is no session bus here.
class TestSecretStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void newSecretsGoToTheVaultWithoutAKeychain();
    void passphraseIsAskedOnceAndOnlyWhenNeeded();
    void keychainReferencesSayThatNoneRuns();
    void environmentIsRead();
    void badReferencesAndNamesAreRefused();
    void withoutPassphraseTheVaultStaysLocked();

private:
    [[nodiscard]] SecretPlaces places() const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

namespace {

const std::string canary = "sk-canary-90ab";

Result<Secret> readFrom(SecretStore &store, const std::string &reference)
{
    return waitFor<Secret>([&](auto done) { store.read(reference, done); });
}

Result<std::string> writeTo(SecretStore &store, const std::string &name)
{
    return waitFor<std::string>([&](auto done) { store.write(name, Secret(std::string(canary)), done); });
}

} // namespace

void TestSecretStore::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    qunsetenv("XDG_CURRENT_DESKTOP");
    qunsetenv("SLIPSWITCH_PASSPHRASE");
    qunsetenv("SLIPSWITCH_PASSPHRASE_FILE");
}

void TestSecretStore::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

SecretPlaces TestSecretStore::places() const
{
    return {.homeId = "abcdefghijkm",
        .vaultFile = std::filesystem::path(m_dir->path().toStdString()) / "vault.bin",
        .vaultCost = {1, 8192}};
}

void TestSecretStore::newSecretsGoToTheVaultWithoutAKeychain()
{
    SecretStore store(places(), [](PassphraseFor) { return Secret(std::string("p")); });
    const auto reference = writeTo(store, "openai/main");
    QVERIFY2(reference.has_value(), reference ? "" : reference.error().detail.c_str());
    QCOMPARE(*reference, std::string("vault:openai/main"));
    QVERIFY(readFrom(store, *reference).value().reveal() == canary);
    QVERIFY(waitFor<void>([&](auto done) { store.remove(*reference, done); }));
    QVERIFY(readFrom(store, *reference).error().code == ErrorCode::NotFound);
}

void TestSecretStore::passphraseIsAskedOnceAndOnlyWhenNeeded()
{
    std::vector<PassphraseFor> asked;
    const auto source = [&asked](PassphraseFor purpose) -> Result<Secret> {
        asked.push_back(purpose);
        return Secret(std::string("p"));
    };
    SecretStore first(places(), source);
    QVERIFY(waitFor<void>([&](auto done) { first.remove("vault:a", done); }));
    QVERIFY(asked.empty());
    QVERIFY(writeTo(first, "a") && writeTo(first, "b"));
    QVERIFY(asked == std::vector {PassphraseFor::NewVault});
    SecretStore second(places(), source);
    QVERIFY(readFrom(second, "vault:a") && readFrom(second, "vault:b"));
    QVERIFY((asked == std::vector {PassphraseFor::NewVault, PassphraseFor::OpeningVault}));
}

void TestSecretStore::keychainReferencesSayThatNoneRuns()
{
    SecretStore store(places());
    QVERIFY(readFrom(store, "keychain:a").error().code == ErrorCode::Unsupported);
}

void TestSecretStore::environmentIsRead()
{
    qputenv("SLIPSWITCH_TEST_KEY", canary.c_str());
    SecretStore store(places());
    QVERIFY(readFrom(store, "env:SLIPSWITCH_TEST_KEY").value().reveal() == canary);
    QVERIFY(readFrom(store, "env:SLIPSWITCH_TEST_NONE").error().code == ErrorCode::NotFound);
}

void TestSecretStore::badReferencesAndNamesAreRefused()
{
    SecretStore store(places());
    const auto read = readFrom(store, canary);
    QVERIFY(read.error().code == ErrorCode::BadRequest);
    QVERIFY(read.error().detail.find("canary") == std::string::npos);
    QVERIFY(writeTo(store, "a b").error().code == ErrorCode::BadRequest);
}

void TestSecretStore::withoutPassphraseTheVaultStaysLocked()
{
    SecretStore store(places());
    QVERIFY(writeTo(store, "a").error().code == ErrorCode::Locked);
    QVERIFY(!store.vault().exists());
}

QTEST_GUILESS_MAIN(TestSecretStore)
#include "TestSecretStore.moc"
