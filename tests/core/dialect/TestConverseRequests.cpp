#include "core/dialect/Codec.h"
#include "core/dialect/Endpoint.h"
#include "core/dialect/Rules.h"

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
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto gemini = Dialect::Gemini;

Translated translate(
    Dialect from, const std::string &body, const std::string &model = "eu.anthropic.claude-sonnet-4-5-v1:0")
{
    Losses losses;
    Destination to;
    to.model = model;
    const auto request = codecFor(from)->decodeRequest(body);
    if (!request)
        return {{{"error", request.error().detail}}, {}};
    const auto text = codecFor(Dialect::BedrockConverse)->encodeRequest(*request, to, losses);
    return {json::parse(text).as_object(), losses.text()};
}

std::string text(const json::value &value)
{
    return json::serialize(value);
}

} // namespace

#define COMPARE_JSON(actual, expected)                                                                       \
    do {                                                                                                     \
        const json::value found_ = (actual);                                                                 \
        const json::value wanted_ = json::parse(expected);                                                   \
        QVERIFY2(found_ == wanted_, (text(found_) + "\n  instead of\n" + text(wanted_)).c_str());            \
    } while (false)

/// What a client's request becomes on its way to Bedrock.
class TestConverseRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDialectSaysHello_data();
    void everyDialectSaysHello();
    void toolsAndTheirResults();
    void imagesAndDocuments();
    void cachePointsFollowWhatTheyMark();
    void thinkingIsAskedForAsEachMakerHasIt();
    void thoughtsGoBackToTheirModelOnly();
    void samplingIsFitted();
    void toolsThatWereCalledAreNamed();
    void answersWithSchema();
    void metadataIsHeldToWhatIsTaken();
    void novasTakeTopK();
    void whatBedrockRunsIsNoCall();
    void pagesThatAreCitedTravel();
    void malformedAnswersAreErrors();
    void modelsStandInThePath();
};

void TestConverseRequests::everyDialectSaysHello_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<std::string>("body");
    const auto row = [](const char *name, Dialect from, const char *body) {
        QTest::newRow(name) << static_cast<int>(from) << std::string(body);
    };
    row("chat", chat,
        R"({"model":"m","max_tokens":9,"messages":[{"role":"system","content":"be brief"},{"role":"user","content":"hi"}]})");
    row("messages", anthropic,
        R"({"model":"m","max_tokens":9,"system":"be brief","messages":[{"role":"user","content":"hi"}]})");
    row("responses", responses,
        R"({"model":"m","max_output_tokens":9,"instructions":"be brief","input":"hi"})");
    row("gemini", gemini,
        R"({"systemInstruction":{"parts":[{"text":"be brief"}]},"generationConfig":{"maxOutputTokens":9},"contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
}

void TestConverseRequests::everyDialectSaysHello()
{
    QFETCH(int, from);
    QFETCH(std::string, body);
    const auto got = translate(static_cast<Dialect>(from), body);
    COMPARE_JSON(got.body, R"({"system":[{"text":"be brief"}],
        "messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{"maxTokens":9}})");
    QCOMPARE(got.notes, std::string());
}

