#include "core/dialect/Likelihoods.h"
#include "tests/core/dialect/Translating.h"
#include "tests/support/Answers.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
using tests::destinationOf;
using tests::translated;
namespace json = boost::json;

namespace {

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto gemini = Dialect::Gemini;
constexpr auto ollama = Dialect::Ollama;
constexpr std::array telling {chat, responses, gemini, ollama};

constexpr const char *asked = R"({"model":"m","messages":[],"logprobs":true,"top_logprobs":2})";

Answer answerWithLikelihoods()
{
    Answer answer;
    Text text {"Hi!", {}, Dialect::None};
    text.likelihoods = {likelihoodOf({"Hi", "-0.25"}, {{"Hi", "-0.25"}, {"Yo", "-1.5"}}),
        likelihoodOf({"!", "-3.0"}, {{"!", "-3.0"}, {".", "-4"}})};
    answer.parts.push_back({std::move(text)});
    answer.finish.reason = StopReason::Stop;
    return answer;
}

AnswerTerms terms()
{
    AnswerTerms terms;
    terms.model = "m";
    terms.id = "req_1";
    return terms;
}

std::vector<RawJson> streamedIn(const Codec &codec, const std::string &stream)
{
    tests::StrictCollector whole;
    tests::readStream(codec, {stream}, whole);
    return whole.complaint().empty() && whole.isFinished() ? likelihoodsOf(whole.answer())
                                                           : std::vector<RawJson> {whole.complaint()};
}

} // namespace

/// Log probabilities between the dialects that tell them.
class TestLikelihoods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyAreAskedForEverywhere();
    void whoTellsNoneIsNotAsked();
    void includeAsksForThem();
    void coheresAreThoseOfPieces();
    void answersKeepThem_data();
    void answersKeepThem();
    void streamsTellThemWithTheirText();
    void refusalsKeepTheirs();
    void brokenOnesArePassedOver();
};

void TestLikelihoods::theyAreAskedForEverywhere()
{
    const auto toResponses = translated(chat, responses, asked, destinationOf("m")).body;
    QVERIFY(toResponses.at("top_logprobs") == 2);
    QVERIFY(toResponses.at("include") == json::parse(R"(["message.output_text.logprobs"])"));
    const auto toGemini = translated(chat, gemini, asked, destinationOf("m")).body.at("generationConfig");
    QVERIFY(toGemini == json::parse(R"({"responseLogprobs":true,"logprobs":2})"));
    const auto toOllama = translated(chat, ollama, asked, destinationOf("m"));
    QVERIFY(toOllama.body.at("logprobs") == true && toOllama.body.at("top_logprobs") == 2);
    QCOMPARE(toOllama.notes, std::string());
    const auto toChat = translated(gemini, chat,
        R"({"contents":[],"generationConfig":{"responseLogprobs":true,"logprobs":3}})", destinationOf("m"));
    QVERIFY(toChat.body.at("logprobs") == true && toChat.body.at("top_logprobs") == 3);
    const auto own = translated(gemini, gemini,
        R"({"contents":[],"generationConfig":{"responseLogprobs":true,"logprobs":3}})", destinationOf("m"));
    QVERIFY(own.body.at("generationConfig") == json::parse(R"({"responseLogprobs":true,"logprobs":3})"));
}

void TestLikelihoods::whoTellsNoneIsNotAsked()
{
    for (const auto into : {anthropic, Dialect::BedrockConverse}) {
        const auto got = translated(chat, into, asked, destinationOf("m"));
        QVERIFY2(got.noted("logprobs dropped"), got.notes.c_str());
    }
    auto thinker = destinationOf("gpt-5", "openai");
    thinker.reasons = true;
    for (const auto &[from, into] : {std::pair(chat, responses), std::pair(ollama, chat)}) {
        const auto got = translated(from, into, asked, thinker);
        QVERIFY2(got.noted("logprobs dropped"), got.notes.c_str());
        QVERIFY(!got.body.contains("logprobs") && !got.body.contains("top_logprobs"));
    }
    const auto groq = translated(ollama, chat, asked, destinationOf("m", "groq"));
    QVERIFY(groq.noted("logprobs dropped") && !groq.body.contains("logprobs"));
}

/// It tells them for each piece of the text, which may be several tokens.
void TestLikelihoods::coheresAreThoseOfPieces()
{
    const auto sent = translated(chat, Dialect::CohereChatV2, asked, destinationOf("m"));
    QVERIFY(sent.body.at("logprobs") == true && !sent.body.contains("top_logprobs"));
    QCOMPARE(sent.notes, std::string("top_logprobs dropped: Cohere tells the chosen ones alone"));
    const auto &cohere = *codecFor(Dialect::CohereChatV2);
    const auto answer = cohere.decodeAnswer(R"({"id":"a","finish_reason":"COMPLETE","message":{
        "role":"assistant","content":[{"type":"text","text":"Hi all"}]},"logprobs":[
        {"text":"Hi","token_ids":[1],"logprobs":[-0.10]},{"text":" all","token_ids":[2,3],"logprobs":[-0.5,-0.25]},
        {"text":"","token_ids":[]}]})");
    const std::vector<RawJson> wanted {R"({"token":"Hi","logprob":-0.10,"bytes":[72,105],"top_logprobs":[]})",
        R"({"token":" all","logprob":-0.75,"bytes":[32,97,108,108],"top_logprobs":[]})"};
    QVERIFY(std::get<Text>(answer->parts.at(0).body).likelihoods == wanted);
    Collector told;
    const auto decoder = cohere.makeDecoder();
    for (const char *event :
        {R"({"type":"message-start","id":"a"})",
            R"({"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}})",
            R"({"type":"content-delta","delta":{"message":{"content":{"text":"Hi"}}},"logprobs":{"text":"Hi","logprobs":[-0.10]}})",
            R"({"type":"content-delta","delta":{"message":{"content":{"text":" all"}}},"logprobs":{"text":" all","logprobs":[-0.5,-0.25]}})",
            R"({"type":"content-end"})", R"({"type":"message-end","delta":{"finish_reason":"COMPLETE"}})"})
        decoder->event(event, told);
    decoder->end(told);
    QVERIFY(std::get<Text>(told.answer().parts.at(0).body).likelihoods == wanted);
}

