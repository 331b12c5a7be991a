#include "core/dialect/UsageReader.h"
#include "tests/core/gateway/Fixture.h"
#include "tests/core/gateway/RequestKeeper.h"
#include "tests/support/Answers.h"
#include "tests/support/Quirks.h"
#include "tests/support/ScriptedPeer.h"

#include <QtTest>

#include <boost/json.hpp>

#include <future>
#include <mutex>
#include <set>

using namespace slipswitch;
using namespace slipswitch::dialect;
using domain::Outcome;
using tests::Essence;
using tests::GatewayFixture;
using tests::PeerConnection;
using tests::RequestKeeper;
using tests::ScriptedPeer;
namespace json = boost::json;

namespace {

const std::vector<tests::WireCase> &cases()
{
    static const auto all = tests::translatableCases();
    return all;
}

Dialect dialectOf(const tests::WireCase &item)
{
    return *domain::dialectNamed(item.dialect);
}

bool streams(const tests::WireCase &item)
{
    return tests::isStream(item);
}

std::string replyOf(const tests::WireCase &item)
{
    const auto type = codecFor(dialectOf(item))->streamType;
    return tests::reply("200 OK", streams(item) ? type : "application/json", item.response,
        "x-request-id: up-1\r\nopenai-organization: not for you\r\n");
}

/// A request of each dialect for a model.
struct Client
{
    Dialect dialect;
    const char *place;
    [[nodiscard]] std::string path(const std::string &model, bool stream) const
    {
        if (dialect != Dialect::Gemini)
            return place;
        return place + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }
    [[nodiscard]] std::string body(const std::string &model, bool stream) const
    {
        if (dialect == Dialect::Gemini)
            return R"({"contents":[{"role":"user","parts":[{"text":"hello there"}]}]})";
        json::object request {{"model", model}, {"stream", stream}};
        request[dialect == Dialect::OpenAiResponses ? "input" : "messages"]
            = json::array {json::object {{"role", "user"}, {"content", "hello there"}}};
        if (dialect == Dialect::AnthropicMessages)
            request["max_tokens"] = 100;
        if (dialect == Dialect::OpenAiChat && stream)
            request["stream_options"] = json::object {{"include_usage", true}};
        return json::serialize(request);
    }
};

const std::vector<Client> clients {
    {Dialect::OpenAiChat, "/v1/chat/completions"},
    {Dialect::AnthropicMessages, "/v1/messages?beta=true"},
    {Dialect::OpenAiResponses, "/v1/responses"},
    {Dialect::Gemini, "/v1beta/models/"},
    {Dialect::Ollama, "/api/chat"},
};

/// Answers with the recording that the request's model names by its number.
class RecordedProvider
{
public:
    RecordedProvider()
        : m_peer([this](PeerConnection &peer) { serve(peer); })
    { }
    [[nodiscard]] std::uint16_t port() const { return m_peer.port(); }
    [[nodiscard]] std::string lastRequest()
    {
        const std::lock_guard lock(m_mutex);
        return m_last;
    }

private:
    void serve(PeerConnection &peer)
    {
        for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
            constexpr std::string_view mark = "recording-";
            const auto at = request.find(mark);
            const auto index = std::strtoul(request.c_str() + at + mark.size(), nullptr, 10);
            {
                const std::lock_guard lock(m_mutex);
                m_last = request;
            }
            if (at == std::string::npos || !peer.send(replyOf(cases().at(index))))
                return;
        }
    }
    std::mutex m_mutex;
    std::string m_last;
    ScriptedPeer m_peer;
};

domain::Provider &addSpeaker(
    GatewayFixture &gateway, const std::string &name, std::uint16_t port, Dialect dialect)
{
    auto &provider = gateway.addProvider(name, port);
    const auto base = "http://127.0.0.1:" + std::to_string(port);
    const bool versioned = dialect == Dialect::AnthropicMessages || dialect == Dialect::Ollama;
    provider.baseUrls = {{dialect, versioned ? base : base + "/v1"}};
    provider.kind = "custom-" + name;
    return provider;
}

std::string nameOf(const tests::WireCase &item)
{
    auto name = item.provider + "-" + item.dialect;
    return name;
}

Essence comparable(Essence essence)
{
    using enum StopReason;
    essence.text += essence.refusal;
    essence.refusal.clear();
    if (essence.reason == StopSequence || essence.reason == Paused)
        essence.reason = Stop;
    if (essence.reason == Refused)
        essence.reason = Filtered;
    return essence;
}

ScriptedPeer::Script always(std::string bytes)
{
    return [bytes = std::move(bytes)](PeerConnection &peer) {
        while (!peer.readRequest().empty() && peer.send(bytes)) { }
    };
}

} // namespace

/// Clients of one dialect, providers of another, the real gateway between them.
class TestTranslation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedAnswersReachEveryClient_data();
    void recordedAnswersReachEveryClient();
    void anthropicBytesAreRelayed();
    void requestIsTheProvidersOwn();
    void errorsKeepTheirWords();
    void errorsInsideAStreamAreRaised();
    void brokenStreamIsNeverEndedCleanly();
    void failureMovesOnAcrossDialects();
    void refusalsAreInTheClientsDialect();
    void tokensAreCountedOrEstimated();
    void tokensAreCountedInEveryDialect_data();
    void tokensAreCountedInEveryDialect();
    void responsesAreCountedOrEstimated();
    void modelsAreListedInAnthropicsShape();
    void thoughtsAreRememberedForChatClients();
    void demoSpeaksAnthropic();
    void storedAnswersAreContinued();
    void storedAnswersFollowToAnotherProvider();
    void spentReasoningStaysBehind();
    void freeformToolsKeepTheirText();
    void geminiIsRelayedAndItsSignaturesReturn();
    void geminiStreamsAsAnArrayToo();
    void relayedArraysArriveAsTheyCome();
    void foreignThoughtsStayBehindInTheOwnDialect();
    void taggedThoughtsAreShownAsThoughts();
    void likelihoodsPassThrough();
    void searchesAreTranslated();
    void completionsAreConversations();
    void ollamaBytesAreRelayed();
    void ollamaStreamsUnlessToldNotTo();
    void ollamasListsAndErrorsHaveItsShape();
    void embeddingsReachEveryClient_data();
    void embeddingsReachEveryClient();
    void embeddingsOfTokensAreRefused();
};

void TestTranslation::recordedAnswersReachEveryClient_data()
{
    QTest::addColumn<int>("client");
    for (std::size_t i = 0; i < clients.size(); ++i)
        QTest::newRow(std::string(domain::name(clients[i].dialect)).c_str()) << static_cast<int>(i);
}

