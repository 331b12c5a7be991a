#include "core/dialect/ForeignThoughts.h"
#include "core/dialect/Rules.h"
#include "tests/core/dialect/Translating.h"
#include "tests/support/Answers.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
using tests::destinationOf;
using tests::Translated;
using tests::translated;
namespace json = boost::json;

namespace {

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto gemini = Dialect::Gemini;
constexpr std::array targets {
    chat, anthropic, responses, gemini, Dialect::Ollama, Dialect::BedrockConverse, Dialect::CohereChatV2};

const std::string claudes = R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],
    "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":8,"allowed_domains":["a.org"],
    "user_location":{"type":"approximate","city":"Bonn","country":"DE"}}]})";
const std::string codexs = R"({"model":"m","input":"x","tools":[{"type":"web_search",
    "filters":{"allowed_domains":["a.org"]},"search_context_size":"low"},
    {"type":"function","name":"f","parameters":{"type":"object"}}]})";

} // namespace

/// Tools that providers run themselves, and what they leave in a conversation.
class TestHostedTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void searchesTakeEachOthersPlace();
    void chatsOptionIsASearch();
    void whoSearchesNotIsNotAsked();
    void geminiSearchesAloneOnly();
    void historiesAreTakenEverywhere_data();
    void historiesAreTakenEverywhere();
    void ownHistoryStays();
    void searchesOfOthersAreTold_data();
    void searchesOfOthersAreTold();
    void searchesReachResponses_data();
    void searchesReachResponses();
    void streamedQueriesAreWhole();
    void searchesOfGeminiReachAnthropic();
    void searchesOfOthersNeverReachAnthropic();
};

void TestHostedTools::searchesTakeEachOthersPlace()
{
    const auto toResponses = translated(anthropic, responses, claudes, destinationOf("m", "openai"));
    QVERIFY(toResponses.body.at("tools") == json::parse(R"([{"type":"web_search",
        "filters":{"allowed_domains":["a.org"]},
        "user_location":{"type":"approximate","city":"Bonn","country":"DE"}}])"));
    QVERIFY(toResponses.body.at("include") == json::parse(R"(["web_search_call.action.sources"])"));
    QCOMPARE(toResponses.notes,
        std::string("number of searches dropped; max tokens raised to 16: fewer are refused"));
    const auto toAnthropic = translated(responses, anthropic, codexs, destinationOf("m", "anthropic"));
    QVERIFY(toAnthropic.body.at("tools").as_array().size() == 2);
    QVERIFY(toAnthropic.body.at("tools").at(1) == json::parse(R"({"type":"web_search_20250305",
        "name":"web_search","allowed_domains":["a.org"]})"));
    QCOMPARE(toAnthropic.notes, std::string("size of the search dropped"));
    const auto toGemini = translated(anthropic, gemini, claudes, destinationOf("m", "google"));
    QVERIFY(toGemini.body.at("tools") == json::parse(R"([{"googleSearch":{}}])"));
    QVERIFY(toGemini.noted("domains to search dropped") && toGemini.noted("place of the search dropped"));
    const auto fromGemini = translated(
        gemini, responses, R"({"contents":[],"tools":[{"google_search":{}}]})", destinationOf("m", "openai"));
    QVERIFY(fromGemini.body.at("tools") == json::parse(R"([{"type":"web_search"}])"));
    QCOMPARE(fromGemini.notes, std::string());
}

void TestHostedTools::chatsOptionIsASearch()
{
    const std::string body = R"({"model":"m","messages":[],"web_search_options":{"search_context_size":"high",
        "user_location":{"type":"approximate","approximate":{"city":"Bonn"}}}})";
    const auto there = translated(chat, responses, body, destinationOf("m", "openai"));
    QVERIFY(there.body.at("tools") == json::parse(R"([{"type":"web_search",
        "user_location":{"type":"approximate","city":"Bonn"},"search_context_size":"high"}])"));
    QCOMPARE(there.notes, std::string());
    const auto back = translated(anthropic, chat, claudes, destinationOf("gpt-4o-search-preview", "openai"));
    QVERIFY(back.body.at("web_search_options") == json::parse(R"({"user_location":{"type":"approximate",
        "approximate":{"city":"Bonn","country":"DE"}}})"));
    QVERIFY(!back.body.contains("tools"));
}

void TestHostedTools::whoSearchesNotIsNotAsked()
{
    for (const auto into : targets) {
        const auto from = into == anthropic ? responses : anthropic;
        const auto got
            = translated(from, into, from == anthropic ? claudes : codexs, destinationOf("m", "somebody"));
        QVERIFY2(got.noted("tool web_search"), got.notes.c_str());
        QVERIFY(json::serialize(got.body).find("earch") == std::string::npos);
    }
}

void TestHostedTools::geminiSearchesAloneOnly()
{
    const auto got = translated(responses, gemini, codexs, destinationOf("m", "google"));
    QCOMPARE(got.body.at("tools").as_array().size(), std::size_t(1));
    QVERIFY2(got.noted("tool web_search dropped"), got.notes.c_str());
}

