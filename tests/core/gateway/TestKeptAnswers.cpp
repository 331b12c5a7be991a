#include "core/gateway/AnswerPlaces.h"
#include "tests/core/gateway/Fixture.h"
#include "tests/core/gateway/RequestKeeper.h"
#include "tests/support/ScriptedPeer.h"

#include <QtTest>

using namespace slipswitch;
using tests::GatewayFixture;
using tests::RequestKeeper;

namespace {

const std::string answer = R"({"output":[],"status":"completed","id":"resp_up"})";

tests::RawClient::Response send(
    const GatewayFixture &gateway, const std::string &method, const std::string &path)
{
    tests::RawClient client(gateway.port());
    const std::string length = method == "POST" ? "Content-Length: 0\r\n" : "";
    client.send(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + gateway.key()
        + "\r\n" + length + "\r\n");
    return client.readResponse();
}

} // namespace

/// Answers of the responses API that their provider keeps.
class TestKeptAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theirProviderIsAsked();
    void streamsAreRememberedToo();
    void unknownOnesAreNotFound();
    void errorsKeepTheirWordsAndNoSecret();
    void placesAreBoundedAndOwned();
};

void TestKeptAnswers::theirProviderIsAsked()
{
    RequestKeeper other(tests::reply("200 OK", "application/json", "{}"));
    RequestKeeper upstream(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    gateway.addProvider("other", other.port());
    gateway.addProvider("up", upstream.port());
    gateway.start();
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"up/m","input":"x"})").body, answer);
    QCOMPARE(gateway.get("/v1/responses/resp_up?include=a").body, answer);
    QVERIFY(upstream.request(1).starts_with("GET /v1/responses/resp_up?include=a HTTP/1.1\r\n"));
    QCOMPARE(upstream.field(1, "Authorization"), std::string("Bearer upstream-secret-up"));
    QVERIFY(upstream.request(1).find(gateway.key()) == std::string::npos);
    QCOMPARE(gateway.get("/v1/responses/resp_up/input_items").status, 200);
    QVERIFY(upstream.request(2).starts_with("GET /v1/responses/resp_up/input_items HTTP/1.1\r\n"));
    QCOMPARE(send(gateway, "POST", "/v1/responses/resp_up/cancel").status, 200);
    QVERIFY(upstream.request(3).starts_with("POST /v1/responses/resp_up/cancel HTTP/1.1\r\n"));
    QCOMPARE(send(gateway, "DELETE", "/v1/responses/resp_up").status, 200);
    QVERIFY(upstream.request(4).starts_with("DELETE /v1/responses/resp_up HTTP/1.1\r\n"));
    QCOMPARE(gateway.get("/v1/responses/resp_up").status, 404);
    QCOMPARE(upstream.count(), std::size_t(5));
    QCOMPARE(other.count(), std::size_t(0));
    // Only what was generated is paid, and has a row.
    QCOMPARE(gateway.recorded().size(), std::size_t(1));
}

void TestKeptAnswers::streamsAreRememberedToo()
{
    const std::string events
        = "event: response.created\ndata: "
          "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_s\"}}\n\n"
          "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_s\","
          "\"status\":\"completed\",\"output\":[]}}\n\n";
    RequestKeeper upstream(tests::reply("200 OK", "text/event-stream", events));
    GatewayFixture gateway;
    gateway.addProvider("up", upstream.port());
    gateway.start();
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"up/m","input":"x","stream":true})").body, events);
    QCOMPARE(gateway.get("/v1/responses/resp_s?stream=true").body, events);
    QCOMPARE(upstream.count(), std::size_t(2));
}

void TestKeptAnswers::unknownOnesAreNotFound()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    gateway.addProvider("up", upstream.port());
    gateway.start();
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"up/m","input":"x"})").status, 200);
    for (const char *path : {"/v1/responses/resp_other", "/v1/responses/resp_up/elsewhere",
             "/v1/responses/resp_up/../models", "/v1/responses/"})
        QVERIFY2(gateway.get(path).status >= 400, path);
    QCOMPARE(upstream.count(), std::size_t(1));
    QCOMPARE(send(gateway, "DELETE", "/v1/responses/resp_up/cancel").status, 405);
}

void TestKeptAnswers::errorsKeepTheirWordsAndNoSecret()
{
    tests::ScriptedPeer upstream([](tests::PeerConnection &peer) {
        (void)peer.readRequest();
        (void)peer.send(tests::reply("200 OK", "application/json", answer));
        (void)peer.readRequest();
        (void)peer.send(tests::reply("401 Unauthorized", "application/json",
            R"({"error":{"message":"upstream-secret-up is no key"}})"));
    });
    GatewayFixture gateway;
    gateway.addProvider("up", upstream.port());
    gateway.start();
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"up/m","input":"x"})").status, 200);
    const auto refused = gateway.get("/v1/responses/resp_up");
    QCOMPARE(refused.status, 401);
    QVERIFY2(refused.body.find("is no key") != std::string::npos, refused.body.c_str());
    QVERIFY(refused.body.find("upstream-secret-up") == std::string::npos);
}

void TestKeptAnswers::placesAreBoundedAndOwned()
{
    gateway::AnswerPlaces places;
    places.put("mine", "first", {"up", "main", "m"});
    QVERIFY(places.find("mine", "first")->provider == "up");
    QVERIFY(!places.find("yours", "first"));
    for (std::size_t i = 0; i < gateway::AnswerPlaces::most; ++i)
        places.put("mine", "r" + std::to_string(i), {});
    QVERIFY(!places.find("mine", "first"));
    QVERIFY(places.find("mine", "r0"));
    places.erase("mine", "r0");
    QVERIFY(!places.find("mine", "r0"));
    places.put("mine", std::string(gateway::AnswerPlaces::longestId + 1, 'a'), {});
    QVERIFY(!places.find("mine", std::string(gateway::AnswerPlaces::longestId + 1, 'a')));
}

QTEST_GUILESS_MAIN(TestKeptAnswers)
#include "TestKeptAnswers.moc"
