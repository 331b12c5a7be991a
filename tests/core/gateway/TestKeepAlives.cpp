#include "tests/core/gateway/Fixture.h"
#include "tests/support/ScriptedPeer.h"

#include <QtTest>

#include <future>

using namespace slipswitch;
using domain::Outcome;
using tests::GatewayFixture;
using tests::PeerConnection;
using tests::RawClient;
using tests::ScriptedPeer;

namespace {

const std::string comment = ": keep-alive\n\n";
const std::string ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
const std::string first = "data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,"
                          "\"delta\":{\"role\":\"assistant\",\"content\":\"hello\"}}]}\n\n";
const std::string rest = "data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},"
                         "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
                         "\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";

const std::string inChat = R"({"model":"m","stream":true,"stream_options":{"include_usage":true},)"
                           R"("messages":[{"role":"user","content":"hi"}]})";

/// Opened by the test, once the client has seen what it should.
class Gate
{
public:
    void open() { m_open.set_value(); }
    void wait() const { m_opened.wait_for(std::chrono::seconds {20}); }

private:
    std::promise<void> m_open;
    std::shared_future<void> m_opened {m_open.get_future().share()};
};

ScriptedPeer::Script answersAfter(const Gate &gate, std::string answer)
{
    return [&gate, answer = std::move(answer)](PeerConnection &peer) {
        while (!peer.readRequest().empty()) {
            gate.wait();
            if (!peer.send(answer))
                return;
        }
    };
}

std::string streamed(const std::string &events)
{
    return tests::streamHead() + tests::chunk(events) + "0\r\n\r\n";
}

struct Asked
{
    const char *path;
    std::string body;
    const std::string &keepAlive;
};

/// A client of each dialect that is told; the provider speaks chat.
Asked asked(int client)
{
    if (client == 0)
        return {"/v1/chat/completions", inChat, comment};
    if (client == 1)
        return {"/v1/responses", R"({"model":"m","stream":true,"input":"hi"})", comment};
    return {"/v1/messages",
        R"({"model":"m","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"hi"}]})", ping};
}

void addChat(GatewayFixture &gateway, const std::string &name, std::uint16_t port)
{
    auto &provider = gateway.addProvider(name, port, {"m"});
    provider.kind = "custom-openai";
    provider.baseUrls = {{domain::Dialect::OpenAiChat, "http://127.0.0.1:" + std::to_string(port) + "/v1"}};
}

void makePatient(GatewayFixture &gateway)
{
    gateway.settings.listen.keepAliveAfter = std::chrono::milliseconds {100};
    gateway.settings.upstream.firstByteTimeout = std::chrono::seconds {20};
    gateway.settings.upstream.silenceTimeout = std::chrono::seconds {20};
}

} // namespace

/// Whoever waits for a stream is told that it is worked on.
class TestKeepAlives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoWaitsIsToldInEachDialect_data() { everyClient(); }
    void whoWaitsIsToldInEachDialect();
    void aLateErrorIsRaisedInTheStream_data() { everyClient(); }
    void aLateErrorIsRaisedInTheStream();
    void anotherProviderMayStillAnswer_data() { everyClient(); }
    void anotherProviderMayStillAnswer();
    void anAnswerWithoutAStreamIsAnError();
    void nothingIsToldWithinAnEvent();
    void aStreamOfAKnownSizeKeepsIt();
    void whoFallsOverItIsToldNothing();
    void nobodyIsToldWhenItIsSwitchedOff();

private:
    static void everyClient();
};

void TestKeepAlives::everyClient()
{
    QTest::addColumn<int>("client");
    QTest::newRow("chat") << 0;
    QTest::newRow("responses") << 1;
    QTest::newRow("messages") << 2;
}

