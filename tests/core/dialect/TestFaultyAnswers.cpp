#include "core/gateway/AnswerTranslator.h"
#include "tests/support/Answers.h"

#include <QtTest>

#include <boost/json.hpp>

using namespace slipswitch;
using namespace slipswitch::dialect;
namespace json = boost::json;

namespace {

const Codec &chat = *codecFor(Dialect::OpenAiChat);
const Codec &gemini = *codecFor(Dialect::Gemini);
const Codec &responses = *codecFor(Dialect::OpenAiResponses);

AnswerTerms terms(const std::string &id)
{
    AnswerTerms terms;
    terms.model = "m";
    terms.id = id;
    return terms;
}

/// A whole answer by way of the gateway's translator.
std::string translated(const Codec &from, const Codec &to, const std::string &body, const std::string &id)
{
    gateway::AnswerTranslator translator({from, to, terms(id), false, nullptr, {}, nullptr, false});
    translator.begin(false, http::Framing::Events);
    translator.feed(body);
    translator.finish({}, {});
    return translator.take();
}

} // namespace

/// Answers of old, broken or careless servers.
class TestFaultyAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamedFunctionCallIsHeard();
    void callsWithoutIdsDifferFromAnswerToAnswer();
    void brokenCallsAreErrors_data();
    void brokenCallsAreErrors();
    void imagesOfAnswersAreNoted();
    void emptyPartsAreNotTold();
    void wholePartsCountTowardsTheLimit();
    void citationsOfPagesTravel();
    void signedTextsAreNoted_data();
    void signedTextsAreNoted();
    void pausesAreNoted();
};

/// The form of the time before tools.
void TestFaultyAnswers::streamedFunctionCallIsHeard()
{
    const std::string stream
        = R"(data: {"id":"a","choices":[{"index":0,"delta":{"role":"assistant","function_call":{"name":"f","arguments":""}}}]}

data: {"id":"a","choices":[{"index":0,"delta":{"function_call":{"arguments":"{\"x\":"}}}]}

data: {"id":"a","choices":[{"index":0,"delta":{"function_call":{"arguments":"1}"}}}]}

data: {"id":"a","choices":[{"index":0,"delta":{},"finish_reason":"function_call"}]}

data: [DONE]

)";
    tests::StrictCollector whole;
    tests::readStream(chat, {stream}, whole);
    QVERIFY2(whole.complaint().empty(), whole.complaint().c_str());
    QVERIFY(whole.isFinished());
    QCOMPARE(whole.answer().parts.size(), std::size_t(1));
    const auto &call = std::get<ToolCall>(whole.answer().parts.front().body);
    QCOMPARE(call.name, std::string("f"));
    QCOMPARE(call.arguments, std::string("{\"x\":1}"));
    QVERIFY(whole.answer().finish.reason == StopReason::ToolCalls);
}

/// A history would have the same id twice.
void TestFaultyAnswers::callsWithoutIdsDifferFromAnswerToAnswer()
{
    const std::string body = R"({"id":"a","choices":[{"index":0,"finish_reason":"function_call",
        "message":{"role":"assistant","function_call":{"name":"f","arguments":"{}"}}}]})";
    const auto idIn = [&](const std::string &request) {
        const auto answer
            = json::parse(translated(chat, *codecFor(Dialect::AnthropicMessages), body, request));
        return std::string(answer.at("content").at(0).at("id").as_string());
    };
    QVERIFY(!idIn("req_1").empty());
    QVERIFY(idIn("req_1") != idIn("req_2"));
}

void TestFaultyAnswers::brokenCallsAreErrors_data()
{
    QTest::addColumn<QByteArray>("reason");
    for (const char *word : {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
             "MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE"})
        QTest::newRow(word) << QByteArray(word);
}

void TestFaultyAnswers::brokenCallsAreErrors()
{
    QFETCH(QByteArray, reason);
    const auto body = R"({"candidates":[{"content":{},"finishReason":")" + reason.toStdString()
        + R"(","index":0}],"modelVersion":"g"})";
    const auto plain = gemini.decodeAnswer(body);
    QVERIFY(!plain);
    QVERIFY(plain.error().detail.find(reason.toStdString()) != std::string::npos);
    tests::StrictCollector whole;
    tests::readStream(gemini, {"data: " + body + "\n\n"}, whole);
    QVERIFY(!whole.isFinished());
    QVERIFY(whole.essence().failure.find(reason.toStdString()) != std::string::npos);
}

void TestFaultyAnswers::imagesOfAnswersAreNoted()
{
    const std::string body = R"({"candidates":[{"content":{"parts":[{"text":"here"},
        {"inlineData":{"mimeType":"image/png","data":"AA=="}}]},"finishReason":"STOP","index":0}]})";
    const auto answer = gemini.decodeAnswer(body);
    QVERIFY(answer.has_value());
    for (const auto dialect :
        {Dialect::OpenAiChat, Dialect::AnthropicMessages, Dialect::OpenAiResponses, Dialect::Ollama}) {
        const auto &to = *codecFor(dialect);
        Losses plain, streamed;
        const auto told = to.encodeAnswer(*answer, terms("x"), {}, plain);
        QVERIFY2(plain.text().find("media of the answer dropped") != std::string::npos, told.c_str());
        QVERIFY(told.find("AA==") == std::string::npos);
        const auto encoder = to.makeEncoder(terms("x"), streamed);
        tell(*answer, *encoder);
        QVERIFY2(streamed.text().find("media of the answer dropped") != std::string::npos,
            encoder->take().c_str());
    }
}

