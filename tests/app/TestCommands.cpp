#include "app/commands/Commands.h"
#include "core/base/Files.h"
#include "core/config/SettingsStore.h"
#include "core/governance/AccessKeys.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>

#include <boost/json/parse.hpp>

#include <sstream>

using namespace slipswitch;
using namespace slipswitch::app;

namespace json = boost::json;

namespace {

const std::string canary = "sk-canary-2f6a91d07c";

struct Outcome
{
    ExitCode code;
    std::string out, err;
};

} // namespace

/// Commands on a home of their own, without a keychain: secrets go to the vault.
class TestCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void providerComesAndGoes();
    void providerWithKeyInTheEnvironmentKeepsItsName();
    void cloudsKeepWhatTheyNeedToKnow();
    void keylessProviderNeedsNoVault();
    void mistakesAreToldInThreeParts_data();
    void mistakesAreToldInThreeParts();
    void takenNameIsAConflictAndKeepsItsKey();
    void testingGivesTheProbeTheKey();
    void environmentKeysAreOfferedByNameOnly();
    void keyIsShownOnceAndWorks();
    void revokedKeyStaysRevoked();
    void lockedVaultEndsWithItsOwnCode();
    void brokenSettingsAreToldAndLeftAlone();
    void noSecretIsPrintedOrStoredInClear();

private:
    Outcome run(const std::vector<std::string> &words, const std::string &input = {},
        const ProviderProbe &probe = {});
    [[nodiscard]] config::Settings settings() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    std::string m_everythingPrinted;
};

void TestCommands::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    qunsetenv("XDG_CURRENT_DESKTOP");
    qunsetenv("SLIPSWITCH_PASSPHRASE_FILE");
}

void TestCommands::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_everythingPrinted.clear();
    qputenv("SLIPSWITCH_PASSPHRASE", "pass-canary-phrase");
}

Outcome TestCommands::run(
    const std::vector<std::string> &words, const std::string &input, const ProviderProbe &probe)
{
    auto line = parseCommandLine(words);
    if (!line)
        return {ExitCode::Usage, {}, line.error().detail};
    line->home = m_dir->path().toStdString();
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    Console console {in, out, err};
    const auto code = runCommand(*line, console, probe);
    m_everythingPrinted += out.str() + err.str();
    return {code, out.str(), err.str()};
}

config::Settings TestCommands::settings() const
{
    return config::SettingsFile(m_dir->path().toStdString() + "/settings.json").load().value();
}

void TestCommands::providerComesAndGoes()
{
    const auto added
        = run({"providers", "add", "work", "--kind", "openai", "--key-stdin"}, "  " + canary + " \r\nmore");
    QVERIFY2(added.code == ExitCode::Ok, added.err.c_str());
    QCOMPARE(settings().providers.at(0).credentials.at(0).reference, std::string("vault:work/main"));
    const auto listed = run({"--json", "providers", "list"});
    const auto array = json::parse(listed.out).as_array();
    QCOMPARE(array.size(), std::size_t {1});
    QVERIFY(array[0].at("name") == "work" && array[0].at("kind") == "openai");
    QVERIFY(run({"providers", "list"}).out.find("vault:work/main") != std::string::npos);
    QVERIFY(run({"providers", "remove", "work"}).code == ExitCode::Ok);
    QVERIFY(settings().providers.empty());
    QVERIFY(run({"providers", "remove", "work"}).code == ExitCode::NotFound);
}

void TestCommands::providerWithKeyInTheEnvironmentKeepsItsName()
{
    const auto added = run({"providers", "add", "mine", "--kind", "custom-openai", "--base-url",
        "http://127.0.0.1:9/v1/", "--key-env", "SLIPSWITCH_TEST_KEY"});
    QVERIFY2(added.code == ExitCode::Ok, added.err.c_str());
    const auto provider = settings().providers.at(0);
    QCOMPARE(provider.credentials.at(0).reference, std::string("env:SLIPSWITCH_TEST_KEY"));
    QCOMPARE(provider.baseUrls.at(domain::Dialect::OpenAiChat), std::string("http://127.0.0.1:9/v1"));
    QVERIFY(added.err.find("not set here") != std::string::npos);
}

