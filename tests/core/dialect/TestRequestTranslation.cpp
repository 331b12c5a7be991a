#include "core/dialect/Codec.h"
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

Destination destination()
{
    Destination to;
    to.model = "target";
    return to;
}

Translated translate(
    Dialect from, Dialect to, const std::string &body, const Destination &where = destination())
{
    Losses losses;
    const auto request = codecFor(from)->decodeRequest(body);
    if (!request)
        return {{{"error", request.error().detail}}, {}};
    const auto text = codecFor(to)->encodeRequest(*request, where, losses);
    return {json::parse(text).as_object(), losses.text()};
}

json::value parsed(const char *text)
{
    return json::parse(text);
}

std::string text(const json::value &value)
{
    return json::serialize(value);
}

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto gemini = Dialect::Gemini;
constexpr auto ollama = Dialect::Ollama;

} // namespace

#define COMPARE_JSON(actual, expected)                                                                       \
    do {                                                                                                     \
        const json::value found_ = (actual);                                                                 \
        const json::value wanted_ = parsed(expected);                                                        \
        QVERIFY2(found_ == wanted_, (text(found_) + "\n  instead of\n" + text(wanted_)).c_str());            \
    } while (false)

/// What a request becomes on its way to a provider of another dialect.
class TestRequestTranslation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chatToolsReachAnthropic();
    void anthropicToolsReachChat();
    void imagesAndDocumentsTravel();
    void systemTextsFindTheirPlace();
    void claudeCodesTurnReachesChat();
    void thinkingNeedsRoomAndReason();
    void thoughtsGoBackToTheirModelOnly();
    void signedCallsGoBackToTheirModelOnly();
    void whatIsKeptElsewhereIsRefused();
    void samplingIsFitted();
    void schemasOfAnswersTravel();
    void nothingIsLostSilently();
    void customToolsOfChatKeepTheirKind();
    void strictToolsAreStrictWhereTheirSchemaFits();
    void picturesOfResultsStandWhereTheyAreTaken();
    void assistantsSayTextOnly();
    void openModelsGetOneSystemText();
    void ownDialectComesBackAsItWas_data();
    void ownDialectComesBackAsItWas();
    void malformedRequestsAreRefused();
    void codexTurnReachesAnthropic();
    void refusalsOfTheHistoryAreText();
    void picturesOfResultsComeBehindThemAll();
    void signedTextsOfGeminiAreNoted();
    void chatReachesResponses();
    void chatReachesGemini();
    void geminiReachesAnthropic();
    void chatReachesOllama();
    void ollamaReachesChat();
    void promptsBecomeTurns();
};

void TestRequestTranslation::chatToolsReachAnthropic()
{
    const auto got
        = translate(chat, anthropic, R"({"model":"m","tools":[{"type":"function","function":{"name":"f",
        "description":"d","parameters":{"type":"object","properties":{"x":{"minimum":0.10}}}}}],
        "tool_choice":"required","parallel_tool_calls":false,"max_tokens":7,"messages":[
        {"role":"user","content":"hi"},
        {"role":"assistant","content":null,"tool_calls":[
          {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"x\": 1.50}"}},
          {"id":"call:2","type":"function","function":{"name":"f","arguments":""}}]},
        {"role":"tool","tool_call_id":"call_1","content":"one"},
        {"role":"tool","tool_call_id":"call:2","content":[{"type":"text","text":"two"}]},
        {"role":"user","content":"and?"}]})");
    COMPARE_JSON(got.body, R"({"model":"target","max_tokens":7,"messages":[
        {"role":"user","content":[{"type":"text","text":"hi"}]},
        {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"f","input":{"x":1.5}},
          {"type":"tool_use","id":"call_2","name":"f","input":{}}]},
        {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"call_1","content":[{"type":"text","text":"one"}]},
          {"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"two"}]},
          {"type":"text","text":"and?"}]}],
        "tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"x":{"minimum":0.10}}}}],
        "tool_choice":{"type":"any","disable_parallel_tool_use":true}})");
    QCOMPARE(got.notes, std::string());
}

void TestRequestTranslation::anthropicToolsReachChat()
{
    const auto got = translate(anthropic, chat, R"({"model":"m","max_tokens":9,"stop_sequences":["x"],
        "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"f"},
        "messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":[{"type":"text","text":"well"},
          {"type":"tool_use","id":"t1","name":"f","input":{"a":[1.0]}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[
            {"type":"text","text":"no"},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]},
          {"type":"text","text":"go on"}]}]})");
    COMPARE_JSON(got.body, R"({"model":"target","messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":"well","tool_calls":[{"id":"t1","type":"function",
          "function":{"name":"f","arguments":"{\"a\":[1.0]}"}}]},
        {"role":"tool","tool_call_id":"t1","content":"no"},
        {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
          {"type":"text","text":"go on"}]}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}],
        "tool_choice":{"type":"function","function":{"name":"f"}},"max_tokens":9,"stop":["x"]})");
    QCOMPARE(
        got.notes, std::string("image of a tool result moved behind it; is_error dropped: the text tells"));
}

