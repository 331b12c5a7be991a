#include "core/dialect/TargetSchema.h"
#include "tests/core/dialect/Translating.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
namespace json = boost::json;

namespace {

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto gemini = Dialect::Gemini;
constexpr auto bedrock = Dialect::BedrockConverse;
constexpr auto cohere = Dialect::CohereChatV2;

} // namespace

/// A tool's schema on its way to a provider that takes less of JSON Schema than the client sent.
class TestTargetSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatNeedsNoChangeIsLeftAsItIs();
    void schemasAreFitted_data();
    void schemasAreFitted();
    void endlessReferencesEnd_data();
    void endlessReferencesEnd();
    void answersMayBeAnything();
    void ownDialectIsLeftAlone();
    void longNamesStayTwo();
    void longNamesReachResponses();
};

void TestTargetSchema::schemasAreFitted_data()
{
    QTest::addColumn<int>("target");
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QString>("notes");
    const auto row = [](const char *name, Dialect target, const char *schema, const char *wanted,
                         const char *notes = "") {
        QTest::newRow(name) << static_cast<int>(target) << QByteArray(schema) << QByteArray(wanted)
                            << QString(notes);
    };
    for (const auto &[name, target] : {std::pair("openai", chat), std::pair("claude", anthropic),
             std::pair("gemini", gemini), std::pair("bedrock", bedrock), std::pair("cohere", cohere)}) {
        const auto named = [name = name](const char *what) { return std::string(name) + ": " + what; };
        row(named("none").c_str(), target, "", R"({"type":"object","properties":{}})");
        row(named("empty").c_str(), target, "{}", R"({"type":"object","properties":{}})");
        row(named("anything").c_str(), target, "true", R"({"type":"object","properties":{}})");
        row(named("no properties").c_str(), target, R"({"type":"object","description":"d"})",
            R"({"type":"object","description":"d","properties":{}})");
        row(named("properties like keywords").c_str(), target,
            R"({"type":"object","properties":{"$ref":{"type":"string"},"definitions":{"type":"string"},
            "const":{"type":"string"},"anyOf":{"type":"string"}},"required":["$ref"]})",
            R"({"type":"object","properties":{"$ref":{"type":"string"},"definitions":{"type":"string"},
            "const":{"type":"string"},"anyOf":{"type":"string"}},"required":["$ref"]})");
        row(named("alternatives").c_str(), target,
            R"({"anyOf":[{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"number"}},"required":["a","b"]},
            {"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}]})",
            R"({"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"integer"}]},"b":{"type":"number"}},
            "required":["a"]})",
            "schema: anyOf merged");
        row(named("all of").c_str(), target,
            R"({"type":"object","properties":{"c":{"type":"string"}},"allOf":[{"required":["c"]},
            {"properties":{"a":{"type":"string"}},"required":["a"]}]})",
            R"({"type":"object","properties":{"c":{"type":"string"},"a":{"type":"string"}},"required":["c","a"]})",
            "schema: allOf merged");
    }
    const char *referring = R"({"$ref":"#/$defs/T","$defs":{"T":{"type":"object","properties":{
        "at":{"$ref":"#/$defs/P~1Q","description":"where"},"list":{"type":"array","items":{"$ref":"#/$defs/P~1Q"}}}},
        "P/Q":{"type":"object","properties":{"x":{"type":"number"}}}}})";
    const char *referred = R"({"type":"object","properties":{"at":{"description":"where","type":"object",
        "properties":{"x":{"type":"number"}}},"list":{"type":"array","items":{"type":"object",
        "properties":{"x":{"type":"number"}}}}}})";
    row("references for gemini", gemini, referring, referred);
    row("references for bedrock", bedrock, referring, referred);
    row("references for cohere", cohere, referring, referred);
    row("references for openai", chat, referring,
        R"({"type":"object","properties":{"at":{"$ref":"#/$defs/P~1Q","description":"where"},
        "list":{"type":"array","items":{"$ref":"#/$defs/P~1Q"}}},"$defs":{"T":{"type":"object","properties":{
        "at":{"$ref":"#/$defs/P~1Q","description":"where"},"list":{"type":"array","items":{"$ref":"#/$defs/P~1Q"}}}},
        "P/Q":{"type":"object","properties":{"x":{"type":"number"}}}}})");
    row("nowhere", gemini, R"({"type":"object","properties":{"a":{"$ref":"https://x/y","description":"d"}}})",
        R"({"type":"object","properties":{"a":{"type":"object","description":"d"}}})",
        "schema: unknown reference dropped");
    row("lists of anything", chat, R"({"type":"object","properties":{"a":{"type":"array"}}})",
        R"({"type":"object","properties":{"a":{"type":"array","items":{}}}})");
    row("rules at the top", chat,
        R"({"type":"object","properties":{"a":{"not":{}}},"not":{"required":["a"]}})",
        R"({"type":"object","properties":{"a":{"not":{}}}})", "schema: not at the top dropped");
    row("gemini's keywords", gemini, R"({"$schema":"s","type":"object","properties":{
        "a":{"const":"k"},"b":{"type":"integer","exclusiveMinimum":0,"maximum":9},
        "c":{"allOf":[{"type":"string","enum":["x"]}],"description":"d"}},"additionalProperties":false})",
        R"({"type":"object","properties":{"a":{"enum":["k"]},"b":{"type":"integer","maximum":9},
        "c":{"description":"d","type":"string","enum":["x"]}},"additionalProperties":false})",
        "schema: exclusiveMinimum dropped");
}