void TestCommands::cloudsKeepWhatTheyNeedToKnow()
{
    const auto azure = run({"providers", "add", "work", "--kind", "azure", "--set", "resource=acme", "--set",
        "api-version=2024-10-21", "--model-name", "gpt-5=prod", "--model-name", "o3=slow", "--key-env", "K"});
    QVERIFY2(azure.code == ExitCode::Ok, azure.err.c_str());
    const auto aws = run({"providers", "add", "aws", "--kind", "bedrock", "--set", "region=eu-west-1",
        "--key-env", "AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY"});
    QVERIFY2(aws.code == ExitCode::Ok, aws.err.c_str());
    // A key file of many lines is one secret.
    const auto gcp = run({"providers", "add", "gcp", "--kind", "vertex", "--set", "project=p", "--set",
                             "location=global", "--key-stdin"},
        "{\n  \"type\": \"service_account\",\n  \"private_key\": \"" + canary + "\"\n}\n");
    QVERIFY2(gcp.code == ExitCode::Ok, gcp.err.c_str());
    const auto saved = settings().providers;
    QCOMPARE(saved.at(0).parameters.at("api-version"), std::string("2024-10-21"));
    QCOMPARE(saved.at(0).modelNames.at("o3"), std::string("slow"));
    QCOMPARE(saved.at(0).baseUrls.at(domain::Dialect::OpenAiChat),
        std::string("https://acme.openai.azure.com/openai"));
    QCOMPARE(
        saved.at(1).credentials.at(0).reference, std::string("env:AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY"));
    QCOMPARE(saved.at(1).parameters.at("region"), std::string("eu-west-1"));
    QCOMPARE(saved.at(2).credentials.at(0).reference, std::string("vault:gcp/main"));
    const auto wrong = run({"providers", "add", "x", "--kind", "bedrock", "--key-env", "K"});
    QVERIFY2(wrong.err.find("{region}") != std::string::npos, wrong.err.c_str());
}

void TestCommands::keylessProviderNeedsNoVault()
{
    qunsetenv("SLIPSWITCH_PASSPHRASE");
    const auto added = run({"--json", "providers", "add", "local", "--kind", "custom-openai", "--base-url",
        "http://127.0.0.1:9/v1", "--no-key"});
    QVERIFY2(added.code == ExitCode::Ok, added.err.c_str());
    QVERIFY(json::parse(added.out).at("name") == "local");
    QVERIFY(settings().providers.at(0).credentials.empty());
}

void TestCommands::mistakesAreToldInThreeParts_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row
        = [](const char *name, const QString &text) { QTest::newRow(name) << text.split(QLatin1Char(' ')); };
    row("no kind", QStringLiteral("providers add a"));
    row("unknown kind", QStringLiteral("providers add a --kind klingon --no-key"));
    row("bad name", QStringLiteral("providers add A! --kind openai --no-key"));
    row("bad url", QStringLiteral("providers add a --kind custom-openai --base-url ftp://x --no-key"));
    row("no url", QStringLiteral("providers add a --kind custom-openai --no-key"));
    row("no key", QStringLiteral("providers add a --kind openai"));
    row("two keys", QStringLiteral("providers add a --kind openai --key-env A --key-stdin"));
    row("empty key", QStringLiteral("providers add a --kind openai --key-stdin"));
    row("bad variable", QStringLiteral("providers add a --kind openai --key-env sk-canary-2f6a91d07c"));
    row("bad set", QStringLiteral("providers add a --kind openai --set x --no-key"));
    row("unknown provider", QStringLiteral("providers test nobody"));
    row("unknown key", QStringLiteral("keys revoke nobody"));
}

void TestCommands::mistakesAreToldInThreeParts()
{
    QFETCH(QStringList, words);
    std::vector<std::string> plain;
    for (const auto &word : words)
        plain.push_back(word.toStdString());
    const auto outcome = run(plain);
    QVERIFY(outcome.code != ExitCode::Ok);
    QVERIFY(outcome.out.empty());
    QVERIFY2(outcome.err.find("slipswitch: ") != std::string::npos, outcome.err.c_str());
    QVERIFY2(outcome.err.find("\n  Why: ") != std::string::npos, outcome.err.c_str());
    QVERIFY2(outcome.err.find("\n  What to do: ") != std::string::npos, outcome.err.c_str());
    QVERIFY2(outcome.err.find(canary) == std::string::npos, outcome.err.c_str());
    QVERIFY(settings().providers.empty());
}

void TestCommands::takenNameIsAConflictAndKeepsItsKey()
{
    QVERIFY(run({"providers", "add", "a", "--kind", "openai", "--key-stdin"}, canary).code == ExitCode::Ok);
    const auto again = run({"providers", "add", "a", "--kind", "openai", "--key-stdin"}, "sk-other");
    QVERIFY(again.code == ExitCode::Conflict);
    std::string seen;
    const auto probe
        = [&seen](const domain::Provider &provider, const config::Settings &) -> Result<std::string> {
        seen = provider.credentials.at(0).secret.reveal();
        return std::string("fine");
    };
    QVERIFY(run({"providers", "test", "a"}, {}, probe).code == ExitCode::Ok);
    QCOMPARE(seen, canary);
}

void TestCommands::testingGivesTheProbeTheKey()
{
    qputenv("SLIPSWITCH_TEST_KEY", canary.c_str());
    QVERIFY(run({"providers", "add", "a", "--kind", "openai", "--key-env", "SLIPSWITCH_TEST_KEY"}).code
        == ExitCode::Ok);
    const auto refuse
        = [](const domain::Provider &provider, const config::Settings &) -> Result<std::string> {
        return provider.credentials.at(0).secret.reveal() == canary
            ? failure(ErrorCode::UpstreamError, "It answered 401.")
            : Result<std::string>("wrong key");
    };
    const auto tested = run({"providers", "test", "a"}, {}, refuse);
    QVERIFY(tested.code == ExitCode::Failed);
    QVERIFY(tested.err.find("401") != std::string::npos);
    qunsetenv("SLIPSWITCH_TEST_KEY");
    QVERIFY(run({"providers", "test", "a"}, {}, refuse).code == ExitCode::NotFound);
}

