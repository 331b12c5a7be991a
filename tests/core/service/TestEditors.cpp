#include "core/service/Discovery.h"
#include "core/service/GatewayService.h"
#include "tests/support/ScriptedPeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace slipswitch;
using config::RemovedProvider;
using config::Settings;
using domain::Credential;
using domain::Provider;
using service::KeyChoice;
using service::ProviderTester;
using service::TestReport;
using service::TestStep;
using tests::PeerConnection;
using tests::ScriptedPeer;

namespace {

std::string reply(const std::string &status, const std::string &type, const std::string &body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type
        + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Lists two models, streams, and takes no tools.
void modelServer(PeerConnection &peer)
{
    for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
        if (request.starts_with("GET /v1/models "))
            peer.send(reply("200 OK", "application/json", R"({"data":[{"id":"a-1"},{"id":"b-2"}]})"));
        else if (request.find("\"tools\"") != std::string::npos)
            peer.send(reply("400 Bad", "application/json",
                R"({"error":{"message":"no tools for sk-canary-0123456789abcdef"}})"));
        else
            peer.send(reply("200 OK", "text/event-stream", "data: {\"choices\":[]}\n\n"));
    }
}

} // namespace

/// Providers, their keys and access keys, as pages edit them; secrets go to a vault.
class TestEditors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void providerIsAddedChangedRemovedAndRestored();
    void keysOfARemovedProviderStayUntilForgotten();
    void takenNameIsAConflictAndNoKeyIsKept();
    void badChangeIsRefusedWithItsPath();
    void credentialsComeAndGo();
    void orderCanBeChanged();
    void accessKeyIsMadeRevokedAndRestored();
    void addedProviderComesIntoForce();
    void testTellsEachStep();
    void testOfAWrongKeyEndsEarly();
    void localServersAreFound();
    void environmentKeysAreOfferedByName();

private:
    template <typename T>
    [[nodiscard]] Result<T> wait(const std::function<void(std::function<void(Result<T>)>)> &ask);
    [[nodiscard]] Provider made(const std::string &name, std::uint16_t port = 9) const;
    [[nodiscard]] Settings settings() const;
    [[nodiscard]] service::ProviderEditor &providers() { return m_gateway->providers(); }
    [[nodiscard]] Result<Secret> stored(const std::string &reference);

    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<service::GatewayService> m_gateway;
};

void TestEditors::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    qputenv("SLIPSWITCH_PASSPHRASE", "pass-canary-phrase");
    qputenv("NO_PROXY", "*");
    m_catalog = catalog::Catalog::loadShipped().value();
}

void TestEditors::init()
{
    m_gateway.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    m_gateway
        = std::make_unique<service::GatewayService>(config::Home::open(m_dir->path().toStdString()).value());
}

