#include "core/provider/AwsSigning.h"
#include "tests/core/gateway/Clouds.h"
#include "tests/core/gateway/RequestKeeper.h"
#include "tests/support/Answers.h"
#include "tests/support/Frames.h"

#include <QDateTime>
#include <QtTest>

using namespace slipswitch;
using domain::Dialect;
using domain::Outcome;
using tests::addCloud;
using tests::GatewayFixture;
using tests::named;
using tests::okay;
using tests::RequestKeeper;
using tests::streamed;
namespace json = boost::json;

namespace {

const std::string chatBody = R"({"model":"M","messages":[{"role":"user","content":"hi"}]})";
const std::string chatAnswer
    = R"({"id":"c1","model":"gpt-5-2025","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"yes"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}})";

const std::string messagesBody
    = R"({"model":"M","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})";
const std::string converseAnswer
    = R"({"output":{"message":{"role":"assistant","content":[{"text":"yes"}]}},"stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":1}})";
const std::string awsKey = "AKIAIOSFODNN7EXAMPLE:secret/0123456789+abc:session-token-0123456789";

std::string textFrame(const std::string &text)
{
    return tests::eventFrame(
        "contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"text":")" + text + R"("}})");
}

std::string frames(std::string_view body)
{
    return tests::reply("200 OK", "application/vnd.amazon.eventstream", body);
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
    void bedrockIsSigned();
    void bedrockTakesItsApiKeysAsBearer();
    void bedrockWithoutRegionSaysSo();
    void bedrockSecretsAreTakenOutOfErrors();
    void bedrockStreamsReachEveryClient();
    void brokenFramesAreToldToTheClient_data();
    void brokenFramesAreToldToTheClient();
    void exceptionBeforeContentMovesOn();
    void claudeWithoutItsAddressIsAskedAllTheSame();
    void cohereIsAskedInVersionTwo();
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

/// The signature is computed anew from what came over the wire.
void TestClouds::bedrockIsSigned()
{
    RequestKeeper upstream(okay(converseAnswer));
    GatewayFixture gateway;
    provider::Choice choice {"aws", "bedrock", {}, {{"region", "eu-west-1"}},
        {{"sonnet", "arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc"}}};
    addCloud(gateway, choice, upstream.port(), awsKey);
    gateway.start();
    tests::RawClient client(gateway.port());
    client.send(
        gateway.request("/v1/messages", named(messagesBody, "aws/eu.anthropic.claude-sonnet-4-5-v1:0"),
            "anthropic-version: 2023-06-01\r\nX-Amz-Security-Token: not-mine\r\n"));
    const auto response = client.readResponse();
    QVERIFY2(response.status == 200, response.body.c_str());
    QVERIFY(json::parse(response.body).at("content").at(0).at("text") == "yes");
    const auto sent = upstream.request(0);
    QVERIFY2(sent.starts_with("POST /model/eu.anthropic.claude-sonnet-4-5-v1%3A0/converse HTTP/1.1\r\n"),
        sent.c_str());
    const auto split = sent.find("\r\n\r\n");
    QCOMPARE(upstream.field(0, "X-Amz-Security-Token"), std::string("session-token-0123456789"));
    QVERIFY(sent.find("not-mine") == std::string::npos);
    const auto date
        = QDateTime::fromString(QString::fromStdString(upstream.field(0, "X-Amz-Date") + "+00:00"),
            QStringLiteral("yyyyMMddTHHmmssZt"));
    QVERIFY(date.isValid() && std::abs(date.secsTo(QDateTime::currentDateTimeUtc())) < 300);
    const auto fields = provider::signedFields(*provider::awsKeyIn(Secret(std::string(awsKey))),
        {"POST", "/model/eu.anthropic.claude-sonnet-4-5-v1%3A0/converse", upstream.field(0, "Host"),
            upstream.field(0, "Content-Type"), std::string_view(sent).substr(split + 4), "eu-west-1",
            "bedrock", UtcTime {std::chrono::seconds {date.toSecsSinceEpoch()}}});
    QVERIFY2(
        fields.find("Authorization: " + upstream.field(0, "Authorization") + "\r\n") != std::string::npos,
        fields.c_str());
    QCOMPARE(gateway.post("/v1/messages", named(messagesBody, "aws/sonnet")).status, 200);
    QVERIFY(upstream.request(1).starts_with(
        "POST /model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Aapplication-inference-profile%2Fabc/converse "));
}

void TestClouds::bedrockTakesItsApiKeysAsBearer()
{
    RequestKeeper upstream(okay(converseAnswer));
    GatewayFixture gateway;
    addCloud(gateway, {"aws", "bedrock", {}, {{"region", "eu-west-1"}}}, upstream.port(), "ABSKQmVkcm9jazp4");
    gateway.start();
    QCOMPARE(gateway.post("/v1/messages", named(messagesBody, "aws/amazon.nova-lite-v1:0")).status, 200);
    QCOMPARE(upstream.field(0, "Authorization"), std::string("Bearer ABSKQmVkcm9jazp4"));
    QCOMPARE(upstream.field(0, "X-Amz-Date"), std::string());
}

void TestClouds::bedrockWithoutRegionSaysSo()
{
    RequestKeeper upstream(okay(converseAnswer));
    GatewayFixture gateway;
    addCloud(gateway, {"aws", "bedrock", {}, {{"region", "eu-west-1"}}}, upstream.port(), awsKey)
        .parameters.clear();
    gateway.start();
    const auto response = gateway.post("/v1/messages", named(messagesBody, "aws/m"));
    QVERIFY(response.body.find("region") != std::string::npos);
    QCOMPARE(upstream.count(), std::size_t(0));
}

/// AWS quotes what it signed itself when a signature is wrong, the session's token included.
void TestClouds::bedrockSecretsAreTakenOutOfErrors()
{
    RequestKeeper upstream(tests::reply("403 Forbidden", "application/json",
        R"({"message":"x-amz-security-token:session-token-0123456789 AKIAIOSFODNN7EXAMPLE secret/0123456789+abc"})"));
    GatewayFixture gateway;
    addCloud(gateway, {"aws", "bedrock", {}, {{"region", "eu-west-1"}}}, upstream.port(), awsKey);
    gateway.start();
    const auto response = gateway.post("/v1/messages", named(messagesBody, "aws/m"));
    QCOMPARE(response.status, 403);
    QVERIFY(response.body.find("x-amz-security-token:") != std::string::npos);
    const auto row = gateway.recorded().at(0);
    for (const auto *piece : {"session-token-0123456789", "AKIAIOSFODNN7EXAMPLE", "secret/0123456789+abc"}) {
        QVERIFY2(response.body.find(piece) == std::string::npos, piece);
        QVERIFY(row.errorText.find(piece) == std::string::npos);
        QVERIFY(row.attempts.at(0).errorText.find(piece) == std::string::npos);
    }
}

void TestClouds::bedrockStreamsReachEveryClient()
{
    RequestKeeper upstream(frames(tests::eventFrame("messageStart", R"({"role":"assistant"})")
        + textFrame("ye") + textFrame("s") + tests::eventFrame("messageStop", R"({"stopReason":"end_turn"})")
        + tests::eventFrame(
            "metadata", R"({"usage":{"inputTokens":5,"outputTokens":2,"cacheReadInputTokens":3}})")));
    GatewayFixture gateway;
    addCloud(gateway, {"aws", "bedrock", {}, {{"region", "eu-west-1"}}}, upstream.port(), awsKey);
    gateway.start();
    const auto messages = gateway.post("/v1/messages", streamed(named(messagesBody, "aws/m")));
    QVERIFY(messages.complete && messages.hasField("Content-Type: text/event-stream"));
    QVERIFY2(messages.body.find("message_stop") != std::string::npos, messages.body.c_str());
    const auto chat = gateway.post("/v1/chat/completions", streamed(named(chatBody, "aws/m")));
    QVERIFY(tests::essenceOfReply(*dialect::codecFor(Dialect::OpenAiChat), chat.body, true).text == "yes");
    QVERIFY(chat.body.ends_with("data: [DONE]\n\n"));
    QVERIFY(upstream.request(0).starts_with("POST /model/m/converse-stream "));
    for (const auto &row : gateway.recorded()) {
        QVERIFY(row.outcome == Outcome::Succeeded);
        QVERIFY(row.usage.input == 5 && row.usage.output == 2 && row.usage.cacheRead == 3);
    }
}

void TestClouds::brokenFramesAreToldToTheClient_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QByteArray>("words");
    auto wrong = textFrame("s");
    wrong[20] = static_cast<char>(wrong[20] ^ 1);
    const auto row = [](const char *name, const std::string &rest, const char *words) {
        QTest::newRow(name) << QByteArray::fromStdString(rest) << QByteArray(words);
    };
    row("wrong checksum", wrong, "The checksum of a frame is wrong.");
    row("cut frame", textFrame("s").substr(0, 30), "The stream was cut within a frame.");
    row("no end", "", "The provider ended its answer without the mark that it is complete.");
    row("exception", tests::exceptionFrame("modelStreamErrorException", R"({"message":"it fell over"})"),
        "it fell over");
    row("error", tests::frameOf({{":message-type", "error"}, {":error-message", "gone"}}, ""), "gone");
}

