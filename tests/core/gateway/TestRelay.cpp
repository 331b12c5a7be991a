#include "core/base/Clock.h"
#include "core/gateway/Relay.h"
#include "tests/core/gateway/FakePeers.h"
#include "tests/support/RunTask.h"

#include <QtTest>

using namespace slipswitch;
using domain::Dialect;

namespace {

const std::string role = R"(data: {"choices":[{"delta":{"role":"assistant","content":""}}]})"
                         "\n\n";
const std::string word = R"(data: {"choices":[{"delta":{"content":"Hi"}}]})"
                         "\n\n";
const std::string finish = R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})"
                           "\n\n";
const std::string usage
    = R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}})"
      "\n\n";
const std::string done = "data: [DONE]\n\n";

gateway::Relay::Options chat(bool withhold = false)
{
    return {Dialect::OpenAiChat, {}, true, withhold};
}

Error closed()
{
    return {ErrorCode::ConnectionClosed, ErrorSource::Upstream, true, "The provider closed the connection."};
}

} // namespace

class TestRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsUntilTheFirstContent();
    void errorBeforeContentIsReported();
    void holdIsBounded();
    void usageIsWithheldAndRead();
    void truncatedStreamEndsWithAnErrorEvent();
    void truncatedPlainAnswerIsAborted();
    void plainAnswerIsHeldWhole();
    void streamWhereJsonWasAskedIsPassedOn();
    void jsonWhereAStreamWasAskedIsPassedOn();
    void garbageAsSsePasses();

private:
    Result<void> hold(gateway::Relay &relay) { return tests::runTask(m_io, relay.hold(m_clock)); }
    Result<void> pass(gateway::Relay &relay)
    {
        return tests::runTask(m_io, relay.pass(m_client, {}, [this](bool ended) { m_ended = ended; }));
    }

    boost::asio::io_context m_io;
    SystemClock m_clock;
    tests::FakeServerExchange m_client;
    bool m_ended = false;

private Q_SLOTS:
    void init()
    {
        m_client = tests::FakeServerExchange();
        m_ended = false;
    }
};

void TestRelay::holdsUntilTheFirstContent()
{
    tests::FakeUpstreamResponse response("text/event-stream", {role, role, word, finish + done});
    gateway::Relay relay(response, chat());
    QVERIFY(hold(relay));
    QVERIFY(relay.scanner().hasContent());
    QVERIFY(!relay.wholeIsHeld());
    QVERIFY(pass(relay));
    QVERIFY(m_client.sent == role + role + word + finish + done);
    QVERIFY(m_ended);
    QVERIFY(relay.scanner().complete());
}

void TestRelay::errorBeforeContentIsReported()
{
    tests::FakeUpstreamResponse response(
        "text/event-stream", {role, "data: {\"error\":{\"message\":\"overloaded\"}}\n\n"});
    gateway::Relay relay(response, chat());
    const auto held = hold(relay);
    QVERIFY(!held);
    QCOMPARE(held.error().code, ErrorCode::UpstreamError);
    QVERIFY(held.error().detail == "overloaded");
}

void TestRelay::holdIsBounded()
{
    const std::string comment = ": " + std::string(64 * 1024, 'x') + "\n\n";
    tests::FakeUpstreamResponse response("text/event-stream", std::vector<std::string>(20, comment));
    gateway::Relay relay(response, chat());
    QVERIFY(hold(relay));
    QVERIFY(static_cast<std::size_t>(relay.bytes()) < gateway::Relay::mostHeld + comment.size());
    QVERIFY(!relay.wholeIsHeld());
}

void TestRelay::usageIsWithheldAndRead()
{
    tests::FakeUpstreamResponse response("text/event-stream", {role + word, finish + usage + done});
    gateway::Relay relay(response, chat(true));
    QVERIFY(pass(relay));
    QVERIFY(m_client.sent == role + word + finish + done);
    QCOMPARE(relay.scanner().reading().usage.input, std::int64_t {3});
    QCOMPARE(relay.scanner().reading().usage.output, std::int64_t {2});
}

void TestRelay::truncatedStreamEndsWithAnErrorEvent()
{
    tests::FakeUpstreamResponse response("text/event-stream", {role + word, "data: {\"cho"});
    response.failAtTheEnd(closed());
    gateway::Relay relay(response, chat());
    const auto passed = pass(relay);
    QVERIFY(!passed);
    QCOMPARE(passed.error().code, ErrorCode::ConnectionClosed);
    QVERIFY(m_client.sent.ends_with("\n\n"));
    QVERIFY(m_client.sent.find("\n\ndata: {\"error\":") != std::string::npos);
    QVERIFY(m_client.sent.find("[DONE]") == std::string::npos);
}

void TestRelay::truncatedPlainAnswerIsAborted()
{
    tests::FakeUpstreamResponse response("application/json", {R"({"choices":)"});
    response.failAtTheEnd(closed());
    gateway::Relay relay(response, {Dialect::OpenAiChat, {}, false, false});
    QVERIFY(!pass(relay));
    QVERIFY(m_client.aborted);
    QVERIFY(!m_client.finished);
}

void TestRelay::plainAnswerIsHeldWhole()
{
    tests::FakeUpstreamResponse response("application/json",
        {R"({"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],)",
            R"("usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}})"});
    gateway::Relay relay(response, {Dialect::OpenAiChat, {}, false, false});
    QVERIFY(hold(relay));
    QVERIFY(relay.wholeIsHeld());
    QVERIFY(relay.scanner().reading().usage.known);
    QVERIFY(pass(relay));
    QVERIFY(m_client.sentHead.contentLength == m_client.sent.size());
}

void TestRelay::streamWhereJsonWasAskedIsPassedOn()
{
    tests::FakeUpstreamResponse response("text/event-stream", {role + word + finish + usage + done});
    gateway::Relay relay(response, {Dialect::OpenAiChat, {}, false, false});
    QVERIFY(relay.streams());
    QVERIFY(pass(relay));
    QVERIFY(m_client.sent == role + word + finish + usage + done);
    QVERIFY(relay.scanner().reading().usage.known);
}

void TestRelay::jsonWhereAStreamWasAskedIsPassedOn()
{
    const std::string body = R"({"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]})";
    tests::FakeUpstreamResponse response("application/json", {body});
    gateway::Relay relay(response, chat(true));
    QVERIFY(!relay.streams());
    QVERIFY(hold(relay));
    QVERIFY(pass(relay));
    QVERIFY(m_client.sent == body);
}

void TestRelay::garbageAsSsePasses()
{
    std::string garbage;
    for (int i = 0; i < 100'000; ++i)
        garbage.push_back(static_cast<char>(i * 7919 % 256));
    tests::FakeUpstreamResponse response("text/event-stream", {garbage, garbage});
    gateway::Relay relay(response, chat());
    QVERIFY(pass(relay));
    QVERIFY(m_client.sent == garbage + garbage);
    QVERIFY(!relay.scanner().complete());
}

QTEST_GUILESS_MAIN(TestRelay)
#include "TestRelay.moc"