void TestConverseRequests::toolsAndTheirResults()
{
    const auto got = translate(chat, R"({"model":"m","tools":[{"type":"function","function":{"name":"f",
        "description":"d","strict":true,"parameters":{"type":"object","properties":{"x":{"minimum":0.10}}}}}],
        "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,"messages":[
        {"role":"user","content":"hi"},
        {"role":"assistant","content":null,"tool_calls":[
          {"id":"call:1","type":"function","function":{"name":"f","arguments":"{\"x\": 1.50}"}},
          {"id":"call_2","type":"function","function":{"name":"f","arguments":""}}]},
        {"role":"tool","tool_call_id":"call:1","content":"one"},
        {"role":"tool","tool_call_id":"call_2","content":""},
        {"role":"user","content":"and?"}]})");
    COMPARE_JSON(got.body, R"j({"messages":[{"role":"user","content":[{"text":"hi"}]},
        {"role":"assistant","content":[{"toolUse":{"toolUseId":"call_1","name":"f","input":{"x":1.5}}},
          {"toolUse":{"toolUseId":"call_2","name":"f","input":{}}}]},
        {"role":"user","content":[{"toolResult":{"toolUseId":"call_1","content":[{"text":"one"}]}},
          {"toolResult":{"toolUseId":"call_2","content":[{"text":"(no output)"}]}},{"text":"and?"}]}],
        "inferenceConfig":{},
        "toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d",
          "inputSchema":{"json":{"type":"object","properties":{"x":{"minimum":0.10}}}},"strict":true}}],
          "toolChoice":{"tool":{"name":"f"}}}})j");
    QCOMPARE(got.notes, std::string("parallel_tool_calls dropped: Bedrock can't forbid them"));
    const auto failed
        = translate(anthropic, R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":[
        {"type":"tool_result","tool_use_id":"t","is_error":true,"content":[{"type":"text","text":"no"},
          {"type":"image","source":{"type":"base64","media_type":"image/webp","data":"AA=="}}]}]}]})");
    COMPARE_JSON(failed.body.at("messages").at(0).at("content"),
        R"([{"toolResult":{"toolUseId":"t","status":"error",
            "content":[{"text":"no"},{"image":{"format":"webp","source":{"bytes":"AA=="}}}]}}])");
}

void TestConverseRequests::imagesAndDocuments()
{
    const auto got = translate(chat, R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"image_url","image_url":{"url":"https://x/y.png"}},
        {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,QUE="}},
        {"type":"file","file":{"filename":"Q3 report, final.pdf","file_data":"data:application/pdf;base64,QUI="}},
        {"type":"input_audio","input_audio":{"data":"QUM=","format":"wav"}}]}]})");
    COMPARE_JSON(got.body.at("messages").at(0).at("content"), R"j([
        {"image":{"format":"jpeg","source":{"bytes":"QUE="}}},
        {"document":{"format":"pdf","name":"Q3 report final pdf","source":{"bytes":"QUI="}}},
        {"text":"(see the document)"}])j");
    QCOMPARE(got.notes,
        std::string("file or image by URL dropped: Bedrock fetches from S3 only; "
                    "audio dropped: Bedrock's models take none"));
    const auto plain
        = translate(anthropic, R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":[
        {"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"}},
        {"type":"text","text":"sum up"}]}]})");
    COMPARE_JSON(plain.body.at("messages").at(0).at("content"),
        R"([{"document":{"format":"txt","name":"document","source":{"bytes":"d29yZHM="}}},{"text":"sum up"}])");
}

void TestConverseRequests::cachePointsFollowWhatTheyMark()
{
    const std::string body = R"({"model":"m","max_tokens":9,
        "system":[{"type":"text","text":"long","cache_control":{"type":"ephemeral","ttl":"1h"}}],
        "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],
        "messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]})";
    const auto got = translate(anthropic, body);
    COMPARE_JSON(got.body, R"({"system":[{"text":"long"},{"cachePoint":{"type":"default","ttl":"1h"}}],
        "messages":[{"role":"user","content":[{"text":"hi"},{"cachePoint":{"type":"default"}}]}],
        "inferenceConfig":{"maxTokens":9},
        "toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}},
          {"cachePoint":{"type":"default"}}]}})");
    QCOMPARE(got.notes, std::string());
    const auto other = translate(anthropic, body, "meta.llama3-70b");
    QVERIFY(text(other.body).find("cachePoint") == std::string::npos);
    QCOMPARE(other.notes, std::string("cache marks dropped: this model takes none"));
}

