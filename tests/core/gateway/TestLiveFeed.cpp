#include "tests/core/gateway/Fixture.h"
#include "tests/support/ScriptedPeer.h"

#include <QtTest>

#include <algorithm>
#include <atomic>

using namespace slipswitch;
using domain::LiveExchange;
using domain::Outcome;
using gateway::LiveFeed;
using tests::GatewayFixture;
using tests::PeerConnection;
using tests::RawClient;
using tests::ScriptedPeer;
using Phase = LiveExchange::Phase;

namespace {

const std::string word = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
const std::string finish
    = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],"
      "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50}}\n\n"
      "data: [DONE]\n\n";

std::string chat(const std::string &model, bool stream)
{
    return R"({"model":")" + model + R"(","stream":)" + (stream ? "true" : "false")
        + R"(,"messages":[{"role":"user","content":"Hello there"}]})";
}

std::vector<Phase> phasesOf(const std::vector<LiveExchange> &events)
{
    std::vector<Phase> phases;
    for (const auto &event : events)
        phases.push_back(event.phase);
    return phases;
}

} // namespace

/// What the data plane tells of a request while it runs.
class TestLiveFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamIsToldFromBeginningToEnd();
    void failureIsToldBeforeTheNextTry();
    void nothingIsToldWhileNobodyListens();
    void oneWakeUpServesManyEvents();
    void fullQueueDropsAndCounts();
    void pausedGatewayRefusesAndRecords();
    void textsAreCutBetweenCharacters();

private:
    [[nodiscard]] static std::vector<LiveExchange> drained(LiveFeed &feed)
    {
        std::vector<LiveExchange> events;
        feed.take(events);
        return events;
    }
};

void TestLiveFeed::streamIsToldFromBeginningToEnd()
{
    // The second half comes after a growth interval, so that it may be told.
    ScriptedPeer upstream([](PeerConnection &peer) {
        (void)peer.readRequest();
        peer.send(tests::streamHead() + tests::chunk(word));
        std::this_thread::sleep_for(std::chrono::milliseconds {150});
        peer.send(tests::chunk(word) + tests::chunk(finish) + tests::chunk(""));
    });
    LiveFeed feed([] { });
    feed.listen(true);
    GatewayFixture gateway;
    gateway.live = &feed;
    gateway.addProvider("one", upstream.port(), {"gpt-4o-mini"});
    gateway.start();
    QCOMPARE(gateway.post("/v1/chat/completions", chat("gpt-4o-mini", true)).status, 200);
    const auto row = gateway.recorded().at(0);
    const auto events = drained(feed);
    QVERIFY(events.size() >= 4);
    const auto phases = phasesOf(events);
    QVERIFY(phases[0] == Phase::Began && phases[1] == Phase::Trying && phases[2] == Phase::Growing);
    QVERIFY(phases.back() == Phase::Settled);
    QCOMPARE(std::count(phases.begin(), phases.end(), Phase::Settled), 1);
    const auto &first = events.front();
    QVERIFY(first.id == row.id && first.streaming && first.path == "/v1/chat/completions");
    QVERIFY(first.requestedModel == "gpt-4o-mini" && first.keyName == "Test key" && first.tool == "tests");
    QVERIFY(events[1].provider == "one" && events[1].tries == 1);
    QVERIFY(events[2].outputTokens > 0 && events[2].responseBytes > 0 && !events[2].tokensKnown);
    const auto &last = events.back();
    QVERIFY(last.outcome == Outcome::Succeeded && last.status == 200 && last.tokensKnown);
    QCOMPARE(last.inputTokens, std::int64_t {30});
    QCOMPARE(last.outputTokens, std::int64_t {20});
    QCOMPARE(last.cost.amount, row.cost.amount);
    QVERIFY(last.firstContentAfter == row.firstContentAfter && last.elapsed == *row.endedAfter);
}

