#include "core/dialect/Likelihoods.h"
#include "tests/core/dialect/Translating.h"
#include "tests/support/Answers.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
namespace json = boost::json;

namespace {

const Codec &completions = *clientCodecFor(Dialect::OpenAiCompletions);

AnswerTerms terms()
{
    AnswerTerms terms;
    terms.model = "m";
    terms.id = "req_1";
    terms.created = 7;
    return terms;
}

Answer someAnswer()
{
    Answer answer;
    Thinking thinking;
    thinking.text = "hm";
    Text text {"añb", {}, Dialect::None};
    text.likelihoods
        = {likelihoodOf({"añ", "-0.5"}, {{"añ", "-0.5"}, {"x", "-2"}}), likelihoodOf({"b", "-1"}, {})};
    answer.parts.push_back({std::move(thinking)});
    answer.parts.push_back({std::move(text)});
    answer.finish.reason = StopReason::Length;
    return answer;
}

std::string encoded(std::string_view body, Losses &losses)
{
    const auto request = completions.decodeRequest(body);
    return request ? codecFor(Dialect::AnthropicMessages)
                         ->encodeRequest(*request, tests::destinationOf("claude-3"), losses)
                   : request.error().detail;
}

} // namespace

/// OpenAI's oldest API before providers that don't speak it.
class TestCompletions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promptIsAUsersMessage();
    void whatIsNoConversationIsRefused_data();
    void whatIsNoConversationIsRefused();
    void lossesAreNoted();
    void answerHasItsShape();
    void streamHasItsShape();
};

void TestCompletions::promptIsAUsersMessage()
{
    Losses losses;
    const auto sent = json::parse(encoded(R"({"model":"m","prompt":["once"],"max_tokens":5,"stop":"x",
        "temperature":0.50,"n":1,"best_of":1,"echo":false,"suffix":null,"stream":true})",
        losses));
    QVERIFY(sent.at("messages").at(0)
        == json::parse(R"({"role":"user","content":[{"type":"text","text":"once"}]})"));
    QVERIFY(sent.at("max_tokens") == 5 && sent.at("stream") == true);
    QVERIFY(sent.at("stop_sequences") == json::parse(R"(["x"])"));
    QCOMPARE(losses.text(), std::string());
}

void TestCompletions::whatIsNoConversationIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("suffix") << QByteArray(R"({"model":"m","prompt":"a","suffix":"b"})")
                            << QByteArray("suffix");
    QTest::newRow("several") << QByteArray(R"({"model":"m","prompt":["a","b"]})") << QByteArray("prompt");
    QTest::newRow("tokens") << QByteArray(R"({"model":"m","prompt":[1,2]})") << QByteArray("prompt");
    QTest::newRow("none") << QByteArray(R"({"model":"m"})") << QByteArray("prompt");
}

void TestCompletions::whatIsNoConversationIsRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, word);
    const auto request = completions.decodeRequest(body.toStdString());
    QVERIFY(!request);
    QVERIFY(request.error().source == ErrorSource::Client && request.error().code == ErrorCode::BadRequest);
    QVERIFY(request.error().detail.find(word.toStdString()) != std::string::npos);
}

void TestCompletions::lossesAreNoted()
{
    Losses losses;
    (void)encoded(
        R"({"model":"m","prompt":"a","echo":true,"best_of":3,"n":2,"logprobs":0,"other":1})", losses);
    for (const char *word :
        {"echo dropped", "best_of dropped", "n dropped", "logprobs dropped", "other dropped"})
        QVERIFY2(losses.text().find(word) != std::string::npos, losses.text().c_str());
}

void TestCompletions::answerHasItsShape()
{
    Losses losses;
    domain::Usage usage;
    usage.known = true;
    usage.input = 3;
    usage.output = 2;
    const auto got = json::parse(completions.encodeAnswer(someAnswer(), terms(), usage, losses));
    QVERIFY(got.at("object") == "text_completion" && got.at("id") == "cmpl-req_1" && got.at("created") == 7);
    QVERIFY2(got.at("choices") == json::parse(R"([{"text":"añb","index":0,"logprobs":{"tokens":["añ","b"],
        "token_logprobs":[-0.5,-1],"top_logprobs":[{"añ":-0.5,"x":-2},{}],"text_offset":[0,2]},
        "finish_reason":"length"}])"),
        json::serialize(got).c_str());
    QVERIFY(got.at("usage").at("total_tokens") == 5);
    QCOMPARE(losses.text(), std::string("thinking dropped: completions have no place for it"));
}

void TestCompletions::streamHasItsShape()
{
    Losses losses;
    auto asking = terms();
    const auto encoder = completions.makeEncoder(asking, losses);
    encoder->started({});
    encoder->partBegan({Text {}});
    encoder->partGrew(Grown::Likelihood, likelihoodOf({"añ", "-0.5"}, {}));
    encoder->partGrew(Grown::Text, "añ");
    encoder->partGrew(Grown::Likelihood, likelihoodOf({"b", "-1"}, {}));
    encoder->partGrew(Grown::Text, "b");
    encoder->partEnded();
    encoder->finished({StopReason::Stop, {}});
    encoder->complete({});
    const auto events = tests::eventsOf(encoder->take(), Dialect::OpenAiChat);
    QCOMPARE(events.size(), std::size_t(5));
    const auto choice = [&](std::size_t i) { return json::parse(events[i]).at("choices").at(0); };
    QVERIFY(choice(0).at("text") == "añ" && choice(0).at("finish_reason").is_null());
    QVERIFY(choice(1).at("logprobs").at("text_offset") == json::parse("[2]"));
    QVERIFY(choice(2).at("text") == "" && choice(2).at("finish_reason") == "stop");
    QVERIFY(json::parse(events[3]).at("usage").at("total_tokens") == 0);
    QVERIFY(events[4] == "[DONE]");
    encoder->failed({0, "it fell over", {}, {}});
    QVERIFY(encoder->take().find("it fell over") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestCompletions)
#include "TestCompletions.moc"