void TestTranslation::recordedAnswersReachEveryClient()
{
    QFETCH(int, client);
    const auto &asking = clients[static_cast<std::size_t>(client)];
    const auto &codec = *codecFor(asking.dialect);
    RecordedProvider provider;
    GatewayFixture gateway;
    std::set<std::string> known;
    for (const auto &item : cases()) {
        if (known.insert(nameOf(item)).second)
            addSpeaker(gateway, nameOf(item), provider.port(), dialectOf(item)).kind = item.provider;
    }
    gateway.start();
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < cases().size(); ++i) {
        const auto &item = cases()[i];
        if (dialectOf(item) == asking.dialect)
            continue;
        const auto original
            = comparable(tests::essenceOfReply(*codecFor(dialectOf(item)), item.response, streams(item)));
        const auto model = nameOf(item) + "/recording-" + std::to_string(i);
        const auto response
            = gateway.post(asking.path(model, streams(item)), asking.body(model, streams(item)));
        QVERIFY2(response.complete && response.status == 200, (item.name + "\n" + response.head).c_str());
        const auto got = comparable(tests::essenceOfReply(codec, response.body, streams(item)));
        const auto same = got == original;
        QVERIFY2(same,
            (item.name + "\n--- got\n" + got.describe() + "\n--- wanted\n" + original.describe()).c_str());
        const auto type = streams(item) ? codec.streamType : "application/json";
        QVERIFY(response.hasField("Content-Type: " + std::string(type)));
        QVERIFY(response.hasField("x-request-id: up-1"));
        QVERIFY(!response.hasField("openai-organization"));
        asked.push_back(i);
    }
    QVERIFY(!asked.empty());
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), asked.size());
    for (const auto &row : rows) {
        const auto number = row.attempts.at(0).model.substr(std::string_view("recording-").size());
        const auto &item = cases().at(std::stoul(number));
        UsageReader reader(dialectOf(item), tests::quirksOf(item.provider));
        for (const auto &event :
            streams(item) ? tests::eventsOf(item.response, dialectOf(item)) : std::vector {item.response})
            reader.read(event);
        QVERIFY2(row.usage == reader.reading().usage || !reader.reading().usage.known, item.name.c_str());
        QVERIFY(row.dialect == asking.dialect);
        QVERIFY(row.attempts.at(0).notes.starts_with("translated to " + item.dialect));
    }
}

void TestTranslation::anthropicBytesAreRelayed()
{
    RecordedProvider provider;
    GatewayFixture gateway;
    addSpeaker(gateway, "claude", provider.port(), Dialect::AnthropicMessages);
    gateway.start();
    std::size_t count = 0;
    for (std::size_t i = 0; i < cases().size(); ++i) {
        if (dialectOf(cases()[i]) != Dialect::AnthropicMessages)
            continue;
        const auto model = "recording-" + std::to_string(i);
        const auto body = R"({"unknown":{"a":1.0},"model":")" + model + R"(","stream":)"
            + (streams(cases()[i]) ? "true" : "false") + "}";
        const auto response = gateway.post("/v1/messages?beta=true", body);
        QVERIFY2(response.body == cases()[i].response, cases()[i].name.c_str());
        const auto sent = provider.lastRequest();
        QVERIFY(sent.starts_with("POST /v1/messages?beta=true HTTP/1.1\r\n"));
        QVERIFY(sent.ends_with(body));
        ++count;
    }
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), count);
    for (const auto &row : rows)
        QVERIFY(row.attempts.at(0).notes.empty());
}

void TestTranslation::requestIsTheProvidersOwn()
{
    RecordedProvider provider;
    GatewayFixture gateway;
    auto &speaker = addSpeaker(gateway, "up", provider.port(), Dialect::AnthropicMessages);
    speaker.auth = {domain::AuthScheme::Header, "x-api-key", ""};
    gateway.start();
    tests::RawClient client(gateway.port());
    const Client chat {Dialect::OpenAiChat, "/v1/chat/completions"};
    client.send(gateway.request("/v1/chat/completions?beta=true", chat.body("up/recording-0", false),
        "OpenAI-Organization: org-1\r\nx-stainless-lang: js\r\nUser-Agent: me/1\r\nAccept: */*\r\n"));
    QVERIFY(client.readResponse().status > 0);
    const auto sent = provider.lastRequest();
    QVERIFY2(sent.starts_with("POST /v1/messages HTTP/1.1\r\n"), sent.c_str());
    QVERIFY(sent.find("x-api-key: upstream-secret-up\r\n") != std::string::npos);
    QVERIFY(sent.find("anthropic-version: 2023-06-01\r\n") != std::string::npos);
    QVERIFY(sent.find("Content-Type: application/json\r\n") != std::string::npos);
    QVERIFY(sent.find("User-Agent: me/1\r\n") != std::string::npos);
    QVERIFY(sent.find("org-1") == std::string::npos);
    QVERIFY(sent.find("stainless") == std::string::npos);
    QVERIFY(sent.find(gateway.key()) == std::string::npos);
}

void TestTranslation::errorsKeepTheirWords()
{
    ScriptedPeer upstream(always(tests::reply("429 Too Many Requests", "application/json",
        R"({"error":{"message":"slow down, you","type":"requests","code":"rate_limit_exceeded"}})",
        "retry-after: 31\r\n")));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
    gateway.start();
    const auto response = gateway.post("/v1/messages", clients[1].body("up/m", true));
    QCOMPARE(response.status, 429);
    QVERIFY(response.hasField("retry-after: 31"));
    QVERIFY(json::parse(response.body)
        == json::parse(R"({"type":"error","error":{"type":"rate_limit_error","message":"slow down, you"}})"));
    const auto rows = gateway.recorded();
    QVERIFY(rows[0].errorText == "slow down, you");
}

void TestTranslation::errorsInsideAStreamAreRaised()
{
    ScriptedPeer upstream(always(tests::streamHead()
        + tests::chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n"
                       "data: {\"error\":{\"message\":\"it fell over\",\"code\":502}}\n\n")
        + "0\r\n\r\n"));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
    gateway.start();
    const auto response = gateway.post("/v1/messages", clients[1].body("up/m", true));
    QVERIFY(response.complete);
    QVERIFY(response.body.find("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                               "\"message\":\"it fell over\"}}\n\n")
        != std::string::npos);
    QVERIFY(response.body.find("message_stop") == std::string::npos);
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].outcome, Outcome::Failed);
    QVERIFY(rows[0].errorText == "it fell over");
}

