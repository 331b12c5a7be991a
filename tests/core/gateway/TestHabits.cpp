#include "core/dialect/Codec.h"
#include "core/dialect/Rules.h"
#include "tests/core/gateway/Fixture.h"
#include "tests/core/gateway/RequestKeeper.h"

#include <QtTest>

#include <boost/json.hpp>

#include <algorithm>

using namespace slipswitch;
using namespace slipswitch::dialect;
using tests::GatewayFixture;
using tests::RequestKeeper;
namespace json = boost::json;

namespace {

struct Client
{
    Dialect dialect;
    std::string path, body; ///< for the model that stands in the place of MODEL
};

const std::vector<Client> clients {
    {Dialect::OpenAiChat, "/v1/chat/completions",
        R"({"model":"MODEL","messages":[{"role":"user","content":"hi"}]})"},
    {Dialect::OpenAiResponses, "/v1/responses", R"({"model":"MODEL","input":"hi"})"},
    {Dialect::AnthropicMessages, "/v1/messages?beta=true",
        R"({"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})"},
    {Dialect::Gemini, "/v1/models/MODEL:generateContent",
        R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})"},
    {Dialect::Ollama, "/api/chat",
        R"({"model":"MODEL","stream":false,"messages":[{"role":"user","content":"hi"}]})"},
};

std::string forModel(std::string text, std::string_view model)
{
    constexpr std::string_view place = "MODEL";
    const auto at = text.find(place);
    return at == std::string::npos ? text : text.replace(at, place.size(), model);
}

void addSpeaker(GatewayFixture &gateway, const std::string &name, std::uint16_t port, Dialect dialect)
{
    auto &provider = gateway.addProvider(name, port);
    provider.kind = "custom-" + name;
    provider.baseUrls = {{dialect, "http://127.0.0.1:" + std::to_string(port)}};
}

tests::RawClient::Response ask(const GatewayFixture &gateway, std::string_view method, std::string_view path,
    std::string_view fields, std::string_view body = {})
{
    tests::RawClient client(gateway.port());
    client.send(std::string(method) + ' ' + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n"
        + std::string(fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n"
        + std::string(body));
    return client.readResponse();
}

} // namespace

/// What real tools do that an author of gateways would not expect, each through the whole gateway.
class TestHabits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysStandInAnyField();
    void modelsHaveThreeShapes();
    void geminiStandsUnderBothVersions();
    void wordsOfErrorsArriveInEveryDialect();
    void systemMayInterruptAnAnthropicConversation();
    void claudesBehindAnAliasGetWhatTheyTake();
};

/// Tools put their key where their own provider wants it, whatever they ask for.
void TestHabits::keysStandInAnyField()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json",
        R"({"id":"a","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "up", upstream.port(), Dialect::OpenAiChat);
    gateway.start();
    const auto &key = gateway.key();
    const std::vector<std::string> fields {"Authorization: Bearer " + key + "\r\n",
        "x-api-key: " + key + "\r\n", "x-goog-api-key: " + key + "\r\n", "api-key: " + key + "\r\n"};
    for (const auto &client : clients) {
        const auto path = forModel(client.path, "up%2Fm"), body = forModel(client.body, "up/m");
        for (const auto &field : fields)
            QVERIFY2(ask(gateway, "POST", path, field, body).status == 200, (path + "\n" + field).c_str());
        const auto query = path + (path.find('?') == std::string::npos ? "?" : "&") + "key=" + key;
        QCOMPARE(ask(gateway, "POST", query, {}, body).status, 200);
        QCOMPARE(ask(gateway, "POST", path, {}, body).status, 401);
    }
}