void TestConverseRequests::thinkingIsAskedForAsEachMakerHasIt()
{
    const std::string body
        = R"({"model":"m","reasoning_effort":"low","max_tokens":100,"messages":[{"role":"user","content":"hi"}]})";
    const auto claude = translate(chat, body);
    COMPARE_JSON(claude.body.at("additionalModelRequestFields"),
        R"({"thinking":{"type":"enabled","budget_tokens":4096}})");
    COMPARE_JSON(claude.body.at("inferenceConfig"), R"({"maxTokens":4196})");
    COMPARE_JSON(translate(chat, body, "us.amazon.nova-2-lite-v1:0").body.at("additionalModelRequestFields"),
        R"({"reasoningConfig":{"type":"enabled","maxReasoningEffort":"low"}})");
    COMPARE_JSON(translate(chat, body, "openai.gpt-oss-120b-1:0").body.at("additionalModelRequestFields"),
        R"({"reasoning_effort":"low"})");
    const auto other = translate(chat, body, "meta.llama3-70b");
    QVERIFY(!other.body.contains("additionalModelRequestFields"));
    QCOMPARE(other.notes, std::string("thinking setting dropped: this model is not known to take it"));
    // Claude's own client says it in Claude's words.
    const auto own = translate(anthropic, R"({"model":"m","max_tokens":9000,"thinking":{"type":"enabled",
        "budget_tokens":2000},"messages":[{"role":"user","content":"hi"}]})");
    COMPARE_JSON(own.body.at("inferenceConfig"), R"({"maxTokens":9000})");
    COMPARE_JSON(own.body.at("additionalModelRequestFields"),
        R"({"thinking":{"type":"enabled","budget_tokens":2000}})");
    const auto adaptive
        = translate(anthropic, R"({"model":"m","max_tokens":9000,"thinking":{"type":"adaptive"},
        "output_config":{"effort":"high"},"messages":[{"role":"user","content":"hi"}]})",
            "eu.anthropic.claude-opus-4-6-v1");
    COMPARE_JSON(adaptive.body.at("additionalModelRequestFields"),
        R"({"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}})");
}

/// Of a Claude at Bedrock, by way of a client that speaks Anthropic's dialect.
void TestConverseRequests::thoughtsGoBackToTheirModelOnly()
{
    Thinking thought;
    thought.text = "hm";
    thought.signature = "proof";
    thought.madeIn = Dialect::BedrockConverse;
    const auto wrapped = wrapSignature(thought, "eu.anthropic.claude-sonnet-4-5-v1:0");
    const auto body = R"({"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2000},
        "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[
        {"type":"thinking","thinking":"hm","signature":")"
        + wrapped + R"("},{"type":"tool_use","id":"t","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"1"}]}]})";
    const auto back = translate(anthropic, body);
    COMPARE_JSON(back.body.at("messages").at(1).at("content").at(0),
        R"({"reasoningContent":{"reasoningText":{"text":"hm","signature":"proof"}}})");
    QVERIFY(back.body.contains("additionalModelRequestFields"));
    const auto other = translate(anthropic, body, "us.anthropic.claude-opus-4-5-v1:0");
    QVERIFY(text(other.body).find("proof") == std::string::npos);
    QVERIFY(!other.body.contains("additionalModelRequestFields"));
    QCOMPARE(other.notes,
        std::string("thinking signature dropped: other model; "
                    "thinking switched off: the turn's thoughts are not at hand"));
    thought.redacted = true;
    const auto hidden = R"({"model":"m","max_tokens":9000,"messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"","signature":")"
        + wrapSignature(thought, "eu.anthropic.claude-sonnet-4-5-v1:0")
        + R"("},{"type":"text","text":"a"}]}]})";
    COMPARE_JSON(translate(anthropic, hidden).body.at("messages").at(1).at("content").at(0),
        R"({"reasoningContent":{"redactedContent":"proof"}})");
}

