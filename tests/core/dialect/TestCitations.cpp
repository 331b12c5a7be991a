#include "core/dialect/Citations.h"
#include "core/dialect/ForeignThoughts.h"
#include "core/dialect/Rules.h"
#include "tests/support/Answers.h"

#include <QtTest>

#include <boost/json.hpp>

using namespace slipswitch;
using namespace slipswitch::dialect;
namespace json = boost::json;

namespace {

const Codec &chat = *codecFor(Dialect::OpenAiChat);
const Codec &anthropic = *codecFor(Dialect::AnthropicMessages);
const Codec &responses = *codecFor(Dialect::OpenAiResponses);
const Codec &google = *codecFor(Dialect::Gemini);

const std::string claudes = R"({"id":"msg","content":[{"type":"text","text":"Grün: "},
    {"type":"text","text":"1.2","citations":[{"type":"web_search_result_location","url":"https://x","title":"t",
    "cited_text":"c","encrypted_index":"proof"}]}],"stop_reason":"end_turn"})";
const std::string geminis = R"({"responseId":"g","candidates":[{"index":0,"finishReason":"STOP",
    "content":{"parts":[{"text":"Grün: 1.2"}]},"groundingMetadata":{"groundingChunks":[
    {"web":{"uri":"https://w","title":"u"}},{"web":{"uri":"https://x","title":"t"}}],
    "groundingSupports":[{"segment":{"startIndex":7,"endIndex":10},"groundingChunkIndices":[1,9]}]}}]})";
const std::string openAis = R"({"id":"r","status":"completed","output":[{"type":"message","role":"assistant",
    "content":[{"type":"output_text","text":"Grün: 1.2","annotations":[{"type":"url_citation","start_index":6,
    "end_index":9,"url":"https://x","title":"t"}]}]}]})";

AnswerTerms terms()
{
    AnswerTerms terms;
    terms.model = "m";
    terms.id = "req_1";
    return terms;
}

json::value plainly(const Codec &from, const Codec &to, const std::string &body, Losses &losses)
{
    return json::parse(to.encodeAnswer(from.decodeAnswer(body).value(), terms(), {}, losses));
}

std::string streamed(const Codec &from, const Codec &to, const std::string &body, Losses &losses)
{
    const auto encoder = to.makeEncoder(terms(), losses);
    tell(from.decodeAnswer(body).value(), *encoder);
    encoder->complete({});
    return encoder->take();
}

json::value nested(int begin, int end)
{
    return {{"type", "url_citation"},
        {"url_citation", {{"start_index", begin}, {"end_index", end}, {"url", "https://x"}, {"title", "t"}}}};
}

} // namespace

/// Citations of web pages between the dialects that have them.
class TestCitations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pagesReachChat_data();
    void pagesReachChat();
    void pagesReachAnthropicAndNeverGoBack();
    void pagesReachGemini();
    void streamsOfAnthropicCite();
    void otherCitationsAreNoted();
    void citationsOfTheHistoryAreNotedWhereTheyEnd();
};

void TestCitations::pagesReachChat_data()
{
    QTest::addColumn<int>("from");
    QTest::newRow("anthropic") << 0;
    QTest::newRow("gemini") << 1;
    QTest::newRow("responses") << 2;
}

/// With the places of what they belong to, in characters.
void TestCitations::pagesReachChat()
{
    QFETCH(int, from);
    const auto &codec = from == 0 ? anthropic : from == 1 ? google : responses;
    const auto &body = from == 0 ? claudes : from == 1 ? geminis : openAis;
    Losses losses;
    const auto message = plainly(codec, chat, body, losses).at("choices").at(0).at("message");
    QVERIFY(message.at("content") == "Grün: 1.2");
    QVERIFY2(message.at("annotations") == json::array {nested(6, 9)}, json::serialize(message).c_str());
    const auto stream = streamed(codec, chat, body, losses);
    const auto events = tests::eventsOf(stream, Dialect::OpenAiChat);
    const auto cites
        = [](const std::string &event) { return event.find("annotations") != std::string::npos; };
    const auto found = std::ranges::find_if(events, cites);
    QVERIFY2(found != events.end(), stream.c_str());
    const auto delta = json::parse(*found).at("choices").at(0).at("delta");
    QVERIFY2(delta.at("annotations") == json::array {nested(6, 9)}, found->c_str());
    QCOMPARE(losses.text(), std::string());
}

