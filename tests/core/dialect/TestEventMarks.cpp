#include "core/dialect/EventMarks.h"

#include <QtTest>

#include <boost/json.hpp>

using namespace slipswitch;
using domain::Dialect;

class TestEventMarks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marks_data();
    void marks();
    void laterEventsAreReadForUsageAndErrors();
    void errorEventsAreJson();
    void answersTellTheirIds();
    void anthropicEventsAreUnderstood();
};

void TestEventMarks::marks_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("expected"); // letters: c content, e ended, u usage only; then the error
    const int chat = static_cast<int>(Dialect::OpenAiChat);
    const int responses = static_cast<int>(Dialect::OpenAiResponses);
    const auto row = [](const char *name, int dialect, const char *data, const char *expected) {
        QTest::newRow(name) << dialect << QByteArray(data) << QString::fromUtf8(expected);
    };
    row("done", chat, "[DONE]", "e");
    row("role only", chat, R"({"choices":[{"delta":{"role":"assistant","content":""}}]})", "");
    row("null content", chat, R"({"choices":[{"delta":{"content":null,"refusal":null}}]})", "");
    row("text", chat, R"({"choices":[{"delta":{"content":"H"}}]})", "c");
    row("reasoning", chat, R"({"choices":[{"delta":{"reasoning_content":"H"}}]})", "c");
    row("tool call", chat, R"({"choices":[{"delta":{"tool_calls":[{"index":0}]}}]})", "c");
    row("refusal", chat, R"({"choices":[{"delta":{"refusal":"no"}}]})", "c");
    row("audio", chat, R"({"choices":[{"delta":{"audio":{"id":"x"}}}]})", "c");
    row("plain message", chat, R"({"choices":[{"message":{"role":"assistant","content":"Hi"}}]})", "c");
    row("completion", chat, R"({"choices":[{"text":"Hi"}]})", "c");
    row("usage chunk", chat, R"({"choices":[],"usage":{"prompt_tokens":1}})", "u");
    row("usage beside content", chat,
        R"({"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}})", "c");
    row("empty choices", chat, R"({"choices":[],"prompt_filter_results":[]})", "");
    row("error object", chat, R"({"error":{"message":"overloaded","code":502}})", "!overloaded");
    row("error text", chat, R"({"error":"boom"})", "!boom");
    row("error null", chat, R"({"error":null,"choices":[{"delta":{"content":"a"}}]})", "c");
    row("garbage", chat, "\x01\x02{{{", "");
    row("created", responses, R"({"type":"response.created","response":{"error":null}})", "");
    row("text delta", responses, R"({"type":"response.output_text.delta","delta":"H"})", "c");
    row("arguments", responses, R"({"type":"response.function_call_arguments.delta","delta":"{"})", "c");
    row("completed", responses, R"({"type":"response.completed","response":{"error":null}})", "e");
    row("failed", responses, R"({"type":"response.failed","response":{"error":{"message":"no"}}})", "e!no");
    row("error event", responses, R"({"type":"error","message":"bad"})", "e!bad");
    const int ollama = static_cast<int>(Dialect::Ollama);
    row("line", ollama, R"({"message":{"role":"assistant","content":"H"},"done":false})", "c");
    row("empty line", ollama, R"({"message":{"role":"assistant","content":""},"done":false})", "");
    row("thinking line", ollama, R"({"message":{"content":"","thinking":"H"},"done":false})", "c");
    row("generated line", ollama, R"({"response":"H","done":false})", "c");
    row("last line", ollama, R"({"message":{"content":""},"done_reason":"stop","done":true})", "e");
    row("error line", ollama, R"({"error":"no"})", "!no");
    row("plain answer", responses, R"({"object":"response","error":null,"output":[{}]})", "c");
}

void TestEventMarks::marks()
{
    QFETCH(int, dialect);
    QFETCH(QByteArray, data);
    QFETCH(QString, expected);
    const auto marks = dialect::marksOf(static_cast<Dialect>(dialect), data.toStdString(), true);
    QString found;
    if (marks.content)
        found += QLatin1Char('c');
    if (marks.ended)
        found += QLatin1Char('e');
    if (marks.usageOnly)
        found += QLatin1Char('u');
    if (!marks.error.empty())
        found += QLatin1Char('!') + QString::fromStdString(marks.error);
    QCOMPARE(found, expected);
}

void TestEventMarks::laterEventsAreReadForUsageAndErrors()
{
    const auto marks = [](const char *data) { return dialect::marksOf(Dialect::OpenAiChat, data, false); };
    QVERIFY(marks(R"({"choices":[],"usage":{"prompt_tokens":1}})").usageOnly);
    QVERIFY(!marks(R"({"error":{"message":"late"}})").error.empty());
    QVERIFY(marks("[DONE]").ended);
}

void TestEventMarks::answersTellTheirIds()
{
    const std::string response = R"("object":"response","instructions":"\"id\":\"no\"","id":"resp_1")";
    QCOMPARE(dialect::answerIdIn("{" + response + "}"), "resp_1");
    QCOMPARE(
        dialect::answerIdIn(R"({"type":"response.created","id":"event_1","response":{)" + response + "}}"),
        "resp_1");
    QCOMPARE(dialect::answerIdIn(R"({"id":7})"), "");
    QCOMPARE(dialect::answerIdIn("garbage"), "");
}

void TestEventMarks::errorEventsAreJson()
{
    for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::AnthropicMessages}) {
        const auto piece = dialect::errorEvent(dialect, "it \"broke\"\n", "upstream_closed");
        QVERIFY(piece.ends_with("\n\n"));
        const auto data = piece.substr(piece.find("data: ") + 6);
        QVERIFY(boost::json::parse(data).is_object());
        QVERIFY(dialect::marksOf(dialect, data, false).error.find("broke") != std::string::npos);
    }
    // Anthropic's SDK goes by the event's name.
    QVERIFY(dialect::errorEvent(Dialect::AnthropicMessages, "x", {}).starts_with("event: error\n"));
}

void TestEventMarks::anthropicEventsAreUnderstood()
{
    const auto marks
        = [](const char *data) { return dialect::marksOf(Dialect::AnthropicMessages, data, true); };
    QVERIFY(!marks(R"({"type":"message_start","message":{"content":[]}})").content);
    QVERIFY(!marks(R"({"type":"content_block_start","content_block":{"type":"text","text":""}})").content);
    QVERIFY(!marks(R"({"type":"ping"})").content);
    QVERIFY(marks(R"({"type":"content_block_start","content_block":{"type":"tool_use","id":"a"}})").content);
    QVERIFY(marks(R"({"type":"content_block_delta","delta":{"type":"text_delta","text":"a"}})").content);
    QVERIFY(!marks(R"({"type":"content_block_delta","delta":{"type":"text_delta","text":""}})").content);
    QVERIFY(marks(R"({"type":"message_stop"})").ended);
    QVERIFY(marks(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})").error
        == "Overloaded");
    QVERIFY(marks(R"({"type":"message","content":[{"type":"text","text":"a"}]})").content);
    QVERIFY(dialect::marksOf(Dialect::AnthropicMessages, R"({"type":"message_stop"})", false).ended);
}

QTEST_GUILESS_MAIN(TestEventMarks)
#include "TestEventMarks.moc"