void TestTranslation::brokenStreamIsNeverEndedCleanly()
{
    const auto half = tests::chunk(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"a\"}}\n\n"
        "event: content_block_start\ndata: "
        "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\"}}\n\n"
        "event: content_block_delta\ndata: "
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n");
    // Once the connection breaks, once the stream ends too early.
    for (const bool clean : {false, true}) {
        ScriptedPeer upstream(always(tests::streamHead() + half + (clean ? "0\r\n\r\n" : "")));
        ScriptedPeer cut([&](PeerConnection &peer) {
            (void)peer.readRequest();
            peer.send(tests::streamHead() + half);
        });
        GatewayFixture gateway;
        addSpeaker(gateway, "up", clean ? upstream.port() : cut.port(), Dialect::AnthropicMessages);
        gateway.start();
        const auto response = gateway.post("/v1/chat/completions", clients[0].body("up/m", true));
        const auto got = tests::essenceOfReply(*codecFor(Dialect::OpenAiChat), response.body, true);
        QVERIFY(got.text == "Hi");
        QVERIFY2(!got.failure.empty(), response.body.c_str());
        QVERIFY(response.body.find("[DONE]") == std::string::npos);
        QCOMPARE(gateway.recorded()[0].outcome, Outcome::Failed);
    }
}

void TestTranslation::failureMovesOnAcrossDialects()
{
    ScriptedPeer limited(always(tests::reply("529 Overloaded", "application/json",
        R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})")));
    ScriptedPeer early(always(tests::streamHead()
        + tests::chunk("event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"at once\"}}\n\n")
        + "0\r\n\r\n"));
    ScriptedPeer good(always(tests::streamHead()
        + tests::chunk(
            "data: "
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n"
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n"
            "data: [DONE]\n\n")
        + "0\r\n\r\n"));
    GatewayFixture gateway;
    addSpeaker(gateway, "first", limited.port(), Dialect::AnthropicMessages).models = {"m"};
    addSpeaker(gateway, "second", early.port(), Dialect::AnthropicMessages).models = {"m"};
    addSpeaker(gateway, "third", good.port(), Dialect::OpenAiChat).models = {"m"};
    gateway.start();
    const auto response = gateway.post("/v1/messages", clients[1].body("m", true));
    QCOMPARE(response.status, 200);
    const auto got = tests::essenceOfReply(*codecFor(Dialect::AnthropicMessages), response.body, true);
    QVERIFY2(got.text == "Hi" && got.failure.empty(), response.body.c_str());
    QVERIFY(
        response.body.find(
            R"("usage":{"input_tokens":3,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":2})")
        != std::string::npos);
    const auto rows = gateway.recorded();
    QCOMPARE(rows[0].attempts.size(), std::size_t {3});
    QCOMPARE(rows[0].outcome, Outcome::Succeeded);
}

void TestTranslation::refusalsAreInTheClientsDialect()
{
    GatewayFixture gateway;
    gateway.start();
    const auto missing = gateway.post("/v1/messages", clients[1].body("no-such", false));
    QCOMPARE(missing.status, 404);
    const auto body = json::parse(missing.body).as_object();
    QVERIFY(body.at("type") == "error");
    QVERIFY(body.at("error").at("type") == "not_found_error");
    const auto bad = gateway.post("/v1/messages", R"({"model":"demo/echo","max_tokens":1})");
    QCOMPARE(bad.status, 400);
    QVERIFY(json::parse(bad.body).at("error").at("message") == "messages: Field required");
    const auto rows = gateway.recorded();
    QCOMPARE(rows[1].outcome, Outcome::Refused);
}

void TestTranslation::tokensAreCountedOrEstimated()
{
    ScriptedPeer upstream(always(tests::reply("200 OK", "application/json", R"({"input_tokens":641})")));
    GatewayFixture gateway;
    ScriptedPeer copy(always(tests::reply("404 Not Found", "application/json", "{}")));
    addSpeaker(gateway, "claude", upstream.port(), Dialect::AnthropicMessages);
    addSpeaker(gateway, "copy", copy.port(), Dialect::AnthropicMessages);
    gateway.start();
    const auto counted
        = gateway.post("/v1/messages/count_tokens?beta=true", clients[1].body("claude/m", false));
    QVERIFY(counted.body == R"({"input_tokens":641})");
    QVERIFY(!counted.hasField("x-slipswitch-estimated"));
    const auto estimated = gateway.post("/v1/messages/count_tokens", clients[1].body("demo/echo", false));
    QCOMPARE(estimated.status, 200);
    QVERIFY(estimated.hasField("x-slipswitch-estimated: true"));
    QVERIFY(json::parse(estimated.body).at("input_tokens").as_int64() > 0);
    const auto copied = gateway.post("/v1/messages/count_tokens", clients[1].body("copy/m", false));
    QCOMPARE(copied.status, 200);
    QVERIFY(copied.hasField("x-slipswitch-estimated: true"));
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), std::size_t {3});
    // Those of one millisecond stand in any order.
    QVERIFY(std::ranges::all_of(rows, [](const auto &row) { return row.outcome == Outcome::Succeeded; }));
    QVERIFY(std::ranges::any_of(
        rows, [](const auto &row) { return !row.attempts.empty() && row.attempts[0].status == 404; }));
}

void TestTranslation::tokensAreCountedInEveryDialect_data()
{
    QTest::addColumn<int>("provider");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<std::string>("sent");
    QTest::newRow("Anthropic") << static_cast<int>(Dialect::AnthropicMessages)
                               << std::string("POST /v1/messages/count_tokens HTTP/1.1\r\n")
                               << std::string(R"({"input_tokens":31})")
                               << std::string(R"({"model":"m","messages":)");
    QTest::newRow("Gemini") << static_cast<int>(Dialect::Gemini)
                            << std::string("POST /v1/models/m:countTokens HTTP/1.1\r\n")
                            << std::string(R"({"totalTokens":31,"promptTokensDetails":[]})")
                            << std::string(R"({"generateContentRequest":{"model":"models/m","contents":)");
    QTest::newRow("OpenAI") << static_cast<int>(Dialect::OpenAiResponses)
                            << std::string("POST /v1/responses/input_tokens HTTP/1.1\r\n")
                            << std::string(R"({"object":"response.input_tokens","input_tokens":31})")
                            << std::string(R"({"model":"m","input":)");
}

/// Whatever the client speaks, the provider counts; where it can't for once, the number is an estimate.
void TestTranslation::tokensAreCountedInEveryDialect()
{
    QFETCH(int, provider);
    QFETCH(std::string, path);
    QFETCH(std::string, answer);
    QFETCH(std::string, sent);
    const auto spoken = static_cast<Dialect>(provider);
    RequestKeeper upstream(tests::reply("200 OK", "application/json", answer));
    ScriptedPeer refusing(
        always(tests::reply("400 Bad Request", "application/json", R"({"error":{"message":"no"}})")));
    GatewayFixture gateway;
    const auto kind = spoken == Dialect::OpenAiResponses ? "openai" : "custom";
    addSpeaker(gateway, "up", upstream.port(), spoken).kind = kind;
    addSpeaker(gateway, "no", refusing.port(), spoken).kind = kind;
    gateway.start();
    const auto ask = [&](Dialect client, const std::string &model) {
        if (client == Dialect::AnthropicMessages)
            return gateway.post("/v1/messages/count_tokens",
                R"({"model":")" + model + R"(","messages":[{"role":"user","content":"hello there"}]})");
        if (client == Dialect::OpenAiResponses)
            return gateway.post(
                "/v1/responses/input_tokens", R"({"model":")" + model + R"(","input":"hello there"})");
        return gateway.post("/v1beta/models/" + model + ":countTokens",
            R"({"generateContentRequest":{"contents":[{"role":"user","parts":[{"text":"hello there"}]}]}})");
    };
    std::size_t asked = 0;
    for (const auto client : {Dialect::AnthropicMessages, Dialect::Gemini, Dialect::OpenAiResponses}) {
        if (client == spoken)
            continue;
        const auto *name = client == Dialect::Gemini ? "totalTokens" : "input_tokens";
        const auto counted = ask(client, "up/m");
        QCOMPARE(counted.status, 200);
        QVERIFY(!counted.hasField("x-slipswitch-estimated"));
        QCOMPARE(json::parse(counted.body).at(name).as_int64(), 31);
        const auto request = upstream.request(asked++);
        QVERIFY2(request.starts_with(path), request.c_str());
        QVERIFY2(request.find("\r\n\r\n" + sent) != std::string::npos, request.c_str());
        QVERIFY(request.find("hello there") != std::string::npos);
        QVERIFY(request.find("max_tokens") == std::string::npos);
        const auto estimated = ask(client, "no/m");
        QCOMPARE(estimated.status, 200);
        QVERIFY(estimated.hasField("x-slipswitch-estimated: true"));
        QVERIFY(json::parse(estimated.body).at(name).as_int64() > 0);
    }
    const auto rows = gateway.recorded();
    QVERIFY(std::ranges::all_of(rows, [](const auto &row) { return row.outcome == Outcome::Succeeded; }));
}

