#include "tests/core/gateway/Clouds.h"
#include "tests/core/gateway/RequestKeeper.h"
#include "tests/support/Answers.h"
#include "tests/support/ServiceAccount.h"

#include <QtTest>

#include <thread>

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
const std::string messagesBody
    = R"({"max_tokens":9, "model" : "M","messages":[{"role":"user","content":"say \"anthropic_version\""}]})";
const std::string geminiAnswer
    = R"({"candidates":[{"content":{"role":"model","parts":[{"text":"yes"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,"totalTokenCount":4}})";
const std::string message
    = R"({"id":"m","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"yes"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}})";
const std::string token = "ya29.a-token-of-an-hour-0123456789";
const std::string tokenAnswer
    = R"({"access_token":")" + token + R"(","expires_in":3599,"token_type":"Bearer"})";

const tests::ServiceAccountKey &accountKey()
{
    static const tests::ServiceAccountKey key;
    return key;
}

std::string accountAt(RequestKeeper &google)
{
    return accountKey().file("http://127.0.0.1:" + std::to_string(google.port()) + "/token");
}

provider::Choice vertex(const char *location = "europe-west4")
{
    return {"gcp", "vertex", {}, {{"project", "p-1"}, {"location", location}}};
}

} // namespace

/// Gemini and Claude at Google's cloud, with tokens and service accounts.
class TestVertex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokensGoAsTheyAre();
    void serviceAccountsGetATokenOnce();
    void whoComesMeanwhileWaits();
    void refusalsOfAnAccountAreTold();
    void refusedTokensAreFetchedAnew();
    void claudeIsAskedInItsOwnDialect();
    void claudesTokensAreCountedThere();
};

void TestVertex::tokensGoAsTheyAre()
{
    RequestKeeper upstream(okay(geminiAnswer));
    GatewayFixture gateway;
    addCloud(gateway, vertex(), upstream.port(), token);
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", named(chatBody, "gcp/gemini-2.5-flash"));
    QVERIFY2(response.status == 200, response.body.c_str());
    QVERIFY(
        upstream.request(0).starts_with("POST /v1beta1/projects/p-1/locations/europe-west4/publishers/google/"
                                        "models/gemini-2.5-flash:generateContent HTTP/1.1\r\n"));
    QCOMPARE(upstream.field(0, "Authorization"), "Bearer " + token);
    const std::string contents = R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})";
    QCOMPARE(gateway.post("/v1beta/models/gcp/gemini-2.5-flash:countTokens", contents).status, 200);
    QVERIFY(upstream.request(1).find("/models/gemini-2.5-flash:countTokens ") != std::string::npos);
}

void TestVertex::serviceAccountsGetATokenOnce()
{
    RequestKeeper upstream(okay(geminiAnswer)), google(okay(tokenAnswer));
    GatewayFixture gateway;
    addCloud(gateway, vertex(), upstream.port(), accountAt(google));
    gateway.start();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(gateway.post("/v1/chat/completions", named(chatBody, "gcp/gemini-2.5-flash")).status, 200);
    QCOMPARE(upstream.field(2, "Authorization"), "Bearer " + token);
    QCOMPARE(google.count(), std::size_t(1));
    const auto asked = google.request(0);
    QVERIFY2(asked.starts_with("POST /token HTTP/1.1\r\n"), asked.c_str());
    QCOMPARE(google.field(0, "Content-Type"), std::string("application/x-www-form-urlencoded"));
    const std::string form = asked.substr(asked.find("\r\n\r\n") + 4);
    const std::string start = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    QVERIFY2(form.starts_with(start), form.c_str());
    const auto claim = form.substr(start.size());
    QVERIFY(accountKey().signedIt(claim));
    const auto header = tests::ServiceAccountKey::piece(claim, 0);
    QVERIFY(header.at("alg") == "RS256" && header.at("kid") == "kid-1");
    const auto claims = tests::ServiceAccountKey::piece(claim, 1);
    QVERIFY(claims.at("iss") == "robot@p-1.iam.gserviceaccount.com");
    QVERIFY(claims.at("scope") == "https://www.googleapis.com/auth/cloud-platform");
    QVERIFY(claims.at("aud").as_string().starts_with("http://127.0.0.1:"));
    QCOMPARE(claims.at("exp").as_int64() - claims.at("iat").as_int64(), 3600);
    const auto row = gateway.recorded().at(0);
    QVERIFY(row.outcome == Outcome::Succeeded && row.usage.input == 3);
}

/// The token's place is slow; all who ask meanwhile get the one token.
void TestVertex::whoComesMeanwhileWaits()
{
    RequestKeeper upstream(okay(geminiAnswer));
    std::atomic<int> asked = 0;
    const tests::ScriptedPeer google([&asked](tests::PeerConnection &peer) {
        while (!peer.readRequest().empty()) {
            ++asked;
            std::this_thread::sleep_for(std::chrono::milliseconds {300});
            if (!peer.send(okay(tokenAnswer)))
                return;
        }
    });
    GatewayFixture gateway;
    addCloud(gateway, vertex(), upstream.port(),
        accountKey().file("http://127.0.0.1:" + std::to_string(google.port()) + "/token"));
    gateway.start();
    std::list<tests::RawClient> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(gateway.port());
        clients.back().send(gateway.request("/v1/chat/completions", named(chatBody, "gcp/gemini-2.5-flash")));
    }
    for (auto &client : clients)
        QCOMPARE(client.readResponse(std::chrono::seconds {20}).status, 200);
    QCOMPARE(asked.load(), 1);
}