void TestClouds::brokenFramesAreToldToTheClient()
{
    QFETCH(QByteArray, rest);
    QFETCH(QByteArray, words);
    RequestKeeper upstream(frames(
        tests::eventFrame("messageStart", R"({"role":"assistant"})") + textFrame("ye") + rest.toStdString()));
    GatewayFixture gateway;
    addCloud(gateway, {"aws", "bedrock", {}, {{"region", "eu-west-1"}}}, upstream.port(), awsKey);
    gateway.start();
    const auto response = gateway.post("/v1/messages", streamed(named(messagesBody, "aws/m")));
    const auto got
        = tests::essenceOfReply(*dialect::codecFor(Dialect::AnthropicMessages), response.body, true);
    QCOMPARE(got.text, std::string("ye"));
    QVERIFY2(got.failure == words.toStdString(), got.failure.c_str());
    QVERIFY(response.body.find("message_stop") == std::string::npos);
    QCOMPARE(gateway.recorded()[0].outcome, Outcome::Failed);
}

void TestClouds::exceptionBeforeContentMovesOn()
{
    RequestKeeper throttled(frames(tests::eventFrame("messageStart", R"({"role":"assistant"})")
        + tests::exceptionFrame("throttlingException", R"({"message":"Too many requests"})")));
    RequestKeeper other(okay(chatAnswer));
    GatewayFixture gateway;
    addCloud(gateway, {"aws", "bedrock", {}, {{"region", "eu-west-1"}}}, throttled.port(), awsKey).models
        = {"m"};
    gateway.addProvider("other", other.port(), {"m"}).kind = "groq";
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", streamed(named(chatBody, "m")));
    QCOMPARE(response.status, 200);
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].attempts.size(), std::size_t(2));
    QCOMPARE(rows[0].attempts[0].errorText, std::string("Too many requests"));
    QVERIFY(rows[0].outcome == Outcome::Succeeded || rows[0].attempts[1].provider == "other");
}

