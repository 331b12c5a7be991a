#include "core/dialect/Codec.h"
#include "core/dialect/Embeddings.h"
#include "core/dialect/ForeignThoughts.h"
#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/CloudBody.h"
#include "tests/support/Answers.h"

#include <QtTest>

#include <boost/json.hpp>

using namespace slipswitch;
using namespace slipswitch::dialect;
namespace json = boost::json;

namespace {

struct Translated
{
    json::object body;
    std::string notes;
};

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto messages = Dialect::AnthropicMessages;
constexpr auto gemini = Dialect::Gemini;
constexpr auto responses = Dialect::OpenAiResponses;

Translated translate(Dialect from, const std::string &body, bool reasons = false)
{
    Losses losses;
    Destination to;
    to.model = "command-a";
    to.reasons = reasons;
    const auto request = codecFor(from)->decodeRequest(body);
    if (!request)
        return {{{"error", request.error().detail}}, {}};
    const auto text = codecFor(Dialect::CohereChatV2)->encodeRequest(*request, to, losses);
    return {json::parse(text).as_object(), losses.text()};
}

tests::Essence streamOf(const std::string &events)
{
    return tests::essenceOfReply(*codecFor(Dialect::CohereChatV2), events, true);
}

} // namespace

#define COMPARE_JSON(actual, expected)                                                                       \
    do {                                                                                                     \
        const json::value found_ = (actual);                                                                 \
        const json::value wanted_ = json::parse(expected);                                                   \
        QVERIFY2(found_ == wanted_,                                                                          \
            (json::serialize(found_) + "\n  instead of\n" + json::serialize(wanted_)).c_str());              \
    } while (false)

/// What a client's request becomes on its way to Cohere, and what is odd in its answers.
class TestCohereRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDialectSaysHello_data();
    void everyDialectSaysHello();
    void toolsAndTheirResults();
    void oneToolIsTheOnlyOneOffered();
    void contentIsFitted();
    void samplingIsFitted();
    void thinkingIsForModelsThatDo();
    void thoughtsGoBackToTheirModelOnly();
    void thoughtsNeverReachAnthropic();
    void picturesAreTheUsersOnly();
    void argumentsMayBeNothing();
    void failuresInTheStreamAreTold();
    void textsAreEmbedded();
    void bodiesForVertexCarryTheirVersion_data();
    void bodiesForVertexCarryTheirVersion();
};

void TestCohereRequests::everyDialectSaysHello_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<std::string>("body");
    const auto row = [](const char *name, Dialect from, const char *body) {
        QTest::newRow(name) << static_cast<int>(from) << std::string(body);
    };
    row("chat", chat,
        R"({"model":"m","max_tokens":9,"messages":[{"role":"developer","content":"be brief"},{"role":"user","content":"hi"}]})");
    row("messages", messages,
        R"({"model":"m","max_tokens":9,"system":"be brief","messages":[{"role":"user","content":"hi"}]})");
    row("responses", responses,
        R"({"model":"m","max_output_tokens":9,"instructions":"be brief","input":"hi"})");
    row("gemini", gemini,
        R"({"systemInstruction":{"parts":[{"text":"be brief"}]},"generationConfig":{"maxOutputTokens":9},"contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
}

void TestCohereRequests::everyDialectSaysHello()
{
    QFETCH(int, from);
    QFETCH(std::string, body);
    const auto got = translate(static_cast<Dialect>(from), body);
    COMPARE_JSON(got.body, R"({"model":"command-a","stream":false,"max_tokens":9,"messages":[
        {"role":"system","content":[{"type":"text","text":"be brief"}]},
        {"role":"user","content":[{"type":"text","text":"hi"}]}]})");
    QCOMPARE(got.notes, std::string());
}

