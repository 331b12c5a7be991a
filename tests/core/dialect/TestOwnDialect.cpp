#include "core/dialect/Estimate.h"
#include "core/dialect/ForeignThoughts.h"
#include "core/dialect/Rules.h"
#include "core/dialect/anthropic/MessagesPatch.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;

namespace {

std::string sealed(Dialect madeIn, std::string_view model)
{
    Thinking thinking;
    thinking.signature = "proof";
    thinking.madeIn = madeIn;
    return wrapSignature(thinking, model);
}

} // namespace

/// What is done to a request that goes to a provider of its own dialect.
class TestOwnDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foreignThoughtsGoAndNothingElse_data();
    void foreignThoughtsGoAndNothingElse();
    void dialectsWithoutSignaturesAreLeftAlone();
    void olderClaudesGetWhatTheyTake_data();
    void olderClaudesGetWhatTheyTake();
    void filesCountAlikeWhateverTheirSize();
};

void TestOwnDialect::foreignThoughtsGoAndNothingElse_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("wanted");
    const auto other = sealed(Dialect::OpenAiChat, "gpt"),
               later = sealed(Dialect::AnthropicMessages, "target"),
               mine = sealed(Dialect::OpenAiResponses, "target");
    const auto row = [](const char *name, Dialect dialect, const std::string &body, const char *wanted) {
        QTest::newRow(name) << static_cast<int>(dialect) << QByteArray::fromStdString(body)
                            << QByteArray(wanted);
    };
    row("claude", Dialect::AnthropicMessages,
        R"({"model":"m","max_tokens":9,"temperature":0.70,"messages":[{"role":"assistant","content":[)"
        R"({"type":"thinking","thinking":"hm","signature":")"
            + other + R"("},{"type":"text","text":"a"},{"type":"thinking","thinking":"own","signature":")"
            + later
            + R"("},{"type":"thinking","thinking":"native","signature":"x"}]},)"
              R"({"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":")"
            + other
            + R"("}]}],"tools":[{"name":"f","strict":true,"defer_loading":true,"input_examples":[{}],"input_schema":{}}]})",
        R"({"model":"target","max_tokens":9,"temperature":0.70,"messages":[{"role":"assistant","content":[)"
        R"({"type":"text","text":"a"},{"type":"thinking","thinking":"own","signature":"proof"},)"
        R"({"type":"thinking","thinking":"native","signature":"x"}]}],)"
        R"("tools":[{"name":"f","strict":true,"defer_loading":true,"input_examples":[{}],"input_schema":{}}]})");
    row("codex", Dialect::OpenAiResponses,
        R"({"model":"m","include":["reasoning.encrypted_content"],"store":false,"input":[)"
        R"({"type":"reasoning","summary":[],"encrypted_content":")"
            + other + R"("},{"type":"reasoning","id":"r","summary":[],"encrypted_content":")" + mine
            + R"("},{"role":"user","content":"slip1| is a word"}]})",
        R"({"model":"target","include":["reasoning.encrypted_content"],"store":false,"input":[)"
        R"({"type":"reasoning","id":"r","summary":[],"encrypted_content":"proof"},)"
        R"({"role":"user","content":"slip1| is a word"}]})");
    row("gemini", Dialect::Gemini,
        R"({"contents":[{"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":")" + other
            + R"("},{"functionCall":{"name":"f","args":{}},"thoughtSignature":")" + other
            + R"("}]}],"generationConfig":{"speechConfig":{}},)"
              R"("toolConfig":{"functionCallingConfig":{"allowedFunctionNames":["f","g"]}}})",
        R"({"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}],)"
        R"("generationConfig":{"speechConfig":{}},)"
        R"("toolConfig":{"functionCallingConfig":{"allowedFunctionNames":["f","g"]}}})");
}

void TestOwnDialect::foreignThoughtsGoAndNothingElse()
{
    QFETCH(int, dialect);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, wanted);
    Losses losses;
    const auto got
        = withoutForeignThoughts(body.toStdString(), static_cast<Dialect>(dialect), "target", losses);
    QVERIFY(got.has_value());
    QCOMPARE(QByteArray::fromStdString(*got), wanted);
    QCOMPARE(losses.text(), std::string("thinking signature dropped: other model"));
}

