#include "tests/core/gateway/Fixture.h"
#include "tests/support/ScriptedPeer.h"

#include <QtTest>

#include <boost/json.hpp>

using namespace slipswitch;
using domain::Dialect;
using domain::Quirk;
using tests::GatewayFixture;
using tests::PeerConnection;
using tests::ScriptedPeer;

namespace {

const std::string chatAnswer
    = R"({"id":"a","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},)"
      R"("finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}})";
const std::string chatStream
    = R"(data: {"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"hello"}}]})"
      "\n\n"
      R"(data: {"id":"a","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],)"
      R"("usage":{"prompt_tokens":1,"completion_tokens":1}})"
      "\n\ndata: [DONE]\n\n";

/// What a server is like: it refuses requests with the one word, and those without the other.
struct Taste
{
    const char *refuses = nullptr;
    const char *demands = nullptr;
};

/// A server of somebody's own that speaks chat and answers 400 to what it does not like.
class Picky
{
public:
    explicit Picky(Taste taste)
        : m_peer([taste](PeerConnection &peer) {
            for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
                if (!peer.send(replyTo(request, taste)))
                    return;
            }
        })
    { }
    [[nodiscard]] std::uint16_t port() const { return m_peer.port(); }

private:
    static std::string replyTo(const std::string &request, Taste taste)
    {
        const auto body = request.substr(request.find("\r\n\r\n"));
        const bool bad = (taste.refuses && body.find(taste.refuses) != std::string::npos)
            || (taste.demands && body.find(taste.demands) == std::string::npos);
        if (bad || request.find("/chat/completions") == std::string::npos)
            return tests::reply(
                "400 Bad Request", "application/json", R"({"error":{"message":"I don't like this."}})");
        return body.find(R"("stream":true)") == std::string::npos
            ? tests::reply("200 OK", "application/json", chatAnswer)
            : tests::reply("200 OK", "text/event-stream", chatStream);
    }

    ScriptedPeer m_peer;
};

} // namespace

/// What the settings say of a server that the catalogue can't know reaches it, whoever asks.
class TestQuirks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheServerRefusesIsKeptFromIt_data();
    void whatTheServerRefusesIsKeptFromIt();
    void itSpeaksResponsesOnceTheUserSaysSo();
};

void TestQuirks::whatTheServerRefusesIsKeptFromIt_data()
{
    QTest::addColumn<int>("quirk");
    QTest::addColumn<QByteArray>("refused");
    QTest::addColumn<QByteArray>("demanded");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, Quirk quirk, const char *refused, const char *demanded,
                         const char *path, const char *body) {
        QTest::newRow(name) << static_cast<int>(quirk) << QByteArray(refused) << QByteArray(demanded)
                            << QByteArray(path) << QByteArray(body);
    };
    const auto *chat = "/v1/chat/completions", *messages = "/v1/messages";
    row("usage that we would ask for", Quirk::RejectsStreamOptions, "stream_options", "", chat,
        R"({"model":"mine/m","stream":true,"messages":[]})");
    row("usage that the client asks for", Quirk::RejectsStreamOptions, "stream_options", "", chat,
        R"({"model":"mine/m","stream":true,"stream_options":{"include_usage":true},"messages":[]})");
    row("usage, translated", Quirk::RejectsStreamOptions, "stream_options", "", messages,
        R"({"model":"mine/m","stream":true,"max_tokens":5,"messages":[{"role":"user","content":"hi"}]})");
    row("no most", Quirk::NeedsMaxTokens, "", R"("max_tokens":4096)", chat,
        R"({"model":"mine/m","messages":[]})");
    row("no most, translated", Quirk::NeedsMaxTokens, "", R"("max_tokens":4096)", "/v1/responses",
        R"({"model":"mine/m","input":"hi"})");
    row("newer name, translated", Quirk::MaxCompletionTokens, R"("max_tokens")", "max_completion_tokens",
        messages, R"({"model":"mine/m","max_tokens":5,"messages":[{"role":"user","content":"hi"}]})");
    row("penalties, translated", Quirk::RejectsPenalties, "penalty", "", "/api/chat",
        R"({"model":"mine/m","stream":false,"options":{"presence_penalty":1},"messages":[{"role":"user","content":"hi"}]})");
    row("unknown members, translated", Quirk::RejectsUnknownFields, "prompt_cache_key", "", "/v1/responses",
        R"({"model":"mine/m","input":"hi","prompt_cache_key":"k"})");
}

void TestQuirks::whatTheServerRefusesIsKeptFromIt()
{
    QFETCH(int, quirk);
    QFETCH(QByteArray, refused);
    QFETCH(QByteArray, demanded);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    Picky server({refused.isEmpty() ? nullptr : refused.constData(),
        demanded.isEmpty() ? nullptr : demanded.constData()});
    GatewayFixture gateway;
    gateway.addProvider("plain", server.port()).kind = "custom-openai";
    auto &mine = gateway.addProvider("mine", server.port());
    mine.kind = "custom-openai";
    mine.quirks = {static_cast<Quirk>(quirk)};
    gateway.start();
    const auto answer = gateway.post(path.toStdString(), body.toStdString());
    QVERIFY2(answer.status == 200 && answer.body.find("hello") != std::string::npos, answer.body.c_str());
    // Nobody said it of the other one.
    const auto other
        = gateway.post(path.toStdString(), QByteArray(body).replace("mine/m", "plain/m").toStdString());
    QCOMPARE(other.status, 400);
    QVERIFY(other.body.find("I don't like this.") != std::string::npos);
}

/// Without a word it is asked for chat, which all copies of the API speak.
void TestQuirks::itSpeaksResponsesOnceTheUserSaysSo()
{
    Picky server({"\"input\"", nullptr});
    GatewayFixture gateway;
    auto &mine = gateway.addProvider("mine", server.port());
    mine.kind = "custom-openai";
    mine.quirks = {Quirk::SpeaksResponses};
    gateway.addProvider("plain", server.port()).kind = "custom-openai";
    gateway.start();
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"plain/m","input":"hi"})").status, 200);
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"mine/m","input":"hi"})").status, 400);
    const auto rows = gateway.recorded();
    QCOMPARE(rows.at(0).attempts.at(0).notes.starts_with("translated to openai-chat"), true);
    QCOMPARE(rows.at(1).attempts.at(0).notes, std::string());
}

QTEST_GUILESS_MAIN(TestQuirks)
#include "TestQuirks.moc"
