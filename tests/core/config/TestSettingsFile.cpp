#include "core/base/Files.h"
#include "core/config/Scalars.h"
#include "core/config/SettingsFile.h"
#include "core/config/SettingsText.h"
#include "core/config/TimeText.h"
#include "core/config/Upgrades.h"

#include "tests/Paths.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>

using namespace slipswitch;
using namespace slipswitch::config;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t plenty = 1 << 20;
const std::string canary = "sk-canary-7d1f0c35b2";

Settings fullSettings()
{
    Settings settings;
    settings.listen.port = 0;
    settings.listen.keyless = true;
    settings.listen.allowedOrigins = {"http://localhost:3000"};
    settings.listen.maxBodyBytes = 1'000'000;
    settings.upstream.connectTimeout = std::chrono::milliseconds {1234};
    settings.upstream.proxy = {domain::ProxyChoice::Mode::Fixed, "http://proxy.example:3128"};
    settings.log.maxBytes = 6ULL << 30U;
    settings.log.keepBodies = true;
    domain::Provider provider;
    provider.name = "work-azure";
    provider.kind = "azure";
    provider.enabled = false;
    provider.baseUrls[domain::Dialect::OpenAiChat] = "https://example.azure.com/openai/v1";
    provider.auth = {domain::AuthScheme::Header, "api-key", ""};
    provider.credentials.push_back({"main", "keychain:work-azure/main", {}});
    provider.extraHeaders["x-team"] = "größe \"1\"";
    provider.models = {"gpt-4o", "o3"};
    provider.modelsListed = true;
    provider.quirks = {domain::Quirk::RejectsStreamOptions, domain::Quirk::AnthropicVersionInBody};
    provider.parameters["api-version"] = "2024-10-21";
    provider.modelNames["gpt-4o"] = "arn:aws:bedrock:eu-west-1:1:profile/x";
    provider.proxy.mode = domain::ProxyChoice::Mode::None;
    provider.caFile = "/etc/ssl/extra.pem";
    settings.providers.push_back(provider);
    settings.aliases["fast"] = "work-azure/gpt-4o";
    domain::AccessKey key;
    key.id = "key_12345678";
    key.name = "Laptop";
    key.hash.fill(0xab);
    key.ending = "wxyz";
    key.createdAt = UtcTime {std::chrono::microseconds {1'763'841'444'000'123}};
    key.revokedAt = UtcTime {std::chrono::microseconds {1'763'841'445'000'000}};
    settings.accessKeys.push_back(key);
    return settings;
}

std::string provider(const std::string &fields)
{
    return R"({"schema":2,"providers":[{"name":"a","kind":"openai"},{"name":"b","kind":"openai",)" + fields
        + "}]}";
}

std::string detailOf(const std::string &text)
{
    const auto parsed = parseSettings(text);
    return parsed ? "accepted" : parsed.error().detail;
}

} // namespace

class TestSettingsFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void missingFileMeansDefaults();
    void everythingSurvivesARoundTrip();
    void badValuesAreNamedByPath_data();
    void badValuesAreNamedByPath();
    void badValuesAreNamedByLine_data();
    void badValuesAreNamedByLine();
    void syntaxErrorsNameTheirLine_data();
    void syntaxErrorsNameTheirLine();
    void errorsNeverQuoteValues_data();
    void errorsNeverQuoteValues();
    void boundsOfEveryNumberHold();
    void unknownFieldsSurviveARewrite();
    void removedEntriesStayRemoved();
    void olderSchemasAreUpgraded_data();
    void olderSchemasAreUpgraded();
    void olderFileIsKeptBesideTheNewOne();
    void newerSchemaIsRefusedAndUntouched();
    void onlyTheOwnerMayRead();
    void failedSaveLeavesTheOldFile();
    void timesAreReadAsWritten_data();
    void timesAreReadAsWritten();

private:
    [[nodiscard]] fs::path path() const { return fs::path(m_dir->path().toStdString()) / "settings.json"; }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestSettingsFile::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TestSettingsFile::missingFileMeansDefaults()
{
    const auto loaded = SettingsFile(path()).load();
    QVERIFY(loaded && *loaded == Settings {});
    QVERIFY(parseSettings("{}").value() == Settings {});
    QVERIFY(parseSettings(R"({"schema":2,"listen":null})").value() == Settings {});
}

void TestSettingsFile::everythingSurvivesARoundTrip()
{
    const SettingsFile file(path());
    const auto saved = file.save(fullSettings());
    QVERIFY2(saved.has_value(), saved ? "" : saved.error().detail.c_str());
    QVERIFY(file.load().value() == fullSettings());
    const auto first = readFile(path(), plenty).value();
    QVERIFY(file.save(fullSettings()).has_value());
    QCOMPARE(readFile(path(), plenty).value(), first);
}

void TestSettingsFile::badValuesAreNamedByPath_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("detail");
    const auto row = [](const char *name, const std::string &text, const std::string &detail) {
        QTest::newRow(name) << text << detail;
    };
    row("array", "[]", "must be an object in braces");
    row("port text", R"({"listen":{"port":"4141"}})", "listen.port: must be a whole number from 0 to 65535");
    row("port high", R"({"listen":{"port":65536}})", "listen.port: must be a whole number from 0 to 65535");
    row("port fraction", R"({"listen":{"port":1.5}})", "listen.port: must be a whole number from 0 to 65535");
    row("port huge", R"({"listen":{"port":18446744073709551615}})",
        "listen.port: must be a whole number from 0 to 65535");
    row("section", R"({"listen":7})", "listen: must be an object");
    row("switch", R"({"listen":{"keyless":1}})", "listen.keyless: must be true or false");
    row("origin", R"({"listen":{"allowedOrigins":["http://a:1","http://a/b"]}})",
        "listen.allowedOrigins[1]: must look like http://localhost:3000, without a path");
    row("origin type", R"({"listen":{"allowedOrigins":[1]}})",
        "listen.allowedOrigins[0]: must be text in quotes");
    row("origin star", R"({"listen":{"allowedOrigins":["*"]}})",
        "listen.allowedOrigins[0]: must look like http://localhost:3000, without a path");
    row("proxy", R"({"upstream":{"proxy":"ftp://x"}})",
        "upstream.proxy: must be system, none, env:NAME, or start with http://, socks5:// or socks5h://");
    row("proxy password", R"({"upstream":{"proxy":"http://u:p@x:1"}})",
        "upstream.proxy: must not contain a password; put the address into a variable and name it: env:NAME");
    row("providers", R"({"providers":{}})", "providers: must be a list of objects");
    row("provider", R"({"providers":[1]})", "providers[0]: must be an object");
    row("provider name", R"({"providers":[{"name":"A b","kind":"openai"}]})",
        "providers[0].name: must be 1 to 64 of the characters a-z, 0-9 and -");
    row("provider twice", R"({"schema":2,"providers":[{"name":"a","kind":"x"},{"name":"a","kind":"x"}]})",
        "providers[1].name: is there twice");
    row("base url", provider(R"("baseUrls":{"openai-chat":"ftp://x"})"),
        "providers[1].baseUrls.openai-chat: must start with http:// or https://");
    row("base url host", provider(R"("baseUrls":{"openai-chat":"http://"})"),
        "providers[1].baseUrls.openai-chat: names no host");
    row("base url blank", provider(R"("baseUrls":{"openai-chat":"http://a b"})"),
        "providers[1].baseUrls.openai-chat: is not a valid URL");
    row("base url user", provider(R"("baseUrls":{"openai-chat":"http://u:p@h"})"),
        "providers[1].baseUrls.openai-chat: must not contain a user name or password; add the key as a "
        "credential");
    row("base url query", provider(R"("baseUrls":{"openai-chat":"http://h?a=b"})"),
        "providers[1].baseUrls.openai-chat: must not contain ? or #");
    row("dialect", provider(R"("baseUrls":{"klingon":"http://h"})"),
        "providers[1].baseUrls.klingon: is not a dialect that Slipswitch knows");
    row("scheme", provider(R"("auth":{"scheme":"magic"})"),
        "providers[1].auth.scheme: must be none, bearer, header or query");
    row("reference", provider(R"("credentials":[{"id":"main","reference":"sk-123"}])"),
        "providers[1].credentials[0].reference: must start with keychain:, vault: or env:");
    row("credential twice",
        provider(R"("credentials":[{"id":"m","reference":"env:A"},{"id":"m","reference":"env:B"}])"),
        "providers[1].credentials[1].id: is there twice");
    row("header key", provider(R"("extraHeaders":{"X-Api-Key":"1"})"),
        "providers[1].extraHeaders.X-Api-Key: carries a key, which does not belong into this file; add it as "
        "a "
        "credential");
    row("header break", provider(R"("extraHeaders":{"x-a":"1\r\nx-b: 2"})"),
        "providers[1].extraHeaders.x-a: must be at most 4096 characters without line breaks");
    row("header name", provider(R"("extraHeaders":{"x a":"1"})"),
        "providers[1].extraHeaders.x a: is not a valid header name");
    row("quirk", provider(R"("quirks":["needs_max_tokens","needs_luck"])"),
        "providers[1].quirks[1]: must be one of " + domain::quirkWords());
    row("quirk type", provider(R"("quirks":[1])"), "providers[1].quirks[0]: must be text in quotes");
    row("models", provider(R"("models":"gpt")"), "providers[1].models: must be a list of texts");
    row("alias", R"({"aliases":{"a":"a"}})", "aliases.a: must not point at itself");
    row("alias type", R"({"aliases":{"a":1}})", "aliases.a: must be text in quotes");
    row("key hash", R"({"accessKeys":[{"id":"k","hash":"12"}]})",
        "accessKeys[0].hash: must be a SHA-256 of 64 hexadecimal digits");
    row("key time",
        R"({"accessKeys":[{"id":"k","createdAt":"yesterday","hash":")" + std::string(64, 'a') + "\"}]}",
        "accessKeys[0].createdAt: must be a time such as 2026-11-22T19:57:24Z");
    row("schema", R"({"schema":"one"})", "schema: must be a whole number");
    row("schema negative", R"({"schema":-1})", "schema: must be a whole number");
}

void TestSettingsFile::badValuesAreNamedByPath()
{
    QFETCH(std::string, text);
    QFETCH(std::string, detail);
    QCOMPARE(detailOf(text), detail);
}

void TestSettingsFile::badValuesAreNamedByLine_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("start");
    QTest::newRow("scalar") << std::string("{\"listen\": {\n\n\"port\": \"one\"}}")
                            << std::string("line 3, listen.port: ");
    QTest::newRow("in a list") << std::string("{\"accessKeys\": [\n{\"id\": \"k\",\n\"hash\": \"12\"}]}")
                               << std::string("line 3, accessKeys[0].hash: ");
    QTest::newRow("dot in its name") << std::string("{\n\"aliases\": {\n\"gpt-4.1\": \"\"}}")
                                     << std::string("line 2, aliases.gpt-4.1: ");
}

void TestSettingsFile::badValuesAreNamedByLine()
{
    QFETCH(std::string, text);
    QFETCH(std::string, start);
    const auto settings = parseSettings(text, Lines::Told);
    QVERIFY(!settings);
    QVERIFY2(settings.error().detail.starts_with(start), settings.error().detail.c_str());
}

void TestSettingsFile::syntaxErrorsNameTheirLine_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("start");
    QTest::newRow("missing comma") << std::string("{\n  \"schema\": 2\n  \"listen\": {}\n}")
                                   << std::string("line 3, column 3: ");
    QTest::newRow("cut off") << std::string("{\n\"schema\": 2") << std::string("line 2, column 12: ");
    QTest::newRow("rubbish after") << std::string("{}\n\nx") << std::string("line 3, column 1: ");
    QTest::newRow("empty") << std::string(" ") << std::string("line 1, ");
    QTest::newRow("bad UTF-8") << std::string("{\"a\":\n\"\xff\"}") << std::string("line 2, ");
    QTest::newRow("NUL") << std::string("{\n\0}", 4) << std::string("line 2, column 1: ");
    QTest::newRow("deep") << std::string(10'000, '[') << std::string("line 1, column 3");
}

void TestSettingsFile::syntaxErrorsNameTheirLine()
{
    QFETCH(std::string, text);
    QFETCH(std::string, start);
    const auto detail = detailOf(text);
    QVERIFY2(detail.starts_with(start), detail.c_str());
}

void TestSettingsFile::errorsNeverQuoteValues_data()
{
    QTest::addColumn<std::string>("text");
    const auto quoted = "\"" + canary + "\"";
    for (const std::string field : {"\"kind\":[", "\"baseUrls\":{\"openai-chat\":", "\"proxy\":",
             "\"credentials\":[{\"id\":\"m\",\"reference\":", "\"auth\":{\"scheme\":"}) {
        std::string close;
        for (const char c : field)
            close.insert(0, c == '{' ? "}" : c == '[' ? "]" : "");
        const auto text = R"({"schema":2,"providers":[{"kind":"x",)" + field + quoted + close + "}]}";
        QTest::newRow(field.c_str()) << text;
    }
    QTest::newRow("cookie") << provider(R"("extraHeaders":{"cookie":)" + quoted + "}");
    QTest::newRow("hash") << R"({"accessKeys":[{"id":"k","hash":)" + quoted + "}]}";
    QTest::newRow("ending") << R"({"accessKeys":[{"id":"k","ending":)" + quoted + "}]}";
    QTest::newRow("syntax") << "{\"a\": " + quoted + " " + quoted + "}";
    QTest::newRow("port") << "{\"listen\":{\"port\":" + quoted + "}}";
}

void TestSettingsFile::errorsNeverQuoteValues()
{
    QFETCH(std::string, text);
    const auto detail = detailOf(text);
    QVERIFY2(detail != "accepted", text.c_str());
    QVERIFY2(detail.find(canary) == std::string::npos, detail.c_str());
}

void TestSettingsFile::boundsOfEveryNumberHold()
{
    int numbers = 0;
    for (const auto &scalar : scalars()) {
        const auto *number = std::get_if<NumberSetting>(&scalar.type);
        if (!number)
            continue;
        ++numbers;
        const auto with = [&](std::int64_t value) {
            return parseSettings("{\"" + std::string(scalar.section) + "\":{\"" + std::string(scalar.key)
                + "\":" + std::to_string(value) + "}}");
        };
        QVERIFY(with(number->lowest) && with(number->highest));
        QCOMPARE(number->get(*with(number->highest)), number->highest);
        QVERIFY(!with(number->lowest - 1) && !with(number->highest + 1));
        const auto standard = number->get(Settings {});
        QVERIFY(standard >= number->lowest && standard <= number->highest);
    }
    QCOMPARE(numbers, 11);
}

void TestSettingsFile::unknownFieldsSurviveARewrite()
{
    const std::string before = R"({"schema":2,"theme":{"dark":true},"listen":{"port":1,"future":[1]},
        "providers":[{"name":"b","kind":"openai","note":"keep me"},{"name":"a","kind":"openai"}]})";
    QVERIFY(writeFileAtomically(path(), before).has_value());
    const SettingsFile file(path());
    auto settings = file.load().value();
    std::swap(settings.providers[0], settings.providers[1]);
    settings.listen.port = 2;
    QVERIFY(file.save(settings).has_value());
    const auto after = readFile(path(), plenty).value();
    const auto note = after.find("\"note\": \"keep me\"");
    QVERIFY(after.find("\"dark\": true") != std::string::npos);
    QVERIFY(after.find("\"future\": [1]") != std::string::npos);
    QVERIFY(note != std::string::npos && note > after.find("\"name\": \"b\""));
    QCOMPARE(file.load().value().listen.port, std::uint16_t {2});
}

void TestSettingsFile::removedEntriesStayRemoved()
{
    const SettingsFile file(path());
    QVERIFY(file.save(fullSettings()).has_value());
    auto settings = fullSettings();
    settings.aliases.clear();
    settings.providers[0].extraHeaders.clear();
    settings.providers[0].credentials.clear();
    settings.accessKeys.clear();
    QVERIFY(file.save(settings).has_value());
    QVERIFY(file.load().value() == settings);
}

void TestSettingsFile::olderSchemasAreUpgraded_data()
{
    QTest::addColumn<int>("schema");
    for (int schema = 0; schema <= currentSchema(); ++schema)
        QTest::addRow("schema %d", schema) << schema;
}

void TestSettingsFile::olderSchemasAreUpgraded()
{
    QFETCH(int, schema);
    const auto sample
        = fs::path(SLIPSWITCH_TEST_DATA) / "settings" / ("schema-" + std::to_string(schema) + ".json");
    const auto settings = parseSettings(readFile(sample, plenty).value());
    QVERIFY2(settings.has_value(), settings ? "" : settings.error().detail.c_str());
    QCOMPARE(settings->listen.port, std::uint16_t {5151});
    QVERIFY(settings->listen.keyless);
    QCOMPARE(settings->providers.size(), std::size_t {1});
    QCOMPARE(settings->providers[0].baseUrls.at(domain::Dialect::OpenAiChat),
        std::string("https://api.openai.com/v1"));
    QCOMPARE(settings->providers[0].credentials.at(0).reference, std::string("env:OPENAI_API_KEY"));
    QCOMPARE(settings->aliases.at("fast"), std::string("openai/gpt-4o-mini"));
    // The catalogue's own tags stood there once; what a user says does now.
    QCOMPARE(settings->providers[0].quirks.words(),
        schema < 2 ? std::vector<std::string> {} : std::vector<std::string> {"needs_max_tokens"});
}

void TestSettingsFile::olderFileIsKeptBesideTheNewOne()
{
    const auto sample
        = readFile(fs::path(SLIPSWITCH_TEST_DATA) / "settings" / "schema-0.json", plenty).value();
    QVERIFY(writeFileAtomically(path(), sample).has_value());
    const SettingsFile file(path());
    QVERIFY(file.save(file.load().value()).has_value());
    QCOMPARE(readFile(path().parent_path() / "settings.schema-0.json", plenty).value(), sample);
    const auto after = readFile(path(), plenty).value();
    QVERIFY(after.find("\"schema\": 2") != std::string::npos);
    QVERIFY(after.find("\"comment\": \"work account\"") != std::string::npos);
    QVERIFY(after.find("\"baseUrl\":") == std::string::npos);
}

void TestSettingsFile::newerSchemaIsRefusedAndUntouched()
{
    const std::string newer = R"({"schema":3,"listen":{"port":{"from":1}}})";
    QVERIFY(writeFileAtomically(path(), newer).has_value());
    const SettingsFile file(path());
    QVERIFY(file.load().error().code == ErrorCode::NewerVersion);
    QVERIFY(file.save(Settings {}).error().code == ErrorCode::NewerVersion);
    QCOMPARE(readFile(path(), plenty).value(), newer);
}

void TestSettingsFile::onlyTheOwnerMayRead()
{
    QVERIFY(writeFileAtomically(path(), R"({"schema":2})").has_value());
    fs::permissions(path(), fs::perms(0644));
    QVERIFY(SettingsFile(path()).save(fullSettings()).has_value());
    QVERIFY(fs::status(path()).permissions() == fs::perms(0600));
    // Written beside and renamed: nothing else is left behind.
    QCOMPARE(std::distance(fs::directory_iterator(path().parent_path()), fs::directory_iterator()), 1);
}

void TestSettingsFile::failedSaveLeavesTheOldFile()
{
    const SettingsFile file(path());
    QVERIFY(file.save(fullSettings()).has_value());
    auto bad = fullSettings();
    bad.providers[0].baseUrls[domain::Dialect::OpenAiChat] = "nowhere";
    QCOMPARE(file.save(bad).error().detail,
        std::string("providers[0].baseUrls.openai-chat: must start with http:// or https://"));
    QVERIFY(file.load().value() == fullSettings());
    QVERIFY(SettingsFile(path() / "impossible").save(Settings {}).error().code == ErrorCode::Io);
}

void TestSettingsFile::timesAreReadAsWritten_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("normal");
    const auto row = [](const char *text, const char *normal) {
        QTest::newRow(text) << std::string(text) << std::string(normal);
    };
    row("2026-11-22T19:57:24Z", "2026-11-22T19:57:24.000000Z");
    row("2024-02-29T00:00:00.5Z", "2024-02-29T00:00:00.500000Z");
    row("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z");
    for (const char *bad : {"", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
             "2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567Z", "now"})
        row(bad, "");
}

void TestSettingsFile::timesAreReadAsWritten()
{
    QFETCH(std::string, text);
    QFETCH(std::string, normal);
    const auto time = timeFromText(text);
    QCOMPARE(time ? timeText(*time) : std::string(), normal);
}

QTEST_GUILESS_MAIN(TestSettingsFile)
#include "TestSettingsFile.moc"