void TestKeepAlives::whoWaitsIsToldInEachDialect()
{
    QFETCH(int, client);
    const auto [path, body, keepAlive] = asked(client);
    Gate gate;
    ScriptedPeer upstream(answersAfter(gate, streamed(first + rest)));
    GatewayFixture gateway;
    makePatient(gateway);
    addChat(gateway, "up", upstream.port());
    gateway.start();
    RawClient tool(gateway.port());
    tool.send(gateway.request(path, body));
    auto got = tool.readUntil(keepAlive);
    got += tool.readUntil(keepAlive);
    gate.open();
    got += tool.readUntil("0\r\n\r\n");
    QVERIFY2(got.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"), got.c_str());
    QVERIFY(got.find("x-slipswitch-request-id: ") != std::string::npos);
    QVERIFY(got.find("x-slipswitch-provider") == std::string::npos); // nobody knows yet who it will be
    const auto answer = got.substr(got.rfind(keepAlive) + keepAlive.size());
    QVERIFY2(answer.find("hello") != std::string::npos && answer.ends_with("0\r\n\r\n"), answer.c_str());
    if (client == 0)
        QVERIFY2(answer.find(first + rest) != std::string::npos, answer.c_str());
    const auto row = gateway.recorded().at(0);
    QVERIFY(row.outcome == Outcome::Succeeded);
    QCOMPARE(int(row.status), 200);
    QCOMPARE(row.provider, std::string("up"));
}

/// The head with 200 is gone by then.
void TestKeepAlives::aLateErrorIsRaisedInTheStream()
{
    QFETCH(int, client);
    const auto [path, body, keepAlive] = asked(client);
    Gate gate;
    ScriptedPeer upstream(answersAfter(gate,
        tests::reply("400 Bad Request", "application/json", R"({"error":{"message":"too long a prompt"}})")));
    GatewayFixture gateway;
    makePatient(gateway);
    addChat(gateway, "up", upstream.port());
    gateway.start();
    RawClient tool(gateway.port());
    tool.send(gateway.request(path, body));
    (void)tool.readUntil(keepAlive);
    gate.open();
    const auto got = tool.readUntil("0\r\n\r\n");
    const auto event = got.substr(got.rfind(client == 0 ? "data: " : "event: error\ndata: "));
    QVERIFY2(event.find("too long a prompt") != std::string::npos && event.find("error") != std::string::npos,
        got.c_str());
    const auto row = gateway.recorded().at(0);
    QVERIFY(row.outcome == Outcome::Failed);
    QCOMPARE(int(row.status), 200);
    QCOMPARE(int(row.attempts.at(0).status), 400);
    QCOMPARE(row.errorText, std::string("too long a prompt"));
}

void TestKeepAlives::anotherProviderMayStillAnswer()
{
    QFETCH(int, client);
    const auto [path, body, keepAlive] = asked(client);
    Gate gate, open;
    open.open();
    ScriptedPeer failing(answersAfter(gate,
        tests::reply(
            "500 Internal Server Error", "application/json", R"({"error":{"message":"it broke"}})")));
    ScriptedPeer answering(answersAfter(open, streamed(first + rest)));
    GatewayFixture gateway;
    makePatient(gateway);
    addChat(gateway, "failing", failing.port());
    addChat(gateway, "answering", answering.port());
    gateway.start();
    RawClient tool(gateway.port());
    tool.send(gateway.request(path, body));
    (void)tool.readUntil(keepAlive);
    gate.open();
    const auto got = tool.readUntil("0\r\n\r\n");
    QVERIFY2(
        got.find("hello") != std::string::npos && got.find("it broke") == std::string::npos, got.c_str());
    const auto row = gateway.recorded().at(0);
    QVERIFY(row.outcome == Outcome::Succeeded);
    QCOMPARE(row.attempts.size(), std::size_t(2));
    QCOMPARE(row.provider, std::string("answering"));
}

void TestKeepAlives::anAnswerWithoutAStreamIsAnError()
{
    Gate gate;
    ScriptedPeer upstream(answersAfter(gate, tests::reply("200 OK", "application/json", "{\"choices\":[]}")));
    GatewayFixture gateway;
    makePatient(gateway);
    addChat(gateway, "up", upstream.port());
    gateway.start();
    RawClient tool(gateway.port());
    tool.send(gateway.request("/v1/chat/completions", inChat));
    (void)tool.readUntil(comment);
    gate.open();
    const auto got = tool.readUntil("0\r\n\r\n");
    QVERIFY2(got.find("data: {\"error\"") != std::string::npos
            && got.find("without a stream of events") != std::string::npos,
        got.c_str());
    QVERIFY(gateway.recorded().at(0).outcome == Outcome::Failed);
}

/// The bytes of an event stay together, however long the provider takes for them.
void TestKeepAlives::nothingIsToldWithinAnEvent()
{
    Gate afterFirst, afterHalf, never;
    const auto middle = rest.size() / 2;
    const auto slowly = [&](PeerConnection &peer) {
        (void)peer.readRequest();
        (void)peer.send(tests::streamHead() + tests::chunk(first));
        afterFirst.wait();
        (void)peer.send(tests::chunk(rest.substr(0, middle)));
        afterHalf.wait();
        (void)peer.send(tests::chunk(rest.substr(middle)) + "0\r\n\r\n");
    };
    ScriptedPeer upstream({slowly, answersAfter(never, "")});
    GatewayFixture gateway;
    makePatient(gateway);
    addChat(gateway, "up", upstream.port());
    gateway.start();
    RawClient tool(gateway.port()), other(gateway.port());
    tool.send(gateway.request("/v1/chat/completions", inChat));
    const auto begun = tool.readUntil(comment);
    QVERIFY2(begun.find(first) != std::string::npos, begun.c_str());
    QVERIFY(begun.find("x-slipswitch-provider: up\r\n") != std::string::npos);
    afterFirst.open();
    (void)tool.readUntil(rest.substr(0, middle));
    // As long as others are told twice, this one is told nothing.
    other.send(gateway.request("/v1/chat/completions", inChat));
    (void)other.readUntil(comment);
    (void)other.readUntil(comment);
    afterHalf.open();
    const auto end = tool.readUntil("0\r\n\r\n");
    QVERIFY2(end.find(comment) == std::string::npos && end.find(rest.substr(middle)) != std::string::npos,
        end.c_str());
    never.open();
}

void TestKeepAlives::aStreamOfAKnownSizeKeepsIt()
{
    Gate gate;
    const auto slowly = [&](PeerConnection &peer) {
        (void)peer.readRequest();
        (void)peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
            + std::to_string(first.size() + rest.size()) + "\r\n\r\n" + first);
        gate.wait();
        (void)peer.send(rest);
    };
    ScriptedPeer upstream({slowly, answersAfter(gate, streamed(first + rest))});
    GatewayFixture gateway;
    makePatient(gateway);
    addChat(gateway, "up", upstream.port());
    gateway.start();
    RawClient sized(gateway.port()), other(gateway.port());
    sized.send(gateway.request("/v1/chat/completions", inChat));
    auto got = sized.readUntil(first);
    other.send(gateway.request("/v1/chat/completions", inChat));
    (void)other.readUntil(comment);
    (void)other.readUntil(comment);
    gate.open();
    got += sized.readUntil("data: [DONE]\n\n");
    QVERIFY2(got.ends_with(first + rest), got.c_str());
}