void TestTargetSchema::schemasAreFitted()
{
    QFETCH(int, target);
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, wanted);
    QFETCH(QString, notes);
    Losses losses;
    const auto got = json::parse(toolSchemaFor(static_cast<Dialect>(target), schema.toStdString(), losses));
    QVERIFY2(got == json::parse(wanted.toStdString()), json::serialize(got).c_str());
    QCOMPARE(QString::fromStdString(losses.text()), notes);
}

/// To the byte, without a tree.
void TestTargetSchema::whatNeedsNoChangeIsLeftAsItIs()
{
    Losses losses;
    const RawJson plain = R"({"type":"object", "properties":{"type":{"type":"string","enum":["x"]},"not":{}},
        "required":["type"],"additionalProperties":false})";
    for (const auto target : {chat, Dialect::OpenAiResponses, anthropic, bedrock, cohere})
        QCOMPARE(toolSchemaFor(target, plain, losses), plain);
    const RawJson list = R"({"type":"object","properties":{"a":{"type":"array"}},"$schema":"x"})";
    QCOMPARE(toolSchemaFor(anthropic, list, losses), list);
    for (const auto target : {chat, bedrock, gemini})
        QVERIFY(toolSchemaFor(target, list, losses) != list);
}

void TestTargetSchema::endlessReferencesEnd_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::newRow("itself") << QByteArray(R"({"type":"object","properties":{"next":{"$ref":"#"}}})");
    QTest::newRow("each other") << QByteArray(R"({"$ref":"#/$defs/A","$defs":{
        "A":{"properties":{"b":{"$ref":"#/$defs/B"}}},"B":{"properties":{"a":{"$ref":"#/$defs/A"}}}}})");
    QTest::newRow("by way of all") << QByteArray(
        R"({"$defs":{"X":{"properties":{"p":{"allOf":[{"$ref":"#/$defs/X"}]}}}},
        "type":"object","properties":{"p":{"allOf":[{"$ref":"#/$defs/X"}]}}})");
    QTest::newRow("only itself") << QByteArray(R"({"$ref":"#/$defs/A","$defs":{"A":{"$ref":"#/$defs/A"}}})");
    std::string doubling = R"({"type":"object","properties":{"a":{"$ref":"#/$defs/d0"}},"$defs":{)";
    for (int i = 0; i < 30; ++i) {
        const auto next = R"({"$ref":"#/$defs/d)" + std::to_string(i + 1) + R"("})";
        doubling += "\"d" + std::to_string(i) + R"(":{"properties":{"l":)" + next + R"(,"r":)" + next + "}},";
    }
    QTest::newRow("doubling") << QByteArray::fromStdString(doubling + R"("d30":{"type":"string"}}})");
    std::string unions = R"({"anyOf":[{"$ref":"#"},{"$ref":"#"},{"$ref":"#"},{"$ref":"#"},{"$ref":"#"}]})";
    QTest::newRow("unions of itself") << QByteArray::fromStdString(unions);
}

