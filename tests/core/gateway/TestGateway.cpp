#include "tests/core/gateway/Fixture.h"
#include "tests/support/ScriptedPeer.h"

#include <QtTest>

#include <boost/json.hpp>

#include <condition_variable>
#include <mutex>

using namespace slipswitch;
using domain::Outcome;
using tests::GatewayFixture;
using tests::PeerConnection;
using tests::RawClient;
using tests::ScriptedPeer;

namespace {

const std::string word = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
const std::string finish = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
const std::string usage
    = "data: "
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50}}\n\n";
const std::string done = "data: [DONE]\n\n";
const std::string answer
    = R"({"id":"x","model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},)"
      R"("finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}})";

std::string chat(const std::string &model, bool stream = false)
{
    return R"({"model":")" + model + R"(","stream":)" + (stream ? "true" : "false")
        + R"(,"messages":[{"role":"user","content":"Hello there"}]})";
}

/// Answers every request of a connection alike.
ScriptedPeer::Script always(std::string bytes)
{
    return [bytes = std::move(bytes)](PeerConnection &peer) {
        while (!peer.readRequest().empty() && peer.send(bytes)) { }
    };
}

std::string errorMessage(const RawClient::Response &response)
{
    const auto body = boost::json::parse(response.body).as_object();
    return std::string(body.at("error").as_object().at("message").as_string());
}

std::string errorType(const RawClient::Response &response)
{
    const auto body = boost::json::parse(response.body).as_object();
    return std::string(body.at("error").as_object().at("type").as_string());
}

/// What a script saw, handed to the test's thread.
class Seen
{
public:
    void put(std::string text)
    {
        const std::lock_guard lock(m_mutex);
        m_text = std::move(text);
        m_there = true;
        m_changed.notify_all();
    }
    std::string get()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds {10}, [this] { return m_there; });
        return m_text;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_text;
    bool m_there = false;
};

} // namespace

class TestGateway : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainAnswerIsRelayedPricedAndRecorded();
    void requestReachesTheProviderWithItsKeyOnly();
    void streamIsRelayedWithoutTheUsageEvent();
    void clientThatAsksForUsageGetsIt();
    void providersErrorKeepsItsWords();
    void secretsGoFromProviderErrors();
    void failureMovesToTheNextProvider();
    void errorInsideAStreamMovesOnBeforeContent();
    void noSecondTryAfterContent();
    void silentProviderIsATimeout();
    void providerThatClosesEarlyIsRecorded();
    void clientThatLeavesAbortsTheUpstream();
    void shortErrorsAreRepeated();
    void unreadableKeyIsTold();
    void refusals_data();
    void refusals();
    void webPagesAreRefused_data();
    void webPagesAreRefused();
    void keylessCallsAreLocal();
    void modelsAreListed();
    void probesNeedNoKey();
    void codexUpgradeIsRefusedAt426();
    void modelNamesCannotSplitARequest();
    void compressedRequestsAreRead();
    void bodiesAreKeptWhenWanted();
    void demoAnswers();
    void settingsApplyFromTheNextRequest();
};

void TestGateway::plainAnswerIsRelayedPricedAndRecorded()
{
    ScriptedPeer upstream(
        always(tests::reply("200 OK", "application/json", answer, "x-request-id: up-1\r\n")));
    GatewayFixture gateway;
    gateway.addProvider("openai", upstream.port(), {"gpt-4o-mini"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("gpt-4o-mini"));
    QCOMPARE(response.status, 200);
    QVERIFY(response.body == answer);
    QVERIFY(response.hasField("x-request-id: up-1"));
    QVERIFY(response.hasField("x-slipswitch-provider: openai"));
    QVERIFY(response.hasField("x-slipswitch-tries: 1"));
    // 1000 x 0.15 + 100 x 0.60 per million
    QVERIFY2(response.hasField("x-slipswitch-cost: 0.00021\r\n"), response.head.c_str());
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), std::size_t {1});
    const auto &row = rows.front();
    QCOMPARE(row.outcome, Outcome::Succeeded);
    QVERIFY(row.provider == "openai");
    QVERIFY(row.model == "gpt-4o-mini");
    QVERIFY(row.keyName == "Test key");
    QVERIFY(row.finishReason == "stop");
    QCOMPARE(row.usage.input, std::int64_t {1000});
    QCOMPARE(row.usage.output, std::int64_t {100});
    QCOMPARE(row.cost.source, domain::CostSource::Computed);
    QCOMPARE(row.cost.amount.picodollars(), std::int64_t {210'000'000});
    QCOMPARE(row.attempts.size(), std::size_t {1});
    QCOMPARE(row.attempts.front().status, std::uint16_t {200});
}

