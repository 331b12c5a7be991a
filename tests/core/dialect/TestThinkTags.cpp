#include "core/dialect/openai/ThinkTags.h"
#include "tests/core/dialect/Translating.h"
#include "tests/support/Answers.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
namespace json = boost::json;

namespace {

const Codec &server = *codecFor(Dialect::OpenAiChat);

std::string streamOf(const std::string &text, std::size_t pieceSize)
{
    std::string stream;
    for (std::size_t at = 0; at < text.size(); at += pieceSize) {
        const json::object delta {{"content", text.substr(at, pieceSize)}};
        stream += "data: "
            + json::serialize(json::object {
                {"id", "a"}, {"choices", json::array {json::object {{"index", 0}, {"delta", delta}}}}})
            + "\n\n";
    }
    return stream + R"(data: {"id":"a","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})" + "\n\n";
}

std::string bodyOf(const std::string &text)
{
    return json::serialize(json::object {{"id", "a"},
        {"choices",
            json::array {json::object {
                {"index", 0}, {"finish_reason", "stop"}, {"message", json::object {{"content", text}}}}}}});
}

} // namespace

/// Thoughts that a server leaves in its text.
class TestThinkTags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tagsAtTheStartHoldAThought_data();
    void tagsAtTheStartHoldAThought();
    void aThoughtBeforeCallsIsOne();
    void whoHasAFieldUsesNoTags();
    void blanksAreNotKeptForEver();
    void historyIsLeftAsItIs();
    void theyDoNotGoBack();
};

void TestThinkTags::tagsAtTheStartHoldAThought_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("thought");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("usual") << QByteArray("<think>\nHm, so.\n\nYes.\n</think>\n\nHello!")
                           << QByteArray("Hm, so.\n\nYes.") << QByteArray("Hello!");
    QTest::newRow("blanks before") << QByteArray("\n <think>a</think>b") << QByteArray("a")
                                   << QByteArray("b");
    QTest::newRow("empty") << QByteArray("<think>\n\n</think>\n\nb") << QByteArray() << QByteArray("b");
    QTest::newRow("angles inside") << QByteArray("<think>a < b </thin </b></think>c")
                                   << QByteArray("a < b </thin </b>") << QByteArray("c");
    QTest::newRow("never closed") << QByteArray("<think>a b") << QByteArray("a b") << QByteArray();
    QTest::newRow("later") << QByteArray("so: <think>a</think>b") << QByteArray()
                           << QByteArray("so: <think>a</think>b");
    QTest::newRow("twice") << QByteArray("<think>a</think>b<think>c</think>") << QByteArray("a")
                           << QByteArray("b<think>c</think>");
    QTest::newRow("another tag") << QByteArray("<thinker>a") << QByteArray() << QByteArray("<thinker>a");
    QTest::newRow("cut tag") << QByteArray("<thi") << QByteArray() << QByteArray("<thi");
    QTest::newRow("none") << QByteArray("  plain") << QByteArray() << QByteArray("  plain");
}

/// Whole, and in pieces of every size.
void TestThinkTags::tagsAtTheStartHoldAThought()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, thought);
    QFETCH(QByteArray, text);
    const auto plain = tests::essenceOfReply(server, bodyOf(said.toStdString()), false);
    QVERIFY2(plain.text == text.toStdString() && plain.thoughts == thought.toStdString(),
        plain.describe().c_str());
    for (std::size_t size = 1; size <= static_cast<std::size_t>(said.size()); ++size) {
        const auto got = tests::essenceOfReply(server, streamOf(said.toStdString(), size), true);
        QVERIFY2(got.text == text.toStdString() && got.thoughts == thought.toStdString(),
            (std::to_string(size) + '\n' + got.describe()).c_str());
        QVERIFY(got.reason == StopReason::Stop && got.failure.empty());
    }
}

void TestThinkTags::aThoughtBeforeCallsIsOne()
{
    const auto stream = R"(data: {"id":"a","choices":[{"index":0,"delta":{"content":"<think>a b </th"}}]}

data: {"id":"a","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}

)";
    tests::StrictCollector whole;
    tests::readStream(server, {stream}, whole);
    QVERIFY2(whole.complaint().empty(), whole.complaint().c_str());
    QCOMPARE(whole.answer().parts.size(), std::size_t(2));
    QCOMPARE(std::get<Thinking>(whole.answer().parts[0].body).text, std::string("a b </th"));
    QVERIFY(std::holds_alternative<ToolCall>(whole.answer().parts[1].body));
}

void TestThinkTags::whoHasAFieldUsesNoTags()
{
    const auto stream = R"(data: {"id":"a","choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}

data: {"id":"a","choices":[{"index":0,"delta":{"content":"<think>is a tag</think>"},"finish_reason":"stop"}]}

)";
    const auto got = tests::essenceOfReply(server, stream, true);
    QCOMPARE(got.thoughts, std::string("hm"));
    QCOMPARE(got.text, std::string("<think>is a tag</think>"));
    const auto plain = tests::essenceOfReply(server,
        R"({"id":"a","choices":[{"index":0,"finish_reason":"stop","message":{"reasoning_content":"hm",
        "content":"<think>is a tag</think>"}}]})",
        false);
    QCOMPARE(plain.text, std::string("<think>is a tag</think>"));
}

void TestThinkTags::blanksAreNotKeptForEver()
{
    chat::ThinkTags before;
    QVERIFY(before.feed(std::string(100, ' ')).empty());
    QVERIFY(!before.feed(std::string(1000, ' ')).empty());
    QVERIFY(before.isOver());
    chat::ThinkTags inside;
    QVERIFY(inside.feed("<think>a").size() == 1);
    QVERIFY(inside.feed(std::string(100, '\n')).empty());
    QCOMPARE(inside.feed(std::string(1000, '\n')).size(), std::size_t(1));
}

/// What a client sends is its own text.
void TestThinkTags::historyIsLeftAsItIs()
{
    const auto got = tests::translated(Dialect::OpenAiChat, Dialect::AnthropicMessages,
        R"({"model":"m","messages":[{"role":"assistant","content":"<think>a</think>b"},
        {"role":"user","content":"c"}]})",
        tests::destinationOf("m"));
    QVERIFY(got.body.at("messages").at(0).at("content").at(0).at("text") == "<think>a</think>b");
}

/// These servers have no place for a thought: their models are used to doing without earlier ones.
void TestThinkTags::theyDoNotGoBack()
{
    const auto answer = server.decodeAnswer(bodyOf("<think>a</think>b"));
    QVERIFY(answer.has_value());
    Request request;
    request.from = Dialect::AnthropicMessages;
    request.messages.push_back(Message {Role::Assistant, answer->parts, {}});
    Losses losses;
    const auto sent = json::parse(server.encodeRequest(request, tests::destinationOf("m"), losses));
    QVERIFY(sent.at("messages").at(0) == json::parse(R"({"role":"assistant","content":"b"})"));
    QVERIFY(losses.text().find("thinking dropped") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestThinkTags)
#include "TestThinkTags.moc"