void TestHostedTools::historiesAreTakenEverywhere_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("anthropic") << static_cast<int>(anthropic)
                               << QByteArray(R"({"model":"m","max_tokens":9,"messages":[
        {"role":"user","content":"before"},{"role":"assistant","content":[
          {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},
          {"type":"web_search_tool_result","tool_use_id":"s1","content":[
            {"type":"web_search_result","url":"https://x","title":"t","encrypted_content":"e"}]}]},
        {"role":"user","content":"between"},{"role":"assistant","content":[
          {"type":"server_tool_use","id":"s2","name":"web_search","input":{"query":"q"}},
          {"type":"web_search_tool_result","tool_use_id":"s2","content":[]},
          {"type":"text","text":"found","citations":[{"type":"web_search_result_location","url":"https://x",
            "title":"t","encrypted_index":"i","cited_text":"c"}]}]},
        {"role":"user","content":"after"}]})");
    QTest::newRow("responses") << static_cast<int>(responses) << QByteArray(R"({"model":"m","input":[
        {"type":"message","role":"user","content":"before"},
        {"type":"web_search_call","id":"w0","status":"completed","action":{"type":"search","query":"q"}},
        {"type":"message","role":"user","content":"between"},
        {"type":"web_search_call","id":"w1","status":"completed","action":{"type":"search","query":"q"}},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"found","annotations":[
          {"type":"url_citation","start_index":0,"end_index":5,"url":"https://x","title":"t"}]}]},
        {"type":"message","role":"user","content":"after"}]})");
    QTest::newRow("gemini") << static_cast<int>(gemini) << QByteArray(R"({"contents":[
        {"role":"user","parts":[{"text":"before"}]},
        {"role":"model","parts":[{"executableCode":{"language":"PYTHON","code":"1"}}]},
        {"role":"user","parts":[{"text":"between"}]},
        {"role":"model","parts":[{"codeExecutionResult":{"outcome":"OUTCOME_OK"}},{"text":"found"}]},
        {"role":"user","parts":[{"text":"after"}]}]})");
}

/// What the provider ran stays behind with a note; the texts stay, and no message is left empty, which some
/// would refuse.
void TestHostedTools::historiesAreTakenEverywhere()
{
    QFETCH(int, from);
    QFETCH(QByteArray, body);
    for (const auto into : targets) {
        if (into == static_cast<Dialect>(from))
            continue;
        const auto got = translated(
            static_cast<Dialect>(from), into, body.toStdString(), destinationOf("m", "somebody"));
        const auto text = json::serialize(got.body);
        for (const char *word : {"before", "between", "found", "after"})
            QVERIFY2(text.find(word) != std::string::npos, text.c_str());
        for (const char *word : {"server_tool_use", "web_search_call", "executableCode", "encrypted_content",
                 "\"content\":[]", "\"parts\":[]", "\"content\":null", "\"content\":\"\""})
            QVERIFY2(text.find(word) == std::string::npos, text.c_str());
        QVERIFY2(got.noted(" dropped"), got.notes.c_str());
    }
}

void TestHostedTools::ownHistoryStays()
{
    const std::string body = R"({"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":[
          {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}}]}]})";
    const auto got = translated(anthropic, anthropic, body, destinationOf("m", "anthropic"));
    QVERIFY(json::serialize(got.body).find("server_tool_use") != std::string::npos);
    QCOMPARE(got.notes, std::string());
}

namespace {

Answer searched()
{
    return codecFor(responses)
        ->decodeAnswer(R"({"id":"r","status":"completed","output":[
        {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search",
          "query":"latest ruby","sources":[{"type":"url","url":"https://x"},{"type":"url","url":"https://y"}]}},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"found"}]}]})")
        .value();
}

} // namespace

void TestHostedTools::searchesOfOthersAreTold_data()
{
    QTest::addColumn<bool>("stream");
    QTest::newRow("plain") << false;
    QTest::newRow("stream") << true;
}

/// Claude Code searches in a request of its own and lists what was found.
void TestHostedTools::searchesOfOthersAreTold()
{
    QFETCH(bool, stream);
    Losses losses;
    AnswerTerms terms;
    terms.model = "m";
    const auto &codec = *codecFor(anthropic);
    std::string told;
    if (stream) {
        const auto encoder = codec.makeEncoder(terms, losses);
        tell(searched(), *encoder);
        encoder->complete({});
        told = encoder->take();
    } else {
        told = codec.encodeAnswer(searched(), terms, {}, losses);
    }
    QCOMPARE(losses.text(), std::string());
    tests::StrictCollector whole;
    if (stream)
        tests::readStream(codec, {told}, whole);
    const auto parts = stream ? whole.answer().parts : codec.decodeAnswer(told).value().parts;
    QVERIFY2(parts.size() == 3 && whole.complaint().empty(), told.c_str());
    const auto call = json::parse(std::get<Foreign>(parts[0].body).raw);
    const auto result = json::parse(std::get<Foreign>(parts[1].body).raw);
    QVERIFY(call.at("type") == "server_tool_use" && call.at("name") == "web_search");
    QVERIFY(call.at("id") == result.at("tool_use_id"));
    QVERIFY(result.at("content").at(0).at("url") == "https://x");
    QVERIFY(told.find("latest ruby") != std::string::npos);
    QCOMPARE(std::get<Text>(parts[2].body).text, std::string("found"));
}