void TestLikelihoods::includeAsksForThem()
{
    const std::string body = R"({"model":"m","input":"x","include":["message.output_text.logprobs"]})";
    const auto got = translated(responses, chat, body, destinationOf("m"));
    QVERIFY(got.body.at("logprobs") == true);
    QCOMPARE(got.notes, std::string());
    QVERIFY(translated(responses, anthropic, body, destinationOf("m")).noted("logprobs dropped"));
    const auto own = translated(responses, responses, body, destinationOf("m")).body;
    QVERIFY(own.at("include") == json::parse(R"(["message.output_text.logprobs"])"));
    QVERIFY(translated(responses, chat, R"({"model":"m","input":"x","include":["computer_call_output"]})",
        destinationOf("m"))
            .noted("include dropped"));
}

void TestLikelihoods::answersKeepThem_data()
{
    QTest::addColumn<int>("dialect");
    for (const auto dialect : telling)
        QTest::newRow(std::string(domain::name(dialect)).c_str()) << static_cast<int>(dialect);
}

void TestLikelihoods::answersKeepThem()
{
    QFETCH(int, dialect);
    const auto &codec = *codecFor(static_cast<Dialect>(dialect));
    const auto answer = answerWithLikelihoods();
    Losses losses;
    const auto plain = codec.decodeAnswer(codec.encodeAnswer(answer, terms(), {}, losses));
    QVERIFY(plain.has_value());
    QVERIFY(likelihoodsOf(*plain) == likelihoodsOf(answer));
    const auto encoder = codec.makeEncoder(terms(), losses);
    tell(answer, *encoder);
    encoder->complete({});
    QVERIFY(streamedIn(codec, encoder->take()) == likelihoodsOf(answer));
    QCOMPARE(losses.text(), std::string());
}

/// Each token is told beside the text it belongs to, so that a client may read them together.
void TestLikelihoods::streamsTellThemWithTheirText()
{
    const std::string stream
        = R"(data: {"id":"a","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":{"content":[{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[]}]}}]}

data: {"id":"a","choices":[{"index":0,"delta":{"content":"!"},"logprobs":{"content":[{"token":"!","logprob":-1,"bytes":[33],"top_logprobs":[]}]}}]}

data: {"id":"a","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

)";
    for (const auto dialect : telling) {
        const auto &codec = *codecFor(dialect);
        Losses losses;
        const auto encoder = codec.makeEncoder(terms(), losses);
        tests::readStream(*codecFor(chat), {stream}, *encoder);
        int together = 0;
        for (const auto &event : tests::eventsOf(encoder->take(), dialect)) {
            const bool delta = event.find("_text.done") == std::string::npos
                && event.find("part.done") == std::string::npos
                && event.find("item.done") == std::string::npos;
            const auto probability = dialect == gemini ? R"("logProbability":-0.5)" : R"("logprob":-0.5)";
            if (delta && event.find(probability) != std::string::npos) {
                QVERIFY2(event.find(R"(:"Hi")") != std::string::npos && event.find("-1") == std::string::npos,
                    event.c_str());
                ++together;
            }
        }
        QCOMPARE(together, 1);
    }
}

void TestLikelihoods::refusalsKeepTheirs()
{
    const auto &codec = *codecFor(chat);
    const auto answer = codec.decodeAnswer(
        R"({"id":"a","choices":[{"index":0,"finish_reason":"stop","message":{"content":null,"refusal":"No"},
        "logprobs":{"content":null,"refusal":[{"token":"No","logprob":-2,"bytes":null,"top_logprobs":[]}]}}]})");
    QVERIFY(answer.has_value());
    Losses losses;
    const auto back = json::parse(codec.encodeAnswer(*answer, terms(), {}, losses)).at("choices").at(0);
    QVERIFY(back.at("logprobs").at("refusal").at(0).at("logprob") == -2);
    QVERIFY(back.at("logprobs").at("refusal").at(0).at("bytes") == json::parse("[78,111]"));
    QCOMPARE(losses.text(), std::string());
    const auto other = codecFor(responses)->encodeAnswer(*answer, terms(), {}, losses);
    QVERIFY2(losses.text().find("logprobs of a refusal dropped") != std::string::npos, other.c_str());
}

void TestLikelihoods::brokenOnesArePassedOver()
{
    const auto answer = codecFor(ollama)->decodeAnswer(
        R"({"model":"m","message":{"content":"x"},"done":true,"logprobs":[{"token":"x"},7,null,
        {"token":"x","logprob":-1,"top_logprobs":[{"token":"y"},{"token":"x","logprob":-1}]}]})");
    QVERIFY(answer.has_value());
    const auto likelihoods = likelihoodsOf(*answer);
    QCOMPARE(likelihoods.size(), std::size_t(1));
    QCOMPARE(json::parse(likelihoods[0]).at("top_logprobs").as_array().size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestLikelihoods)
#include "TestLikelihoods.moc"