/// OpenAI counts; whoever copies its API mostly does not.
void TestTranslation::responsesAreCountedOrEstimated()
{
    const std::string answer = R"({"object":"response.input_tokens","input_tokens":11})";
    RequestKeeper upstream(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    addSpeaker(gateway, "gpt", upstream.port(), Dialect::OpenAiResponses).kind = "openai";
    addSpeaker(gateway, "copy", upstream.port(), Dialect::OpenAiResponses);
    gateway.start();
    const auto counted = gateway.post("/v1/responses/input_tokens", R"({"model":"gpt/m","input":"one"})");
    QCOMPARE(counted.body, answer);
    QVERIFY(!counted.hasField("x-slipswitch-estimated"));
    QVERIFY(upstream.request(0).starts_with("POST /v1/responses/input_tokens HTTP/1.1\r\n"));
    for (const auto *model : {"copy/m", "demo/echo"}) {
        const auto estimated = gateway.post(
            "/v1/responses/input_tokens", R"({"model":")" + std::string(model) + R"(","input":"one"})");
        QVERIFY(estimated.hasField("x-slipswitch-estimated: true"));
        QVERIFY(json::parse(estimated.body).at("object") == "response.input_tokens");
        QVERIFY(json::parse(estimated.body).at("input_tokens").as_int64() > 0);
    }
    QCOMPARE(gateway.recorded().size(), std::size_t {3});
}

void TestTranslation::modelsAreListedInAnthropicsShape()
{
    GatewayFixture gateway;
    gateway.start();
    const auto ask = [&](const std::string &path) {
        tests::RawClient client(gateway.port());
        client.send("GET " + path
            + " HTTP/1.1\r\nHost: localhost\r\nanthropic-version: 2023-06-01\r\nx-api-key: " + gateway.key()
            + "\r\n\r\n");
        return json::parse(client.readResponse().body).as_object();
    };
    const auto all = ask("/v1/models?limit=1000");
    QVERIFY(all.at("has_more") == false);
    const auto same = json::parse(gateway.get("/v1/models").body).at("data").as_array();
    QCOMPARE(all.at("data").as_array().size(), same.size());
    QVERIFY(all.at("data").as_array()[0].at("type") == "model");
    QVERIFY(all.at("data").as_array()[0].at("id") == "demo/echo");
    QVERIFY(all.at("first_id") == "demo/echo");
    const auto limited = ask("/v1/models?limit=1");
    QCOMPARE(limited.at("data").as_array().size(), std::size_t {1});
    QVERIFY(limited.at("has_more") == true);
    QVERIFY(
        ask("/v1/models?limit=1&after_id=demo/echo").at("data").as_array()[0].at("id") == same[1].at("id"));
    QVERIFY(ask("/v1/models/demo/echo").at("type") == "model");
}

/// A chat client can't send a signature back; the thought that led to a call goes with the call all the same.
void TestTranslation::thoughtsAreRememberedForChatClients()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json",
        R"({"id":"a","type":"message","model":"m","content":[)"
        R"({"type":"thinking","thinking":"hm","signature":"proof"},)"
        R"({"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1}}],"stop_reason":"tool_use"})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "claude", upstream.port(), Dialect::AnthropicMessages);
    gateway.start();
    (void)gateway.post("/v1/chat/completions", clients[0].body("claude/m", false));
    const std::string next
        = R"({"model":"claude/m","reasoning_effort":"low","messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"toolu_1","type":"function",
        "function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"toolu_1","content":"r"}]})";
    (void)gateway.post("/v1/chat/completions", next);
    const auto body = upstream.body(1);
    QVERIFY(body.contains("thinking"));
    const auto turn = body.at("messages").as_array()[1].at("content").as_array();
    QVERIFY2(turn[0] == json::parse(R"({"type":"thinking","thinking":"hm","signature":"proof"})"),
        json::serialize(turn).c_str());
    QVERIFY(turn[1].at("type") == "tool_use");
}

void TestTranslation::demoSpeaksAnthropic()
{
    GatewayFixture gateway;
    gateway.start();
    const auto response = gateway.post("/v1/messages", clients[1].body("demo/echo", true));
    const auto got = tests::essenceOfReply(*codecFor(Dialect::AnthropicMessages), response.body, true);
    QVERIFY2(got.text.find("hello there") != std::string::npos, response.body.c_str());
    QVERIFY(got.reason == StopReason::Stop);
}

/// Nobody behind a translation keeps answers, so they are kept here.
void TestTranslation::storedAnswersAreContinued()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json",
        R"({"id":"a","choices":[{"index":0,"message":{"content":"Hi","tool_calls":[{"id":"c1","type":"function",)"
        R"("function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],)"
        R"("usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
    gateway.start();
    const auto first = json::parse(
        gateway.post("/v1/responses", R"({"model":"up/m","instructions":"be brief","input":"one"})").body)
                           .as_object();
    const std::string id(first.at("id").as_string());
    QVERIFY(json::parse(gateway.get("/v1/responses/" + id).body) == json::value(first));
    const auto next = gateway.post("/v1/responses",
        R"({"model":"up/m","previous_response_id":")" + id
            + R"(","input":[{"type":"function_call_output","call_id":"c1","output":"r"}]})");
    QCOMPARE(next.status, 200);
    const std::string call(first.at("output").as_array()[1].at("id").as_string());
    const auto referred = gateway.post("/v1/responses",
        R"({"model":"up/m","input":[{"role":"user","content":"one"},{"type":"item_reference","id":")" + call
            + R"("},{"type":"function_call_output","call_id":"c1","output":"r"}]})");
    QCOMPARE(referred.status, 200);
    const auto turn = R"([{"role":"user","content":"one"},{"role":"assistant","content":"Hi","tool_calls":[)"
                      R"({"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},)"
                      R"({"role":"tool","tool_call_id":"c1","content":"r"}])";
    QVERIFY2(upstream.body(1).at("messages") == json::parse(turn), json::serialize(upstream.body(1)).c_str());
    QVERIFY2(upstream.body(2).at("messages").as_array()[1].at("tool_calls").as_array().size() == 1,
        json::serialize(upstream.body(2)).c_str());
    QCOMPARE(gateway.post("/v1/responses", R"({"model":"up/m","previous_response_id":"resp_x","input":"a"})")
                 .status,
        404);
    QCOMPARE(
        gateway
            .post("/v1/responses", R"({"model":"up/m","input":[{"type":"item_reference","id":"msg_x_0"}]})")
            .status,
        400);
    // Not kept when the client says so.
    const auto loose
        = json::parse(gateway.post("/v1/responses", R"({"model":"up/m","store":false,"input":"one"})").body);
    QCOMPARE(gateway.get("/v1/responses/" + std::string(loose.at("id").as_string())).status, 404);
    tests::RawClient client(gateway.port());
    client.send("DELETE /v1/responses/" + id + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + gateway.key() + "\r\n\r\n");
    QVERIFY(json::parse(client.readResponse().body).at("deleted") == true);
    QCOMPARE(gateway.get("/v1/responses/" + id).status, 404);
}

