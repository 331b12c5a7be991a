#include "core/dialect/Json.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;

class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPlaceIsEscaped();
    void rawTextKeepsNumbersAndOrder();
    void absentValuesCanBeWalked();
    void lastDuplicateCounts();
    void whatIsNotJsonIsRefused_data();
    void whatIsNotJsonIsRefused();
    void depthIsBounded();
    void writerPutsCommas();
    void objectTextIsAlwaysAnObject();
};

void TestJson::rawTextKeepsNumbersAndOrder()
{
    const std::string text
        = R"({"z":0.70,"a":[1e400,12345678901234567890123,-0,1.0],"s":"ä\n\"\\u","e":{},"f":[],"n":null,"t":true})";
    const auto tree = JsonTree::parse(text).value();
    QCOMPARE(tree.root().raw(), text);
    QCOMPARE(tree.root()["a"].raw(), std::string("[1e400,12345678901234567890123,-0,1.0]"));
    QVERIFY(tree.root()["z"].number() == "0.70");
    QVERIFY(tree.root()["s"].text() == "ä\n\"\\u");
}

void TestJson::absentValuesCanBeWalked()
{
    const auto tree = JsonTree::parse(R"({"a":{"b":null},"list":[{"x":1},{"x":2}]})").value();
    const auto root = tree.root();
    QVERIFY(!root["nothing"]["at"]["all"]);
    QVERIFY(!root["a"]["b"]);
    QCOMPARE(root["a"]["b"].raw(), std::string("null"));
    QCOMPARE(root["nothing"].size(), std::size_t {0});
    std::int64_t sum = 0;
    for (const auto item : root["list"])
        sum += item["x"].integer();
    QCOMPARE(sum, std::int64_t {3});
    for (const auto item : root["a"]["b"])
        QFAIL(item.raw().c_str());
}

void TestJson::lastDuplicateCounts()
{
    const auto tree = JsonTree::parse(R"({"a":1,"a":2})").value();
    QCOMPARE(tree.root()["a"].integer(), std::int64_t {2});
}

void TestJson::whatIsNotJsonIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "{", "[1,]", "{\"a\":1}}", "nul", "\"\xff\"", "{\"a\" 1}", "// x\n1", "01"})
        QTest::newRow(text) << QByteArray(text);
}

void TestJson::whatIsNotJsonIsRefused()
{
    QFETCH(QByteArray, text);
    const auto tree = JsonTree::parse(text.toStdString());
    QVERIFY(!tree);
    QCOMPARE(tree.error().code, ErrorCode::BadRequest);
}

void TestJson::depthIsBounded()
{
    QVERIFY(JsonTree::parse(std::string(500, '[') + std::string(500, ']')).has_value());
    QVERIFY(!JsonTree::parse(std::string(100000, '[') + std::string(100000, ']')).has_value());
}

void TestJson::writerPutsCommas()
{
    std::string out;
    JsonWriter writer(out);
    writer.beginObject()
        .field("a", "x\x01\"")
        .key("b")
        .beginArray()
        .number(1)
        .null()
        .beginObject()
        .endObject();
    writer.beginArray().endArray().endArray().fieldIf("no", "").fieldRaw("r", "0.10").fieldBool("t", true);
    writer.endObject();
    QCOMPARE(out, std::string(R"({"a":"x\u0001\"","b":[1,null,{},[]],"r":0.10,"t":true})"));
}

void TestJson::objectTextIsAlwaysAnObject()
{
    QCOMPARE(objectText(" {\"a\": 1.50} "), std::string("{\"a\":1.50}"));
    for (const char *text : {"", "null", "\"x\"", "[1]", "{\"a\":"})
        QCOMPARE(objectText(text), std::string("{}"));
}

/// Text is looked at eight bytes at a time: what needs an escape may stand at any of them.
void TestJson::everyPlaceIsEscaped()
{
    constexpr std::size_t longest = 19;
    for (const std::string odd : {"\"", "\\", "\n", "\x01", "\x1f", "\x7f", " ", "é", "🙂", "\"\""}) {
        for (std::size_t length = 0; length <= longest; ++length) {
            for (std::size_t at = 0; at <= length; ++at) {
                auto text = std::string(length, 'a');
                text.insert(at, odd);
                std::string quoted;
                appendQuoted(quoted, text);
                QVERIFY2(JsonTree::parse(quoted).value().root().text() == text, quoted.c_str());
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestJson)
#include "TestJson.moc"