void TestRequestTranslation::imagesAndDocumentsTravel()
{
    const auto there = translate(chat, anthropic, R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"image_url","image_url":{"url":"https://x/y.png","detail":"low"}},
        {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,QUE="}},
        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QUI="}},
        {"type":"input_audio","input_audio":{"data":"QUM=","format":"wav"}}]}]})");
    COMPARE_JSON(there.body.at("messages").as_array()[0].at("content"), R"([
        {"type":"image","source":{"type":"url","url":"https://x/y.png"}},
        {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"QUE="}},
        {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"QUI="}}])");
    QCOMPARE(
        there.notes, std::string("detail of images dropped; audio or video dropped: Anthropic takes none"));
    const auto back
        = translate(anthropic, chat, R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":[
        {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"QUI="}},
        {"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain"}}]}]})");
    COMPARE_JSON(back.body.at("messages").as_array()[0].at("content"), R"([
        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QUI="}},
        {"type":"text","text":"plain"}])");
}

void TestRequestTranslation::systemTextsFindTheirPlace()
{
    const auto got = translate(chat, anthropic, R"({"model":"m","messages":[
        {"role":"system","content":"one"},{"role":"developer","content":"two"},
        {"role":"user","content":"hi"},{"role":"system","content":"later"}]})");
    COMPARE_JSON(got.body.at("system"), R"([{"type":"text","text":"one"},{"type":"text","text":"two"}])");
    COMPARE_JSON(got.body.at("messages"), R"([{"role":"user","content":[{"type":"text","text":"hi"},
        {"type":"text","text":"<system>\nlater\n</system>"}]}])");
    QVERIFY(got.notes.find("system text within the conversation") != std::string::npos);
    // OpenAI's own models know the developer's role, copies of the API don't.
    auto openAi = destination();
    openAi.quirks = {domain::Quirk::DeveloperRole};
    const std::string body = R"({"model":"m","messages":[{"role":"developer","content":"two"}]})";
    COMPARE_JSON(
        translate(chat, chat, body, openAi).body.at("messages"), R"([{"role":"developer","content":"two"}])");
    COMPARE_JSON(translate(chat, chat, body).body.at("messages"), R"([{"role":"system","content":"two"}])");
}

/// What Claude Code sends to a model it does not know.
void TestRequestTranslation::claudeCodesTurnReachesChat()
{
    const auto got = translate(anthropic, chat, R"({"model":"m","max_tokens":32000,"stream":true,
        "system":[{"type":"text","text":"You are","cache_control":{"type":"ephemeral"}}],
        "thinking":{"type":"adaptive"},"output_config":{"effort":"high"},
        "context_management":{"edits":[]},"metadata":{"user_id":"u"},
        "tools":[{"name":"Bash","description":"run","input_schema":{"$schema":"x","type":"object"}}],
        "messages":[{"role":"user","content":"hi"},{"role":"system","content":"reminder"}]})");
    COMPARE_JSON(got.body, R"({"model":"target","messages":[{"role":"system","content":"You are"},
        {"role":"user","content":"hi\n\n<system>\nreminder\n</system>"}],
        "tools":[{"type":"function","function":{"name":"Bash","description":"run",
          "parameters":{"$schema":"x","type":"object","properties":{}}}}],
        "max_tokens":32000,"user":"u","stream":true,"stream_options":{"include_usage":true}})");
    QVERIFY(got.notes.find("context_management dropped") != std::string::npos);
    QVERIFY(got.notes.find("thinking setting dropped") != std::string::npos);
    auto thinker = destination();
    thinker.reasons = true;
    thinker.quirks = {domain::Quirk::MaxCompletionTokens};
    const auto known = translate(anthropic, chat, R"({"model":"m","max_tokens":5,"messages":[],
        "thinking":{"type":"enabled","budget_tokens":9000}})",
        thinker);
    COMPARE_JSON(known.body,
        R"({"model":"target","messages":[],"max_completion_tokens":5,"reasoning_effort":"medium"})");
}

void TestRequestTranslation::thinkingNeedsRoomAndReason()
{
    const std::string start = R"({"model":"m","reasoning_effort":"low","temperature":0.2,"max_tokens":100,)";
    const auto plain = translate(chat, anthropic, start + R"("messages":[{"role":"user","content":"hi"}]})");
    COMPARE_JSON(plain.body.at("thinking"), R"({"type":"enabled","budget_tokens":4096})");
    COMPARE_JSON(plain.body.at("max_tokens"), "4196");
    QVERIFY(!plain.body.contains("temperature"));
    QVERIFY(plain.notes.find("temperature dropped") != std::string::npos);
    // In the middle of a tool's turn Anthropic wants the thoughts that led to the call.
    const auto turn = translate(chat, anthropic, start + R"("messages":[{"role":"user","content":"hi"},
        {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"a","content":"x"}]})");
    QVERIFY(!turn.body.contains("thinking"));
    QVERIFY(turn.notes.find("thinking switched off") != std::string::npos);
    // A later turn may think again.
    const auto next = translate(chat, anthropic, start + R"("messages":[{"role":"user","content":"hi"},
        {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"a","content":"x"},{"role":"assistant","content":"done"},
        {"role":"user","content":"more"}]})");
    QVERIFY(next.body.contains("thinking"));
}

