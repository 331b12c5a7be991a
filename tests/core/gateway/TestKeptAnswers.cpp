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
    void theNextTurnGoesWhereTheLastIsKept();
    void itsTokensAreCountedWhereItIsKept();
    void whatNobodyCanFollowIsRefused();
    void unknownAnswersAreLeftToThoseWhoMayKnow();
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
    QCOMPARE(gateway.get("/v1/responses/resp_up?include=a&key=" + gateway.key()).body, answer);
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

/// Both offer the model, and the first one in the settings is asked usually.
void TestKeptAnswers::theNextTurnGoesWhereTheLastIsKept()
{
    RequestKeeper first(tests::reply("200 OK", "application/json", R"({"id":"resp_first","output":[]})"));
    RequestKeeper second(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    gateway.addProvider("first", first.port(), {"m"});
    gateway.addProvider("second", second.port(), {"m"});
    gateway.start();
    const std::string turn = R"({"model":"m","previous_response_id":"resp_up","input":"y"})";
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"second/m","input":"x"})").status, 200);
    QCOMPARE(gateway.post("/v1/responses", turn).body, answer);
    QVERIFY(second.request(1).ends_with(turn));
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"m","input":"z"})").status, 200);
    QCOMPARE(first.count(), std::size_t(1));
    const auto rows = gateway.recorded();
    QCOMPARE(rows.at(1).attempts.size(), std::size_t(1));
    QVERIFY(rows.at(1).attempts[0].reason.ends_with(", it keeps the answer before"));
}

void TestKeptAnswers::itsTokensAreCountedWhereItIsKept()
{
    RequestKeeper first(tests::reply("200 OK", "application/json", R"({"input_tokens":1})"));
    RequestKeeper second(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    gateway.addProvider("first", first.port(), {"m"});
    gateway.addProvider("second", second.port(), {"m"});
    gateway.start();
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"second/m","input":"x"})").status, 200);
    const std::string turn = R"({"model":"m","previous_response_id":"resp_up","input":"y"})";
    QCOMPARE(gateway.post("/v1/responses/input_tokens", turn).status, 200);
    QVERIFY(second.request(1).starts_with("POST /v1/responses/input_tokens HTTP/1.1\r\n"));
    QVERIFY(second.request(1).ends_with(turn));
    QCOMPARE(first.count(), std::size_t(0));
}

void TestKeptAnswers::whatNobodyCanFollowIsRefused()
{
    RequestKeeper first(tests::reply("200 OK", "application/json", "{}"));
    RequestKeeper second(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    gateway.addProvider("first", first.port(), {"m"});
    gateway.addProvider("second", second.port());
    gateway.start();
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"second/n","input":"x"})").status, 200);
    const auto refused
        = gateway.post("/v1/responses", R"({"model":"m","previous_response_id":"resp_up","input":"y"})");
    QCOMPARE(refused.status, 400);
    QVERIFY2(refused.body.find("The answer resp_up is kept by the provider second") != std::string::npos
            && refused.body.find("second/n") != std::string::npos,
        refused.body.c_str());
    QCOMPARE(first.count() + second.count(), std::size_t(1));
    QVERIFY(gateway.recorded().at(1).outcome == domain::Outcome::Refused);
}

/// After a restart nobody knows where it is: who is asked in the API's own dialect may.
void TestKeptAnswers::unknownAnswersAreLeftToThoseWhoMayKnow()
{
    RequestKeeper chat(tests::reply("200 OK", "application/json", "{}"));
    RequestKeeper own(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    auto &speaker = gateway.addProvider("chat", chat.port(), {"m", "other"});
    speaker.baseUrls.erase(domain::Dialect::OpenAiResponses);
    gateway.addProvider("own", own.port(), {"m"});
    gateway.start();
    QCOMPARE(
        gateway.post("/v1/responses", R"({"model":"m","previous_response_id":"resp_x","input":"y"})").status,
        200);
    const auto nobody
        = gateway.post("/v1/responses", R"({"model":"other","previous_response_id":"resp_x","input":"y"})");
    QCOMPARE(nobody.status, 404);
    QVERIFY(nobody.body.find("'resp_x' not found") != std::string::npos);
    QCOMPARE(chat.count(), std::size_t(0));
    QCOMPARE(own.count(), std::size_t(1));
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