template <typename T>
Result<T> TestEditors::wait(const std::function<void(std::function<void(Result<T>)>)> &ask)
{
    std::optional<Result<T>> answer;
    ask([&](Result<T> result) { answer = std::move(result); });
    (void)QTest::qWaitFor([&] { return answer.has_value(); }, 30'000);
    return answer.value();
}

Provider TestEditors::made(const std::string &name, std::uint16_t port) const
{
    return provider::makeProvider(*m_catalog,
        {.name = name,
            .kind = "custom-openai",
            .baseUrl = "http://127.0.0.1:" + std::to_string(port) + "/v1",
            .parameters = {}})
        .value();
}

Settings TestEditors::settings() const
{
    return config::SettingsFile(m_dir->path().toStdString() + "/settings.json").load().value();
}

Result<Secret> TestEditors::stored(const std::string &reference)
{
    return wait<Secret>([&](auto done) { m_gateway->secrets().read(reference, done); });
}

void TestEditors::providerIsAddedChangedRemovedAndRestored()
{
    const auto add = [&](const std::string &name) {
        return wait<Provider>([&](auto done) { providers().add(this, made(name), {}, done); });
    };
    QVERIFY(add("one").has_value() && add("two").has_value());
    QVERIFY(wait<void>([&](auto done) { providers().setEnabled(this, "one", false, done); }));
    QVERIFY(wait<void>([&](auto done) { providers().setModels(this, "one", {"m"}, done); }));
    QVERIFY(!settings().providers[0].enabled && settings().providers[0].modelsListed);
    const auto removed
        = wait<RemovedProvider>([&](auto done) { providers().remove(this, "one", done); }).value();
    QCOMPARE(settings().providers.size(), std::size_t {1});
    const auto before = settings();
    QVERIFY(wait<void>([&](auto done) { providers().restore(this, removed, done); }));
    QCOMPARE(settings().providers.size(), std::size_t {2});
    QVERIFY(settings().providers[0].name == "one" && !settings().providers[0].enabled);
    const auto none = wait<RemovedProvider>([&](auto done) { providers().remove(this, "none", done); });
    QVERIFY(!none && none.error().code == ErrorCode::NotFound);
}

void TestEditors::keysOfARemovedProviderStayUntilForgotten()
{
    const KeyChoice key {Secret("sk-test-one-0001"), {}};
    const auto added
        = wait<Provider>([&](auto done) { providers().add(this, made("one"), key, done); }).value();
    const auto reference = added.credentials.at(0).reference;
    QCOMPARE(reference, std::string("vault:one/main"));
    const auto removed
        = wait<RemovedProvider>([&](auto done) { providers().remove(this, "one", done); }).value();
    QVERIFY(stored(reference).value() == key.secret);
    QVERIFY(wait<void>([&](auto done) { providers().restore(this, removed, done); }));
    // In use again: not forgotten.
    QVERIFY(wait<void>([&](auto done) { providers().forget(this, removed.provider.credentials, done); }));
    QVERIFY(stored(reference).has_value());
    (void)wait<RemovedProvider>([&](auto done) { providers().remove(this, "one", done); });
    QVERIFY(wait<void>([&](auto done) { providers().forget(this, removed.provider.credentials, done); }));
    QCOMPARE(stored(reference).error().code, ErrorCode::NotFound);
}

void TestEditors::takenNameIsAConflictAndNoKeyIsKept()
{
    (void)wait<Provider>([&](auto done) { providers().add(this, made("one"), {}, done); });
    const KeyChoice key {Secret("sk-test-two-0002"), {}};
    const auto again = wait<Provider>([&](auto done) { providers().add(this, made("one"), key, done); });
    QVERIFY(!again && again.error().code == ErrorCode::Conflict);
    QVERIFY(!stored("vault:one/main").has_value());
}

void TestEditors::badChangeIsRefusedWithItsPath()
{
    (void)wait<Provider>([&](auto done) { providers().add(this, made("one"), {}, done); });
    const auto changed = wait<void>([&](auto done) {
        providers().change(
            this, "one",
            [](Provider &provider) -> Result<void> {
                provider.baseUrls[domain::Dialect::OpenAiChat] = "ftp://x";
                return {};
            },
            done);
    });
    QVERIFY(!changed && changed.error().code == ErrorCode::BadRequest);
    QVERIFY2(changed.error().detail.find("providers[0].baseUrls") != std::string::npos,
        changed.error().detail.c_str());
    auto draft = settings();
    QVERIFY(service::SettingsEditor::validate(draft).has_value());
    draft.log.maxBytes = 1;
    QVERIFY(!service::SettingsEditor::validate(draft).has_value());
}

void TestEditors::credentialsComeAndGo()
{
    (void)wait<Provider>(
        [&](auto done) { providers().add(this, made("one"), {Secret("sk-test-one-0001"), {}}, done); });
    const auto second = wait<Credential>([&](auto done) {
        providers().addCredential(this, "one", {Secret("sk-test-two-0002"), {}}, done);
    }).value();
    QCOMPARE(settings().providers[0].credentials.size(), std::size_t {2});
    QVERIFY(stored(second.reference).value() == Secret("sk-test-two-0002"));
    const auto removed = wait<Credential>([&](auto done) {
        providers().removeCredential(this, "one", "main", done);
    }).value();
    QCOMPARE(settings().providers[0].credentials.size(), std::size_t {1});
    QVERIFY(wait<void>([&](auto done) { providers().restoreCredential(this, "one", removed, done); }));
    QCOMPARE(settings().providers[0].credentials.size(), std::size_t {2});
    const auto nowhere = wait<Credential>([&](auto done) {
        providers().addCredential(this, "none", {Secret("sk-test-three-0003"), {}}, done);
    });
    QVERIFY(!nowhere && nowhere.error().code == ErrorCode::NotFound);
}

void TestEditors::orderCanBeChanged()
{
    for (const auto *name : {"one", "two", "three"})
        (void)wait<Provider>([&](auto done) { providers().add(this, made(name), {}, done); });
    QVERIFY(wait<void>([&](auto done) { providers().move(this, "three", 0, done); }));
    QVERIFY(wait<void>([&](auto done) { providers().move(this, "one", 99, done); }));
    std::string order;
    for (const auto &provider : settings().providers)
        order += provider.name + " ";
    QCOMPARE(order, std::string("three two one "));
}

void TestEditors::accessKeyIsMadeRevokedAndRestored()
{
    auto &keys = m_gateway->accessKeys();
    const auto key = wait<governance::NewAccessKey>([&](auto done) {
        keys.create(this, {"Laptop", "codex", "house"}, done);
    }).value();
    const auto works = [&] {
        const governance::AccessKeyTable table(settings().accessKeys);
        return table.identify(std::array {key.secret.reveal()}).has_value();
    };
    QVERIFY(works());
    QCOMPARE(wait<std::string>([&](auto done) { keys.revoke(this, "Laptop", done); }).value(), key.key.id);
    QVERIFY(!works());
    QVERIFY(wait<void>([&](auto done) { keys.restore(this, key.key.id, done); }));
    QVERIFY(works());
    QVERIFY(!wait<std::string>([&](auto done) { keys.revoke(this, "Nobody", done); }).has_value());
}

void TestEditors::addedProviderComesIntoForce()
{
    service::GatewayService::StartOptions options;
    options.port = 0;
    QVERIFY(m_gateway->start(options).has_value());
    (void)wait<Provider>([&](auto done) { providers().add(this, made("one"), {}, done); });
    QTRY_COMPARE(m_gateway->settings()->providers.size(), std::size_t {1});
}

void TestEditors::testTellsEachStep()
{
    ScriptedPeer upstream(modelServer);
    auto provider = made("one", upstream.port());
    provider.credentials.push_back({"main", {}, Secret("sk-canary-0123456789abcdef")});
    std::vector<TestStep> told;
    std::optional<TestReport> report;
    m_gateway->tester().test(
        this, provider, m_gateway->settings(), m_catalog, {},
        [&](const TestStep &step) {
            QVERIFY(!report);
            told.push_back(step);
        },
        [&](const TestReport &all) { report = all; });
    QTRY_VERIFY(report);
    QCOMPARE(told.size(), std::size_t {5});
    using State = TestStep::State;
    const std::array expected {State::Passed, State::Passed, State::Passed, State::Passed, State::Failed};
    for (std::size_t i = 0; i < told.size(); ++i)
        QVERIFY2(told[i].state == expected.at(i), told[i].text.c_str());
    QVERIFY(told[1].text == "2 models" && told[3].text.starts_with("a-1, "));
    QVERIFY(told[4].text.find("no tools for") != std::string::npos);
    QVERIFY2(told[4].text.find("canary") == std::string::npos, told[4].text.c_str());
    QVERIFY(!report->passed() && report->models.size() == 2);
}

void TestEditors::testOfAWrongKeyEndsEarly()
{
    ScriptedPeer upstream([](PeerConnection &peer) {
        (void)peer.readRequest();
        peer.send(reply("401 No", "application/json", R"({"error":{"message":"Incorrect key"}})"));
    });
    auto provider = made("one", upstream.port());
    provider.credentials.push_back({"main", {}, Secret("sk-test-wrong-0001")});
    const auto report = service::runProviderTest(provider, {}, *m_catalog, {}, {});
    QVERIFY(report.error && report.error->code == ErrorCode::Unauthorized);
    QCOMPARE(report.steps.size(), std::size_t {5});
    QVERIFY(report.steps[0].text.find("Incorrect key") != std::string::npos);
    QVERIFY(report.steps[4].state == TestStep::State::Skipped);
    QCOMPARE(upstream.accepted(), 1);
}

void TestEditors::localServersAreFound()
{
    ScriptedPeer ollama([](PeerConnection &peer) {
        if (peer.readRequest().starts_with("GET /api/tags "))
            peer.send(reply(
                "200 OK", "application/json", R"({"models":[{"name":"qwen3:8b"},{"name":"gemma3:4b"}]})"));
    });
    ScriptedPeer web([](PeerConnection &peer) {
        (void)peer.readRequest();
        peer.send(reply("200 OK", "text/html", "<html>Hello</html>"));
    });
    service::LocalServerFinder finder({{"ollama", ollama.port()}, {"llamacpp", web.port()}, {"vllm", 1}});
    std::optional<std::vector<service::LocalServer>> found;
    finder.look(this, m_catalog, [&](const auto &servers) { found = servers; });
    QTRY_VERIFY_WITH_TIMEOUT(found, 20'000);
    QCOMPARE(found->size(), std::size_t {1});
    QVERIFY(found->front().kind == "ollama" && found->front().models.size() == 2);
}

void TestEditors::environmentKeysAreOfferedByName()
{
    qputenv("OPENAI_API_KEY", "sk-canary");
    const auto offered = service::keysInEnvironment({}, *m_catalog);
    const auto found = std::find_if(
        offered.begin(), offered.end(), [](const auto &key) { return key.variable == "OPENAI_API_KEY"; });
    QVERIFY(found != offered.end() && found->kind == "openai");
    Settings used;
    used.providers.push_back(made("mine"));
    used.providers.back().kind = "openai";
    QVERIFY(service::keysInEnvironment(used, *m_catalog).size() < offered.size());
    qunsetenv("OPENAI_API_KEY");
}

QTEST_GUILESS_MAIN(TestEditors)
#include "TestEditors.moc"