void TestCohereRequests::toolsAndTheirResults()
{
    const auto got = translate(messages, R"j({"model":"m","max_tokens":9,"stream":true,
        "tools":[{"name":"f","description":"d","input_schema":{"type":"object"}}],
        "messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":[{"type":"text","text":"well"},
          {"type":"tool_use","id":"t1","name":"f","input":{"a":[1.0]}},
          {"type":"tool_use","id":"t2","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":"no"},
          {"type":"tool_result","tool_use_id":"t2","content":[]},{"type":"text","text":"go on"}]}]})j");
    COMPARE_JSON(got.body, R"j({"model":"command-a","stream":true,"max_tokens":9,"messages":[
        {"role":"user","content":[{"type":"text","text":"hi"}]},
        {"role":"assistant","content":[{"type":"text","text":"well"}],"tool_calls":[
          {"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":[1.0]}"}},
          {"id":"t2","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"t1","content":"Error: no"},
        {"role":"tool","tool_call_id":"t2","content":"(no output)"},
        {"role":"user","content":[{"type":"text","text":"go on"}]}],
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}}]})j");
}

void TestCohereRequests::oneToolIsTheOnlyOneOffered()
{
    const auto got
        = translate(chat, R"({"model":"m","tool_choice":{"type":"function","function":{"name":"g"}},
        "tools":[{"type":"function","function":{"name":"f","strict":true}},
          {"type":"function","function":{"name":"g","strict":true}}],
        "messages":[{"role":"user","content":"hi"}]})");
    QVERIFY(got.body.at("tool_choice") == "REQUIRED");
    QVERIFY(got.body.at("strict_tools") == true);
    QCOMPARE(got.body.at("tools").as_array().size(), std::size_t(1));
    QVERIFY(got.body.at("tools").at(0).at("function").at("name") == "g");
}

void TestCohereRequests::contentIsFitted()
{
    const auto got = translate(messages, R"({"model":"m","max_tokens":9,"messages":[
        {"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"QUE="}},
          {"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"}},
          {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"QUI="}},
          {"type":"text","text":"sum up","cache_control":{"type":"ephemeral"}}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"}]},
        {"role":"user","content":"and?"}]})");
    COMPARE_JSON(got.body.at("messages"), R"([{"role":"user","content":[
        {"type":"image_url","image_url":{"url":"data:image/png;base64,QUE="}},
        {"type":"text","text":"words"},{"type":"text","text":"sum up"}]},
        {"role":"user","content":[{"type":"text","text":"and?"}]}])");
    QCOMPARE(got.notes,
        std::string("file, audio or video dropped: Cohere takes texts and images; "
                    "thinking dropped: other model; an answer without text or calls left out; "
                    "cache marks dropped: Cohere caches by itself"));
}

void TestCohereRequests::samplingIsFitted()
{
    const auto got
        = translate(chat, R"({"model":"m","temperature":0.30,"top_p":1,"seed":7,"frequency_penalty":-1,
        "presence_penalty":1.5,"stop":["1","2","3","4","5","6"],"messages":[{"role":"user","content":"hi"}],
        "response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}}})");
    QVERIFY(!got.body.contains("p") && !got.body.contains("frequency_penalty"));
    QVERIFY(got.body.at("presence_penalty") == 1 && got.body.at("seed") == 7);
    QCOMPARE(got.body.at("stop_sequences").as_array().size(), std::size_t(5));
    COMPARE_JSON(got.body.at("response_format"), R"({"type":"json_object","json_schema":{"type":"object"}})");
    QCOMPARE(got.notes,
        std::string("name of the answer's schema dropped; "
                    "frequency_penalty below 0 dropped; presence_penalty lowered to 1; "
                    "stop sequences beyond five dropped"));
}

void TestCohereRequests::thinkingIsForModelsThatDo()
{
    const std::string body
        = R"({"model":"m","reasoning_effort":"low","messages":[{"role":"user","content":"hi"}]})";
    COMPARE_JSON(
        translate(chat, body, true).body.at("thinking"), R"({"type":"enabled","token_budget":4096})");
    const auto other = translate(chat, body);
    QVERIFY(!other.body.contains("thinking"));
    QCOMPARE(other.notes, std::string("thinking setting dropped: this model is not known to take it"));
}