void TestRequestTranslation::thoughtsGoBackToTheirModelOnly()
{
    Thinking thought;
    thought.text = "hm";
    thought.signature = "proof|with|bars";
    thought.madeIn = chat;
    thought.id = "i1";
    const auto sealed = wrapSignature(thought, "target");
    const auto body = R"({"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[
        {"type":"thinking","thinking":"hm","signature":")"
        + sealed + R"("},{"type":"text","text":"a"}]}]})";
    auto own = destination();
    own.quirks = {domain::Quirk::ReasoningContent};
    COMPARE_JSON(translate(anthropic, chat, body, own).body.at("messages"),
        R"([{"role":"assistant","content":"a","reasoning_content":"hm"}])");
    own.quirks = {domain::Quirk::ReasoningField};
    COMPARE_JSON(translate(anthropic, chat, body, own).body.at("messages"),
        R"([{"role":"assistant","content":"a","reasoning":"hm"}])");
    const auto refused = translate(anthropic, chat, body);
    COMPARE_JSON(refused.body.at("messages"), R"([{"role":"assistant","content":"a"}])");
    QCOMPARE(refused.notes, std::string("thinking dropped: this provider takes none back"));
    auto other = destination();
    other.model = "another";
    const auto foreign = translate(anthropic, chat, body, other);
    COMPARE_JSON(foreign.body.at("messages"), R"([{"role":"assistant","content":"a"}])");
    QCOMPARE(foreign.notes, std::string("thinking dropped: other model"));
    const auto claude = translate(anthropic, anthropic, body);
    COMPARE_JSON(
        claude.body.at("messages"), R"([{"role":"assistant","content":[{"type":"text","text":"a"}]}])");
    Thinking back;
    unwrapSignature(sealed, anthropic, back);
    QCOMPARE(back.signature, thought.signature);
    QCOMPARE(back.id, thought.id);
    QCOMPARE(back.madeBy, std::string("target"));
}

/// Google's own copy of chat has a place for what Gemini signs.
void TestRequestTranslation::signedCallsGoBackToTheirModelOnly()
{
    ToolCall call;
    call.id = "c1";
    call.name = "f";
    sign(call, "proof", chat);
    call.signedBy = "target";
    Request request;
    request.from = anthropic;
    request.messages.push_back({Role::Assistant, {{call}}, {}});
    for (const auto &[dialect, model, expected] : {std::tuple(chat, "target", true),
             std::tuple(chat, "other", false), std::tuple(gemini, "target", false)}) {
        auto to = destination();
        to.model = model;
        Losses losses;
        const auto body = codecFor(dialect)->encodeRequest(request, to, losses);
        QCOMPARE(body.find("proof") != std::string::npos, expected);
        QCOMPARE(losses.empty(), expected);
    }
    ToolCall back;
    sign(back, signatureFor(call, gemini, "target"), gemini);
    QVERIFY(isSignedFor(back, chat, "target") && !isSignedFor(back, gemini, "target"));
}

/// What a provider keeps is no part of the request, and the answer would be one to something else.
void TestRequestTranslation::whatIsKeptElsewhereIsRefused()
{
    for (const auto &[dialect, body] :
        {std::pair(responses, R"({"model":"m","input":"a","conversation":"conv_1"})"),
            std::pair(responses, R"({"model":"m","prompt":{"id":"pmpt_1"}})"),
            std::pair(gemini, R"({"contents":[],"cachedContent":"cachedContents/1"})"),
            std::pair(ollama, R"({"model":"m","prompt":"a","context":[1,2]})")}) {
        const auto got = codecFor(dialect)->decodeRequest(body);
        QVERIFY(!got && got.error().source == ErrorSource::Client);
        QVERIFY(got.error().detail.find("is kept at") != std::string::npos);
    }
    QVERIFY(
        codecFor(responses)->decodeRequest(R"({"model":"m","input":"a","conversation":null})").has_value());
    QVERIFY(codecFor(ollama)->decodeRequest(R"({"model":"m","prompt":"a","context":[]})").has_value());
    const auto filled = codecFor(ollama)->decodeRequest(R"({"model":"m","prompt":"a","suffix":"b"})");
    QVERIFY(!filled && filled.error().source == ErrorSource::Client);
}

void TestRequestTranslation::samplingIsFitted()
{
    const auto got = translate(chat, anthropic, R"({"model":"m","messages":[],"temperature":1.7,"top_p":0.90,
        "seed":3,"stop":[" ","end"],"n":2,"logprobs":true,"frequency_penalty":0.5})");
    COMPARE_JSON(got.body.at("temperature"), "1");
    COMPARE_JSON(got.body.at("stop_sequences"), R"(["end"])");
    for (const char *word : {"temperature lowered", "seed dropped", "n dropped", "logprobs dropped",
             "frequency_penalty dropped", "white space"})
        QVERIFY2(got.notes.find(word) != std::string::npos, word);
    const auto back = translate(anthropic, chat, R"({"model":"m","max_tokens":1,"messages":[],"top_k":5,
        "stop_sequences":["a","b","c","d","e"]})");
    COMPARE_JSON(back.body.at("stop"), R"(["a","b","c","d"])");
    QCOMPARE(back.notes, std::string("top_k dropped; stop sequences beyond four dropped"));
}