void TestVertex::refusalsOfAnAccountAreTold()
{
    RequestKeeper upstream(okay(geminiAnswer));
    RequestKeeper google(tests::reply("400 Bad Request", "application/json",
        R"({"error":"invalid_grant","error_description":"Invalid JWT Signature."})"));
    GatewayFixture gateway;
    addCloud(gateway, vertex(), upstream.port(), accountAt(google));
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", named(chatBody, "gcp/gemini-2.5-flash"));
    QVERIFY(response.status >= 400);
    QVERIFY2(response.body.find("invalid_grant: Invalid JWT Signature.") != std::string::npos,
        response.body.c_str());
    QCOMPARE(upstream.count(), std::size_t(0));
    QVERIFY(gateway.recorded().at(0).outcome == Outcome::Failed);
}

void TestVertex::refusedTokensAreFetchedAnew()
{
    RequestKeeper upstream(tests::reply("401 Unauthorized", "application/json",
        R"({"error":{"code":401,"message":"Request had invalid authentication credentials: )" + token
            + R"(","status":"UNAUTHENTICATED"}})"));
    RequestKeeper google(okay(tokenAnswer));
    GatewayFixture gateway;
    addCloud(gateway, vertex(), upstream.port(), accountAt(google));
    gateway.start();
    for (int i = 0; i < 2; ++i) {
        const auto response = gateway.post("/v1/chat/completions", named(chatBody, "gcp/gemini-2.5-flash"));
        QCOMPARE(response.status, 401);
        QVERIFY2(response.body.find(token) == std::string::npos, "the token came back");
    }
    QCOMPARE(google.count(), std::size_t(2));
    QVERIFY(gateway.recorded().at(0).errorText.find(token) == std::string::npos);
}

void TestVertex::claudeIsAskedInItsOwnDialect()
{
    RequestKeeper upstream(okay(message));
    GatewayFixture gateway;
    addCloud(gateway, vertex("global"), upstream.port(), token);
    gateway.start();
    tests::RawClient client(gateway.port());
    client.send(
        gateway.request("/v1/messages?beta=true", named(messagesBody, "gcp/claude-sonnet-4-5@20250929"),
            "anthropic-version: 2023-06-01\r\nanthropic-beta: context-1m\r\n"));
    const auto response = client.readResponse();
    QVERIFY2(response.status == 200 && response.body == message, response.body.c_str());
    const auto sent = upstream.request(0);
    QVERIFY2(sent.starts_with("POST /v1/projects/p-1/locations/global/publishers/anthropic/models/"
                              "claude-sonnet-4-5@20250929:rawPredict HTTP/1.1\r\n"),
        sent.c_str());
    QCOMPARE(upstream.field(0, "anthropic-beta"), std::string("context-1m"));
    // Nothing else of the body is touched.
    const std::string body
        = R"({"max_tokens":9, "anthropic_version":"vertex-2023-10-16","messages":[{"role":"user","content":"say \"anthropic_version\""}]})";
    QVERIFY2(sent.ends_with(body), sent.c_str());
    QCOMPARE(gateway.post("/v1/messages", streamed(named(messagesBody, "gcp/claude-opus-4-5"))).status, 200);
    QVERIFY(upstream.request(1).find("/models/claude-opus-4-5:streamRawPredict ") != std::string::npos);
    QVERIFY(upstream.body(1).at("stream") == true);
    // A client of another dialect.
    QCOMPARE(gateway.post("/v1/chat/completions", named(chatBody, "gcp/claude-opus-4-5")).status, 200);
    QVERIFY(upstream.request(2).find("/models/claude-opus-4-5:rawPredict ") != std::string::npos);
    QVERIFY(upstream.body(2).at("anthropic_version") == "vertex-2023-10-16");
    QVERIFY(!upstream.body(2).contains("model"));
}

void TestVertex::claudesTokensAreCountedThere()
{
    RequestKeeper upstream(okay(R"({"input_tokens":12})"));
    GatewayFixture gateway;
    addCloud(gateway, vertex(), upstream.port(), token);
    gateway.start();
    const auto response
        = gateway.post("/v1/messages/count_tokens", named(messagesBody, "gcp/claude-opus-4-5"));
    QCOMPARE(response.body, std::string(R"({"input_tokens":12})"));
    QVERIFY(upstream.request(0).find("/models/count-tokens:rawPredict ") != std::string::npos);
    QVERIFY(upstream.body(0).at("model") == "claude-opus-4-5");
    QVERIFY(upstream.body(0).at("anthropic_version") == "vertex-2023-10-16");
}

QTEST_GUILESS_MAIN(TestVertex)
#include "TestVertex.moc"
