#include "core/dialect/Rules.h"
#include "tests/core/dialect/Translating.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
using tests::destinationOf;
using tests::translated;
namespace json = boost::json;

namespace {

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto gemini = Dialect::Gemini;
constexpr auto bedrock = Dialect::BedrockConverse;

Destination thinker(std::string model)
{
    auto to = destinationOf(std::move(model));
    to.reasons = true;
    return to;
}

} // namespace

#define COMPARE_JSON(actual, expected)                                                                       \
    do {                                                                                                     \
        const json::value found_ = (actual);                                                                 \
        const json::value wanted_ = json::parse(expected);                                                   \
        QVERIFY2(found_ == wanted_, json::serialize(found_).c_str());                                        \
    } while (false)

/// What a client of another dialect asks for is held to what the model and its provider take.
class TestFitting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreReadAsJsonWritesThem();
    void longUsersBecomeDigests();
    void providersThatRefuseTheUnknownGetNone();
    void maxTokensAreHeldToTheModel();
    void ownDialectIsNotHeld();
    void thinkingIsSwitchedOffWhereThatIsKnown_data();
    void thinkingIsSwitchedOffWhereThatIsKnown();
    void effortsAreThoseOfTheModel();
    void geminisThinkUnlessTheyCanStop();
    void newerClaudesMeasureForThemselves();
    void claudesTakeOneChanceOrNone();
    void oneAnswerIsAskedForElsewhere();
    void streamsNameTheirTypeExactly();
    void mistralsCallsHaveNineDigits();
    void cerebrasGetsNoPenalties();
    void perplexityIsAskedByTurns();
    void brokenArgumentsStayWhereTheyAreText();
    void callsWithoutIdsGetTheirOwn();
    void whatIsLeftOutIsNoted();
    void metadataReachesResponses();
};

void TestFitting::numbersAreReadAsJsonWritesThem()
{
    QCOMPARE(doubleOf("1.5"), 1.5);
    QCOMPARE(doubleOf("-3e-1"), -0.3);
    QCOMPARE(doubleOf("2"), 2.0);
    for (const char *none : {"", "1,5", "x", "1.5x"})
        QCOMPARE(doubleOf(none), 0.0);
}

/// Claude Code's is about 150 characters long, and OpenAI takes 64.
void TestFitting::longUsersBecomeDigests()
{
    const auto body = R"({"model":"m","max_tokens":5,"messages":[],"metadata":{"user_id":")"
        + std::string(150, 'u') + R"("}})";
    std::string users[2];
    for (const auto into : {chat, responses}) {
        const auto got = translated(anthropic, into, body, destinationOf("m"));
        auto &user = users[into == chat ? 0 : 1];
        user = got.body.at("user").as_string();
        QVERIFY(user.size() <= 64 && user.starts_with("user-"));
        QVERIFY2(got.noted("user sent as a digest"), got.notes.c_str());
    }
    QCOMPARE(users[0], users[1]);
    const auto again = translated(chat, anthropic,
        R"({"model":"m","messages":[],"user":")" + std::string(300, 'u') + R"("})", destinationOf("m"));
    QVERIFY(again.body.at("metadata").at("user_id").as_string().size() <= 256);
}

void TestFitting::providersThatRefuseTheUnknownGetNone()
{
    const auto got = translated(responses, chat,
        R"({"model":"m","input":"hi","user":"u","prompt_cache_key":"k","text":{"verbosity":"low"},
        "service_tier":"auto"})",
        destinationOf("mistral-large", "mistral"));
    for (const char *name : {"user", "prompt_cache_key", "verbosity", "service_tier"}) {
        QVERIFY2(!got.body.contains(name), name);
        QVERIFY2(got.noted(std::string(name) + " dropped"), got.notes.c_str());
    }
}

void TestFitting::maxTokensAreHeldToTheModel()
{
    const std::string asked
        = R"({"model":"m","max_tokens":32000,"messages":[{"role":"user","content":"hi"}]})";
    auto to = destinationOf("gpt-4o");
    to.maxOutputTokens = 16384;
    const auto toChat = translated(anthropic, chat, asked, to);
    COMPARE_JSON(toChat.body.at("max_tokens"), "16384");
    QVERIFY2(toChat.noted("max tokens lowered to 16384"), toChat.notes.c_str());
    COMPARE_JSON(translated(anthropic, responses, asked, to).body.at("max_output_tokens"), "16384");
    COMPARE_JSON(
        translated(anthropic, gemini, asked, to).body.at("generationConfig").at("maxOutputTokens"), "16384");
    COMPARE_JSON(translated(chat, anthropic, asked, to).body.at("max_tokens"), "16384");
    COMPARE_JSON(translated(chat, bedrock, asked, to).body.at("inferenceConfig").at("maxTokens"), "16384");
    COMPARE_JSON(translated(chat, Dialect::CohereChatV2, asked, to).body.at("max_tokens"), "16384");
    to.maxOutputTokens = 64000;
    const auto enough = translated(anthropic, chat, asked, to);
    COMPARE_JSON(enough.body.at("max_tokens"), "32000");
    QCOMPARE(enough.notes, std::string());
}