namespace {

const std::string saidByClaude
    = R"({"id":"msg_1","type":"message","role":"assistant","model":"m","stop_reason":"end_turn","content":[
    {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"latest ruby"}},
    {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]},{"type":"text","text":"found"}]})";
const std::string saidByGemini
    = R"({"responseId":"g1","candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"found"}]},
    "groundingMetadata":{"webSearchQueries":["latest ruby","ruby"],
    "groundingChunks":[{"web":{"uri":"https://x","title":"X"}}]}}]})";

/// One answer in the form in which another dialect's clients get it.
std::string retold(Dialect from, Dialect to, const std::string &body, bool stream, Losses &losses)
{
    AnswerTerms terms;
    terms.model = "m";
    terms.id = "req_1";
    const auto answer = codecFor(from)->decodeAnswer(body).value();
    if (!stream)
        return codecFor(to)->encodeAnswer(answer, terms, {}, losses);
    const auto encoder = codecFor(to)->makeEncoder(terms, losses);
    tell(answer, *encoder);
    encoder->complete({});
    return encoder->take();
}

} // namespace

void TestHostedTools::searchesReachResponses_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<bool>("stream");
    for (const bool stream : {false, true}) {
        QTest::addRow("Claude's, %d", stream) << static_cast<int>(anthropic) << stream;
        QTest::addRow("Gemini's, %d", stream) << static_cast<int>(gemini) << stream;
    }
}

/// Codex shows what was searched for.
void TestHostedTools::searchesReachResponses()
{
    QFETCH(int, from);
    QFETCH(bool, stream);
    Losses losses;
    const auto dialect = static_cast<Dialect>(from);
    const auto told
        = retold(dialect, responses, dialect == gemini ? saidByGemini : saidByClaude, stream, losses);
    tests::StrictCollector whole;
    if (stream)
        tests::readStream(*codecFor(responses), {told}, whole);
    QVERIFY2(whole.complaint().empty(), whole.complaint().c_str());
    const auto parts = stream ? whole.answer().parts : codecFor(responses)->decodeAnswer(told).value().parts;
    const auto search = std::ranges::find_if(
        parts, [](const Part &part) { return std::holds_alternative<Foreign>(part.body); });
    QVERIFY2(parts.size() == 2 && search != parts.end(), told.c_str());
    const auto item = json::parse(std::get<Foreign>(search->body).raw);
    QVERIFY(item.at("type") == "web_search_call" && item.at("action").at("query") == "latest ruby");
    QVERIFY(item.at("id").as_string().starts_with("ws_"));
    const bool dropsPages = dialect == anthropic;
    QCOMPARE(losses.text(), std::string(dropsPages ? "web_search_tool_result dropped" : ""));
}

/// What a tool that Anthropic runs is asked comes in pieces, behind its start.
void TestHostedTools::streamedQueriesAreWhole()
{
    tests::StrictCollector whole;
    tests::readStream(*codecFor(anthropic),
        {R"(data: {"type":"message_start","message":{"id":"m","model":"m"}}

data: {"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"ruby\"}"}}

data: {"type":"content_block_stop","index":0}

data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

data: {"type":"message_stop"}

)"},
        whole);
    QCOMPARE(std::get<Foreign>(whole.answer().parts.at(0).body).raw,
        std::string(R"({"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"ruby"}})"));
}

void TestHostedTools::searchesOfGeminiReachAnthropic()
{
    Losses losses;
    const auto told = json::parse(retold(gemini, anthropic, saidByGemini, false, losses));
    const auto &blocks = told.at("content").as_array();
    QCOMPARE(blocks.size(), std::size_t(3));
    QVERIFY(blocks[1].at("input").at("query") == "latest ruby");
    QVERIFY(blocks[2].at("content").at(0).at("url") == "https://x");
    QCOMPARE(losses.text(), std::string());
}

void TestHostedTools::searchesOfOthersNeverReachAnthropic()
{
    Losses losses;
    AnswerTerms terms;
    terms.model = "m";
    const auto said = json::parse(codecFor(anthropic)->encodeAnswer(searched(), terms, {}, losses));
    const auto body = json::serialize(json::object {{"model", "claude"}, {"tools", json::array {}},
        {"messages",
            json::array {json::object {{"role", "assistant"}, {"content", said.at("content")}},
                json::object {{"role", "user"}, {"content", "thanks"}}}}});
    QVERIFY(hasWrappedSignature(body));
    const auto left = withoutForeignThoughts(body, anthropic, "claude", losses);
    QVERIFY(left.has_value());
    QVERIFY2(json::parse(*left).at("messages").at(0).at("content")
            == json::parse(R"([{"type":"text","text":"found"}])"),
        left->c_str());
    QVERIFY2(
        losses.text().find("searches and citations dropped") != std::string::npos, losses.text().c_str());
}

QTEST_GUILESS_MAIN(TestHostedTools)
#include "TestHostedTools.moc"