void TestOwnDialect::olderClaudesGetWhatTheyTake_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("wanted"); // empty: as it was sent
    const auto row = [](const char *name, const char *model, const char *sent, const char *wanted) {
        const auto body = [](const char *rest) {
            return *rest
                ? QByteArray(R"({"model":"m", )") + rest + R"(,"messages":[{"role":"user","content":"hi"}]})"
                : QByteArray();
        };
        QTest::newRow(name) << QByteArray(model) << body(sent) << body(wanted);
    };
    constexpr auto adaptive
        = R"("max_tokens":32000,"thinking": {"type":"adaptive"} ,"output_config":{"effort":"medium"})";
    row("new enough", "claude-opus-4-7", adaptive, "");
    row("no known Claude", "my-model", adaptive, "");
    row("by a budget", "claude-haiku-4-5-20251001", adaptive,
        R"("max_tokens":32000,"thinking": {"type":"enabled","budget_tokens":12288} )");
    row("one that takes an effort", "claude-opus-4-5", adaptive,
        R"("max_tokens":32000,"thinking": {"type":"enabled","budget_tokens":12288} ,"output_config":{"effort":"medium"})");
    row("one that does not think", "claude-3-5-haiku-latest", adaptive,
        R"("max_tokens":32000,"thinking": {"type":"disabled"} )");
    row("without an effort, with little room", "claude-sonnet-4-5",
        R"("max_tokens":6000,"thinking":{"type":"adaptive","display":"summarized"})",
        R"("max_tokens":6000,"thinking":{"type":"enabled","budget_tokens":3000})");
    row("without room", "claude-sonnet-4-5", R"("max_tokens":1024,"thinking":{"type":"adaptive"})",
        R"("max_tokens":1024,"thinking":{"type":"disabled"})");
    row("counted", "claude-sonnet-4-5", R"("thinking":{"type":"adaptive"})",
        R"("thinking":{"type":"enabled","budget_tokens":1024})");
    row("the form of the answer stays", "claude-sonnet-4-5",
        R"("output_config":{"effort":"low","format":{"type":"json_schema","schema":{"a":1.0}}},"max_tokens":9)",
        R"("output_config":{"format":{"type":"json_schema","schema":{"a":1.0}}},"max_tokens":9)");
    row("all the room for thinking", "any",
        R"("max_tokens":16000,"thinking":{"budget_tokens" : 16000,"type":"enabled"})",
        R"("max_tokens":16000,"thinking":{"budget_tokens" : 8000,"type":"enabled"})");
    row("room for more than one answer", "any",
        R"("max_tokens":16000,"thinking":{"budget_tokens":20000,"type":"enabled"})", "");
    row("a tool is demanded", "claude-sonnet-4-5",
        R"("max_tokens":32000,"thinking":{"type":"adaptive"},"tool_choice":{"type":"any"})",
        R"("max_tokens":32000,"thinking":{"type":"disabled"},"tool_choice":{"type":"any"})");
    row("nonsense", "claude-sonnet-4-5",
        R"("max_tokens":"a","thinking":[{"type":"adaptive"}],"output_config":1)", "");
}

void TestOwnDialect::olderClaudesGetWhatTheyTake()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, wanted);
    constexpr std::size_t padding = 64;
    std::string body = sent.toStdString();
    body.reserve(body.size() + padding);
    const auto peek = peekJson(body);
    QVERIFY(peek.has_value());
    Losses losses;
    Changes changes {peek->model};
    changes.edits = anthropic::editsFor(body, *peek, model.toStdString(), losses);
    const auto patched = patchJson(body, *peek, changes);
    QCOMPARE(QByteArray::fromStdString(patched.value_or(std::string())), wanted);
    QCOMPARE(losses.empty(), wanted.isEmpty());
}

void TestOwnDialect::dialectsWithoutSignaturesAreLeftAlone()
{
    Losses losses;
    QVERIFY(!withoutForeignThoughts(R"({"messages":[]})", Dialect::OpenAiChat, "m", losses));
    QVERIFY(!withoutForeignThoughts("{", Dialect::AnthropicMessages, "m", losses));
}

/// The bytes of an image are no words.
void TestOwnDialect::filesCountAlikeWhateverTheirSize()
{
    const auto withImage = [](std::size_t bytes) {
        return estimatedTokens(
            R"({"messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,)"
            + std::string(bytes, 'A') + R"("}}]}]})");
    };
    QCOMPARE(withImage(1000), withImage(4000000));
    QVERIFY(withImage(1000) > 1000 && withImage(1000) < 2000);
    const auto words = [](int count) {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += "word ";
        return estimatedTokens(R"({"messages":")" + text + R"("})");
    };
    QVERIFY(words(1000) - words(0) == 1250);
    QCOMPARE(estimatedTokens(""), std::int64_t {1});
}

QTEST_GUILESS_MAIN(TestOwnDialect)
#include "TestOwnDialect.moc"