void TestRequestTranslation::schemasOfAnswersTravel()
{
    const auto got
        = translate(chat, anthropic, R"({"model":"m","messages":[],"response_format":{"type":"json_schema",
        "json_schema":{"name":"p","strict":true,"schema":{"type":"object","properties":{"n":{"maximum":1e2}}}}}})");
    COMPARE_JSON(got.body.at("output_config"), R"({"format":{"type":"json_schema",
        "schema":{"type":"object","properties":{"n":{"maximum":1e2}}}}})");
    const auto back = translate(anthropic, chat, R"({"model":"m","max_tokens":1,"messages":[],
        "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}})");
    COMPARE_JSON(back.body.at("response_format"),
        R"({"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}})");
}

void TestRequestTranslation::nothingIsLostSilently()
{
    const auto got = translate(chat, anthropic, R"({"model":"m","messages":[],"web_search_options":{},
        "tools":[{"type":"web_search"}],"verbosity":"low","modalities":["audio"],"service_tier":"flex"})");
    for (const char *word : {"web_search_options dropped", "tool web_search dropped", "verbosity dropped",
             "modalities dropped", "service_tier dropped"})
        QVERIFY2(got.notes.find(word) != std::string::npos, (std::string(word) + " in " + got.notes).c_str());
    const auto server
        = translate(anthropic, chat, R"({"model":"m","max_tokens":1,"messages":[{"role":"assistant",
        "content":[{"type":"server_tool_use","id":"s","name":"web_search","input":{}}]}]})");
    QCOMPARE(server.notes, std::string("server_tool_use dropped"));
}

/// Another dialect's results say what kind of call they answer; chat's do not.
void TestRequestTranslation::customToolsOfChatKeepTheirKind()
{
    const std::string body
        = R"({"model":"m","tools":[{"type":"custom","custom":{"name":"patch","description":"d",
        "format":{"type":"text"}}}],"tool_choice":{"type":"custom","custom":{"name":"patch"}},"messages":[
        {"role":"user","content":"go"},{"role":"assistant","content":null,"tool_calls":[
          {"id":"c1","type":"custom","custom":{"name":"patch","input":"*** x"}}]},
        {"role":"tool","tool_call_id":"c1","content":"done"}]})";
    const auto open = translate(chat, responses, body);
    COMPARE_JSON(open.body.at("input"), R"([
        {"type":"message","role":"user","content":[{"type":"input_text","text":"go"}]},
        {"type":"custom_tool_call","call_id":"c1","name":"patch","input":"*** x"},
        {"type":"custom_tool_call_output","call_id":"c1","output":"done"}])");
    COMPARE_JSON(open.body.at("tool_choice"), R"({"type":"custom","name":"patch"})");
    const auto claude = translate(chat, anthropic, body);
    COMPARE_JSON(claude.body.at("messages").as_array()[1].at("content"),
        R"([{"type":"tool_use","id":"c1","name":"patch","input":{"input":"*** x"}}])");
}

/// OpenAI refuses a strict schema that leaves anything open; Anthropic's may.
void TestRequestTranslation::strictToolsAreStrictWhereTheirSchemaFits()
{
    const auto tool = [](const char *schema) {
        return R"({"model":"m","max_tokens":1,"messages":[],"tools":[{"name":"f","strict":true,"input_schema":)"
            + std::string(schema) + "}]}";
    };
    const auto closed = tool(R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":{}},
        "required":["b"],"additionalProperties":false}},"required":["a"],"additionalProperties":false})");
    const auto *optional = R"({"type":"object","properties":{"a":{}},"additionalProperties":false})";
    const auto *deep = R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object"}}},
        "required":["a"],"additionalProperties":false})";
    for (const auto target : {chat, responses}) {
        const auto strictOf = [&](const std::string &body) {
            const auto tools = translate(anthropic, target, body).body.at("tools").as_array();
            const auto &only = tools[0].as_object();
            const auto &place = target == chat ? only.at("function").as_object() : only;
            return place.contains("strict") && place.at("strict").as_bool();
        };
        QVERIFY(strictOf(closed));
        for (const auto *open : {optional, deep}) {
            QVERIFY(!strictOf(tool(open)));
            QVERIFY(translate(anthropic, target, tool(open)).notes.find("strict of tools dropped")
                != std::string::npos);
        }
    }
    for (const auto target : {gemini, ollama})
        QCOMPARE(translate(anthropic, target, closed).notes, std::string("strict of tools dropped"));
}

void TestRequestTranslation::picturesOfResultsStandWhereTheyAreTaken()
{
    const std::string body = R"({"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[
        {"type":"tool_use","id":"1","name":"f","input":{}},{"type":"tool_use","id":"2","name":"g","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"text","text":"see"},
          {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]},
        {"type":"tool_result","tool_use_id":"2","is_error":true,"content":"no"}]}]})";
    auto to = destination();
    to.model = "gemini-3-pro";
    const auto newer = translate(anthropic, gemini, body, to);
    COMPARE_JSON(newer.body.at("contents").as_array()[1].at("parts"), R"([
        {"functionResponse":{"id":"1","name":"f","response":{"output":"see"},
          "parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}},
        {"functionResponse":{"id":"2","name":"g","response":{"error":"no"}}}])");
    QCOMPARE(newer.notes, std::string());
    to.model = "gemini-2.5-pro";
    const auto older = translate(anthropic, gemini, body, to);
    COMPARE_JSON(older.body.at("contents").as_array()[1].at("parts"), R"([
        {"functionResponse":{"id":"1","name":"f","response":{"output":"see"}}},
        {"functionResponse":{"id":"2","name":"g","response":{"error":"no"}}},
        {"inlineData":{"mimeType":"image/png","data":"AA=="}}])");
    QCOMPARE(older.notes, std::string("image of a tool result moved behind it"));
    const auto back = translate(gemini, anthropic, text(newer.body));
    COMPARE_JSON(back.body.at("messages").as_array()[1].at("content").as_array()[0].at("content"), R"([
        {"type":"text","text":"see"},
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}])");
}

