#include "core/base/Files.h"
#include "core/secrets/Blocking.h"
#include "core/secrets/Vault.h"
#include "core/secrets/VaultFile.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>

using namespace slipswitch;
using namespace slipswitch::secrets;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t plenty = 1 << 20;
/// As cheap as Argon2id can be: the tests open many vaults.
constexpr VaultCost cheap {1, 8192};
const std::string canary = "sk-canary-4b8e21";

Secret secret(const std::string &text)
{
    return Secret(std::string(text));
}

} // namespace

class TestVault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void secretsComeBackInAnotherProcess();
    void wrongPassphraseIsTold();
    void everyChangedByteIsNoticed();
    void cutOrForeignFilesAreCorrupt();
    void newerFormatIsRefused();
    void costsBeyondReasonAreRefused();
    void fileHidesNamesAndSecrets();
    void twoWritersLoseNothing();
    void removingIsLasting();
    void helperThreadAnswersOnTheQtThread();
    void lockedVaultSaysSo();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_path;
};

void TestVault::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = fs::path(m_dir->path().toStdString()) / "vault.bin";
}

void TestVault::secretsComeBackInAnotherProcess()
{
    const auto passphrase = secret("correct horse");
    const std::string binary("with\0zero and ümlaut", 21);
    QVERIFY(VaultFile(m_path, cheap).write(passphrase, "openai/main", secret(canary)));
    QVERIFY(VaultFile(m_path, cheap).write(passphrase, "other", secret(binary)));
    VaultFile again(m_path, VaultCost {2, 16384}); // the file's own cost counts
    QVERIFY(again.read(passphrase, "openai/main").value().reveal() == canary);
    QVERIFY(again.read(passphrase, "other").value().reveal() == binary);
    QVERIFY(again.read(passphrase, "none").error().code == ErrorCode::NotFound);
}

void TestVault::wrongPassphraseIsTold()
{
    VaultFile vault(m_path, cheap);
    QVERIFY(vault.write(secret("right"), "a", secret(canary)));
    const auto before = readFile(m_path, plenty).value();
    const auto read = vault.read(secret("wrong-canary"), "a");
    QVERIFY(read.error().code == ErrorCode::Unauthorized);
    QVERIFY(read.error().detail.find("canary") == std::string::npos);
    QVERIFY(vault.write(secret("wrong"), "a", secret("b")).error().code == ErrorCode::Unauthorized);
    QVERIFY(vault.remove(secret("wrong"), "a").error().code == ErrorCode::Unauthorized);
    QCOMPARE(readFile(m_path, plenty).value(), before);
    QVERIFY(vault.read(secret("right"), "a").has_value());
}

void TestVault::everyChangedByteIsNoticed()
{
    const auto passphrase = secret("p");
    QVERIFY(VaultFile(m_path, cheap).write(passphrase, "a", secret(canary)));
    const auto good = readFile(m_path, plenty).value();
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        QVERIFY(writeFileAtomically(m_path, bad));
        const auto read = VaultFile(m_path, cheap).read(passphrase, "a");
        QVERIFY2(!read, std::to_string(i).c_str());
        QVERIFY(read.error().code == ErrorCode::Corrupt || read.error().code == ErrorCode::NewerVersion);
    }
}

void TestVault::cutOrForeignFilesAreCorrupt()
{
    const auto passphrase = secret("p");
    QVERIFY(VaultFile(m_path, cheap).write(passphrase, "a", secret(canary)));
    const auto good = readFile(m_path, plenty).value();
    for (const auto &bad :
        {std::string(), std::string("{}"), good.substr(0, 20), good.substr(0, good.size() - 1), good + "x"}) {
        QVERIFY(writeFileAtomically(m_path, bad));
        VaultFile vault(m_path, cheap);
        QVERIFY(vault.check(passphrase).error().code == ErrorCode::Corrupt);
        QVERIFY(vault.write(passphrase, "b", secret("c")).error().code == ErrorCode::Corrupt);
        QCOMPARE(readFile(m_path, plenty).value(), bad);
    }
}

