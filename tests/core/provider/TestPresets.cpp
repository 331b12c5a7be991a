#include "core/provider/Endpoint.h"
#include "core/provider/Layout.h"
#include "core/provider/Presets.h"

#include <QtTest>

#include <re2/re2.h>

using namespace slipswitch;
using namespace slipswitch::provider;
using domain::Dialect;

namespace {

const catalog::Catalog &facts()
{
    static const auto loaded = catalog::Catalog::loadShipped();
    return **loaded;
}

Result<domain::Provider> make(
    std::string kind, std::string baseUrl = {}, std::map<std::string, std::string> parameters = {})
{
    return makeProvider(facts(), {{}, std::move(kind), std::move(baseUrl), std::move(parameters)});
}

std::string candidates(std::string key)
{
    std::string result;
    for (const auto &id : recogniseKey(facts(), Secret(std::move(key))))
        result += id + ' ';
    return result;
}

const std::map<std::string, std::string> everyParameter = {{"resource", "mine"}, {"region", "eu-west-1"},
    {"location", "europe-west4"}, {"project", "p-1"}, {"account_id", "0a1b"}};

} // namespace

class TestPresets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPresetMakesAProvider();
    void presetsBringTheirFacts();
    void templatesMustBeFilled();
    void azureHasTwoLayouts_data();
    void azureHasTwoLayouts();
    void vertexHasHostsByPlace();
    void parametersAreKeptAndChecked();
    void customServersTakeEveryOpenAiPath();
    void anotherHostKeepsTheLayout();
    void badChoicesAreRefused_data();
    void badChoicesAreRefused();
    void demoNeedsNothing();
    void modelListsAreFound_data();
    void modelListsAreFound();
    void keysAreRecognisedMostTellingFirst();
    void everyKeyPatternCompiles();
};

void TestPresets::everyPresetMakesAProvider()
{
    for (const auto &preset : facts().providers()) {
        const bool custom = preset.id.starts_with("custom-");
        std::map<std::string, std::string> given;
        for (const auto &parameter : parametersOf(preset)) {
            const auto value = everyParameter.find(parameter.name);
            if (parameter.needed && value != everyParameter.end())
                given.insert(*value);
        }
        const auto made = make(preset.id, custom ? "http://localhost:9/v1" : "", given);
        QVERIFY2(made, made ? "" : (preset.id + ": " + made.error().detail).c_str());
        for (const auto &[dialect, url] : made->baseUrls)
            QVERIFY2(parseEndpoint(url), url.c_str());
        QVERIFY2(!made->baseUrls.empty() || preset.id == "replicate", preset.id.c_str());
    }
}

void TestPresets::presetsBringTheirFacts()
{
    const auto made = makeProvider(facts(), {"work", "anthropic", "", {}});
    QCOMPARE(made->name, std::string("work"));
    QCOMPARE(made->kind, std::string("anthropic"));
    QCOMPARE(made->auth.name, std::string("x-api-key"));
    QCOMPARE(made->extraHeaders.at("anthropic-version"), std::string("2023-06-01"));
    QCOMPARE(made->baseUrls.at(Dialect::AnthropicMessages), std::string("https://api.anthropic.com"));
    QVERIFY(made->quirks.empty()); // the catalogue's are looked up, so that they follow it
    QVERIFY(quirksOf(facts(), *made).has(domain::Quirk::SearchInMessages));
    QVERIFY(made->enabled);
    QCOMPARE(make("openai")->name, std::string("openai"));
}

void TestPresets::templatesMustBeFilled()
{
    const auto missing = make("azure");
    QVERIFY(!missing);
    QVERIFY(missing.error().detail.find("{resource}") != std::string::npos);
    const auto made = make("azure", "", {{"resource", "my-company"}});
    QCOMPARE(
        made->baseUrls.at(Dialect::OpenAiChat), std::string("https://my-company.openai.azure.com/openai/v1"));
    for (const auto *bad : {"", "evil.com/", "a@b", "a b", "a?b", "x#"})
        QVERIFY2(!make("azure", "", {{"resource", bad}}), bad);
}