/// Gemini's models draw; no other dialect takes pictures as what an assistant said, nor a message of nothing.
void TestRequestTranslation::assistantsSayTextOnly()
{
    const std::string body = R"({"contents":[{"role":"user","parts":[{"text":"draw"}]},
        {"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},
        {"role":"user","parts":[{"text":"again"}]}]})";
    for (const auto target : {chat, responses, anthropic}) {
        const auto got = translate(gemini, target, body);
        QVERIFY2(text(got.body).find("AA==") == std::string::npos, text(got.body).c_str());
        QVERIFY2(text(got.body).find("assistant") == std::string::npos, text(got.body).c_str());
        QVERIFY2(got.notes.find("left out") != std::string::npos
                || got.notes.find("media of an answer dropped") != std::string::npos,
            got.notes.c_str());
    }
}

/// Their templates fail on a system text anywhere but at the start, and servers on texts in a list.
void TestRequestTranslation::openModelsGetOneSystemText()
{
    const std::string body
        = R"({"model":"m","max_tokens":1,"system":[{"type":"text","text":"one"},{"type":"text","text":"two"}],
        "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
        {"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{}}]},
        {"role":"system","content":"early"},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"r"}]},
        {"role":"system","content":"late"},{"role":"user","content":"go on"}]})";
    const auto open = translate(anthropic, chat, body);
    COMPARE_JSON(open.body.at("messages"),
        R"([{"role":"system","content":"one\n\ntwo"},{"role":"user","content":"a\n\nb"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"1","content":"r"},
        {"role":"user","content":"<system>\nearly\n</system>\n\n<system>\nlate\n</system>\n\ngo on"}])");
    QCOMPARE(open.notes, std::string("system text within the conversation sent as the user's"));
    auto openAi = destination();
    openAi.quirks = {domain::Quirk::DeveloperRole};
    const auto own = translate(anthropic, chat, body, openAi);
    QVERIFY(own.body.at("messages").as_array()[3] == parsed(R"({"role":"system","content":"early"})"));
    QCOMPARE(own.notes, std::string());
    const auto codex = translate(responses, chat, R"({"model":"m","instructions":"one","input":[
        {"role":"developer","content":"two"},{"role":"user","content":"hi"}]})");
    COMPARE_JSON(codex.body.at("messages"),
        R"([{"role":"system","content":"one\n\ntwo"},{"role":"user","content":"hi"}])");
}

void TestRequestTranslation::ownDialectComesBackAsItWas_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("chat") << static_cast<int>(chat) << QByteArray(R"({"model":"target","messages":[
        {"role":"system","content":"s"},
        {"role":"user","name":"u","content":[{"type":"text","text":"a"},
          {"type":"image_url","image_url":{"url":"https://x","detail":"high"}}]},
        {"role":"assistant","content":"b","refusal":"no","tool_calls":[
          {"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":0.10}"}}]},
        {"role":"tool","tool_call_id":"1","content":"r"}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"strict":true}},
          {"type":"web_search","x":1}],
        "tool_choice":"auto","parallel_tool_calls":true,"max_tokens":5,"temperature":0.70,"top_p":0.1,
        "seed":12345678901234,"logit_bias":{"5":1},"n":2,"stop":["a"],
        "response_format":{"type":"json_object"},"reasoning_effort":"xhigh","verbosity":"low",
        "service_tier":"flex","user":"me","prompt_cache_key":"k","metadata":{"a":"b"},"store":true,
        "unknown":{"x":[1.0]}})");
    QTest::newRow("anthropic") << static_cast<int>(anthropic)
                               << QByteArray(R"({"model":"target","max_tokens":5,
        "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],
        "messages":[{"role":"user","content":[{"type":"text","text":"a"},
          {"type":"document","source":{"type":"url","url":"https://x"},"citations":{"enabled":true}}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},
          {"type":"redacted_thinking","data":"d"},
          {"type":"server_tool_use","id":"x","name":"web_search","input":{"q":1.0}},
          {"type":"tool_use","id":"1","name":"f","input":{"a":0.10}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","is_error":true,
          "content":[{"type":"text","text":"r"},{"type":"tool_reference","tool_name":"f"}]}]}],
        "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}},
          {"type":"web_search_20250305","name":"web_search"}],
        "tool_choice":{"type":"any"},"thinking":{"type":"enabled","budget_tokens":2000},
        "temperature":1.0,"top_k":4,"stop_sequences":["a"],
        "output_config":{"effort":"max","format":{"type":"json_schema","schema":{}}},
        "service_tier":"standard_only","metadata":{"user_id":"me"},"stream":true,"container":"c"})");
    QTest::newRow("ollama") << static_cast<int>(ollama) << QByteArray(R"({"model":"target","messages":[
        {"role":"system","content":"s"},{"role":"user","content":"a","images":["iVBORAA="]},
        {"role":"assistant","content":"b","thinking":"t","tool_calls":[
          {"id":"1","function":{"index":0,"name":"f","arguments":{"a":0.10}}}]},
        {"role":"tool","content":"r","tool_name":"f","tool_call_id":"1"}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
        "format":{"type":"object"},"think":"max","options":{"temperature":0.70,"top_p":0.1,"top_k":4,"seed":9,
          "num_predict":5,"stop":["a"],"num_ctx":8192,"min_p":0.05},
        "logprobs":true,"top_logprobs":3,"keep_alive":"5m","stream":true})");
}