void TestVault::newerFormatIsRefused()
{
    QVERIFY(writeFileAtomically(m_path, "SLIPVLT2" + std::string(200, 'x')));
    QVERIFY(VaultFile(m_path, cheap).check(secret("p")).error().code == ErrorCode::NewerVersion);
}

void TestVault::costsBeyondReasonAreRefused()
{
    QVERIFY(VaultFile(m_path, VaultCost {21, 8192}).write(secret("p"), "a", secret("b")));
    QVERIFY(VaultFile(m_path, cheap).check(secret("p")).error().code == ErrorCode::Corrupt);
}

void TestVault::fileHidesNamesAndSecrets()
{
    QVERIFY(VaultFile(m_path, cheap).write(secret("pass-canary"), "openai/main", secret(canary)));
    const auto bytes = readFile(m_path, plenty).value();
    for (const auto &text : {canary, std::string("openai"), std::string("canary")})
        QVERIFY(bytes.find(text) == std::string::npos);
    QVERIFY(fs::status(m_path).permissions() == fs::perms(0600));
}

void TestVault::twoWritersLoseNothing()
{
    const auto passphrase = secret("p");
    VaultFile one(m_path, cheap);
    VaultFile two(m_path, cheap);
    QVERIFY(one.write(passphrase, "a", secret("1")));
    QVERIFY(two.write(passphrase, "b", secret("2")));
    QVERIFY(one.write(passphrase, "c", secret("3")));
    for (const char *name : {"a", "b", "c"})
        QVERIFY(VaultFile(m_path, cheap).read(passphrase, name).has_value());
}

void TestVault::removingIsLasting()
{
    const auto passphrase = secret("p");
    VaultFile vault(m_path, cheap);
    QVERIFY(vault.remove(passphrase, "a"));
    QVERIFY(!vault.exists());
    QVERIFY(vault.write(passphrase, "a", secret("1")));
    QVERIFY(vault.remove(passphrase, "a"));
    QVERIFY(vault.remove(passphrase, "a"));
    QVERIFY(VaultFile(m_path, cheap).read(passphrase, "a").error().code == ErrorCode::NotFound);
}

void TestVault::helperThreadAnswersOnTheQtThread()
{
    Vault vault(m_path, cheap);
    QVERIFY(waitFor<void>([&](auto done) { vault.unlock(secret("p"), done); }));
    QVERIFY(waitFor<void>([&](auto done) { vault.write("a", secret(canary), done); }));
    QThread *answeredOn = nullptr;
    vault.read("a", [&](const Result<Secret> &read) {
        QVERIFY(read.value().reveal() == canary);
        answeredOn = QThread::currentThread();
    });
    QVERIFY(!answeredOn); // later than it returned
    QTRY_COMPARE(answeredOn, thread());
    Vault other(m_path, cheap);
    const auto wrong = waitFor<void>([&](auto done) { other.unlock(secret("q"), done); });
    QVERIFY(wrong.error().code == ErrorCode::Unauthorized);
    QVERIFY(!other.isUnlocked());
}

void TestVault::lockedVaultSaysSo()
{
    Vault vault(m_path, cheap);
    const auto read = waitFor<Secret>([&](auto done) { vault.read("a", done); });
    QVERIFY(read.error().code == ErrorCode::Locked);
    QVERIFY(waitFor<void>([&](auto done) { vault.unlock(secret("p"), done); }));
    vault.lock();
    const auto write = waitFor<void>([&](auto done) { vault.write("a", secret("b"), done); });
    QVERIFY(write.error().code == ErrorCode::Locked);
    QVERIFY(!vault.exists());
}

QTEST_GUILESS_MAIN(TestVault)
#include "TestVault.moc"