/// Codex patches files with a tool that takes text, in a namespace: others see a function, Codex its tool.
/// What was answered through a translation is known here alone; a provider that speaks the dialect gets it
/// whole.
void TestTranslation::storedAnswersFollowToAnotherProvider()
{
    RequestKeeper translated(tests::reply("200 OK", "application/json",
        R"({"id":"a","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})"));
    RequestKeeper own(tests::reply("200 OK", "application/json", R"({"id":"resp_own","output":[]})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "chat", translated.port(), Dialect::OpenAiChat);
    addSpeaker(gateway, "own", own.port(), Dialect::OpenAiResponses);
    gateway.start();
    const auto first = json::parse(gateway.post("/v1/responses", R"({"model":"chat/m","input":"one"})").body);
    const std::string id(first.at("id").as_string());
    const auto follow = [&](const std::string &to) {
        return gateway.post(
            "/v1/responses", R"({"model":"own/m","previous_response_id":")" + to + R"(","input":"two"})");
    };
    QCOMPARE(follow(id).status, 200);
    QVERIFY(!own.body(0).contains("previous_response_id"));
    const auto input = json::serialize(own.body(0).at("input"));
    QVERIFY2(input.find("one") < input.find("Hi") && input.find("Hi") < input.find("two"), input.c_str());
    QVERIFY(input.find("two") != std::string::npos);
    // One that the provider keeps goes to it as it is.
    QCOMPARE(follow("resp_own").status, 200);
    QVERIFY(own.body(1).at("previous_response_id") == "resp_own");
    // One that names none keeps its bytes.
    (void)gateway.post(
        "/v1/responses", R"({"model":"own/m","previous_response_id":null,"input":"three","seed":1.0})");
    QVERIFY(
        own.request(2).ends_with(R"({"model":"m","previous_response_id":null,"input":"three","seed":1.0})"));
}

/// Tools send back what a model thought; providers without the field refuse the request.
void TestTranslation::spentReasoningStaysBehind()
{
    const auto answer = tests::reply("200 OK", "application/json", R"({"id":"a","choices":[]})");
    RequestKeeper refusing(answer), wanting(answer), unknown(answer);
    GatewayFixture gateway;
    addSpeaker(gateway, "groq", refusing.port(), Dialect::OpenAiChat).kind = "groq";
    addSpeaker(gateway, "deepseek", wanting.port(), Dialect::OpenAiChat).kind = "deepseek";
    addSpeaker(gateway, "mine", unknown.port(), Dialect::OpenAiChat);
    gateway.start();
    const std::string rest = R"(,"messages":[{"role":"assistant","content":"a","reasoning_content":"t"}]})";
    for (const auto *name : {"groq", "deepseek", "mine"})
        QCOMPARE(gateway.post("/v1/chat/completions", R"({"model":")" + std::string(name) + R"(/m")" + rest)
                     .status,
            200);
    QVERIFY(
        refusing.request(0).ends_with(R"({"model":"m","messages":[{"role":"assistant","content":"a"}]})"));
    QVERIFY(wanting.request(0).ends_with(R"({"model":"m")" + rest));
    QVERIFY(unknown.request(0).ends_with(R"({"model":"m")" + rest));
    const auto rows = gateway.recorded();
    for (const auto &row : rows) {
        const auto &attempt = row.attempts.at(0);
        QCOMPARE(attempt.notes.starts_with("reasoning_content dropped"), attempt.provider == "groq");
    }
}

void TestTranslation::freeformToolsKeepTheirText()
{
    const std::string patch = R"(*** Begin "Patch"\n+x)";
    json::object arguments {{"input", patch}};
    for (const bool stream : {false, true}) {
        const auto call
            = R"({"index":0,"id":"c1","type":"function","function":{"name":"fs__apply_patch","arguments":)"
            + json::serialize(json::value(json::serialize(arguments))) + "}}";
        const auto plain = R"({"id":"a","choices":[{"index":0,"message":{"content":null,"tool_calls":[)"
            + call + R"(]},"finish_reason":"tool_calls"}]})";
        const auto streamed = R"(data: {"id":"a","choices":[{"index":0,"delta":{"tool_calls":[)" + call
            + "]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";
        RequestKeeper upstream(stream ? tests::reply("200 OK", "text/event-stream", streamed)
                                      : tests::reply("200 OK", "application/json", plain));
        GatewayFixture gateway;
        addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
        gateway.start();
        const auto response = gateway.post("/v1/responses",
            R"({"model":"up/m","stream":)" + std::string(stream ? "true" : "false")
                + R"(,"input":[{"type":"additional_tools","tools":[
            {"type":"namespace","name":"fs","tools":[{"type":"custom","name":"apply_patch","description":"d",
            "format":{"type":"grammar","syntax":"lark","definition":"x"}}]}]},{"role":"user","content":"go"}]})");
        QCOMPARE(response.status, 200);
        const auto tool = upstream.body(0).at("tools").as_array()[0].at("function").as_object();
        QVERIFY(tool.at("name") == "fs__apply_patch");
        QVERIFY(tool.at("parameters").at("properties").as_object().contains("input"));
        tests::StrictCollector collector;
        const auto &codec = *codecFor(Dialect::OpenAiResponses);
        if (stream)
            tests::readStream(codec, {response.body}, collector);
        else
            tell(codec.decodeAnswer(response.body).value(), collector);
        const auto made = std::get<ToolCall>(collector.answer().parts.at(0).body);
        QVERIFY(made.freeform);
        QCOMPARE(made.name, std::string("apply_patch"));
        QCOMPARE(made.nameSpace, std::string("fs"));
        QCOMPARE(made.arguments, patch);
    }
}

