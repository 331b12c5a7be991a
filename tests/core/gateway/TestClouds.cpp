#include "core/provider/Presets.h"
#include "tests/core/gateway/Fixture.h"
#include "tests/core/gateway/RequestKeeper.h"
#include "tests/support/Answers.h"

#include <QtTest>

using namespace slipswitch;
using domain::Dialect;
using domain::Outcome;
using tests::GatewayFixture;
using tests::RequestKeeper;
namespace json = boost::json;

namespace {

const std::string chatBody = R"({"model":"M","messages":[{"role":"user","content":"hi"}]})";
const std::string chatAnswer
    = R"({"id":"c1","model":"gpt-5-2025","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"yes"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}})";

std::string named(std::string body, const std::string &model)
{
    return body.replace(body.find("\"M\""), 3, '"' + model + '"');
}

std::string okay(std::string_view body)
{
    return tests::reply("200 OK", "application/json", body);
}

/// A provider as its preset makes it, moved to a loopback port.
domain::Provider &addCloud(
    GatewayFixture &gateway, provider::Choice choice, std::uint16_t port, std::string key)
{
    static const auto facts = catalog::Catalog::loadShipped().value();
    auto made = provider::makeProvider(*facts, choice).value();
    for (auto &[dialect, url] : made.baseUrls) {
        const auto path = url.find('/', std::string_view("https://").size());
        url = "http://127.0.0.1:" + std::to_string(port)
            + (path == std::string::npos ? "" : url.substr(path));
    }
    made.credentials.push_back({"main", "env:NONE", Secret(std::move(key))});
    gateway.settings.providers.push_back(std::move(made));
    return gateway.settings.providers.back();
}

} // namespace

/// Providers that are reached in ways of their own: addresses, names of models, keys.
class TestClouds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void azureNamesTheDeployment_data();
    void azureNamesTheDeployment();
    void azureTakesKeysAndTokens();
    void azureKeepsItsContentFilter();
    void claudeAtAzureIsAskedInItsOwnDialect();
};

void TestClouds::azureNamesTheDeployment_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("asked");
    const auto row = [](const char *name, const char *path, const char *version, const char *asked) {
        QTest::newRow(name) << QByteArray(path) << QByteArray(version) << QByteArray(asked);
    };
    row("chat", "/v1/chat/completions", "", "/openai/v1/chat/completions");
    row("responses", "/v1/responses", "", "/openai/v1/responses");
    row("embeddings", "/v1/embeddings", "", "/openai/v1/embeddings");
    row("preview", "/v1/responses", "preview", "/openai/v1/responses?api-version=preview");
    row("dated chat", "/v1/chat/completions?x=1", "2024-10-21",
        "/openai/deployments/prod%3A1/chat/completions?api-version=2024-10-21");
    row("dated embeddings", "/v1/embeddings", "2024-10-21",
        "/openai/deployments/prod%3A1/embeddings?api-version=2024-10-21");
    row("dated responses", "/v1/responses", "2025-04-01-preview",
        "/openai/responses?api-version=2025-04-01-preview");
}

void TestClouds::azureNamesTheDeployment()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, asked);
    RequestKeeper upstream(okay(chatAnswer));
    GatewayFixture gateway;
    provider::Choice choice {"work", "azure", {}, {{"resource", "x"}}, {{"gpt-5", "prod:1"}}};
    if (!version.isEmpty())
        choice.parameters["api-version"] = version.toStdString();
    addCloud(gateway, choice, upstream.port(), "0123456789abcdef0123456789abcdef");
    gateway.start();
    const auto body = named(chatBody, "gpt-5");
    const auto response = gateway.post(path.toStdString(), body);
    QVERIFY2(response.status == 200 && response.body == chatAnswer, response.head.c_str());
    const auto sent = upstream.request(0);
    QVERIFY2(sent.starts_with("POST " + asked.toStdString() + " HTTP/1.1\r\n"), sent.c_str());
    // Nothing but the name is changed.
    QVERIFY2(sent.ends_with(named(chatBody, "prod:1")), sent.c_str());
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].attempts.at(0).model, std::string("gpt-5"));
    QVERIFY(rows[0].outcome == Outcome::Succeeded);
}