void TestConverseRequests::samplingIsFitted()
{
    const auto got = translate(chat, R"({"model":"m","temperature":1.8,"top_p":0.9,"stop":["a"," "],"seed":1,
        "n":2,"logprobs":true,"presence_penalty":1,"service_tier":"flex","user":"u",
        "messages":[{"role":"user","content":"hi"}]})");
    COMPARE_JSON(got.body.at("inferenceConfig"), R"({"temperature":1,"stopSequences":["a"]})");
    COMPARE_JSON(got.body.at("serviceTier"), R"({"type":"flex"})");
    for (const auto *note : {"temperature lowered to 1", "top_p", "stop sequence of white space dropped",
             "seed dropped", "n dropped", "logprobs dropped", "presence_penalty dropped", "user dropped"})
        QVERIFY2(got.notes.find(note) != std::string::npos, note);
}

/// A conversation with calls is refused without tools.
void TestConverseRequests::toolsThatWereCalledAreNamed()
{
    const std::string history
        = R"("messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[
        {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"a","content":"1"}]})";
    const auto got = translate(chat, R"({"model":"m",)" + history);
    COMPARE_JSON(got.body.at("toolConfig"), R"({"tools":[{"toolSpec":{"name":"f",
        "description":"Not available any more.","inputSchema":{"json":{"type":"object","properties":{}}}}}]})");
    const std::string tools = R"({"model":"m","tool_choice":"none",
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],)";
    const auto kept = translate(chat, tools + history);
    QVERIFY(
        kept.body.contains("toolConfig") && !kept.body.at("toolConfig").as_object().contains("toolChoice"));
    QCOMPARE(kept.notes, std::string("tool_choice none dropped: Bedrock can't forbid tools"));
    const auto left = translate(chat, tools + R"("messages":[{"role":"user","content":"hi"}]})");
    QVERIFY(!left.body.contains("toolConfig"));
}

void TestConverseRequests::answersWithSchema()
{
    const auto got = translate(chat, R"({"model":"m","response_format":{"type":"json_schema","json_schema":{
        "name":"x y","schema":{"type":"object"}}},"messages":[{"role":"user","content":"hi"}]})");
    COMPARE_JSON(
        got.body.at("outputConfig"), R"({"textFormat":{"type":"json_schema","structure":{"jsonSchema":{
        "schema":"{\"type\":\"object\"}","name":"x_y"}}}})");
}

void TestConverseRequests::metadataIsHeldToWhatIsTaken()
{
    const auto body = [](const char *metadata) {
        return R"({"model":"m","metadata":)" + std::string(metadata)
            + R"(,"messages":[{"role":"user","content":"hi"}]})";
    };
    const auto got = translate(chat, body(R"({"team":"blue sky","odd":"\"quoted\""})"));
    COMPARE_JSON(got.body.at("requestMetadata"), R"({"team":"blue sky"})");
    QCOMPARE(got.notes, std::string("metadata dropped where Bedrock does not take it"));
    QVERIFY(!translate(chat, body("{}")).body.contains("requestMetadata"));
}

void TestConverseRequests::novasTakeTopK()
{
    const std::string body
        = R"({"model":"m","max_tokens":9,"top_k":20,"messages":[{"role":"user","content":"hi"}]})";
    const auto nova = translate(anthropic, body, "us.amazon.nova-pro-v1:0");
    COMPARE_JSON(nova.body.at("additionalModelRequestFields"), R"({"inferenceConfig":{"topK":20}})");
    QCOMPARE(nova.notes, std::string());
    QCOMPARE(translate(anthropic, body, "meta.llama3-70b").notes, std::string("top_k dropped"));
}