void TestGateway::requestReachesTheProviderWithItsKeyOnly()
{
    Seen seen;
    ScriptedPeer upstream([&](PeerConnection &peer) {
        seen.put(peer.readRequest());
        peer.send(tests::reply("200 OK", "application/json", answer));
    });
    GatewayFixture gateway;
    gateway.addProvider("work", upstream.port());
    gateway.start();
    const std::string body = R"({"unknown":{"a":[1.0,1e400]},"model":"work/gpt-x","messages":[]})";
    RawClient client(gateway.port());
    client.send(gateway.request("/v1/chat/completions?key=" + gateway.key(), body, "X-Custom: yes\r\n"));
    QCOMPARE(client.readResponse().status, 200);
    const auto request = seen.get();
    QVERIFY(request.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
    QVERIFY(request.find("Authorization: Bearer upstream-secret-work\r\n") != std::string::npos);
    QVERIFY(request.find(gateway.key()) == std::string::npos);
    QVERIFY(request.find("X-Custom: yes\r\n") != std::string::npos);
    QVERIFY(request.ends_with(R"({"unknown":{"a":[1.0,1e400]},"model":"gpt-x","messages":[]})"));
}

void TestGateway::streamIsRelayedWithoutTheUsageEvent()
{
    Seen seen;
    ScriptedPeer upstream([&](PeerConnection &peer) {
        seen.put(peer.readRequest());
        peer.send(tests::streamHead() + tests::chunk(word) + tests::chunk(word) + tests::chunk(finish)
            + tests::chunk(usage) + tests::chunk(done) + "0\r\n\r\n");
        peer.waitForClose();
    });
    GatewayFixture gateway;
    gateway.addProvider("openai", upstream.port(), {"gpt-4o-mini"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("gpt-4o-mini", true));
    QVERIFY(response.complete);
    QCOMPARE(
        QByteArray::fromStdString(response.body), QByteArray::fromStdString(word + word + finish + done));
    QVERIFY(!response.hasField("x-slipswitch-cost"));
    QVERIFY(seen.get().find(R"("stream_options":{"include_usage":true})") != std::string::npos);
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), std::size_t {1});
    QCOMPARE(rows[0].outcome, Outcome::Succeeded);
    QCOMPARE(rows[0].usage.input, std::int64_t {30});
    QVERIFY(rows[0].streaming);
    QVERIFY(rows[0].firstContentAfter.has_value());
}

void TestGateway::clientThatAsksForUsageGetsIt()
{
    ScriptedPeer upstream(
        always(tests::streamHead() + tests::chunk(word + finish + usage + done) + "0\r\n\r\n"));
    GatewayFixture gateway;
    gateway.addProvider("openai", upstream.port(), {"m"});
    gateway.start();
    const auto response = gateway.post(
        "/v1/chat/completions", R"({"model":"m","stream":true,"stream_options":{"include_usage":true}})");
    QVERIFY(response.body == word + finish + usage + done);
}

void TestGateway::providersErrorKeepsItsWords()
{
    const std::string body
        = R"({"error":{"message":"'temperature' is too high","type":"invalid_request_error"}})";
    ScriptedPeer upstream(always(tests::reply("400 Bad Request", "application/json", body)));
    GatewayFixture gateway;
    gateway.addProvider("openai", upstream.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m"));
    QCOMPARE(response.status, 400);
    QVERIFY(response.body == body);
    QVERIFY(!response.hasField("x-should-retry"));
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].outcome, Outcome::Failed);
    QVERIFY(rows[0].errorText == "'temperature' is too high");
    QVERIFY(rows[0].errorSource == ErrorSource::Upstream);
}