void TestLiveFeed::failureIsToldBeforeTheNextTry()
{
    ScriptedPeer broken([](PeerConnection &peer) {
        (void)peer.readRequest();
        peer.send(tests::reply("503 Busy", "application/json", R"({"error":{"message":"later"}})"));
    });
    ScriptedPeer sound([](PeerConnection &peer) {
        (void)peer.readRequest();
        peer.send(tests::reply("200 OK", "application/json",
            R"({"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})"));
    });
    LiveFeed feed([] { });
    feed.listen(true);
    GatewayFixture gateway;
    gateway.live = &feed;
    gateway.addProvider("one", broken.port(), {"m"});
    gateway.addProvider("two", sound.port(), {"m"});
    gateway.start();
    QCOMPARE(gateway.post("/v1/chat/completions", chat("m", false)).status, 200);
    gateway.stop();
    const auto events = drained(feed);
    const auto second = std::find_if(
        events.begin(), events.end(), [](const auto &e) { return e.phase == Phase::Trying && e.tries == 2; });
    QVERIFY(second != events.end());
    QVERIFY(second->failedBefore == "one" && second->provider == "two");
    QVERIFY(events.back().phase == Phase::Settled && events.back().provider == "two");
}

void TestLiveFeed::nothingIsToldWhileNobodyListens()
{
    int woken = 0;
    LiveFeed feed([&woken] { ++woken; });
    GatewayFixture gateway;
    gateway.live = &feed;
    gateway.start();
    QCOMPARE(gateway.post("/v1/chat/completions", chat("demo/story", false)).status, 200);
    gateway.stop();
    QCOMPARE(woken, 0);
    QVERIFY(drained(feed).empty());
}

void TestLiveFeed::oneWakeUpServesManyEvents()
{
    int woken = 0;
    LiveFeed feed([&woken] { ++woken; });
    for (int i = 0; i < 100; ++i)
        feed.push({});
    QCOMPARE(woken, 1);
    QCOMPARE(drained(feed).size(), std::size_t {100});
    feed.push({});
    QCOMPARE(woken, 2);
}

void TestLiveFeed::fullQueueDropsAndCounts()
{
    LiveFeed feed([] { });
    for (std::size_t i = 0; i < LiveFeed::mostWaiting + 7; ++i)
        feed.push({});
    QCOMPARE(feed.dropped(), std::uint64_t {7});
    QCOMPARE(drained(feed).size(), LiveFeed::mostWaiting);
}

void TestLiveFeed::pausedGatewayRefusesAndRecords()
{
    GatewayFixture gateway;
    gateway.start();
    gateway.plane().setPaused(true);
    const auto refused = gateway.post("/v1/chat/completions", chat("demo/story", false));
    QCOMPARE(refused.status, 503);
    QVERIFY2(refused.body.find("Slipswitch is paused") != std::string::npos, refused.body.c_str());
    QVERIFY(refused.body.starts_with("{\"error\":{\"message\":"));
    QVERIFY(refused.hasField("x-should-retry: false"));
    // In the words of the client's own dialect.
    const auto messages = gateway.post("/v1/messages", chat("demo/story", false));
    QCOMPARE(messages.status, 503);
    QVERIFY2(messages.body.starts_with("{\"type\":\"error\",\"error\":{"), messages.body.c_str());
    QCOMPARE(gateway.get("/health").status, 200);
    gateway.plane().setPaused(false);
    QCOMPARE(gateway.post("/v1/chat/completions", chat("demo/story", false)).status, 200);
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), std::size_t {3});
    // Requests of one millisecond have no order.
    const auto refusals = std::count_if(rows.begin(), rows.end(), [](const domain::Exchange &row) {
        return row.outcome == Outcome::Refused && row.status == 503 && row.attempts.empty();
    });
    QCOMPARE(refusals, 2);
}

void TestLiveFeed::textsAreCutBetweenCharacters()
{
    ShortText<5> text("Grüße");
    QVERIFY(text == "Grü");
    text = "€";
    QVERIFY(text == "€" && text.toString().size() == 3);
    QVERIFY(ShortText<2>("€").empty());
}

QTEST_GUILESS_MAIN(TestLiveFeed)
#include "TestLiveFeed.moc"