void TestFitting::ownDialectIsNotHeld()
{
    auto to = thinker("claude-opus-4-7");
    to.maxOutputTokens = 100;
    const auto got = translated(anthropic, anthropic,
        R"({"model":"m","max_tokens":3200,"messages":[],"temperature":0.5,"top_p":0.5,
        "thinking":{"type":"enabled","budget_tokens":2000},"output_config":{"effort":"low"}})",
        to);
    COMPARE_JSON(got.body, R"({"model":"claude-opus-4-7","max_tokens":3200,"messages":[],"temperature":0.5,
        "top_p":0.5,"thinking":{"type":"enabled","budget_tokens":2000},"output_config":{"effort":"low"}})");
    const auto none = translated(
        chat, chat, R"({"model":"m","messages":[],"reasoning_effort":"none","n":3})", thinker("o3"));
    COMPARE_JSON(none.body, R"({"model":"o3","messages":[],"reasoning_effort":"none","n":3})");
}

void TestFitting::thinkingIsSwitchedOffWhereThatIsKnown_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("effort");
    QTest::newRow("gpt-5") << "gpt-5" << "minimal";
    QTest::newRow("dated") << "openai/gpt-5-mini-2025-08-07" << "minimal";
    QTest::newRow("5.1") << "gpt-5.1" << "none";
    QTest::newRow("5.6") << "global.openai.gpt-5.6-sol" << "none";
    QTest::newRow("codex") << "gpt-5-codex" << "";
    QTest::newRow("pro") << "gpt-5.2-pro" << "";
    QTest::newRow("o-series") << "o4-mini" << "";
    QTest::newRow("another maker's") << "openai/gpt-oss-120b" << "";
}

void TestFitting::thinkingIsSwitchedOffWhereThatIsKnown()
{
    QFETCH(QString, model);
    QFETCH(QString, effort);
    const auto to = thinker(model.toStdString());
    const std::string off = R"({"model":"m","max_tokens":50,"messages":[],"thinking":{"type":"disabled"}})";
    const auto toChat = translated(anthropic, chat, off, to);
    const auto toResponses = translated(anthropic, responses, off, to);
    QCOMPARE(toChat.body.contains("reasoning_effort"), !effort.isEmpty());
    QCOMPARE(toResponses.body.contains("reasoning"), !effort.isEmpty());
    QCOMPARE(toChat.noted("can't be switched off"), effort.isEmpty());
    QCOMPARE(toResponses.noted("can't be switched off"), effort.isEmpty());
    if (effort.isEmpty())
        return;
    QCOMPARE(std::string(toChat.body.at("reasoning_effort").as_string()), effort.toStdString());
    QCOMPARE(std::string(toResponses.body.at("reasoning").at("effort").as_string()), effort.toStdString());
}