void TestPresets::azureHasTwoLayouts_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("chat");
    const auto row = [](const char *title, const char *url, const char *version, const char *chat) {
        QTest::newRow(title) << QByteArray(url) << QByteArray(version) << QByteArray(chat);
    };
    const auto *newer = "https://x.openai.azure.com/openai/v1", *older = "https://x.openai.azure.com/openai";
    row("preset", "", "", newer);
    row("preset, dated", "", "2024-10-21", older);
    row("preset, preview", "", "preview", newer);
    row("host alone", "https://x.openai.azure.com/", "", newer);
    row("host alone, dated", "https://x.openai.azure.com", "2025-04-01-preview", older);
    row("as copied from the portal", "https://x.openai.azure.com/openai/v1/", "", newer);
    row("newer address, dated", newer, "2024-10-21", older);
    row("Foundry", "https://x.services.ai.azure.com/models", "2024-05-01-preview",
        "https://x.services.ai.azure.com/models");
}

void TestPresets::azureHasTwoLayouts()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, chat);
    std::map<std::string, std::string> parameters;
    if (url.isEmpty())
        parameters["resource"] = "x";
    if (!version.isEmpty())
        parameters["api-version"] = version.toStdString();
    const auto made = make("azure", url.toStdString(), parameters);
    QVERIFY2(made, made ? "" : made.error().detail.c_str());
    for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::OpenAiEmbeddings})
        QCOMPARE(QByteArray::fromStdString(made->baseUrls.at(dialect)), chat);
    QCOMPARE(made->baseUrls.contains(Dialect::AnthropicMessages), url.isEmpty());
}

void TestPresets::vertexHasHostsByPlace()
{
    const auto base = [](const char *location, Dialect dialect) {
        return make("vertex", "", {{"location", location}, {"project", "p"}})->baseUrls.at(dialect);
    };
    QCOMPARE(base("europe-west4", Dialect::Gemini),
        std::string(
            "https://europe-west4-aiplatform.googleapis.com/v1beta1/projects/p/locations/europe-west4/"
            "publishers/google"));
    QCOMPARE(base("global", Dialect::AnthropicMessages),
        std::string("https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic"));
    QVERIFY(
        base("eu", Dialect::AnthropicMessages).starts_with("https://aiplatform.eu.rep.googleapis.com/v1/"));
    const auto moved = make("vertex", "https://proxy.example/v1/projects/p/locations/l/publishers/google");
    QCOMPARE(moved->baseUrls.at(Dialect::AnthropicMessages),
        std::string("https://proxy.example/v1/projects/p/locations/l/publishers/anthropic"));
    QCOMPARE(moved->baseUrls.size(), std::size_t(2));
}

void TestPresets::parametersAreKeptAndChecked()
{
    const auto made = makeProvider(facts(),
        {"work", "azure", "", {{"resource", "x"}, {"api-version", "2024-10-21"}}, {{"gpt-5", "prod"}}});
    QCOMPARE(made->parameters.at("api-version"), std::string("2024-10-21"));
    QCOMPARE(made->modelNames.at("gpt-5"), std::string("prod"));
    QCOMPARE(made->models, std::vector<std::string> {"gpt-5"});
    const auto typo = make("azure", "", {{"resource", "x"}, {"apiversion", "2024-10-21"}});
    QVERIFY(!typo && typo.error().detail.find("apiversion") != std::string::npos);
    QVERIFY(!make("azure", "", {{"resource", "x"}, {"api-version", "a&b"}}));
    const std::vector<Parameter> wanted {{"resource", true}, {"api-version", false}};
    QCOMPARE(parametersOf(*facts().provider("azure")), wanted);
}

void TestPresets::customServersTakeEveryOpenAiPath()
{
    const auto made = make("custom-openai", "HTTP://LocalHost:8080/v1/");
    for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::OpenAiCompletions,
             Dialect::OpenAiEmbeddings})
        QCOMPARE(made->baseUrls.at(dialect), std::string("http://localhost:8080/v1"));
    QVERIFY(speaks(*made, Dialect::OpenAiOther));
    QVERIFY(!made->modelsListed);
    const auto anthropic = make("custom-anthropic", "https://proxy.example");
    QCOMPARE(anthropic->baseUrls.size(), std::size_t(1));
    QCOMPARE(anthropic->baseUrls.at(Dialect::AnthropicMessages), std::string("https://proxy.example"));
}

void TestPresets::anotherHostKeepsTheLayout()
{
    const auto made = make("ollama", "http://box:11434/v1");
    QCOMPARE(made->baseUrls.at(Dialect::OpenAiChat), std::string("http://box:11434/v1"));
    QCOMPARE(made->baseUrls.at(Dialect::Ollama), std::string("http://box:11434"));
    QCOMPARE(modelsUrl(facts(), *made), std::string("http://box:11434/api/tags"));
    const auto openai = make("openai", "https://relay.example/openai");
    QCOMPARE(openai->baseUrls.at(Dialect::OpenAiResponses), std::string("https://relay.example/openai"));
    // where the root is can't be told from this one
    const auto odd = make("ollama", "http://box:11434/api/openai");
    QVERIFY(!odd->baseUrls.contains(Dialect::Ollama));
}