/// The model stands in the path. A signature on a call comes back with it, also through a dialect without a
/// place.
void TestTranslation::geminiIsRelayedAndItsSignaturesReturn()
{
    const std::string answer
        = R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":1.0}},)"
          R"("thoughtSignature":"proof"}],"role":"model"},"finishReason":"STOP","index":0}],)"
          R"("usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}})";
    RequestKeeper upstream(tests::reply("200 OK", "application/json", answer));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::Gemini);
    gateway.start();
    const auto same
        = gateway.post("/v1beta/models/up%2Fgemini-x:generateContent?x=1", R"({"contents":[],"u":1.0})");
    QVERIFY2(same.body == answer, same.body.c_str());
    QVERIFY(upstream.request(0).starts_with("POST /v1/models/gemini-x:generateContent?x=1 HTTP/1.1\r\n"));
    QVERIFY(upstream.request(0).ends_with(R"({"contents":[],"u":1.0})"));
    const auto chat
        = json::parse(gateway.post("/v1/chat/completions", clients[0].body("up/gemini-x", false)).body);
    const auto call = chat.at("choices").at(0).at("message").at("tool_calls").at(0).as_object();
    QVERIFY(!call.at("id").as_string().empty());
    const auto next = json::serialize(json::object {{"model", "up/gemini-x"}, {"stream", true},
        {"messages",
            json::array {json::object {{"role", "user"}, {"content", "hi"}},
                json::object {
                    {"role", "assistant"}, {"content", nullptr}, {"tool_calls", json::array {call}}},
                json::object {{"role", "tool"}, {"tool_call_id", call.at("id")}, {"content", "r"}}}}});
    (void)gateway.post("/v1/chat/completions", next);
    QVERIFY(upstream.request(2).starts_with(
        "POST /v1/models/gemini-x:streamGenerateContent?alt=sse HTTP/1.1\r\n"));
    const auto contents = upstream.body(2).at("contents").as_array();
    QVERIFY2(
        contents[1].at("parts").at(0).at("thoughtSignature") == "proof", json::serialize(contents).c_str());
    QVERIFY(contents[2].at("parts").at(0).at("functionResponse")
        == json::parse(R"({"id":")" + std::string(call.at("id").as_string())
            + R"(","name":"f","response":{"output":"r"}})"));
    // Another model would refuse it.
    auto other = json::parse(next).as_object();
    other["model"] = "up/gemini-3-y";
    (void)gateway.post("/v1/chat/completions", json::serialize(other));
    QVERIFY(upstream.body(3).at("contents").at(1).at("parts").at(0).at("thoughtSignature")
        == "skip_thought_signature_validator");
    const auto counted = gateway.post("/v1/models/demo%2Fecho:countTokens", R"({"contents":[]})");
    QVERIFY(json::parse(counted.body).at("totalTokens").as_int64() > 0);
    const auto models = json::parse(gateway.get("/v1beta/models").body).at("models").as_array();
    QVERIFY(models.at(0).at("name").as_string().starts_with("models/"));
}

void TestTranslation::geminiStreamsAsAnArrayToo()
{
    GatewayFixture gateway;
    gateway.start();
    const auto body = R"({"contents":[{"parts":[{"text":"hello there"}]}]})";
    const auto response = gateway.post("/v1beta/models/demo/echo:streamGenerateContent", body);
    QVERIFY2(response.hasField("Content-Type: application/json\r\n"), response.head.c_str());
    const auto chunks = json::parse(response.body).as_array();
    QVERIFY(chunks.size() > 1);
    const auto got = tests::essenceOfReply(*codecFor(Dialect::Gemini), response.body, false);
    QVERIFY2(got.text.find("hello there") != std::string::npos, response.body.c_str());
    const auto missing = gateway.post("/v1beta/models/none:generateContent", "{}");
    QCOMPARE(missing.status, 404);
    QVERIFY(json::parse(missing.body).at("error").at("status") == "NOT_FOUND");
}

void TestTranslation::relayedArraysArriveAsTheyCome()
{
    const std::string first = R"([{"candidates":[{"content":{"parts":[{"text":"one"}]}}]})";
    const std::string rest
        = R"(,{"candidates":[{"content":{"parts":[{"text":"two"}]},"finishReason":"STOP"}],)"
          R"("usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}}])";
    std::promise<void> seen;
    ScriptedPeer upstream([&, wait = seen.get_future().share()](PeerConnection &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + tests::chunk(first));
        wait.wait();
        peer.send(tests::chunk(rest) + tests::chunk({}));
    });
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::Gemini);
    gateway.start();
    tests::RawClient client(gateway.port());
    client.send(gateway.request("/v1beta/models/up%2Fm:streamGenerateContent", R"({"contents":[]})"));
    const auto early = client.readUntil("one", std::chrono::seconds {5});
    seen.set_value();
    QVERIFY2(early.find("one") != std::string::npos, early.c_str());
    QVERIFY(client.readUntil("two").find("two") != std::string::npos);
    client.close();
    QCOMPARE(gateway.recorded().at(0).usage.output, 2);
}

/// A conversation moves from a translated model to a Claude: its wrapped thoughts are no Claude's.
void TestTranslation::foreignThoughtsStayBehindInTheOwnDialect()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json", R"({"type":"message","content":[]})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "claude", upstream.port(), Dialect::AnthropicMessages);
    gateway.start();
    const auto response = gateway.post("/v1/messages",
        R"({"model":"claude/m","max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[)"
        R"({"type":"thinking","thinking":"hm","signature":"slip1|openai-responses|gpt|i||x"},)"
        R"({"type":"thinking","thinking":"own","signature":"proof"},{"type":"text","text":"a"}]}]})");
    QVERIFY(response.body == R"({"type":"message","content":[]})");
    QVERIFY2(upstream.body(0).at("messages").at(1).at("content")
            == json::parse(
                R"([{"type":"thinking","thinking":"own","signature":"proof"},{"type":"text","text":"a"}])"),
        json::serialize(upstream.body(0)).c_str());
    QCOMPARE(
        gateway.recorded()[0].attempts.at(0).notes, std::string("thinking signature dropped: other model"));
}

/// Lines of JSON pass as they are, and are counted.
/// A local server leaves them in the text; clients of its own dialect get every byte as it is.
void TestTranslation::taggedThoughtsAreShownAsThoughts()
{
    std::string events;
    for (const char *piece : {"<th", "ink>\\nHm", ".</thi", "nk>\\n\\nHel", "lo"})
        events += R"(data: {"id":"a","choices":[{"index":0,"delta":{"content":")" + std::string(piece)
            + "\"}}]}\n\n";
    events += "data: {\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
              "data: [DONE]\n\n";
    ScriptedPeer upstream(always(tests::streamHead() + tests::chunk(events) + "0\r\n\r\n"));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
    gateway.start();
    for (const auto &client : clients) {
        const auto response = gateway.post(client.path("up/m", true), client.body("up/m", true));
        if (client.dialect == Dialect::OpenAiChat) {
            QCOMPARE(response.body, events);
            continue;
        }
        const auto got = tests::essenceOfReply(*codecFor(client.dialect), response.body, true);
        QVERIFY2(got.thoughts == "Hm." && got.text == "Hello", got.describe().c_str());
        QVERIFY(response.body.find("think>") == std::string::npos);
    }
}

void TestTranslation::likelihoodsPassThrough()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json",
        R"({"id":"a","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop","logprobs":)"
        R"({"content":[{"token":"Hi","logprob":-0.25,"bytes":[72,105],"top_logprobs":[]}]}}]})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
    gateway.start();
    const auto gemini = gateway.post("/v1beta/models/up/m:generateContent",
        R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseLogprobs":true,"logprobs":1}})");
    QVERIFY(upstream.body(0).at("logprobs") == true && upstream.body(0).at("top_logprobs") == 1);
    QVERIFY2(json::parse(gemini.body).at("candidates").at(0).at("logprobsResult").at("chosenCandidates")
            == json::parse(R"([{"token":"Hi","logProbability":-0.25}])"),
        gemini.body.c_str());
    const auto ollama = gateway.post("/api/chat",
        R"({"model":"up/m","stream":false,"logprobs":true,"messages":[{"role":"user","content":"x"}]})");
    QVERIFY2(json::parse(ollama.body).at("logprobs").at(0).at("logprob") == -0.25, ollama.body.c_str());
}