/// Gemini's CLI crashes at a comment, and lines of JSON have none.
void TestKeepAlives::whoFallsOverItIsToldNothing()
{
    Gate gate;
    ScriptedPeer upstream(answersAfter(gate, streamed(first + rest)));
    GatewayFixture gateway;
    makePatient(gateway);
    addChat(gateway, "up", upstream.port());
    gateway.start();
    RawClient gemini(gateway.port()), ollama(gateway.port()), plain(gateway.port()), chat(gateway.port());
    gemini.send(gateway.request("/v1beta/models/m:streamGenerateContent?alt=sse",
        R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})"));
    ollama.send(gateway.request("/api/chat", R"({"model":"m","messages":[{"role":"user","content":"hi"}]})"));
    plain.send(gateway.request(
        "/v1/messages", R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})"));
    chat.send(gateway.request("/v1/chat/completions", inChat));
    (void)chat.readUntil(comment);
    (void)chat.readUntil(comment);
    gate.open();
    for (auto *client : {&gemini, &ollama, &plain}) {
        const auto got = client->readResponse();
        QVERIFY2(got.complete && got.hasField("x-slipswitch-provider: up\r\n"), got.head.c_str());
        QVERIFY2(got.body.find("hello") != std::string::npos, got.body.c_str());
        QVERIFY(got.body.find("keep-alive") == std::string::npos);
        QVERIFY(got.body.find("ping") == std::string::npos);
    }
}

void TestKeepAlives::nobodyIsToldWhenItIsSwitchedOff()
{
    Gate gate;
    ScriptedPeer upstream(answersAfter(gate, streamed(first + rest)));
    GatewayFixture patient, silent;
    makePatient(patient);
    makePatient(silent);
    silent.settings.listen.keepAliveAfter = {};
    for (auto *gateway : {&patient, &silent}) {
        addChat(*gateway, "up", upstream.port());
        gateway->start();
    }
    RawClient told(patient.port()), waiting(silent.port());
    waiting.send(silent.request("/v1/chat/completions", inChat));
    told.send(patient.request("/v1/chat/completions", inChat));
    (void)told.readUntil(comment);
    (void)told.readUntil(comment);
    gate.open();
    const auto got = waiting.readResponse();
    QVERIFY(got.complete && got.hasField("x-slipswitch-provider: up\r\n"));
    QCOMPARE(got.body, first + rest);
}

QTEST_GUILESS_MAIN(TestKeepAlives)
#include "TestKeepAlives.moc"