void TestRequestTranslation::ownDialectComesBackAsItWas()
{
    QFETCH(int, dialect);
    QFETCH(QByteArray, body);
    auto to = destination();
    to.quirks = {domain::Quirk::DeveloperRole, domain::Quirk::ReasoningContent};
    const auto own = static_cast<Dialect>(dialect);
    const auto got = translate(own, own, body.toStdString(), to);
    COMPARE_JSON(got.body, body.constData());
    QCOMPARE(got.notes, std::string());
}

void TestRequestTranslation::malformedRequestsAreRefused()
{
    for (const auto dialect : {chat, anthropic, responses, gemini, ollama}) {
        for (const char *body : {"", "[]", "{}", R"({"messages":{}})", R"({"messages":[1)"})
            QVERIFY2(!codecFor(dialect)->decodeRequest(body).has_value(), body);
    }
}

/// Tools in a namespace and in the input, freeform tools, encrypted thoughts, developer texts.
void TestRequestTranslation::codexTurnReachesAnthropic()
{
    Thinking thought;
    thought.text = "hm";
    thought.signature = "proof";
    thought.madeIn = anthropic;
    const auto sealed = wrapSignature(thought, "target");
    const auto got = translate(responses, anthropic,
        R"({"model":"m","stream":true,"store":false,
        "include":["reasoning.encrypted_content"],"reasoning":{"effort":"medium","summary":"auto"},
        "tools":[{"type":"function","name":"shell","parameters":{"type":"object"},"strict":false},
          {"type":"namespace","name":"mcp","description":"of a server",
            "tools":[{"type":"function","name":"find","parameters":{"type":"object"}}]},
          {"type":"custom","name":"apply_patch","description":"d","format":{"type":"text"}}],
        "input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"rules"}]},
          {"role":"user","content":[{"type":"input_text","text":"go"},
            {"type":"input_image","image_url":"data:image/png;base64,AA=="}]},
          {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":")"
            + sealed + R"("},
          {"type":"function_call","call_id":"c1","name":"find","namespace":"mcp","arguments":"{\"q\":1}"},
          {"type":"custom_tool_call","call_id":"c2","name":"apply_patch","input":"*** x"},
          {"type":"function_call_output","call_id":"c1","output":"r1"},
          {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"r2"}]}]})");
    COMPARE_JSON(got.body.at("system"), R"([{"type":"text","text":"rules"}])");
    COMPARE_JSON(got.body.at("messages"), R"([{"role":"user","content":[{"type":"text","text":"go"},
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]},
      {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"proof"},
        {"type":"tool_use","id":"c1","name":"mcp__find","input":{"q":1}},
        {"type":"tool_use","id":"c2","name":"apply_patch","input":{"input":"*** x"}}]},
      {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"r1"}]},
        {"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"r2"}]}]}])");
    COMPARE_JSON(got.body.at("tools").as_array()[1].at("name"), R"("mcp__find")");
    COMPARE_JSON(got.body.at("tools").as_array()[2].at("input_schema"),
        R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})");
    QVERIFY(got.body.contains("thinking"));
    QCOMPARE(got.notes, std::string("description of a namespace of tools dropped"));
}

/// Few servers but OpenAI's know the member.
void TestRequestTranslation::refusalsOfTheHistoryAreText()
{
    const std::string body = R"({"model":"m","input":[{"role":"user","content":"a"},{"type":"message",
        "role":"assistant","content":[{"type":"refusal","refusal":"I can't."}]},{"role":"user","content":"b"}]})";
    const auto got = translate(responses, chat, body);
    COMPARE_JSON(got.body.at("messages").at(1), R"({"role":"assistant","content":"I can't."})");
    QCOMPARE(got.notes, std::string("refusals of the history sent as text"));
}

void TestRequestTranslation::chatReachesResponses()
{
    const auto got = translate(chat, responses, R"({"model":"m","max_tokens":3,"stream":true,"stop":["x"],
        "response_format":{"type":"json_schema","json_schema":{"name":"p","schema":{"type":"object"},"strict":true}},
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
        "messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"},
        {"role":"assistant","content":"a","tool_calls":[{"id":"c","type":"function",
          "function":{"name":"f","arguments":"{\"x\":1.0}"}}]},
        {"role":"tool","tool_call_id":"c","content":"r"}]})");
    COMPARE_JSON(got.body, R"({"model":"target","input":[
        {"type":"message","role":"system","content":[{"type":"input_text","text":"s"}]},
        {"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[]}]},
        {"type":"function_call","call_id":"c","name":"f","arguments":"{\"x\":1.0}"},
        {"type":"function_call_output","call_id":"c","output":"r"}],
        "tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}},"strict":false}],
        "max_output_tokens":16,
        "text":{"format":{"type":"json_schema","name":"p","schema":{"type":"object"},"strict":true}},
        "store":false,"stream":true})");
    QCOMPARE(got.notes, std::string("max tokens raised to 16: fewer are refused; stop sequences dropped"));
}