/// The target's own search in the place of the client's, and a note where it has none.
void TestTranslation::searchesAreTranslated()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json",
        R"({"id":"r","status":"completed","output":[)"
        R"({"type":"web_search_call","id":"w","status":"completed","action":{"type":"search","query":"q"}},)"
        R"({"type":"message","role":"assistant","content":[{"type":"output_text","text":"found"}]}]})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiResponses).kind = "openai";
    gateway.start();
    const auto response = gateway.post("/v1/messages",
        R"({"model":"up/m","max_tokens":9,"messages":[{"role":"user","content":"x"}],
        "tools":[{"type":"web_search_20250305","name":"web_search"}]})");
    QVERIFY(upstream.body(0).at("tools") == json::parse(R"([{"type":"web_search"}])"));
    QCOMPARE(tests::essenceOfReply(*codecFor(Dialect::AnthropicMessages), response.body, false).text,
        std::string("found"));
    const auto rows = gateway.recorded();
    QVERIFY2(rows[0].attempts[0].notes.find("web_search_call dropped") != std::string::npos,
        rows[0].attempts[0].notes.c_str());
}

/// A provider that never heard of them.
void TestTranslation::completionsAreConversations()
{
    const std::string events
        = R"(data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":3}}}

data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"upon"}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" a time"}}

data: {"type":"content_block_stop","index":0}

data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":4}}

data: {"type":"message_stop"}

)";
    RequestKeeper upstream(tests::reply("200 OK", "text/event-stream", events));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::AnthropicMessages);
    gateway.start();
    const auto streamed = gateway.post("/v1/completions",
        R"({"model":"up/m","prompt":"once","stream":true,"stream_options":{"include_usage":true}})");
    QVERIFY(upstream.request(0).starts_with("POST /v1/messages HTTP/1.1\r\n"));
    QVERIFY(upstream.body(0).at("messages").at(0).at("content").at(0).at("text") == "once");
    const auto told = tests::eventsOf(streamed.body, Dialect::OpenAiChat);
    QCOMPARE(told.size(), std::size_t(5));
    QVERIFY(json::parse(told[0]).at("choices").at(0).at("text") == "upon");
    QVERIFY(json::parse(told[2]).at("choices").at(0).at("finish_reason") == "stop");
    QVERIFY(json::parse(told[3]).at("usage").at("total_tokens") == 7);
    const auto plain = gateway.post("/v1/completions", R"({"model":"up/m","prompt":"once"})");
    QVERIFY2(json::parse(plain.body).at("choices").at(0).at("text") == "upon a time", plain.body.c_str());
    const auto refused = gateway.post("/v1/completions", R"({"model":"up/m","prompt":"a","suffix":"b"})");
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.find("suffix") != std::string::npos);
    QCOMPARE(upstream.count(), std::size_t(2));
    const auto rows = gateway.recorded();
    QVERIFY(rows[0].usage.totalOutput() == 4 && rows[0].outcome == Outcome::Succeeded);
}

void TestTranslation::ollamaBytesAreRelayed()
{
    const std::string lines = "{\"model\":\"m\",\"message\":{\"content\":\"a\"},\"u\":1.0,\"done\":false}\n"
                              "{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,"
                              "\"done_reason\":\"stop\",\"prompt_eval_count\":7,\"eval_count\":2}\n";
    RequestKeeper upstream(tests::reply("200 OK", "application/x-ndjson", lines));
    GatewayFixture gateway;
    auto &provider = addSpeaker(gateway, "local", upstream.port(), Dialect::Ollama);
    provider.kind = "ollama";
    provider.baseUrls[Dialect::OpenAiChat] = provider.baseUrls.at(Dialect::Ollama) + "/v1";
    gateway.start();
    const auto relayed = gateway.post("/api/chat", R"({"model":"local/m","messages":[],"keep_alive":1.50})");
    QCOMPARE(relayed.body, lines);
    QVERIFY(relayed.hasField("Content-Type: application/x-ndjson"));
    QVERIFY(upstream.request(0).starts_with("POST /api/chat HTTP/1.1\r\n"));
    QVERIFY(upstream.request(0).ends_with(R"({"model":"m","messages":[],"keep_alive":1.50})"));
    (void)gateway.post("/api/generate", R"({"model":"local/m","prompt":"p"})");
    QVERIFY(upstream.request(1).starts_with("POST /api/generate HTTP/1.1\r\n"));
    // Asked in its own dialect rather than in a copy of another's.
    const auto gemini = gateway.post("/v1beta/models/local%2Fm:generateContent",
        R"({"contents":[{"role":"user","parts":[{"text":"hello"}]}]})");
    QVERIFY(upstream.request(2).starts_with("POST /api/chat HTTP/1.1\r\n"));
    QVERIFY(upstream.body(2).at("stream") == false);
    QVERIFY2(json::parse(gemini.body).at("usageMetadata").at("promptTokenCount") == 7, gemini.body.c_str());
    const auto rows = gateway.recorded();
    QCOMPARE(rows.size(), std::size_t {3});
    for (const auto &row : rows) {
        QCOMPARE(row.outcome, Outcome::Succeeded);
        QCOMPARE(row.usage.input, 7);
        QCOMPARE(row.usage.output, 2);
        QVERIFY(row.cost.known());
        QCOMPARE(row.cost.amount.picodollars(), 0);
    }
    QVERIFY(rows[0].streaming);
}

void TestTranslation::ollamaStreamsUnlessToldNotTo()
{
    GatewayFixture gateway;
    gateway.start();
    const auto &codec = *codecFor(Dialect::Ollama);
    const auto ask = [&](const char *path, const std::string &more) {
        return gateway.post(path, R"({"model":"demo/echo:latest",)" + more + "}");
    };
    const std::string turn = R"("messages":[{"role":"user","content":"hello there"}])";
    const auto streamed = ask("/api/chat", turn);
    QVERIFY(streamed.hasField("Content-Type: application/x-ndjson"));
    QVERIFY(tests::eventsOf(streamed.body, Dialect::Ollama).size() > 1);
    QVERIFY(tests::essenceOfReply(codec, streamed.body, true).text.find("hello there") != std::string::npos);
    const auto plain = json::parse(ask("/api/chat", turn + R"(,"stream":false)").body).as_object();
    QVERIFY(json::serialize(plain.at("message")).find("hello there") != std::string::npos);
    QVERIFY(plain.at("done") == true);
    QVERIFY(plain.at("done_reason") == "stop");
    QVERIFY(plain.at("prompt_eval_count").as_int64() > 0);
    const auto generated
        = json::parse(ask("/api/generate", R"("prompt":"hello there","stream":false)").body).as_object();
    QVERIFY(json::serialize(generated.at("response")).find("hello there") != std::string::npos);
    QVERIFY(!generated.contains("message"));
    const auto pieces = ask("/api/generate", R"("prompt":"hello there")");
    QVERIFY(tests::essenceOfReply(codec, pieces.body, true).text.find("hello there") != std::string::npos);
    QVERIFY(pieces.body.find(R"("message")") == std::string::npos);
    for (const auto *path : {"/api/show", "/api/chat"}) {
        const auto missing = gateway.post(path, R"({"model":"none","messages":[]})");
        QCOMPARE(missing.status, 404);
        QVERIFY(json::parse(missing.body).at("error").is_string());
    }
}