void TestPresets::badChoicesAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<int>("code");
    const auto row
        = [](const char *title, const QByteArray &name, const char *kind, const char *url, ErrorCode code) {
              QTest::newRow(title) << name << QByteArray(kind) << QByteArray(url) << static_cast<int>(code);
          };
    row("unknown kind", "a", "nobody", "", ErrorCode::NotFound);
    row("capitals", "Work", "openai", "", ErrorCode::BadRequest);
    row("slash", "a/b", "openai", "", ErrorCode::BadRequest);
    row("too long", QByteArray(65, 'a'), "openai", "", ErrorCode::BadRequest);
    row("nothing at all", "", "", "", ErrorCode::BadRequest);
    row("custom without URL", "a", "custom-openai", "", ErrorCode::BadRequest);
    row("key in URL", "a", "custom-openai", "https://sk-1@x/v1", ErrorCode::BadRequest);
    row("key in query", "a", "custom-openai", "https://x/v1?key=1", ErrorCode::BadRequest);
    row("other scheme", "a", "openai", "ws://x/v1", ErrorCode::BadRequest);
    row("bad demo URL", "a", "demo", "nonsense", ErrorCode::BadRequest);
}

void TestPresets::badChoicesAreRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, url);
    QFETCH(int, code);
    const auto made = makeProvider(facts(), {name.toStdString(), kind.toStdString(), url.toStdString(), {}});
    QVERIFY(!made);
    QCOMPARE(static_cast<int>(made.error().code), code);
    QCOMPARE(made.error().source, ErrorSource::Client);
}

void TestPresets::demoNeedsNothing()
{
    const auto made = make("demo");
    QCOMPARE(made->auth.scheme, domain::AuthScheme::None);
    QVERIFY(made->modelsListed);
    QVERIFY(made->baseUrls.empty());
    QCOMPARE(make("demo", "http://127.0.0.1:5/v1")->baseUrls.at(Dialect::OpenAiChat),
        std::string("http://127.0.0.1:5/v1"));
}

void TestPresets::modelListsAreFound_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("url");
    const auto row = [](const char *kind, const char *url) {
        QTest::newRow(kind) << QByteArray(kind) << QByteArray(url);
    };
    row("openai", "https://api.openai.com/v1/models");
    row("anthropic", "https://api.anthropic.com/v1/models");
    row("google", "https://generativelanguage.googleapis.com/v1beta/models");
    row("deepseek", "https://api.deepseek.com/models");
    row("ollama", "http://localhost:11434/api/tags");
    row("cohere", "https://api.cohere.com/v1/models");
    row("github-models", "https://models.github.ai/catalog/models");
    row("voyage", "");
    row("demo", "");
}

void TestPresets::modelListsAreFound()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, url);
    QCOMPARE(QByteArray::fromStdString(modelsUrl(facts(), *make(kind.toStdString()))), url);
}

void TestPresets::keysAreRecognisedMostTellingFirst()
{
    const auto letters = [](std::size_t count) { return std::string(count, 'a'); };
    QCOMPARE(candidates("sk-ant-api03-" + letters(95)).substr(0, 10), std::string("anthropic "));
    QCOMPARE(candidates("sk-proj-" + letters(60)).substr(0, 7), std::string("openai "));
    QCOMPARE(candidates("  sk-or-v1-" + letters(64) + "\n").substr(0, 11), std::string("openrouter "));
    QCOMPARE(candidates("gsk_" + letters(52)), std::string("groq "));
    QCOMPARE(candidates("AIza" + letters(35)).substr(0, 7), std::string("google "));
    QVERIFY(candidates("sk-" + letters(32)).find("deepseek ") != std::string::npos);
    QVERIFY(candidates("sk-" + letters(32)).find("alibaba ") != std::string::npos);
    QCOMPARE(candidates(R"({"type": "service_account", "project_id": "x"})"), std::string("vertex "));
    QCOMPARE(candidates("hello world"), std::string());
    QCOMPARE(candidates(""), std::string());
}

void TestPresets::everyKeyPatternCompiles()
{
    for (const auto &preset : facts().providers()) {
        for (const auto &pattern : preset.keyPatterns)
            QVERIFY2(RE2(pattern, RE2::Quiet).ok(), pattern.c_str());
    }
}

QTEST_GUILESS_MAIN(TestPresets)
#include "TestPresets.moc"