/// Anthropic proves its own; others carry a mark by which they are taken out before Anthropic sees them.
void TestCitations::pagesReachAnthropicAndNeverGoBack()
{
    Losses losses;
    const auto block = plainly(responses, anthropic, openAis, losses).at("content").at(0);
    const auto cited = block.at("citations").at(0);
    QVERIFY(cited.at("type") == "web_search_result_location" && cited.at("url") == "https://x");
    const auto stream = streamed(responses, anthropic, openAis, losses);
    QVERIFY(stream.find(R"("type":"citations_delta")") != std::string::npos);
    const auto body = json::serialize(json::object {{"model", "claude"},
        {"messages", json::array {json::object {{"role", "assistant"}, {"content", json::array {block}}}}}});
    QVERIFY(hasWrappedSignature(body));
    const auto without = withoutForeignThoughts(body, Dialect::AnthropicMessages, "claude", losses);
    QVERIFY(without.has_value());
    const auto left = json::parse(*without).at("messages").at(0).at("content").at(0);
    QVERIFY(left.at("text") == "Grün: 1.2" && left.at("citations").as_array().empty());
    QVERIFY(losses.text().find("citations dropped") != std::string::npos);
}

void TestCitations::pagesReachGemini()
{
    const auto wanted = json::parse(R"({"groundingChunks":[{"web":{"uri":"https://x","title":"t"}}]})");
    for (const auto &[codec, body] : {std::pair(&anthropic, &claudes), std::pair(&responses, &openAis)}) {
        Losses losses;
        const auto candidate = plainly(*codec, google, *body, losses).at("candidates").at(0);
        QVERIFY2(candidate.at("groundingMetadata") == wanted, json::serialize(candidate).c_str());
        const auto events = tests::eventsOf(streamed(*codec, google, *body, losses), Dialect::Gemini);
        QVERIFY(json::parse(events.back()).at("candidates").at(0).at("groundingMetadata") == wanted);
        QCOMPARE(losses.text(), std::string("places of citations dropped"));
    }
}

/// There they come before the text that they belong to.
void TestCitations::streamsOfAnthropicCite()
{
    const std::string stream = R"(data: {"type":"message_start","message":{"id":"m"}}

data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":[]}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://x","title":"t","cited_text":"c","encrypted_index":"proof"}}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"1.2"}}

data: {"type":"content_block_stop","index":0}

data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

data: {"type":"message_stop"}

)";
    Losses losses;
    const auto encoder = chat.makeEncoder(terms(), losses);
    tests::readStream(anthropic, {stream}, *encoder);
    const auto told = encoder->take();
    QVERIFY2(told.find(json::serialize(nested(0, 3))) != std::string::npos, told.c_str());
    QCOMPARE(losses.text(), std::string());
}

void TestCitations::otherCitationsAreNoted()
{
    Losses losses;
    const auto answer = anthropic.decodeAnswer(R"({"id":"m","content":[{"type":"text","text":"a","citations":[
        {"type":"char_location","cited_text":"a","document_index":0,"start_char_index":0,"end_char_index":1}]}],
        "stop_reason":"end_turn"})");
    const auto told = responses.encodeAnswer(answer.value(), terms(), {}, losses);
    QVERIFY(told.find("char_location") == std::string::npos);
    QCOMPARE(losses.text(), std::string("citations dropped"));
}

void TestCitations::citationsOfTheHistoryAreNotedWhereTheyEnd()
{
    const auto ofChat = R"({"model":"m","messages":[{"role":"assistant","content":"a","annotations":[
        {"type":"url_citation","url_citation":{"url":"https://x","title":"t","start_index":0,"end_index":1}}]}]})";
    const auto ofClaude = R"({"model":"m","max_tokens":5,"messages":[{"role":"assistant","content":[
        {"type":"text","text":"a","citations":[{"type":"web_search_result_location","url":"https://x",
        "title":"t","cited_text":"c","encrypted_index":"proof"}]}]}]})";
    using enum Dialect;
    for (const auto to :
        {OpenAiChat, AnthropicMessages, OpenAiResponses, Gemini, Ollama, BedrockConverse, CohereChatV2}) {
        for (const auto from : {OpenAiChat, AnthropicMessages}) {
            Losses losses;
            const auto request = codecFor(from)->decodeRequest(from == OpenAiChat ? ofChat : ofClaude);
            Destination there;
            there.model = "m";
            const auto sent = codecFor(to)->encodeRequest(request.value(), there, losses);
            const bool carried = sent.find("https://x") != std::string::npos;
            QVERIFY2(carried == (from == AnthropicMessages && to == AnthropicMessages), sent.c_str());
            QVERIFY2(carried || losses.text().find("citations dropped") != std::string::npos, sent.c_str());
        }
    }
}

QTEST_GUILESS_MAIN(TestCitations)
#include "TestCitations.moc"
