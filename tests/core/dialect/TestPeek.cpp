#include "core/dialect/Patch.h"
#include "core/dialect/Peek.h"
#include "core/dialect/openai/ReasoningHistory.h"

#include <QtTest>

#include <boost/json.hpp>

using namespace slipswitch;
using dialect::Peek;

namespace {

/// A body with the padding that a request buffer has.
class Padded
{
public:
    explicit Padded(std::string text)
        : m_size(text.size())
        , m_text(std::move(text))
    {
        m_text.resize(m_size + 64);
    }
    [[nodiscard]] std::string_view view() const { return {m_text.data(), m_size}; }

private:
    std::size_t m_size;
    std::string m_text;
};

std::string form(const std::string &model)
{
    return "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF--B\r\n"
           "--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"
        + model + "\r\n--B--\r\n";
}

} // namespace

class TestPeek : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheFields();
    void refuses_data();
    void refuses();
    void deepNestingIsSkipped();
    void malformedOptionsAreLeftToTheProvider();
    void patches_data();
    void patches();
    void spentReasoningIsCutOut_data();
    void spentReasoningIsCutOut();
    void untouchedBodyIsNotCopied();
    void readsAndPatchesForms();
};

void TestPeek::readsTheFields()
{
    const Padded body(
        R"({"messages":[{"role":"user","content":"\"model\":\"x\""}],"mo\u0064el" : "a/\u0062" ,"stream":true,)"
        R"("stream_options":{"x":1,"include_usage":true},"tools":[{}]})");
    const auto peek = dialect::peekJson(body.view());
    QVERIFY2(peek.has_value(), peek ? "" : peek.error().detail.c_str());
    QVERIFY(peek->model == "a/b");
    QVERIFY(body.view().substr(peek->modelSpan.offset, peek->modelSpan.length) == "\"a/\\u0062\"");
    QVERIFY(peek->stream);
    QVERIFY(peek->includeUsage);
    QVERIFY(peek->tools);
}

void TestPeek::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    QTest::newRow("empty") << QByteArray() << "not a JSON object";
    QTest::newRow("array") << QByteArray("[1]") << "not a JSON object";
    QTest::newRow("cut off") << QByteArray(R"({"model":"a","messages":[)") << "";
    QTest::newRow("no model") << QByteArray(R"({"messages":[]})") << "names no model";
    QTest::newRow("empty model") << QByteArray(R"({"model":""})") << "non-empty string";
    QTest::newRow("number as model") << QByteArray(R"({"model":7})") << "non-empty string";
    QTest::newRow("two models") << QByteArray(R"({"model":"a","model":"b"})") << "\"model\" twice";
    QTest::newRow("two models, one escaped")
        << QByteArray(R"({"model":"a","m\u006fdel":"b"})") << "\"model\" twice";
    QTest::newRow("stream as text") << QByteArray(R"({"model":"a","stream":"yes"})") << "true or false";
    QTest::newRow("two streams") << QByteArray(R"({"model":"a","stream":true,"stream":false})") << "twice";
    QTest::newRow("options as list") << QByteArray(R"({"model":"a","stream_options":[{"x":1}]})")
                                     << "must be an object";
    QTest::newRow("options as text") << QByteArray(R"({"model":"a","stream_options":"x"})")
                                     << "must be an object";
    QTest::newRow("bad UTF-8") << QByteArray("{\"model\":\"a\",\"x\":\"\xff\"}") << "UTF-8";
    QTest::newRow("NUL") << QByteArray("{\"model\":\"a\0b\"}", 15) << "";
}

void TestPeek::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    const Padded padded(body.toStdString());
    const auto peek = dialect::peekJson(padded.view());
    QVERIFY(!peek);
    QCOMPARE(peek.error().code, ErrorCode::BadRequest);
    QCOMPARE(peek.error().source, ErrorSource::Client);
    QVERIFY2(peek.error().detail.find(words.toStdString()) != std::string::npos, peek.error().detail.c_str());
}

void TestPeek::deepNestingIsSkipped()
{
    constexpr int depth = 10'000;
    const Padded body(R"({"model":"a","x":)" + std::string(depth, '[') + std::string(depth, ']') + "}");
    // Whether it is skipped or refused, it must end in an answer and not in an overflown stack.
    const auto peek = dialect::peekJson(body.view());
    QVERIFY(peek.has_value() || peek.error().code == ErrorCode::BadRequest);
}

void TestPeek::malformedOptionsAreLeftToTheProvider()
{
    const Padded body(R"({"stream_options":{"include_usagtype":"a"b while="c"},"model":"m"}], "mo" })");
    (void)dialect::peekJson(body.view()); // may be read or refused; must not touch a dead iterator
    const Padded cut(R"({"stream_options":{,"include_usage":true},"model":"m"})");
    const auto peek = dialect::peekJson(cut.view());
    QVERIFY(!peek || !peek->includeUsage);
}