void TestGateway::secretsGoFromProviderErrors()
{
    const std::string body = R"({"error":{"message":"Incorrect API key provided: upstream-secret-openai"}})";
    ScriptedPeer upstream(always(tests::reply("401 Unauthorized", "application/json", body)));
    GatewayFixture gateway;
    gateway.addProvider("openai", upstream.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m"));
    QCOMPARE(response.status, 401);
    QVERIFY(response.body.find("upstream-secret-openai") == std::string::npos);
    QVERIFY(response.body.find("Incorrect API key provided") != std::string::npos);
    const auto rows = gateway.recorded();
    QVERIFY(rows[0].errorText.find("upstream-secret-openai") == std::string::npos);
    QVERIFY(rows[0].attempts[0].errorText.find("upstream-secret-openai") == std::string::npos);
}

void TestGateway::failureMovesToTheNextProvider()
{
    ScriptedPeer limited(always(
        tests::reply("429 Too Many Requests", "application/json", R"({"error":{"message":"slow down"}})")));
    ScriptedPeer good(always(tests::reply("200 OK", "application/json", answer)));
    GatewayFixture gateway;
    gateway.addProvider("first", limited.port(), {"m"});
    gateway.addProvider("second", good.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m"));
    QCOMPARE(response.status, 200);
    QVERIFY(response.hasField("x-slipswitch-provider: second"));
    QVERIFY(response.hasField("x-slipswitch-tries: 2"));
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].attempts.size(), std::size_t {2});
    QCOMPARE(rows[0].attempts[0].status, std::uint16_t {429});
    QVERIFY(rows[0].attempts[0].errorText == "slow down");
    QCOMPARE(rows[0].attempts[1].outcome, Outcome::Succeeded);
}

void TestGateway::errorInsideAStreamMovesOnBeforeContent()
{
    ScriptedPeer broken(always(tests::streamHead()
        + tests::chunk("data: {\"error\":{\"message\":\"overloaded\"}}\n\n") + "0\r\n\r\n"));
    ScriptedPeer good(always(tests::streamHead() + tests::chunk(word + finish + done) + "0\r\n\r\n"));
    GatewayFixture gateway;
    gateway.addProvider("first", broken.port(), {"m"});
    gateway.addProvider("second", good.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m", true));
    QVERIFY(response.body == word + finish + done);
}

void TestGateway::noSecondTryAfterContent()
{
    ScriptedPeer broken([](PeerConnection &peer) {
        peer.readRequest();
        peer.send(tests::streamHead() + tests::chunk(word));
        peer.close();
    });
    ScriptedPeer never(always(tests::streamHead() + tests::chunk(word + done) + "0\r\n\r\n"));
    GatewayFixture gateway;
    gateway.addProvider("first", broken.port(), {"m"});
    gateway.addProvider("second", never.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m", true));
    QVERIFY(response.body.starts_with(word));
    QVERIFY(response.body.find("\"error\"") != std::string::npos);
    QVERIFY(response.body.find("[DONE]") == std::string::npos);
    QCOMPARE(never.accepted(), 0);
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].outcome, Outcome::Failed);
    QVERIFY(rows[0].usage.estimated);
}

void TestGateway::silentProviderIsATimeout()
{
    ScriptedPeer silent([](PeerConnection &peer) { peer.waitForClose(); });
    GatewayFixture gateway;
    gateway.settings.upstream.firstByteTimeout = std::chrono::milliseconds {500};
    gateway.addProvider("openai", silent.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m"));
    QCOMPARE(response.status, 504);
    QVERIFY(errorType(response) == "slipswitch_upstream_error");
    QVERIFY(response.hasField("x-should-retry: false"));
    const auto rows = gateway.recorded();
    QVERIFY(rows[0].error == ErrorCode::Timeout);
    QCOMPARE(rows[0].attempts.size(), std::size_t {1});
}

void TestGateway::providerThatClosesEarlyIsRecorded()
{
    ScriptedPeer lying([](PeerConnection &peer) {
        peer.readRequest();
        peer.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"half\":");
        peer.close();
    });
    GatewayFixture gateway;
    gateway.addProvider("openai", lying.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m"));
    QCOMPARE(response.status, 502);
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].outcome, Outcome::Failed);
    QVERIFY(rows[0].attempts.size() > 1); // nothing had reached the client, so it was tried again
}

void TestGateway::clientThatLeavesAbortsTheUpstream()
{
    Seen closed;
    ScriptedPeer upstream([&](PeerConnection &peer) {
        peer.readRequest();
        peer.send(tests::streamHead() + tests::chunk(word));
        peer.waitForClose();
        closed.put("closed");
    });
    GatewayFixture gateway;
    gateway.settings.upstream.silenceTimeout = std::chrono::seconds {60};
    gateway.addProvider("openai", upstream.port(), {"gpt-4o-mini"});
    gateway.start();
    {
        RawClient client(gateway.port());
        client.send(gateway.request("/v1/chat/completions", chat("gpt-4o-mini", true)));
        QVERIFY(client.readUntil("Hi").find("Hi") != std::string::npos);
    }
    QVERIFY(closed.get() == "closed");
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].outcome, Outcome::ClientGone);
    QVERIFY(rows[0].usage.estimated);
    QCOMPARE(rows[0].cost.source, domain::CostSource::Estimated);
}