void TestRequestTranslation::chatReachesGemini()
{
    auto to = destination();
    to.model = "gemini-3-pro";
    const auto got
        = translate(chat, gemini, R"({"model":"m","max_tokens":9,"temperature":0.70,"seed":4,"stop":["x"],
        "reasoning_effort":"low","response_format":{"type":"json_schema","json_schema":{"name":"p","schema":{"$ref":"#/x","x":{"type":"string"}}}},
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","exclusiveMinimum":1}}}],
        "tool_choice":{"type":"function","function":{"name":"f"}},
        "messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"hi"},
          {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},
        {"role":"assistant","content":"a","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"x\":1.0}"}}]},
        {"role":"tool","tool_call_id":"c","content":"r"}]})",
            to);
    COMPARE_JSON(got.body, R"({"systemInstruction":{"parts":[{"text":"s"}]},
        "contents":[{"role":"user","parts":[{"text":"hi"},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},
        {"role":"model","parts":[{"text":"a"},{"functionCall":{"id":"c","name":"f","args":{"x":1.0}},
          "thoughtSignature":"skip_thought_signature_validator"}]},
        {"role":"user","parts":[{"functionResponse":{"id":"c","name":"f","response":{"output":"r"}}}]}],
        "tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","properties":{}}}]}],
        "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
        "generationConfig":{"maxOutputTokens":9,"temperature":0.70,"seed":4,"stopSequences":["x"],
          "responseMimeType":"application/json","responseJsonSchema":{"type":"string"},
          "thinkingConfig":{"includeThoughts":true,"thinkingLevel":"low"}}})");
    QCOMPARE(got.notes,
        std::string("name of the answer's schema dropped; schema: exclusiveMinimum dropped; "
                    "schema: x dropped"));
}

/// Calls have no ids there, and schemas a spelling of their own: keywords change, properties of the same name
/// don't.
void TestRequestTranslation::geminiReachesAnthropic()
{
    const auto got = translate(gemini, anthropic, R"({"system_instruction":{"parts":[{"text":"s"}]},
        "contents":[{"role":"user","parts":[{"text":"hi"}]},
        {"role":"model","parts":[{"functionCall":{"name":"f","args":{"q":1.0}}},{"functionCall":{"name":"f","args":{}}}]},
        {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"one"}}},
          {"functionResponse":{"name":"f","response":{"error":"two"}}}]}],
        "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{
          "type":{"type":"STRING","nullable":true},"nullable":{"type":"ARRAY","minItems":"2","items":{"type":"NUMBER"}}}}}]},
          {"googleSearch":{}}],
        "toolConfig":{"functionCallingConfig":{"mode":"ANY"}},
        "generationConfig":{"maxOutputTokens":50,"topK":3,"thinkingConfig":{"thinkingBudget":0}},
        "safetySettings":[]})");
    COMPARE_JSON(got.body, R"({"model":"target","max_tokens":50,"system":[{"type":"text","text":"s"}],
        "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},
        {"role":"assistant","content":[{"type":"tool_use","id":"call_0","name":"f","input":{"q":1.0}},
          {"type":"tool_use","id":"call_1","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_0","content":[{"type":"text","text":"one"}]},
          {"type":"tool_result","tool_use_id":"call_1","is_error":true,"content":[{"type":"text","text":"two"}]}]}],
        "tools":[{"name":"f","input_schema":{"type":"object","properties":{"type":{"type":["string","null"]},
          "nullable":{"type":"array","minItems":2,"items":{"type":"number"}}}}}],
        "tool_choice":{"type":"any"},"thinking":{"type":"disabled"},"top_k":3})");
    QCOMPARE(got.notes,
        std::string("safetySettings dropped; tool googleSearch dropped: the other provider would run it"));
}