void TestPeek::spentReasoningIsCutOut_data()
{
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<QByteArray>("left");
    const auto row = [](const char *name, const char *messages, const char *left) {
        QTest::newRow(name) << QByteArray(messages) << QByteArray(left);
    };
    row("last", R"([{"role":"assistant","content":"a","reasoning_content":"t"}])",
        R"([{"role":"assistant","content":"a"}])");
    row("first", R"([{"reasoning_content" : "t\"}" , "role":"assistant"}])", R"([{ "role":"assistant"}])");
    row("alone", R"([{ "reasoning_content":null }])", R"([{  }])");
    row("between", R"([{"a":1, "reasoning_content":"t", "b":2},{"reasoning_content":"u","b":2}])",
        R"([{"a":1, "b":2},{"b":2}])");
    row("twice", R"([{"reasoning_content":"t","reasoning_content":"u","b":2}])",
        R"([{"reasoning_content":"u","b":2}])");
    row("not its own", R"([{"content":"reasoning_content","x":{"reasoning_content":"t"}}])",
        R"([{"content":"reasoning_content","x":{"reasoning_content":"t"}}])");
    row("no text", R"([{"reasoning_content":{"a":1}},7])", R"([{"reasoning_content":{"a":1}},7])");
    row("malformed", R"([{"a":1,"reasoning_content":"t"},{"b])", R"([{"a":1,"reasoning_content":"t"},{"b])");
}

void TestPeek::spentReasoningIsCutOut()
{
    QFETCH(QByteArray, messages);
    QFETCH(QByteArray, left);
    const auto body = [](const QByteArray &list) {
        return R"({"model":"m","messages":)" + list.toStdString() + R"(,"seed":1.0})";
    };
    const Padded before(body(messages));
    Peek peek;
    peek.model = "m";
    dialect::Changes changes {"m", false};
    for (const auto &span : dialect::chat::reasoningSpans(before.view()))
        changes.edits.push_back({span, {}});
    const auto after = dialect::patchJson(before.view(), peek, changes);
    QCOMPARE(QByteArray::fromStdString(after.value_or(std::string(before.view()))),
        QByteArray::fromStdString(body(left)));
}

void TestPeek::patches_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("askForUsage");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("model") << QByteArray(R"({ "model" : "p/m" , "a":1.0})") << false
                           << QByteArray(R"({ "model" : "m" , "a":1.0})");
    QTest::newRow("usage added")
        << QByteArray(R"({"model":"m","stream":true})") << true
        << QByteArray(R"({"stream_options":{"include_usage":true},"model":"m","stream":true})");
    QTest::newRow("usage joins options")
        << QByteArray(R"({"model":"p/m","stream_options":{"x":[1,2]}})") << true
        << QByteArray(R"({"model":"m","stream_options":{"include_usage":true,"x":[1,2]}})");
    QTest::newRow("usage into empty options")
        << QByteArray(R"({"stream_options":{ },"model":"m"})") << true
        << QByteArray(R"({"stream_options":{"include_usage":true },"model":"m"})");
    QTest::newRow("usage in place of null")
        << QByteArray(R"({"model":"m","stream_options":null})") << true
        << QByteArray(R"({"model":"m","stream_options":{"include_usage":true}})");
    QTest::newRow("usage switched on")
        << QByteArray(R"({"model":"m","stream_options":{"include_usage" : false, "y":2}})") << true
        << QByteArray(R"({"model":"m","stream_options":{"include_usage" : true, "y":2}})");
    QTest::newRow("usage inside another option is not ours")
        << QByteArray(R"({"model":"m","stream_options":{"x":{"include_usage":false}}})") << true
        << QByteArray(R"({"model":"m","stream_options":{"include_usage":true,"x":{"include_usage":false}}})");
    QTest::newRow("usage with an escaped name")
        << QByteArray(R"({"model":"m","stream_options":{"include\u005fusage":null}})") << true
        << QByteArray(R"({"model":"m","stream_options":{"include\u005fusage":true}})");
}

void TestPeek::patches()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, askForUsage);
    QFETCH(QByteArray, expected);
    const Padded padded(body.toStdString());
    const auto peek = dialect::peekJson(padded.view());
    QVERIFY2(peek.has_value(), peek ? "" : peek.error().detail.c_str());
    const auto patched = dialect::patchJson(padded.view(), *peek, {"m", askForUsage});
    QVERIFY(patched.has_value());
    QCOMPARE(QByteArray::fromStdString(*patched), expected);
    boost::json::error_code wrong;
    boost::json::parse(*patched, wrong);
    QVERIFY(!wrong);
}

void TestPeek::untouchedBodyIsNotCopied()
{
    const Padded body(R"({"model":"m","stream_options":{"include_usage":true}})");
    const auto peek = dialect::peekJson(body.view());
    QVERIFY(peek.has_value());
    QVERIFY(!dialect::patchJson(body.view(), *peek, {"m", true}));
}

void TestPeek::readsAndPatchesForms()
{
    const auto body = form("p/whisper");
    const auto peek = dialect::peekMultipart(body, "multipart/form-data; boundary=\"B\"");
    QVERIFY2(peek.has_value(), peek ? "" : peek.error().detail.c_str());
    QVERIFY(peek->model == "p/whisper");
    QVERIFY(*dialect::patchMultipart(body, *peek, {"whisper", false}) == form("whisper"));
    QVERIFY(!dialect::peekMultipart(body, "multipart/form-data"));
    QVERIFY(!dialect::peekMultipart("--B\r\n\r\n", "multipart/form-data; boundary=B"));
}

QTEST_GUILESS_MAIN(TestPeek)
#include "TestPeek.moc"