/// Their places would shift those of the parts behind them.
void TestFaultyAnswers::emptyPartsAreNotTold()
{
    Answer answer;
    answer.parts = {{Text {}}, {Thinking {}}, {Text {"hi", {}, Dialect::None}}};
    answer.finish.reason = StopReason::Stop;
    Losses losses;
    const auto told = json::parse(responses.encodeAnswer(answer, terms("req_1"), {}, losses));
    QCOMPARE(told.at("output").as_array().size(), std::size_t(1));
    QVERIFY(told.at("output").at(0).at("id") == "msg_1_0");
}

void TestFaultyAnswers::wholePartsCountTowardsTheLimit()
{
    gateway::AnswerTranslator translator(
        {*codecFor(Dialect::Ollama), chat, terms("x"), true, nullptr, {}, nullptr, false});
    translator.begin(true, http::Framing::Lines);
    const auto line = R"({"model":"m","message":{"tool_calls":[{"function":{"name":"f","arguments":{"a":")"
        + std::string(4U * 1024 * 1024, 'a') + R"("}}}]},"done":false})" + "\n";
    std::string told;
    for (int i = 0; i < 20 && told.find("too large") == std::string::npos; ++i) {
        translator.feed(line);
        told = translator.take();
    }
    QVERIFY(told.find("The answer is too large to translate.") != std::string::npos);
}

void TestFaultyAnswers::signedTextsAreNoted_data()
{
    QTest::addColumn<bool>("streams");
    QTest::newRow("plain") << false;
    QTest::newRow("streamed") << true;
}

/// Gemini's proof of what it thought may come with a text, in a stream behind it.
void TestFaultyAnswers::signedTextsAreNoted()
{
    QFETCH(bool, streams);
    gateway::AnswerTranslator translator({gemini, chat, terms("x"), streams, nullptr, {}, nullptr, false});
    translator.begin(streams, http::Framing::Events);
    const std::string frame = streams ? "data: " : "", end = streams ? "\r\n\r\n" : "";
    if (streams)
        translator.feed(frame + R"({"candidates":[{"content":{"parts":[{"text":"hi"}]}}]})" + end);
    translator.feed(frame + R"({"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":")"
        + (streams ? "" : "hi") + R"(","thoughtSignature":"proof"}]}}]})" + end);
    translator.finish({}, {});
    const auto told = translator.take();
    QVERIFY2(told.find("\"content\":\"hi\"") != std::string::npos, told.c_str());
    QVERIFY(told.find("proof") == std::string::npos);
    QCOMPARE(translator.losses().text(), std::string("thinking signature of a text dropped"));
}

/// Between OpenAI's two dialects, plain and streamed.
void TestFaultyAnswers::citationsOfPagesTravel()
{
    const std::string nested = R"({"type":"url_citation","url_citation":{"start_index":1,"end_index":3,)"
                               R"("url":"https://x","title":"t"}})";
    const std::string flat
        = R"({"type":"url_citation","start_index":1,"end_index":3,"url":"https://x","title":"t"})";
    const auto toResponses = json::parse(translated(chat, responses,
        R"({"id":"a","choices":[{"index":0,"finish_reason":"stop","message":{"content":"abcd","annotations":[)"
            + nested + "]}}]}",
        "x"));
    QVERIFY(toResponses.at("output").at(0).at("content").at(0).at("annotations").at(0) == json::parse(flat));
    const auto toChat = json::parse(translated(responses, chat,
        R"({"id":"r","status":"completed","output":[{"type":"message","role":"assistant","content":[)"
        R"({"type":"output_text","text":"abcd","annotations":[)"
            + flat + "]}]}]}",
        "x"));
    QVERIFY(toChat.at("choices").at(0).at("message").at("annotations").at(0) == json::parse(nested));
    const auto stream = R"(data: {"id":"a","choices":[{"index":0,"delta":{"content":"abcd"}}]}

data: {"id":"a","choices":[{"index":0,"delta":{"annotations":[)"
        + nested + R"(]},"finish_reason":"stop"}]}

data: [DONE]

)";
    tests::StrictCollector whole;
    tests::readStream(chat, {stream}, whole);
    QVERIFY2(whole.complaint().empty(), whole.complaint().c_str());
    Losses losses;
    const auto told = json::parse(responses.encodeAnswer(whole.answer(), terms("x"), {}, losses));
    QVERIFY(told.at("output").at(0).at("content").at(0).at("annotations").at(0) == json::parse(flat));
    QCOMPARE(losses.text(), std::string());
    const auto encoder = chat.makeEncoder(terms("x"), losses);
    tell(*responses.decodeAnswer(
             R"({"status":"completed","output":[{"type":"message","role":"assistant","content":[)"
             R"({"type":"output_text","text":"abcd","annotations":[)"
             + flat + "]}]}]}"),
        *encoder);
    QVERIFY(encoder->take().find(nested) != std::string::npos);
}

/// Only Anthropic's clients can go on from there.
void TestFaultyAnswers::pausesAreNoted()
{
    const std::string body = R"({"id":"a","model":"c","role":"assistant","stop_reason":"pause_turn",
        "content":[{"type":"text","text":"so far"}]})";
    const auto &anthropic = *codecFor(Dialect::AnthropicMessages);
    gateway::AnswerTranslator translator(
        {anthropic, chat, terms("req_1"), false, nullptr, {}, nullptr, false});
    translator.begin(false, http::Framing::Events);
    translator.feed(body);
    translator.finish({}, {});
    QVERIFY(translator.take().find("so far") != std::string::npos);
    QCOMPARE(translator.losses().text(), std::string("paused by its provider: ended here"));
}

QTEST_GUILESS_MAIN(TestFaultyAnswers)
#include "TestFaultyAnswers.moc"