void TestGateway::shortErrorsAreRepeated()
{
    ScriptedPeer upstream({[](PeerConnection &peer) {
                               peer.readRequest();
                               peer.send(tests::reply("503 Unavailable", "application/json", "{}"));
                           },
        always(tests::reply("200 OK", "application/json", answer))});
    GatewayFixture gateway;
    gateway.addProvider("openai", upstream.port(), {"m"});
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m"));
    QCOMPARE(response.status, 200);
    QVERIFY(response.hasField("x-slipswitch-tries: 2"));
}

void TestGateway::unreadableKeyIsTold()
{
    GatewayFixture gateway;
    gateway.addProvider("openai", 9, {"m"}).credentials[0].secret = Secret();
    gateway.start();
    const auto response = gateway.post("/v1/chat/completions", chat("m"));
    QCOMPARE(response.status, 500);
    QVERIFY(errorMessage(response).find("unlock the keychain") != std::string::npos);
}

void TestGateway::refusals_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const QByteArray &request, int status, const char *words) {
        QTest::newRow(name) << request << status << QByteArray(words);
    };
    const QByteArray head = "Host: localhost\r\nAuthorization: Bearer KEY\r\n";
    const auto post = [&head](const QByteArray &path, const QByteArray &body) {
        return "POST " + path + " HTTP/1.1\r\n" + head + "Content-Length: " + QByteArray::number(body.size())
            + "\r\n\r\n" + body;
    };
    row("no key", "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 401,
        "key");
    row("wrong key",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-api-key: nonsense\r\nContent-Length: "
        "0\r\n\r\n",
        401, "key");
    row("unknown path", post("/v1/chat/completion", "{}"), 404, "Did you mean /v1/chat/completions?");
    row("wrong method", "GET /v1/chat/completions HTTP/1.1\r\n" + head + "\r\n", 405, "takes POST");
    row("unknown encoding",
        "POST /v1/chat/completions HTTP/1.1\r\n" + head
            + "Content-Encoding: x-other\r\nContent-Length: 2\r\n\r\n{}",
        415, "Content-Encoding");
    row("unknown model", post("/v1/chat/completions", "{\"model\":\"nope\"}"), 404, "demo/echo");
    row("no model", post("/v1/chat/completions", "{}"), 400, "names no model");
    row("not JSON", post("/v1/chat/completions", "hello"), 400, "not a JSON object");
    row("bad UTF-8", post("/v1/chat/completions", "{\"model\":\"\xff\"}"), 400, "UTF-8");
    row("NULs", post("/v1/chat/completions", QByteArray("{\"model\":\"a\0\"}", 13)), 400, "");
}

void TestGateway::refusals()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, words);
    GatewayFixture gateway;
    gateway.start();
    RawClient client(gateway.port());
    client.send(request.replace("KEY", QByteArray::fromStdString(gateway.key())).toStdString());
    const auto response = client.readResponse();
    QCOMPARE(response.status, status);
    QVERIFY2(errorMessage(response).find(words.toStdString()) != std::string::npos, response.body.c_str());
    QVERIFY(errorType(response).starts_with("slipswitch_"));
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), std::size_t {1});
    QCOMPARE(rows[0].outcome, Outcome::Refused);
    QCOMPARE(static_cast<int>(rows[0].status), status);
}

void TestGateway::webPagesAreRefused_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("rebound name") << QByteArray("Host: evil.example\r\n") << 403;
    QTest::newRow("page") << QByteArray("Host: localhost\r\nOrigin: https://evil.example\r\n") << 403;
    QTest::newRow("null origin") << QByteArray("Host: localhost\r\nOrigin: null\r\n") << 403;
    QTest::newRow("allowed page") << QByteArray("Host: localhost\r\nOrigin: http://localhost:3000\r\n")
                                  << 200;
    QTest::newRow("program") << QByteArray("Host: 127.0.0.1:4141\r\n") << 200;
}

void TestGateway::webPagesAreRefused()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    GatewayFixture gateway;
    gateway.settings.listen.allowedOrigins = {"http://localhost:3000"};
    gateway.start();
    RawClient client(gateway.port());
    client.send(
        "GET /v1/models HTTP/1.1\r\nx-api-key: " + gateway.key() + "\r\n" + fields.toStdString() + "\r\n");
    QCOMPARE(client.readResponse().status, status);
}