void TestCommands::environmentKeysAreOfferedByNameOnly()
{
    qputenv("OPENAI_API_KEY", canary.c_str());
    const auto listed = run({"providers", "list"});
    qunsetenv("OPENAI_API_KEY");
    QVERIFY(listed.err.find("--key-env OPENAI_API_KEY") != std::string::npos);
    QVERIFY(listed.err.find(canary) == std::string::npos);
    QVERIFY(settings().providers.empty());
}

void TestCommands::keyIsShownOnceAndWorks()
{
    const auto made
        = run({"keys", "new", "--name", "Laptop", "--tool", "codex", "--project", "home", "--json"});
    const auto object = json::parse(made.out).as_object();
    const std::string key(object.at("key").as_string());
    const governance::AccessKeyTable table(settings().accessKeys);
    const std::vector<std::string_view> presented {key};
    QCOMPARE(table.identify(presented).value()->project, std::string("home"));
    for (const auto &words : {std::vector<std::string> {"keys", "list"}, {"keys", "list", "--json"}})
        QVERIFY(run(words).out.find(key) == std::string::npos);
    const auto file = readFile(m_dir->path().toStdString() + "/settings.json", 1 << 20).value();
    QVERIFY(file.find(key) == std::string::npos);
    QVERIFY(file.find(key.substr(8, 20)) == std::string::npos);
    QVERIFY(run({"keys", "new"}).out.starts_with("sk-slip-"));
}

void TestCommands::revokedKeyStaysRevoked()
{
    const auto id
        = std::string(json::parse(run({"keys", "new", "--json", "--name", "a"}).out).at("id").as_string());
    QVERIFY(run({"keys", "revoke", id}).code == ExitCode::Ok);
    const auto when = settings().accessKeys.at(0).revokedAt;
    QVERIFY(when.has_value());
    QVERIFY(run({"keys", "revoke", id}).code == ExitCode::Ok);
    QVERIFY(settings().accessKeys.at(0).revokedAt == when);
    QVERIFY(run({"keys", "revoke", "a"}).code == ExitCode::NotFound);
    (void)run({"keys", "new", "--name", "b"});
    (void)run({"keys", "new", "--name", "b"});
    QVERIFY(run({"keys", "revoke", "b"}).code == ExitCode::Conflict);
}

void TestCommands::lockedVaultEndsWithItsOwnCode()
{
    QVERIFY(run({"providers", "add", "a", "--kind", "openai", "--key-stdin"}, canary).code == ExitCode::Ok);
    qputenv("SLIPSWITCH_PASSPHRASE", "another");
    const auto wrong = run({"providers", "add", "b", "--kind", "openai", "--key-stdin"}, canary);
    QVERIFY(wrong.code == ExitCode::Locked);
    QVERIFY(wrong.err.find("does not open the vault") != std::string::npos);
    QCOMPARE(settings().providers.size(), std::size_t {1});
}

void TestCommands::brokenSettingsAreToldAndLeftAlone()
{
    const auto path = m_dir->path().toStdString() + "/settings.json";
    QVERIFY(writeFileAtomically(path, "{\n oops"));
    for (const auto &words : {std::vector<std::string> {"keys", "new"}, {"keys", "list"},
             {"providers", "list"}, {"providers", "add", "a", "--kind", "openai", "--no-key"}}) {
        const auto outcome = run(words);
        QVERIFY(outcome.code == ExitCode::Failed);
        QVERIFY2(
            outcome.err.find("settings.json: line 2, column 2") != std::string::npos, outcome.err.c_str());
        QVERIFY(outcome.out.empty());
    }
    QCOMPARE(readFile(path, 1000).value(), std::string("{\n oops"));
}

void TestCommands::noSecretIsPrintedOrStoredInClear()
{
    QVERIFY(run({"providers", "add", "a", "--kind", "openai", "--key-stdin"}, canary).code == ExitCode::Ok);
    (void)run({"providers", "list"});
    (void)run({"providers", "list", "--json"});
    (void)run({"providers", "test", "a"});
    (void)run({"providers", "remove", "a"});
    QVERIFY(m_everythingPrinted.find("canary") == std::string::npos);
    QDirIterator files(m_dir->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int count = 0;
    while (files.hasNext()) {
        const auto bytes = readFile(files.next().toStdString(), 1 << 20).value();
        QVERIFY2(bytes.find("canary") == std::string::npos, qPrintable(files.filePath()));
        ++count;
    }
    QVERIFY(count >= 3); // settings, vault, home's id
}

QTEST_GUILESS_MAIN(TestCommands)
#include "TestCommands.moc"