namespace {

/// What an answer becomes in a history of Anthropic's dialect.
json::value blocksOf(const char *answer)
{
    Losses losses;
    AnswerTerms terms;
    terms.model = "command-a";
    const auto read = codecFor(Dialect::CohereChatV2)->decodeAnswer(answer);
    return json::parse(codecFor(messages)->encodeAnswer(*read, terms, {}, losses)).at("content");
}

std::string history(const json::value &blocks)
{
    return json::serialize(json::object {{"model", "m"}, {"max_tokens", 9},
        {"messages",
            json::array {json::object {{"role", "user"}, {"content", "hi"}},
                json::object {{"role", "assistant"}, {"content", blocks}}}}});
}

constexpr const char *planned = R"({"id":"a","finish_reason":"TOOL_CALL","message":{"role":"assistant",
    "tool_plan":"first f","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}})";
constexpr const char *thoughtful = R"({"id":"a","finish_reason":"COMPLETE","message":{"role":"assistant",
    "content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"yes"}]}})";

} // namespace

void TestCohereRequests::thoughtsGoBackToTheirModelOnly()
{
    const auto plan = translate(messages, history(blocksOf(planned)));
    COMPARE_JSON(plan.body.at("messages").at(1), R"({"role":"assistant","tool_plan":"first f",
        "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]})");
    const auto thought = translate(messages, history(blocksOf(thoughtful)));
    COMPARE_JSON(thought.body.at("messages").at(1).at("content"),
        R"([{"type":"thinking","thinking":"hm"},{"type":"text","text":"yes"}])");
    QCOMPARE(plan.notes + thought.notes, std::string());
    Losses losses;
    Destination other;
    other.model = "command-r";
    const auto request = codecFor(messages)->decodeRequest(history(blocksOf(thoughtful)));
    const auto sent = codecFor(Dialect::CohereChatV2)->encodeRequest(*request, other, losses);
    QVERIFY2(sent.find("hm") == std::string::npos, sent.c_str());
    QCOMPARE(losses.text(), std::string("thinking dropped: other model"));
}

/// It would refuse them: their wrapping is no signature of its own.
void TestCohereRequests::thoughtsNeverReachAnthropic()
{
    Thinking nobodys;
    nobodys.text = "hm";
    const auto wrapped = history(json::array {json::object {{"type", "thinking"}, {"thinking", "hm"},
                                                  {"signature", wrapSignature(nobodys, "command-a")}},
        json::object {{"type", "text"}, {"text", "yes"}}});
    for (const auto &body : {history(blocksOf(thoughtful)), wrapped}) {
        Losses losses;
        const auto left = withoutForeignThoughts(body, messages, "claude", losses);
        QVERIFY(left.has_value());
        COMPARE_JSON(
            json::parse(*left).at("messages").at(1).at("content"), R"([{"type":"text","text":"yes"}])");
        QCOMPARE(losses.text(), std::string("thinking signature dropped: other model"));
    }
}

void TestCohereRequests::picturesAreTheUsersOnly()
{
    Request request;
    Media media;
    media.data = "AA==";
    request.messages.push_back({Role::System, {{Text {"rules", {}, Dialect::None}}, {media}}, {}});
    Losses losses;
    const auto sent = codecFor(Dialect::CohereChatV2)->encodeRequest(request, {}, losses);
    QVERIFY2(sent.find("image_url") == std::string::npos, sent.c_str());
    QCOMPARE(losses.text(), std::string("media dropped: only users show them at Cohere"));
}

void TestCohereRequests::argumentsMayBeNothing()
{
    const std::string start = R"(data: {"type":"message-start","id":"a"}

data: {"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"c","function":{"name":"f","arguments":""}}}}}

)";
    const std::string end = R"(data: {"type":"tool-call-end","index":0}

data: {"type":"message-end","delta":{"finish_reason":"TOOL_CALL"}}

data: [DONE]

)";
    const auto delta = [](const char *text) {
        return R"(data: {"type":"tool-call-delta","delta":{"message":{"tool_calls":{"function":{"arguments":")"
            + std::string(text) + "\"}}}}}\n\n";
    };
    const std::vector<std::pair<std::string, std::string>> nothing {{"f", "{}"}};
    QVERIFY(streamOf(start + end).calls == nothing);
    QVERIFY(streamOf(start + delta("null") + end).calls == nothing);
    const std::vector<std::pair<std::string, std::string>> some {{"f", R"({"a":null})"}};
    QVERIFY(streamOf(start + delta(R"({\"a\":)") + delta("null") + delta("}") + end).calls == some);
    const auto plain
        = codecFor(Dialect::CohereChatV2)
              ->decodeAnswer(R"({"id":"a","finish_reason":"TOOL_CALL","message":{"role":"assistant",
        "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"null"}}]}})");
    QVERIFY(tests::essenceOf(*plain).calls == nothing);
}