void TestGateway::keylessCallsAreLocal()
{
    GatewayFixture gateway;
    gateway.settings.listen.keyless = true;
    gateway.start();
    RawClient client(gateway.port());
    const auto body = chat("demo/echo");
    client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body);
    QCOMPARE(client.readResponse().status, 200);
    const auto rows = gateway.recorded();
    QVERIFY(rows[0].keyId == "local");
}

void TestGateway::modelsAreListed()
{
    GatewayFixture gateway;
    gateway.settings.aliases["fast"] = "demo/echo";
    gateway.addProvider("openai", 9, {"gpt-4o-mini"});
    gateway.start();
    const auto response = gateway.get("/v1/models");
    QCOMPARE(response.status, 200);
    std::map<std::string, boost::json::object> byId;
    const auto root = boost::json::parse(response.body).as_object();
    for (const auto &model : root.at("data").as_array())
        byId[std::string(model.at("id").as_string())] = model.as_object();
    QVERIFY(byId.contains("demo/echo"));
    QVERIFY(byId.contains("fast"));
    QVERIFY(byId.contains("gpt-4o-mini"));
    QCOMPARE(byId["gpt-4o-mini"].at("context_window").to_number<int>(), 128000);
    QVERIFY(byId["gpt-4o-mini"].at("capabilities").as_object().at("function_calling").as_bool());
    QVERIFY(byId["fast"].at("type") == "base");
    QCOMPARE(gateway.get("/v1/models/demo%2Fecho").status, 200);
    QCOMPARE(gateway.get("/models/demo/echo").status, 200);
    QCOMPARE(gateway.get("/v1/models/nope").status, 404);
    QVERIFY(gateway.recorded().empty());
}

void TestGateway::probesNeedNoKey()
{
    GatewayFixture gateway;
    gateway.start();
    for (const std::string path : {"/", "/health", "/api/hello", "/api/version"}) {
        RawClient client(gateway.port());
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QCOMPARE(client.readResponse().status, 200);
        client.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const auto head = client.readResponse(RawClient::patience, true);
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.empty());
    }
}

void TestGateway::codexUpgradeIsRefusedAt426()
{
    GatewayFixture gateway;
    gateway.start();
    RawClient client(gateway.port());
    client.send(
        "GET /v1/responses HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Authorization: Bearer "
        + gateway.key() + "\r\n\r\n");
    QCOMPARE(client.readResponse().status, 426);
    // Java's client offers HTTP/2 with every request; that is no WebSocket.
    RawClient java(gateway.port());
    java.send(gateway.request("/v1/responses", R"({"model":"demo/echo","input":"hi"})",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n"));
    QCOMPARE(java.readResponse().status, 200);
}

/// Some providers have the model in the path, beside which stands their key.
void TestGateway::modelNamesCannotSplitARequest()
{
    Seen seen;
    ScriptedPeer upstream([&](PeerConnection &peer) {
        seen.put(peer.readRequest());
        peer.send(tests::reply("200 OK", "application/json",
            R"({"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}]})"));
    });
    GatewayFixture gateway;
    auto &provider = gateway.addProvider("up", upstream.port());
    provider.baseUrls = {{domain::Dialect::Gemini, "http://127.0.0.1:" + std::to_string(upstream.port())}};
    gateway.start();
    for (const auto *name : {R"(up/m\r\nX-Evil: 1)", R"(up/../../x)", R"(up/m\u0000)"}) {
        const auto response = gateway.post("/v1/chat/completions", chat(name));
        QCOMPARE(response.status, 400);
        QVERIFY(response.body.find("control characters") != std::string::npos);
    }
    QCOMPARE(gateway.post("/v1beta/models/up%2Fm%0D%0AX:generateContent", "{}").status, 400);
    QCOMPARE(gateway.post("/v1/chat/completions", chat("up/a b?c")).status, 200);
    const auto request = seen.get();
    QVERIFY2(request.starts_with("POST /models/a%20b%3Fc:generateContent HTTP/1.1\r\n"), request.c_str());
}