/// A client could not run it, and would wait for a tool that it does not have.
void TestConverseRequests::whatBedrockRunsIsNoCall()
{
    const auto &codec = *codecFor(Dialect::BedrockConverse);
    const auto plain = codec.decodeAnswer(R"({"stopReason":"end_turn","output":{"message":{"content":[
        {"toolUse":{"toolUseId":"t","name":"nova_grounding","type":"server_tool_use","input":{}}},
        {"toolResult":{"toolUseId":"t","type":"nova_grounding_result","content":[]}},
        {"text":"found"}]}}})");
    Collector whole;
    const auto decoder = codec.makeDecoder();
    for (const char *event :
        {R"({"contentBlockStart":{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t",
             "name":"nova_grounding","type":"server_tool_use"}}}})",
            R"({"contentBlockDelta":{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{}"}}}})",
            R"({"contentBlockStop":{"contentBlockIndex":0}})",
            R"({"contentBlockStart":{"contentBlockIndex":1,"start":{"toolResult":{"toolUseId":"t"}}}})",
            R"({"contentBlockDelta":{"contentBlockIndex":1,"delta":{"toolResult":[{"json":{}}]}}})",
            R"({"contentBlockStop":{"contentBlockIndex":1}})",
            R"({"contentBlockDelta":{"contentBlockIndex":2,"delta":{"text":"found"}}})",
            R"({"messageStop":{"stopReason":"end_turn"}})"})
        decoder->event(event, whole);
    decoder->end(whole);
    for (const Answer &answer : {*plain, whole.answer()}) {
        QCOMPARE(answer.parts.size(), std::size_t(3));
        QCOMPARE(std::get<Foreign>(answer.parts[0].body).what, std::string("toolUse"));
        QCOMPARE(std::get<Foreign>(answer.parts[1].body).what, std::string("toolResult"));
        QCOMPARE(std::get<Text>(answer.parts[2].body).text, std::string("found"));
    }
}

/// A text comes before what it cites.
void TestConverseRequests::pagesThatAreCitedTravel()
{
    const auto &codec = *codecFor(Dialect::BedrockConverse);
    const auto plain = codec.decodeAnswer(R"({"stopReason":"end_turn","output":{"message":{"content":[
        {"citationsContent":{"content":[{"text":"found"}],"citations":[
          {"title":"t","location":{"web":{"url":"https://x","domain":"x"}}}]}}]}}})");
    Collector whole;
    const auto decoder = codec.makeDecoder();
    for (const char *event : {R"({"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":"found"}}})",
             R"({"contentBlockDelta":{"contentBlockIndex":0,"delta":{"citation":{"title":"t",
             "location":{"web":{"url":"https://x","domain":"x"}}}}}})",
             R"({"messageStop":{"stopReason":"end_turn"}})"})
        decoder->event(event, whole);
    decoder->end(whole);
    for (const Answer &answer : {*plain, whole.answer()}) {
        Losses losses;
        const auto told = json::parse(codecFor(chat)->encodeAnswer(answer, {}, {}, losses));
        COMPARE_JSON(told.at("choices").at(0).at("message").at("annotations"),
            R"([{"type":"url_citation","url_citation":{"start_index":0,"end_index":5,"url":"https://x","title":"t"}}])");
        QCOMPARE(losses.text(), std::string());
    }
}

/// A call may be missing from them.
void TestConverseRequests::malformedAnswersAreErrors()
{
    const auto &codec = *codecFor(Dialect::BedrockConverse);
    const auto plain
        = codec.decodeAnswer(R"({"stopReason":"malformed_tool_use","output":{"message":{"content":[]}}})");
    QVERIFY(!plain && plain.error().detail.find("malformed_tool_use") != std::string::npos);
    Collector whole;
    const auto decoder = codec.makeDecoder();
    decoder->event(R"({"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":"so far"}}})", whole);
    decoder->event(R"({"messageStop":{"stopReason":"malformed_tool_use"}})", whole);
    decoder->end(whole);
    QVERIFY(whole.failure() && !whole.isFinished());
}

void TestConverseRequests::modelsStandInThePath()
{
    QCOMPARE(pathOf(Dialect::BedrockConverse, "us.amazon.nova-2-lite-v1:0", true),
        std::string("/model/us.amazon.nova-2-lite-v1%3A0/converse-stream"));
    QCOMPARE(pathOf(Dialect::BedrockConverse, "arn:a/b", false), std::string("/model/arn%3Aa%2Fb/converse"));
}

QTEST_GUILESS_MAIN(TestConverseRequests)
#include "TestConverseRequests.moc"