void TestFitting::effortsAreThoseOfTheModel()
{
    const auto effort = [](const char *model, const char *asked) {
        const auto got = translated(responses, chat,
            std::string(R"({"model":"m","input":"x","reasoning":{"effort":")") + asked + R"("}})",
            thinker(model));
        return std::string(got.body.at("reasoning_effort").as_string());
    };
    QCOMPARE(effort("gpt-5", "minimal"), std::string("minimal"));
    QCOMPARE(effort("o3", "minimal"), std::string("low"));
    QCOMPARE(effort("gpt-5.4", "xhigh"), std::string("xhigh"));
    QCOMPARE(effort("gpt-5", "xhigh"), std::string("high"));
    QCOMPARE(effort("gpt-5", "medium"), std::string("medium"));
}

void TestFitting::geminisThinkUnlessTheyCanStop()
{
    const std::string off = R"({"model":"m","max_tokens":50,"messages":[],"thinking":{"type":"disabled"}})";
    const auto flash = translated(anthropic, gemini, off, thinker("gemini-2.5-flash"));
    COMPARE_JSON(flash.body.at("generationConfig").at("thinkingConfig"), R"({"thinkingBudget":0})");
    const auto pro = translated(anthropic, gemini, off, thinker("gemini-2.5-pro"));
    QVERIFY(!pro.body.at("generationConfig").as_object().contains("thinkingConfig"));
    QVERIFY2(pro.noted("can't be switched off"), pro.notes.c_str());
}

void TestFitting::newerClaudesMeasureForThemselves()
{
    const std::string asked = R"({"model":"m","max_tokens":100,"reasoning_effort":"minimal",
        "messages":[{"role":"user","content":"hi"}]})";
    for (const char *model :
        {"claude-opus-4-7", "anthropic/claude-4.7-opus", "claude-opus-5-5", "claude-sonnet-5@default"}) {
        const auto got = translated(chat, anthropic, asked, thinker(model));
        COMPARE_JSON(got.body.at("thinking"), R"({"type":"adaptive","display":"summarized"})");
        COMPARE_JSON(got.body.at("output_config"), R"({"effort":"low"})");
        QVERIFY(got.body.at("max_tokens").as_int64() > 1000);
    }
    for (const char *model : {"claude-opus-4-6", "claude-3-7-sonnet-20250219", "claude-sonnet-4-20250514"}) {
        const auto got = translated(chat, anthropic, asked, thinker(model));
        COMPARE_JSON(got.body.at("thinking"), R"({"type":"enabled","budget_tokens":1024})");
    }
    const auto onBedrock = translated(chat, bedrock, asked, thinker("us.anthropic.claude-opus-4-8"));
    COMPARE_JSON(onBedrock.body.at("additionalModelRequestFields"),
        R"({"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}})");
    QVERIFY2(onBedrock.noted("effort minimal sent as low"), onBedrock.notes.c_str());
    // Another Claude's client may ask an older one for what it does not know.
    const auto older = translated(anthropic, bedrock,
        R"({"model":"m","max_tokens":30000,"messages":[],"thinking":{"type":"adaptive"}})",
        thinker("anthropic.claude-sonnet-4-5-20250929-v1:0"));
    QVERIFY(older.body.at("additionalModelRequestFields").at("thinking").at("type") == "enabled");
    const auto off = translated(chat, anthropic, R"({"model":"m","messages":[],"reasoning_effort":"none"})",
        thinker("claude-opus-4-7"));
    QVERIFY(!off.body.contains("thinking"));
}

void TestFitting::claudesTakeOneChanceOrNone()
{
    const std::string asked = R"({"model":"m","messages":[],"temperature":0.5,"top_p":0.9,"top_k":3})";
    const auto old = translated(chat, anthropic, asked, destinationOf("claude-3-5-haiku"));
    QVERIFY(old.body.contains("temperature") && old.body.contains("top_p") && old.body.contains("top_k"));
    QCOMPARE(old.notes, std::string());
    const auto one = translated(chat, anthropic, asked, destinationOf("claude-sonnet-4-5-20250929"));
    QVERIFY(one.body.contains("temperature") && !one.body.contains("top_p"));
    QVERIFY2(one.noted("top_p dropped"), one.notes.c_str());
    const auto none = translated(chat, anthropic, asked, destinationOf("claude-opus-4-7"));
    QVERIFY(
        !none.body.contains("temperature") && !none.body.contains("top_p") && !none.body.contains("top_k"));
    QVERIFY2(none.noted("temperature dropped") && none.noted("top_k dropped"), none.notes.c_str());
    const auto onBedrock = translated(chat, bedrock, asked, destinationOf("anthropic.claude-opus-4-7"));
    COMPARE_JSON(onBedrock.body.at("inferenceConfig"), "{}");
    QVERIFY(!onBedrock.body.contains("additionalModelRequestFields"));
    QVERIFY2(onBedrock.noted("temperature (this model takes none) dropped"), onBedrock.notes.c_str());
}

/// All would be paid for, and one is told.
void TestFitting::oneAnswerIsAskedForElsewhere()
{
    const auto got = translated(gemini, chat,
        R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}],"generationConfig":{"candidateCount":3}})",
        destinationOf("m"));
    QVERIFY(!got.body.contains("n"));
    QCOMPARE(got.notes, std::string("n dropped: one answer only"));
}

void TestFitting::streamsNameTheirTypeExactly()
{
    for (const auto own : {chat, anthropic, responses, gemini})
        QCOMPARE(codecFor(own)->streamType, std::string_view("text/event-stream"));
}