void TestClouds::azureTakesKeysAndTokens()
{
    RequestKeeper upstream(okay(chatAnswer));
    GatewayFixture gateway;
    addCloud(gateway, {"keyed", "azure", {}, {{"resource", "x"}}}, upstream.port(), "plain-key");
    addCloud(
        gateway, {"entra", "azure", {}, {{"resource", "x"}}}, upstream.port(), "eyJhbGciOi.eyJhdWQi.c2ln");
    gateway.start();
    QCOMPARE(gateway.post("/v1/chat/completions", named(chatBody, "keyed/m")).status, 200);
    QCOMPARE(gateway.post("/v1/chat/completions", named(chatBody, "entra/m")).status, 200);
    QCOMPARE(upstream.field(0, "api-key"), std::string("plain-key"));
    QCOMPARE(upstream.field(0, "Authorization"), std::string());
    QCOMPARE(upstream.field(1, "Authorization"), std::string("Bearer eyJhbGciOi.eyJhdWQi.c2ln"));
    QCOMPARE(upstream.field(1, "api-key"), std::string());
}

/// A blocked prompt: the client of the same dialect gets every byte, the others the provider's words.
void TestClouds::azureKeepsItsContentFilter()
{
    const std::string refusal
        = R"({"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"violence":{"filtered":true,"severity":"high"}}}}})";
    RequestKeeper upstream(tests::reply("400 Bad Request", "application/json", refusal));
    GatewayFixture gateway;
    addCloud(gateway, {"work", "azure", {}, {{"resource", "x"}}}, upstream.port(), "k");
    gateway.start();
    const auto same = gateway.post("/v1/chat/completions", named(chatBody, "work/gpt-5"));
    QCOMPARE(same.status, 400);
    QCOMPARE(same.body, refusal);
    const auto other = gateway.post("/v1/messages",
        R"({"model":"work/gpt-5","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})");
    QCOMPARE(other.status, 400);
    QVERIFY(json::parse(other.body).at("error").at("message") == "The response was filtered");
    QVERIFY(gateway.recorded()[1].errorText == "The response was filtered");
}

/// One resource, two dialects: which one it is depends on the deployment.
void TestClouds::claudeAtAzureIsAskedInItsOwnDialect()
{
    const std::string message
        = R"({"id":"m","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"yes"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}})";
    RequestKeeper claude(okay(message)), gpt(okay(chatAnswer));
    GatewayFixture gateway;
    auto &provider = addCloud(gateway, {"work", "azure", {}, {{"resource", "x"}}}, gpt.port(), "k");
    provider.baseUrls[Dialect::AnthropicMessages]
        = "http://127.0.0.1:" + std::to_string(claude.port()) + "/anthropic";
    gateway.start();
    const std::string messages
        = R"({"model":"M","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})";
    QCOMPARE(gateway.post("/v1/messages", named(messages, "work/claude-opus-4-5")).body, message);
    QVERIFY(claude.request(0).starts_with("POST /anthropic/v1/messages HTTP/1.1\r\n"));
    QCOMPARE(claude.field(0, "x-api-key"), std::string("k"));
    QCOMPARE(gateway.post("/v1/chat/completions", named(chatBody, "work/claude-opus-4-5")).status, 200);
    QCOMPARE(claude.count(), std::size_t(2));
    QCOMPARE(gateway.post("/v1/messages", named(messages, "work/gpt-5")).status, 200);
    QVERIFY(gpt.request(0).starts_with("POST /openai/v1/chat/completions HTTP/1.1\r\n"));
    QVERIFY(gpt.body(0).contains("max_completion_tokens"));
    QCOMPARE(gateway.post("/v1/chat/completions", named(chatBody, "work/gpt-5")).body, chatAnswer);
}

QTEST_GUILESS_MAIN(TestClouds)
#include "TestClouds.moc"
