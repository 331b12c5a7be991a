#include "core/gateway/UsageWithholder.h"

#include <QtTest>

using namespace slipswitch;

namespace {

std::string passAll(const std::vector<std::string> &pieces)
{
    gateway::UsageWithholder withholder(domain::Dialect::OpenAiChat);
    std::string passed;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        passed += withholder.pass(pieces[i], i + 1 == pieces.size());
    return passed;
}

} // namespace

class TestUsageWithholder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySplitGivesTheSame_data();
    void everySplitGivesTheSame();
    void completeEventsDoNotWait();
};

void TestUsageWithholder::everySplitGivesTheSame_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("LF") << QByteArray("\n");
    QTest::newRow("CRLF") << QByteArray("\r\n");
    QTest::newRow("CR") << QByteArray("\r");
}

void TestUsageWithholder::everySplitGivesTheSame()
{
    QFETCH(QByteArray, line);
    const auto end = (line + line).toStdString();
    const std::string before
        = ": comment" + end + R"(data: {"choices":[{"delta":{"content":"\"usage\""}}],"usage":null})" + end;
    const std::string withheld = R"(data: {"choices":[],"usage":{"prompt_tokens":1}})" + end;
    const std::string after = "data: [DONE]" + end + "data: unfinished";
    const auto stream = before + withheld + after;
    for (std::size_t at = 0; at <= stream.size(); ++at)
        QVERIFY2(
            passAll({stream.substr(0, at), stream.substr(at)}) == before + after, std::to_string(at).c_str());
    std::vector<std::string> bytes;
    for (const char c : stream)
        bytes.emplace_back(1, c);
    QVERIFY(passAll(bytes) == before + after);
}

void TestUsageWithholder::completeEventsDoNotWait()
{
    gateway::UsageWithholder withholder(domain::Dialect::OpenAiChat);
    QVERIFY(withholder.pass("data: {\"a\":1}\n\nda", false) == "data: {\"a\":1}\n\n");
    QVERIFY(withholder.pass("ta: 2\n\n", false) == "data: 2\n\n");
}

QTEST_GUILESS_MAIN(TestUsageWithholder)
#include "TestUsageWithholder.moc"