void TestFitting::mistralsCallsHaveNineDigits()
{
    const auto got = translated(anthropic, chat, R"({"model":"m","max_tokens":1,"messages":[
        {"role":"assistant","content":[{"type":"tool_use","id":"toolu_01","name":"f","input":{}},
          {"type":"tool_use","id":"abcDEF123","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01","content":"1"},
          {"type":"tool_result","tool_use_id":"abcDEF123","content":"2"}]}]})",
        destinationOf("mistral-large", "mistral"));
    const auto &messages = got.body.at("messages").as_array();
    const auto &calls = messages.at(0).at("tool_calls").as_array();
    QCOMPARE(calls.at(0).at("id").as_string().size(), std::size_t(9));
    QVERIFY(calls.at(0).at("id") == messages.at(1).at("tool_call_id"));
    QVERIFY(calls.at(1).at("id") == "abcDEF123" && messages.at(2).at("tool_call_id") == "abcDEF123");
    QCOMPARE(got.notes, std::string("ids of calls sent as digests"));
}

void TestFitting::cerebrasGetsNoPenalties()
{
    const std::string asked = R"({"model":"m","messages":[],
        "options":{"presence_penalty":1,"frequency_penalty":1,"seed":4},"stream":false})";
    const auto got = translated(Dialect::Ollama, chat, asked, destinationOf("m", "cerebras"));
    COMPARE_JSON(got.body, R"({"model":"m","messages":[],"seed":4})");
    QVERIFY2(
        got.noted("presence_penalty dropped") && got.noted("frequency_penalty dropped"), got.notes.c_str());
    const auto other = translated(Dialect::Ollama, chat, asked, destinationOf("m"));
    QVERIFY(other.body.contains("presence_penalty") && other.body.contains("frequency_penalty"));
}

void TestFitting::perplexityIsAskedByTurns()
{
    const auto got = translated(anthropic, chat,
        R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]})",
        destinationOf("sonar", "perplexity"));
    COMPARE_JSON(got.body.at("messages"), R"([{"role":"user","content":"a\n\nb"}])");
}

void TestFitting::brokenArgumentsStayWhereTheyAreText()
{
    const std::string asked = R"({"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c",
        "type":"function","function":{"name":"f","arguments":"{\"a\": tr"}}]}]})";
    const auto toResponses = translated(chat, responses, asked, destinationOf("m"));
    QVERIFY(toResponses.body.at("input").at(0).at("arguments") == "{\"a\": tr");
    for (const auto into : {anthropic, gemini, bedrock, Dialect::Ollama}) {
        const auto got = translated(chat, into, asked, destinationOf("m"));
        QVERIFY2(got.noted("arguments of f dropped: no JSON object"), got.notes.c_str());
    }
}

/// Those of the time before tools had ids: results find theirs by name.
void TestFitting::callsWithoutIdsGetTheirOwn()
{
    const auto got = translated(chat, anthropic, R"({"model":"m","messages":[
        {"role":"assistant","function_call":{"name":"f","arguments":"{}"}},
        {"role":"function","name":"f","content":"1"},
        {"role":"assistant","function_call":{"name":"f","arguments":"{}"}},
        {"role":"function","name":"f","content":"2"}]})",
        destinationOf("m"));
    const auto &messages = got.body.at("messages").as_array();
    const auto id = [&](std::size_t i, const char *name) {
        return std::string(messages.at(i).at("content").at(0).at(name).as_string());
    };
    QCOMPARE(id(0, "id"), id(1, "tool_use_id"));
    QCOMPARE(id(2, "id"), id(3, "tool_use_id"));
    QVERIFY(id(0, "id") != id(2, "id"));
}

void TestFitting::whatIsLeftOutIsNoted()
{
    const std::string asked = R"({"model":"m","messages":[],"user":"u","prompt_cache_key":"k"})";
    for (const auto into : {responses, gemini, Dialect::Ollama}) {
        const auto got = translated(chat, into, asked, destinationOf("m"));
        QCOMPARE(got.noted("prompt_cache_key dropped") && got.noted("user dropped"), into != responses);
    }
    const auto failed = translated(anthropic, chat, R"({"model":"m","max_tokens":1,"messages":[
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":"no"}]}]})",
        destinationOf("m"));
    QCOMPARE(failed.notes, std::string("is_error dropped: the text tells"));
}

void TestFitting::metadataReachesResponses()
{
    const auto there = translated(
        chat, responses, R"({"model":"m","messages":[],"metadata":{"a":"b"}})", destinationOf("m"));
    COMPARE_JSON(there.body.at("metadata"), R"({"a":"b"})");
    // Chat takes them with answers that are stored only, which nobody asked for.
    const auto back = translated(
        responses, chat, R"({"model":"m","input":"x","metadata":{"a":"b"}})", destinationOf("m"));
    QVERIFY(!back.body.contains("metadata"));
    QCOMPARE(back.notes, std::string("metadata dropped"));
}

QTEST_GUILESS_MAIN(TestFitting)
#include "TestFitting.moc"