/// Azure with an address of OpenAI's paths only: the provider says what it thinks of the model.
void TestClouds::claudeWithoutItsAddressIsAskedAllTheSame()
{
    RequestKeeper upstream(okay(chatAnswer));
    GatewayFixture gateway;
    provider::Choice choice {"work", "azure", "https://x.openai.azure.com", {}};
    addCloud(gateway, choice, upstream.port(), "k");
    gateway.start();
    QCOMPARE(gateway.post("/v1/chat/completions", named(chatBody, "work/claude-opus-4-5")).body, chatAnswer);
    QCOMPARE(gateway.post("/v1/messages", named(messagesBody, "work/claude-opus-4-5")).status, 200);
    const auto counted
        = gateway.post("/v1/messages/count_tokens", named(messagesBody, "work/claude-opus-4-5"));
    QVERIFY(counted.status == 200 && counted.hasField("x-slipswitch-estimated: true"));
}

void TestClouds::cohereIsAskedInVersionTwo()
{
    const std::string answer
        = R"({"id":"c","message":{"role":"assistant","content":[{"type":"text","text":"yes"}]},"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":3,"output_tokens":1},"tokens":{"input_tokens":300,"output_tokens":9}}})";
    const std::string vectors
        = R"({"id":"e","embeddings":{"float":[[0.5,-1]]},"meta":{"billed_units":{"input_tokens":2}}})";
    RequestKeeper chats(okay(answer)), embeds(okay(vectors));
    GatewayFixture gateway;
    addCloud(gateway, {"co", "cohere", {}, {}}, chats.port(), "k");
    addCloud(gateway, {"em", "cohere", {}, {}}, embeds.port(), "k");
    gateway.start();
    const auto response = gateway.post("/v1/messages", named(messagesBody, "co/command-a-03-2025"));
    QVERIFY2(response.status == 200, response.body.c_str());
    QVERIFY(chats.request(0).starts_with("POST /v2/chat HTTP/1.1\r\n"));
    QCOMPARE(chats.field(0, "Authorization"), std::string("Bearer k"));
    const auto embedded = gateway.post("/v1/embeddings", R"({"model":"em/embed-v4.0","input":"a"})");
    QVERIFY2(embedded.status == 200, embedded.body.c_str());
    QVERIFY(embeds.request(0).starts_with("POST /v2/embed HTTP/1.1\r\n"));
    QVERIFY(json::parse(embedded.body).at("data").at(0).at("embedding") == json::parse("[0.5,-1]"));
    QVERIFY(json::parse(embedded.body).at("usage").at("prompt_tokens") == 2);
    const auto rows = gateway.recorded();
    QVERIFY(rows[0].usage.input == 3 && rows[0].usage.output == 1); // what is billed
}

QTEST_GUILESS_MAIN(TestClouds)
#include "TestClouds.moc"