void TestHabits::modelsHaveThreeShapes()
{
    GatewayFixture gateway;
    gateway.settings.aliases["claude-fast"] = "demo/echo";
    gateway.start();
    const auto got = [&](std::string_view path, const std::string &fields) {
        const auto response = ask(gateway, "GET", path, fields + "x-api-key: " + gateway.key() + "\r\n");
        return response.status == 200 ? json::parse(response.body).as_object() : json::object();
    };
    const std::string anthropic = "anthropic-version: 2026-10-21\r\n",
                      google = "x-goog-api-key: " + gateway.key() + "\r\n";
    const auto openAi = got("/v1/models", {});
    QVERIFY(openAi.at("object") == "list" && openAi.at("data").at(0).at("object") == "model");
    const auto claude = got("/v1/models?limit=1000", anthropic);
    QVERIFY(claude.at("data").at(0).at("type") == "model" && claude.contains("has_more"));
    const auto names = json::serialize(claude);
    QVERIFY(names.find("claude-fast") != std::string::npos);
    for (const auto *path : {"/v1/models", "/v1beta/models"})
        QVERIFY(got(path, google).at("models").at(0).at("name") == "models/demo/echo");
    QVERIFY(got("/v1/models/claude-fast", {}).at("object") == "model");
    QVERIFY(got("/v1/models/claude-fast", anthropic).at("type") == "model");
    QVERIFY(got("/v1/models/claude-fast", google).at("name") == "models/claude-fast");
    QVERIFY(got("/v1beta/models/claude-fast", {}).at("name") == "models/claude-fast");
}

/// Google's newer SDK leaves "beta" out.
void TestHabits::geminiStandsUnderBothVersions()
{
    GatewayFixture gateway;
    gateway.start();
    const std::string contents = R"({"contents":[{"parts":[{"text":"hi there"}]}]})",
                      content = R"({"content":{"parts":[{"text":"hi"}]}})";
    const std::string batch = R"({"requests":[)" + content + "," + content + "]}";
    for (const std::string version : {"/v1", "/v1beta"}) {
        const auto talk = version + "/models/demo%2Fecho:", embed = version + "/models/demo%2Fembedding:";
        QVERIFY(
            gateway.post(talk + "generateContent", contents).body.find("candidates") != std::string::npos);
        QVERIFY(gateway.post(talk + "streamGenerateContent?alt=sse", contents).body.starts_with("data: {"));
        QVERIFY(gateway.post(talk + "streamGenerateContent", contents).body.starts_with("[{"));
        QVERIFY(
            json::parse(gateway.post(talk + "countTokens", contents).body).at("totalTokens").as_int64() > 0);
        QVERIFY(gateway.post(embed + "embedContent", content).body.find(R"("embedding":{"values":[)")
            != std::string::npos);
        const auto many = json::parse(gateway.post(embed + "batchEmbedContents", batch).body);
        QCOMPARE(many.at("embeddings").as_array().size(), std::size_t {2});
    }
}

/// Claude Code finds its way out of some refusals by their words.
void TestHabits::wordsOfErrorsArriveInEveryDialect()
{
    const std::string words = "messages.1.role: Input should be 'user' or \"assistant\" \xE2\x80\x94 \\n";
    for (const auto &speaking : clients) {
        const auto &codec = *codecFor(speaking.dialect);
        RequestKeeper upstream(tests::reply("400 Bad Request", "application/json",
            codec.encodeFailure({400, words, "invalid_request_error", {}})));
        GatewayFixture gateway;
        addSpeaker(gateway, "up", upstream.port(), speaking.dialect);
        gateway.start();
        for (const auto &client : clients) {
            const auto response
                = gateway.post(forModel(client.path, "up%2Fm"), forModel(client.body, "up/m"));
            const auto where = std::string(domain::name(speaking.dialect)) + " to " + response.body;
            QVERIFY2(response.status == 400, where.c_str());
            QVERIFY2(decodeFailure(response.body, 400).message == words, where.c_str());
            const auto body = json::parse(response.body).as_object();
            QVERIFY2(body.contains("type") == (client.dialect == Dialect::AnthropicMessages), where.c_str());
        }
    }
}