void TestCohereRequests::failuresInTheStreamAreTold()
{
    const auto got = streamOf(R"(data: {"type":"message-start","id":"a"}

data: {"type":"content-start","delta":{"message":{"content":{"type":"text","text":"so "}}}}

data: {"type":"content-delta","delta":{"message":{"content":{"text":"far"}}}}

data: {"type":"message-end","delta":{"finish_reason":"ERROR_TOXIC"}}

)");
    QCOMPARE(got.text, std::string("so far"));
    QCOMPARE(got.failure, std::string("The provider ended its answer with ERROR_TOXIC."));
    const auto plain = codecFor(Dialect::CohereChatV2)
                           ->decodeAnswer(R"({"finish_reason":"ERROR","message":{"role":"assistant"}})");
    QVERIFY(!plain && plain.error().code == ErrorCode::UpstreamError);
}

void TestCohereRequests::textsAreEmbedded()
{
    const auto &codec = *embeddingCodecFor(Dialect::CohereEmbed);
    EmbeddingRequest request;
    request.texts = {"a", "b"};
    request.dimensions = 256;
    request.purpose = EmbeddingPurpose::Query;
    Losses losses;
    const auto sent = json::parse(codec.encodeRequest(request, "embed-v4.0", losses));
    COMPARE_JSON(sent, R"({"model":"embed-v4.0","input_type":"search_query","embedding_types":["float"],
        "output_dimension":256,"texts":["a","b"]})");
    QVERIFY(losses.empty());
    std::vector<tests::WireCase> cases;
    if (tests::wireAvailable())
        cases = tests::wireCases("cohere-embed");
    for (const auto &item : cases) {
        const auto answer = codec.decodeAnswer(item.response);
        QVERIFY(answer && answer->vectors.size() == 1 && answer->vectors[0].size() == 1024);
        QCOMPARE(answer->vectors[0][0], 0.02832291F);
    }
    QVERIFY(!codec.decodeAnswer("{}"));
}

void TestCohereRequests::bodiesForVertexCarryTheirVersion_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<bool>("counting");
    QTest::addColumn<std::string>("wanted");
    const auto row = [](const char *name, const char *body, bool counting, const char *wanted) {
        QTest::newRow(name) << std::string(body) << counting << std::string(wanted);
    };
    row("first", R"({"model":"m","a":1.0})", false, R"({"anthropic_version":"vertex-2023-10-16","a":1.0})");
    row("last", R"({ "a": 1 , "model" : "m" })", false,
        R"({ "a": 1 , "anthropic_version":"vertex-2023-10-16" })");
    row("alone", R"({"model":"m"})", false, R"({"anthropic_version":"vertex-2023-10-16"})");
    row("counting", R"({"model":"m"})", true, R"({"anthropic_version":"vertex-2023-10-16","model":"m"})");
    row("has one", R"({"anthropic_version":"x","model":"m","a":1})", false,
        R"({"anthropic_version":"x","a":1})");
    row("has one, last", R"({"anthropic_version":"x" , "model":"m"})", false,
        R"({"anthropic_version":"x" })");
    row("words only", R"({"model":"m","a":"\"anthropic_version\""})", false,
        R"({"anthropic_version":"vertex-2023-10-16","a":"\"anthropic_version\""})");
}

void TestCohereRequests::bodiesForVertexCarryTheirVersion()
{
    QFETCH(std::string, body);
    QFETCH(bool, counting);
    QFETCH(std::string, wanted);
    using dialect::anthropic::ModelIn;
    QCOMPARE(dialect::anthropic::forVertex(body, counting ? ModelIn::Body : ModelIn::Path), wanted);
}

QTEST_GUILESS_MAIN(TestCohereRequests)
#include "TestCohereRequests.moc"