void TestTranslation::ollamasListsAndErrorsHaveItsShape()
{
    ScriptedPeer upstream(always(
        tests::reply("429 Too Many", "application/json", R"({"error":{"message":"slow down","type":"t"}})")));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
    gateway.start();
    const auto tags = json::parse(gateway.get("/api/tags").body).at("models").as_array();
    QVERIFY(tags.at(0).at("name") == "demo/echo");
    QVERIFY(tags.at(0).at("model") == "demo/echo");
    QCOMPARE(tags.at(0).at("digest").as_string().size(), std::size_t {64});
    const auto shown = json::parse(gateway.post("/api/show", R"({"model":"demo/echo:latest"})").body);
    QVERIFY(shown.at("capabilities").as_array().at(0) == "completion");
    QVERIFY(json::parse(gateway.get("/api/ps").body).at("models").as_array().empty());
    tests::RawClient keyless(gateway.port());
    keyless.send("GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(json::parse(keyless.readResponse().body).as_object().contains("version"));
    const auto failed = gateway.post("/api/chat", clients[4].body("up/m", true));
    QCOMPARE(failed.status, 429);
    QCOMPARE(failed.body, std::string(R"({"error":"slow down"})"));
    QCOMPARE(gateway.post("/api/chat", R"({"model":"up/m","messages":5})").status, 400);
    // Nothing is to be said yet, so nobody is asked.
    for (const auto *path : {"/api/generate", "/api/chat"}) {
        const auto loaded = gateway.post(path, R"({"model":"up/m","stream":false,"keep_alive":"5m"})");
        QCOMPARE(loaded.status, 200);
        QVERIFY(json::parse(loaded.body).at("done_reason") == "load");
    }
    // Lists and probes are no traffic.
    QCOMPARE(gateway.recorded().size(), std::size_t {4});
}

void TestTranslation::embeddingsReachEveryClient_data()
{
    QTest::addColumn<int>("provider");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](Dialect dialect, const char *answer, const char *path) {
        QTest::newRow(std::string(domain::name(dialect)).c_str())
            << static_cast<int>(dialect) << QByteArray(answer) << QByteArray(path);
    };
    row(Dialect::OpenAiEmbeddings,
        R"({"object":"list","data":[{"index":1,"embedding":[0.25,-1]},{"index":0,"embedding":[0.1,2]}],)"
        R"("model":"m","usage":{"prompt_tokens":7,"total_tokens":7}})",
        "POST /v1/embeddings HTTP");
    row(Dialect::Gemini,
        R"({"embeddings":[{"values":[0.1,2]},{"values":[0.25,-1]}],"usageMetadata":{"promptTokenCount":7}})",
        "POST /v1/models/m:batchEmbedContents HTTP");
    row(Dialect::Ollama, R"({"model":"m","embeddings":[[0.1,2.0],[0.25,-1]],"prompt_eval_count":7})",
        "POST /api/embed HTTP");
}

void TestTranslation::embeddingsReachEveryClient()
{
    QFETCH(int, provider);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, path);
    const auto own = static_cast<Dialect>(provider);
    RequestKeeper upstream(tests::reply("200 OK", "application/json", answer.toStdString()));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), own);
    gateway.start();
    const auto openai = gateway.post("/v1/embeddings",
        R"({"model":"up/m","input":["one","two"],"dimensions":2,"encoding_format":"float"})");
    const auto gemini = gateway.post("/v1beta/models/up%2Fm:batchEmbedContents",
        R"({"requests":[{"model":"models/m","outputDimensionality":2,"content":{"parts":[{"text":"one"}]}},)"
        R"({"model":"models/m","outputDimensionality":2,"content":{"parts":[{"text":"two"}]}}]})");
    const auto ollama
        = gateway.post("/api/embed", R"({"model":"up/m","input":["one","two"],"dimensions":2})");
    if (own == Dialect::OpenAiEmbeddings)
        QCOMPARE(openai.body, answer.toStdString());
    else
        QCOMPARE(openai.body,
            std::string(
                R"({"id":"embd-1","object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,2]},)"
                R"({"object":"embedding","index":1,"embedding":[0.25,-1]}],"model":"m",)"
                R"("usage":{"prompt_tokens":7,"total_tokens":7}})"));
    if (own == Dialect::Gemini)
        QCOMPARE(gemini.body, answer.toStdString());
    else
        QCOMPARE(gemini.body,
            std::string(R"({"embeddings":[{"values":[0.1,2]},{"values":[0.25,-1]}],)"
                        R"("usageMetadata":{"promptTokenCount":7}})"));
    if (own == Dialect::Ollama)
        QCOMPARE(ollama.body, answer.toStdString());
    else
        QCOMPARE(ollama.body,
            std::string(R"({"model":"m","embeddings":[[0.1,2],[0.25,-1]],"prompt_eval_count":7})"));
    for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY2(upstream.request(i).starts_with(path.toStdString()), upstream.request(i).c_str());
        const auto sent = json::serialize(upstream.body(i));
        QVERIFY2(sent.find("one") < sent.find("two"), sent.c_str());
        QVERIFY2(sent.find(R"(2)") != std::string::npos, sent.c_str());
    }
    for (const auto &row : gateway.recorded()) {
        QCOMPARE(row.outcome, Outcome::Succeeded);
        QCOMPARE(row.usage.input, 7);
    }
}

/// Errors come in the client's shape too.
void TestTranslation::embeddingsOfTokensAreRefused()
{
    ScriptedPeer upstream(
        always(tests::reply("404 Not Found", "application/json", R"({"error":"model 'm' not found"})")));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::Ollama);
    gateway.start();
    const auto tokens = gateway.post("/v1/embeddings", R"({"model":"up/m","input":[1,2,3]})");
    QCOMPARE(tokens.status, 400);
    QVERIFY(json::serialize(json::parse(tokens.body).at("error").at("message")).find("tokens")
        != std::string::npos);
    const auto missing = gateway.post("/v1/embeddings", R"({"model":"up/m","input":"one"})");
    QCOMPARE(missing.status, 404);
    QVERIFY2(
        json::parse(missing.body).at("error").at("message") == "model 'm' not found", missing.body.c_str());
    const auto gemini
        = gateway.post("/v1beta/models/up%2Fm:embedContent", R"({"content":{"parts":[{"text":"one"}]}})");
    QVERIFY(json::parse(gemini.body).at("error").at("status") == "NOT_FOUND");
}

int main(int argc, char **argv)
{
    if (tests::skipSuiteWithoutWire())
        return 0;
    QCoreApplication application(argc, argv);
    TestTranslation test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestTranslation.moc"