/// Claude Code's reminders. To Anthropic they go as they are, whatever it says of them.
void TestHabits::systemMayInterruptAnAnthropicConversation()
{
    const std::string rest = R"("max_tokens":9,"messages":[{"role":"user","content":"hi"},)"
                             R"({"role":"system","content":"a reminder"},{"role":"user","content":"go"}]})";
    for (const auto &speaking : clients) {
        RequestKeeper upstream(tests::reply("400 Bad Request", "application/json", "{}"));
        GatewayFixture gateway;
        addSpeaker(gateway, "up", upstream.port(), speaking.dialect);
        gateway.start();
        (void)gateway.post("/v1/messages?beta=true", R"({"model":"up/m",)" + rest);
        const auto sent = upstream.request(0);
        QVERIFY2(sent.find("a reminder") != std::string::npos, sent.c_str());
        if (speaking.dialect == Dialect::AnthropicMessages)
            QVERIFY2(sent.ends_with(R"({"model":"m",)" + rest), sent.c_str());
        else
            QVERIFY2(sent.find("hi") < sent.find("a reminder") && sent.find("a reminder") < sent.find("go"),
                sent.c_str());
    }
}

void TestHabits::claudesBehindAnAliasGetWhatTheyTake()
{
    RequestKeeper upstream(tests::reply("200 OK", "application/json",
        R"({"id":"a","type":"message","model":"m","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn"})"));
    GatewayFixture gateway;
    addSpeaker(gateway, "claude", upstream.port(), Dialect::AnthropicMessages);
    gateway.settings.aliases["fast"] = "claude/claude-haiku-4-5";
    gateway.settings.aliases["new"] = "claude/claude-opus-4-7";
    gateway.start();
    Thinking foreign;
    foreign.signature = "proof";
    foreign.madeIn = Dialect::OpenAiChat;
    const auto body = [](const std::string &model, const std::string &signature) {
        return R"({"model":")" + model
            + R"(","max_tokens":32000,"thinking":{"type":"adaptive"},"output_config":{"effort":"low"},"x":1.0,)"
              R"("messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[)"
              R"({"type":"thinking","thinking":"t","signature":")"
            + signature + R"("},{"type":"text","text":"a"}]},{"role":"user","content":"go"}]})";
    };
    QCOMPARE(gateway.post("/v1/messages?beta=true", body("fast", "native")).status, 200);
    QVERIFY2(upstream.request(0).find(R"({"model":"claude-haiku-4-5","max_tokens":32000,"thinking":)"
                                      R"({"type":"enabled","budget_tokens":4096},"x":1.0,"messages")")
            != std::string::npos,
        upstream.request(0).c_str());
    QCOMPARE(gateway.post("/v1/messages", body("fast", wrapSignature(foreign, "gpt"))).status, 200);
    QVERIFY(upstream.body(1).at("thinking") == json::parse(R"({"type":"enabled","budget_tokens":4096})"));
    QVERIFY(!upstream.body(1).contains("output_config"));
    QVERIFY(json::serialize(upstream.body(1)).find("proof") == std::string::npos);
    QCOMPARE(gateway.post("/v1/messages/count_tokens", body("fast", "native")).status, 200);
    QVERIFY(upstream.body(2).at("thinking").at("type") == "enabled");
    QCOMPARE(gateway.post("/v1/messages", body("new", "native")).status, 200);
    QVERIFY(upstream.body(3).at("thinking") == json::parse(R"({"type":"adaptive"})"));
    const auto rows = gateway.recorded();
    const auto noted = [&](std::string_view words) {
        return std::ranges::count_if(rows,
            [words](const auto &row) { return row.attempts.at(0).notes.find(words) != std::string::npos; });
    };
    QCOMPARE(noted("sent as a budget"), 3);
    QCOMPARE(noted("other model; effort dropped"), 1);
    QCOMPARE(
        std::ranges::count_if(rows, [](const auto &row) { return row.attempts.at(0).notes.empty(); }), 1);
}

QTEST_GUILESS_MAIN(TestHabits)
#include "TestHabits.moc"
