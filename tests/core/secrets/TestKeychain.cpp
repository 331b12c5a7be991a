#include "core/secrets/Blocking.h"
#include "core/secrets/Keychain.h"
#include "core/secrets/SecretStore.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace slipswitch;
using namespace slipswitch::secrets;

/// Against a real gnome-keyring in a private session (tests/support/with-keyring).
class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void secretsComeBack();
    void missingEntryIsNotFound();
    void writingReplaces();
    void removingIsLasting();
    void homesDoNotShareEntries();
    void storePrefersTheKeychain();
    void lockedIsToldApartFromMissing();
    void silentKeychainMeetsTheDeadline();

private:
    Keychain m_keychain {"testhomeaaaa"};
};

namespace {

const std::string canary = "sk-canary-ümlaut-5577";

Result<Secret> readFrom(Keychain &keychain, const std::string &name)
{
    return waitFor<Secret>([&](auto done) { keychain.read(name, done); });
}

Result<void> writeTo(Keychain &keychain, const std::string &name, const std::string &text)
{
    return waitFor<void>([&](auto done) { keychain.write(name, Secret(std::string(text)), done); });
}

Result<void> removeFrom(Keychain &keychain, const std::string &name)
{
    return waitFor<void>([&](auto done) { keychain.remove(name, done); });
}

QDBusMessage service(const char *interface, const char *method)
{
    return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets"), QLatin1String(interface), QLatin1String(method));
}

void lockDefaultCollection()
{
    auto alias = service("org.freedesktop.Secret.Service", "ReadAlias");
    alias << QStringLiteral("default");
    const auto found = QDBusConnection::sessionBus().call(alias);
    QCOMPARE(found.type(), QDBusMessage::ReplyMessage);
    auto lock = service("org.freedesktop.Secret.Service", "Lock");
    lock << QVariant::fromValue(QList {found.arguments().first().value<QDBusObjectPath>()});
    const auto locked = QDBusConnection::sessionBus().call(lock);
    QVERIFY2(locked.type() == QDBusMessage::ReplyMessage, qPrintable(locked.errorMessage()));
}

qint64 keyringProcess()
{
    auto ask = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("/org/freedesktop/DBus"), QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("GetConnectionUnixProcessID"));
    ask << QStringLiteral("org.freedesktop.secrets");
    return QDBusConnection::sessionBus().call(ask).arguments().value(0).toLongLong();
}

} // namespace

void TestKeychain::initTestCase()
{
    if (qEnvironmentVariable("SLIPSWITCH_IN_KEYRING") != QLatin1String("yes"))
        QSKIP("Run it by tests/support/with-keyring: it locks and stops the keyring.");
    const auto open = waitFor<void>([&](auto done) { m_keychain.probe(done); });
    QVERIFY2(open.has_value(), open ? "" : open.error().detail.c_str());
}

void TestKeychain::secretsComeBack()
{
    const auto written = writeTo(m_keychain, "openai/main", canary);
    QVERIFY2(written.has_value(), written ? "" : written.error().detail.c_str());
    QVERIFY(readFrom(m_keychain, "openai/main").value().reveal() == canary);
}

void TestKeychain::missingEntryIsNotFound()
{
    QVERIFY(readFrom(m_keychain, "none").error().code == ErrorCode::NotFound);
}

void TestKeychain::writingReplaces()
{
    QVERIFY(writeTo(m_keychain, "replaced", "one"));
    QVERIFY(writeTo(m_keychain, "replaced", "two"));
    QVERIFY(readFrom(m_keychain, "replaced").value().reveal() == "two");
}

void TestKeychain::removingIsLasting()
{
    QVERIFY(writeTo(m_keychain, "removed", "one"));
    QVERIFY(removeFrom(m_keychain, "removed"));
    QVERIFY(readFrom(m_keychain, "removed").error().code == ErrorCode::NotFound);
    QVERIFY(removeFrom(m_keychain, "removed"));
}

void TestKeychain::homesDoNotShareEntries()
{
    Keychain other("testhomebbbb");
    QVERIFY(writeTo(m_keychain, "shared", "mine"));
    QVERIFY(readFrom(other, "shared").error().code == ErrorCode::NotFound);
    QVERIFY(writeTo(other, "shared", "theirs"));
    QVERIFY(readFrom(m_keychain, "shared").value().reveal() == "mine");
}

void TestKeychain::storePrefersTheKeychain()
{
    const QTemporaryDir dir;
    SecretStore store({.homeId = "testhomecccc",
        .vaultFile = std::filesystem::path(dir.path().toStdString()) / "vault.bin"});
    const auto reference = waitFor<std::string>(
        [&](auto done) { store.write("openai/main", Secret(std::string(canary)), done); });
    QCOMPARE(reference.value(), std::string("keychain:openai/main"));
    const auto read = waitFor<Secret>([&](auto done) { store.read(*reference, done); });
    QVERIFY(read.value().reveal() == canary);
    QVERIFY(!store.vault().exists());
}

void TestKeychain::lockedIsToldApartFromMissing()
{
    lockDefaultCollection();
    for (const char *name : {"openai/main", "none"}) {
        QVERIFY(readFrom(m_keychain, name).error().code == ErrorCode::Locked);
        QVERIFY(writeTo(m_keychain, name, "new").error().code == ErrorCode::Locked);
        QVERIFY(removeFrom(m_keychain, name).error().code == ErrorCode::Locked);
    }
    const QTemporaryDir dir;
    SecretStore store({.homeId = "testhomeaaaa",
        .vaultFile = std::filesystem::path(dir.path().toStdString()) / "vault.bin"});
    const auto written = waitFor<std::string>(
        [&](auto done) { store.write("openai/main", Secret(std::string(canary)), done); });
    QVERIFY(written.error().code == ErrorCode::Locked);
    QVERIFY(!store.vault().exists());
}

void TestKeychain::silentKeychainMeetsTheDeadline()
{
    const auto process = static_cast<pid_t>(keyringProcess());
    QVERIFY(process > 0);
    QCOMPARE(::kill(process, SIGSTOP), 0);
    Keychain impatient("testhomeaaaa", std::chrono::milliseconds {300});
    const auto read = readFrom(impatient, "openai/main");
    ::kill(process, SIGCONT);
    QVERIFY(read.error().code == ErrorCode::Timeout);
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "TestKeychain.moc"