void TestRequestTranslation::chatReachesOllama()
{
    const auto got
        = translate(chat, ollama, R"({"model":"m","max_tokens":9,"temperature":0.70,"seed":4,"stop":"x",
        "top_p":0.5,"reasoning_effort":"low","n":1,
        "response_format":{"type":"json_schema","json_schema":{"name":"p","schema":{"type":"object"}}},
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}},
          {"type":"function","function":{"name":"g"}}],
        "tool_choice":{"type":"function","function":{"name":"g"}},
        "messages":[{"role":"developer","content":"s"},{"role":"user","content":[{"type":"text","text":"hi"},
          {"type":"text","text":"there"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
          {"type":"image_url","image_url":{"url":"https://x/y.png"}}]},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"x\":1.0}"}}]},
        {"role":"tool","tool_call_id":"c","content":"r"}]})");
    COMPARE_JSON(got.body, R"({"model":"target","messages":[{"role":"system","content":"s"},
        {"role":"user","content":"hi\n\nthere","images":["AA=="]},
        {"role":"assistant","content":"","tool_calls":[{"id":"c","function":{"index":0,"name":"f","arguments":{"x":1.0}}}]},
        {"role":"tool","content":"r","tool_name":"f","tool_call_id":"c"}],
        "tools":[{"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}}}],
        "format":{"type":"object"},
        "options":{"temperature":0.70,"top_p":0.5,"seed":4,"num_predict":9,"stop":["x"]},"stream":false})");
    QCOMPARE(got.notes,
        std::string("name of the answer's schema dropped; "
                    "image by URL dropped: Ollama takes bytes only; a call can't be demanded here: only that "
                    "tool is offered; thinking is left to the model"));
    auto to = destination();
    to.model = "gpt-oss:20b";
    const auto efforts = translate(anthropic, ollama,
        R"({"model":"m","max_tokens":9,"thinking":{"type":"enabled","budget_tokens":20000},"messages":[]})",
        to);
    QVERIFY2(efforts.body.at("think") == "high", text(efforts.body).c_str());
    to.model = "qwen3";
    to.reasons = true;
    const auto thinks
        = translate(chat, ollama, R"({"model":"m","reasoning_effort":"high","messages":[]})", to);
    QVERIFY(thinks.body.at("think") == true);
}

/// Calls may lack ids there, and images never have a type.
/// A user's message between the results of one turn's calls would be refused.
void TestRequestTranslation::picturesOfResultsComeBehindThemAll()
{
    const auto got = translate(ollama, chat, R"({"model":"m","messages":[{"role":"user","content":"go"},
        {"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{}}},
          {"function":{"name":"g","arguments":{}}}]},
        {"role":"tool","tool_name":"f","content":"one","images":["iVBORw=="]},
        {"role":"tool","tool_name":"g","content":"two"},{"role":"user","content":"on"}]})");
    std::string roles;
    for (const auto &message : got.body.at("messages").as_array())
        roles += std::string(message.at("role").as_string()) + ' ';
    QCOMPARE(roles, std::string("user assistant tool tool user user "));
    COMPARE_JSON(got.body.at("messages").at(4).at("content").at(0),
        R"({"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}})");
}

void TestRequestTranslation::signedTextsOfGeminiAreNoted()
{
    const std::string body = R"({"contents":[{"role":"user","parts":[{"text":"a"}]},
        {"role":"model","parts":[{"text":"b","thoughtSignature":"proof"}]},{"role":"user","parts":[{"text":"c"}]}]})";
    const auto got = translate(gemini, chat, body);
    QCOMPARE(got.notes, std::string("thinking signature of a text dropped"));
    const auto own = translate(gemini, gemini, body);
    COMPARE_JSON(
        own.body.at("contents").at(1).at("parts").at(0), R"({"text":"b","thoughtSignature":"proof"})");
    QCOMPARE(own.notes, std::string());
}

void TestRequestTranslation::ollamaReachesChat()
{
    const auto got = translate(ollama, chat, R"({"model":"m","think":false,"format":"json","keep_alive":"5m",
        "options":{"num_predict":5,"temperature":0.10,"top_k":3,"stop":["x"],"num_ctx":4096},
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
        "messages":[{"role":"system","content":"s"},
        {"role":"user","content":"hi","images":["/9j/AA==","iVBORAA="]},
        {"role":"assistant","content":"","thinking":"hm","tool_calls":[{"function":{"name":"f","arguments":{"x":1.0}}},
          {"function":{"name":"g","arguments":{}}}]},
        {"role":"tool","tool_name":"g","content":"two"},{"role":"tool","content":"one"}]})");
    COMPARE_JSON(got.body, R"({"model":"target","messages":[{"role":"system","content":"s"},
        {"role":"user","content":[{"type":"text","text":"hi"},
          {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/AA=="}},
          {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORAA="}}]},
        {"role":"assistant","content":null,"tool_calls":[
          {"id":"call_0","type":"function","function":{"name":"f","arguments":"{\"x\":1.0}"}},
          {"id":"call_1","type":"function","function":{"name":"g","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"call_1","content":"two"},
        {"role":"tool","tool_call_id":"call_0","content":"one"}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}],
        "max_tokens":5,"temperature":0.10,"stop":["x"],"response_format":{"type":"json_object"},
        "stream":true,"stream_options":{"include_usage":true}})");
    QCOMPARE(got.notes,
        std::string("thinking dropped: other model; top_k dropped; thinking is left to the model; keep_alive "
                    "dropped; "
                    "options.num_ctx dropped"));
}

void TestRequestTranslation::promptsBecomeTurns()
{
    const auto got = translate(ollama, anthropic,
        R"({"model":"m","prompt":"hi","system":"s","images":["R0lGODAA"],"stream":false,"options":{"num_predict":-1}})");
    COMPARE_JSON(got.body.at("system"), R"([{"type":"text","text":"s"}])");
    COMPARE_JSON(got.body.at("messages"), R"([{"role":"user","content":[{"type":"text","text":"hi"},
        {"type":"image","source":{"type":"base64","media_type":"image/gif","data":"R0lGODAA"}}]}])");
    QVERIFY(!got.body.contains("stream"));
}

QTEST_GUILESS_MAIN(TestRequestTranslation)
#include "TestRequestTranslation.moc"