void TestGateway::compressedRequestsAreRead()
{
    Seen seen;
    ScriptedPeer upstream([&](PeerConnection &peer) {
        seen.put(peer.readRequest());
        peer.send(tests::reply("200 OK", "application/json", answer));
    });
    GatewayFixture gateway;
    gateway.addProvider("openai", upstream.port(), {"m"});
    gateway.start();
    const auto body = chat("m");
    // qCompress puts four bytes of length before a zlib stream, which is what "deflate" means.
    const auto packed = qCompress(QByteArray::fromStdString(body)).mid(4).toStdString();
    RawClient client(gateway.port());
    client.send(gateway.request("/v1/chat/completions", packed, "Content-Encoding: deflate\r\n"));
    QCOMPARE(client.readResponse().status, 200);
    const auto request = seen.get();
    QVERIFY(request.ends_with(body));
    QVERIFY(request.find("Content-Encoding") == std::string::npos);
}

void TestGateway::bodiesAreKeptWhenWanted()
{
    for (const bool wanted : {false, true}) {
        GatewayFixture gateway;
        gateway.settings.log.keepBodies = wanted;
        gateway.start();
        const std::string secret = "sk-proj-0123456789abcdefghij";
        const auto body
            = R"({"model":"demo/echo","messages":[{"role":"user","content":"my key is )" + secret + R"("}]})";
        QCOMPARE(gateway.post("/v1/chat/completions", body).status, 200);
        const auto rows = gateway.recorded();
        const auto detail = gateway.detail(rows.at(0).id);
        QCOMPARE(detail.requestBody.has_value(), wanted);
        QCOMPARE(detail.responseBody.has_value(), wanted);
        QCOMPARE(detail.requestHeaders.has_value(), wanted);
        QCOMPARE(detail.responseHeaders.has_value(), wanted);
        if (wanted) {
            QVERIFY(detail.requestHeaders->find("Content-Type: application/json\n") != std::string::npos);
            QVERIFY(detail.requestHeaders->find("Authorization: (left out)\n") != std::string::npos);
            QVERIFY(detail.responseHeaders->find("application/json") != std::string::npos);
            QVERIFY(detail.requestBody->find("my key is sk-…") != std::string::npos);
            QVERIFY(detail.responseBody->find("my key is") != std::string::npos);
            QVERIFY(detail.responseBody->find(secret) == std::string::npos);
        }
    }
}

void TestGateway::demoAnswers()
{
    GatewayFixture gateway;
    gateway.start();
    const auto echo = gateway.post("/v1/chat/completions", chat("demo/echo", true));
    QVERIFY(echo.complete);
    QVERIFY(echo.body.find("\"content\":\"Hello \"") != std::string::npos);
    QVERIFY(echo.body.ends_with("data: [DONE]\n\n"));
    const auto limited = gateway.post("/v1/chat/completions", chat("demo/rate-limited"));
    QCOMPARE(limited.status, 429);
    QVERIFY(limited.hasField("retry-after: 20"));
    const auto responses
        = gateway.post("/v1/responses", R"({"model":"demo/echo","stream":true,"input":"one two"})");
    QVERIFY(responses.body.find("event: response.completed") != std::string::npos);
    const auto vector = gateway.post("/v1/embeddings", R"({"model":"demo/embedding","input":["a","b"]})");
    QCOMPARE(vector.status, 200);
    const auto tool = gateway.post("/v1/chat/completions",
        R"({"model":"demo/tools","messages":[{"role":"user","content":"x"}],)"
        R"("tools":[{"type":"function","function":{"name":"look"}}]})");
    QVERIFY(tool.body.find("\"name\":\"look\"") != std::string::npos);
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), std::size_t {5});
    QCOMPARE(rows[0].cost.source, domain::CostSource::Computed);
    QCOMPARE(rows[0].cost.amount.picodollars(), std::int64_t {0});
    QVERIFY(rows[0].usage.known);
}

void TestGateway::settingsApplyFromTheNextRequest()
{
    ScriptedPeer upstream(always(tests::reply("200 OK", "application/json", answer)));
    GatewayFixture gateway;
    gateway.start();
    QCOMPARE(gateway.post("/v1/chat/completions", chat("late/m")).status, 404);
    gateway.addProvider("late", upstream.port());
    auto snapshot = std::make_shared<config::Snapshot>();
    snapshot->settings = gateway.settings;
    gateway.plane().apply(
        std::make_shared<const gateway::Compiled>(snapshot, gateway::ProxyMap {}, gateway.catalog()));
    QCOMPARE(gateway.post("/v1/chat/completions", chat("late/m")).status, 200);
}

QTEST_GUILESS_MAIN(TestGateway)
#include "TestGateway.moc"