void TestTargetSchema::endlessReferencesEnd()
{
    QFETCH(QByteArray, schema);
    for (const auto target : {chat, anthropic, gemini, bedrock}) {
        Losses losses;
        const auto got = toolSchemaFor(target, schema.toStdString(), losses);
        QVERIFY(got.size() < 2U * 1024 * 1024);
        QVERIFY(json::parse(got).at("type") == "object");
        if (target == gemini)
            QVERIFY(got.find("$ref") == std::string::npos);
    }
}

void TestTargetSchema::answersMayBeAnything()
{
    Losses losses;
    const RawJson list = R"({"type":"array","items":{"$ref":"#/$defs/I"},"$defs":{"I":{"type":"string"}}})";
    QVERIFY(json::parse(answerSchemaFor(gemini, list, losses))
        == json::parse(R"({"type":"array","items":{"type":"string"}})"));
    QCOMPARE(answerSchemaFor(chat, list, losses), list);
    QCOMPARE(answerSchemaFor(gemini, {}, losses), RawJson());
}

void TestTargetSchema::ownDialectIsLeftAlone()
{
    const auto got = tests::translated(anthropic, anthropic,
        R"({"model":"m","max_tokens":1,"messages":[],"tools":[{"name":"f","input_schema":{"anyOf":[]}}]})",
        tests::destinationOf("m"));
    QVERIFY(got.body.at("tools").at(0).at("input_schema") == json::parse(R"({"anyOf":[]})"));
}

/// Names of MCP tools often differ at their end only.
void TestTargetSchema::longNamesStayTwo()
{
    const std::string server = "mcp__" + std::string(60, 's') + "__";
    const auto body = R"({"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[
        {"type":"tool_use","id":"t","name":")"
        + server + R"(read","input":{}}]}],"tool_choice":{"type":"tool","name":")" + server + R"(write"},
        "tools":[{"name":")"
        + server + R"(read","input_schema":{}},{"name":")" + server + R"(write","input_schema":{}}]})";
    const auto got = tests::translated(anthropic, chat, body, tests::destinationOf("m"));
    const auto name = [&](int i) {
        return std::string(got.body.at("tools").at(i).at("function").at("name").as_string());
    };
    QVERIFY(name(0).size() <= 64 && name(1).size() <= 64 && name(0) != name(1));
    QVERIFY(got.body.at("messages").at(0).at("tool_calls").at(0).at("function").at("name")
        == json::string(name(0)));
    QVERIFY(got.body.at("tool_choice").at("function").at("name") == json::string(name(1)));
    QVERIFY2(got.noted("tool names shortened"), got.notes.c_str());
}

/// Dots are fine at Google, and nowhere else.
void TestTargetSchema::longNamesReachResponses()
{
    const auto body = R"({"contents":[{"role":"model","parts":[{"functionCall":{"name":"a.b","args":{}}}]}],
        "tools":[{"functionDeclarations":[{"name":"a.b"},{"name":")"
        + std::string(80, 'n') + R"("}]}]})";
    const auto got = tests::translated(gemini, Dialect::OpenAiResponses, body, tests::destinationOf("m"));
    QVERIFY(got.body.at("tools").at(0).at("name") == "a_b");
    QVERIFY(got.body.at("input").at(0).at("name") == "a_b");
    QCOMPARE(got.body.at("tools").at(1).at("name").as_string().size(), std::size_t(64));
}

QTEST_GUILESS_MAIN(TestTargetSchema)
#include "TestTargetSchema.moc"
