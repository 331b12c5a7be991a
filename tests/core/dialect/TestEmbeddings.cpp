#include "core/dialect/Embeddings.h"
#include "tests/support/Wire.h"

#include <QtTest>

#include <boost/json.hpp>

#include <array>

using namespace slipswitch;
using namespace slipswitch::dialect;
namespace json = boost::json;

namespace {

constexpr std::array dialects {Dialect::OpenAiEmbeddings, Dialect::GeminiEmbed, Dialect::OllamaEmbed};

EmbeddingRequest decoded(Dialect dialect, std::string_view body)
{
    return embeddingCodecFor(dialect)->decodeRequest(body).value();
}

std::string encoded(Dialect dialect, const EmbeddingRequest &request, Losses &losses)
{
    return embeddingCodecFor(dialect)->encodeRequest(request, "m", losses);
}

domain::Usage usageOf(std::int64_t input)
{
    domain::Usage usage;
    usage.known = true;
    usage.input = input;
    return usage;
}

} // namespace

class TestEmbeddings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreUnderstood();
    void whatCannotBeCarriedIsNoted();
    void tokensAndOtherInputsAreRefused();
    void everyRecordingIsToldInEveryDialect();
    void vectorsKeepTheirBits();
    void answersOfOneHaveTheirOwnShape();
    void garbageIsRefused();
};

void TestEmbeddings::requestsAreUnderstood()
{
    const std::vector<std::string> two {"a", "b"};
    const auto openai = decoded(Dialect::OpenAiEmbeddings,
        R"({"model":"m","input":["a","b"],"dimensions":8,"encoding_format":"base64"})");
    QVERIFY(openai.texts == two && openai.dimensions == 8 && openai.base64 && !openai.single);
    const auto gemini = decoded(Dialect::GeminiEmbed,
        R"({"requests":[{"content":{"parts":[{"text":"a"}]},"task_type":"RETRIEVAL_QUERY"},
        {"content":{"parts":[{"text":"b"}]},"outputDimensionality":8}]})");
    QVERIFY(gemini.texts == two && gemini.dimensions == 8 && gemini.purpose == EmbeddingPurpose::Query);
    const auto one = decoded(Dialect::GeminiEmbed, R"({"content":{"parts":[{"text":"a"},{"text":"b"}]}})");
    QVERIFY(one.texts == std::vector<std::string> {"a\nb"} && one.single);
    const auto ollama = decoded(Dialect::OllamaEmbed, R"({"model":"m","input":"a","dimensions":8})");
    QVERIFY(ollama.texts == std::vector<std::string> {"a"} && ollama.dimensions == 8 && !ollama.single);
    QVERIFY(decoded(Dialect::OllamaEmbed, R"({"model":"m","prompt":"a"})").single);
}

void TestEmbeddings::whatCannotBeCarriedIsNoted()
{
    Losses losses;
    auto request = decoded(
        Dialect::GeminiEmbed, R"({"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING","title":"t"})");
    QVERIFY(json::parse(encoded(Dialect::OllamaEmbed, request, losses))
        == json::parse(R"({"model":"m","input":["a"]})"));
    QCOMPARE(losses.text(), std::string("purpose of the vectors dropped; title dropped"));
    Losses none;
    QVERIFY(json::parse(encoded(Dialect::GeminiEmbed, request, none)).at("requests").at(0).at("taskType")
        == "CLUSTERING");
    request = decoded(Dialect::OllamaEmbed, R"({"model":"m","input":"a","truncate":false,"keep_alive":5})");
    Losses ollamas;
    (void)encoded(Dialect::OpenAiEmbeddings, request, ollamas);
    QCOMPARE(ollamas.text(), std::string("truncate dropped; keep_alive dropped"));
}

void TestEmbeddings::tokensAndOtherInputsAreRefused()
{
    const auto refused = [](Dialect dialect, const char *body) {
        const auto request = embeddingCodecFor(dialect)->decodeRequest(body);
        return !request && request.error().code == ErrorCode::BadRequest
            && request.error().source == ErrorSource::Client;
    };
    QVERIFY(refused(Dialect::OpenAiEmbeddings, R"({"model":"m","input":[1,2]})"));
    QVERIFY(refused(Dialect::OpenAiEmbeddings, R"({"model":"m","input":[[1],[2]]})"));
    QVERIFY(refused(Dialect::OpenAiEmbeddings, R"({"model":"m","input":[]})"));
    QVERIFY(refused(Dialect::OpenAiEmbeddings, R"({"model":"m"})"));
    QVERIFY(refused(Dialect::GeminiEmbed, R"({"content":{"parts":[{"inlineData":{}}]}})"));
    QVERIFY(refused(Dialect::GeminiEmbed, R"({"requests":[]})"));
    QVERIFY(refused(Dialect::GeminiEmbed, "{}"));
    QVERIFY(refused(Dialect::OllamaEmbed, R"({"model":"m","input":5})"));
}

void TestEmbeddings::everyRecordingIsToldInEveryDialect()
{
    int read = 0;
    for (const auto &item : tests::wireCases()) {
        const auto dialect = domain::dialectNamed(item.dialect);
        if (!dialect || !embeddingCodecFor(*dialect) || item.status != 200)
            continue;
        const auto original = embeddingCodecFor(*dialect)->decodeAnswer(item.response);
        QVERIFY2(original.has_value(), item.name.c_str());
        QVERIFY2(original->vectors.at(0).size() >= 256, item.name.c_str());
        for (const auto other : dialects) {
            for (const bool base64 : {false, true}) {
                EmbeddingRequest request;
                request.base64 = base64;
                const auto &codec = *embeddingCodecFor(other);
                const auto told = codec.encodeAnswer(*original, request, usageOf(3));
                QVERIFY2(codec.decodeAnswer(told).value().vectors == original->vectors, item.name.c_str());
            }
        }
        ++read;
    }
    QVERIFY(read >= 3 || !tests::wireAvailable());
}

void TestEmbeddings::vectorsKeepTheirBits()
{
    const EmbeddingAnswer answer {"m", {{0.1F, -0.0F, 1e-40F, 3.4e38F, 16777217.0F}}};
    for (const auto dialect : dialects) {
        const auto &codec = *embeddingCodecFor(dialect);
        const auto back = codec.decodeAnswer(codec.encodeAnswer(answer, {}, usageOf(1))).value();
        QVERIFY(std::memcmp(back.vectors.at(0).data(), answer.vectors.at(0).data(), 5 * sizeof(float)) == 0);
    }
    EmbeddingRequest base64;
    base64.base64 = true;
    const auto told = embeddingCodecFor(Dialect::OpenAiEmbeddings)->encodeAnswer({"m", {{1.0F}}}, base64, {});
    QVERIFY2(told.find(R"("embedding":"AACAPw==")") != std::string::npos, told.c_str());
    const auto unpadded
        = embeddingCodecFor(Dialect::OpenAiEmbeddings)->decodeAnswer(R"({"data":[{"embedding":"AACAPw"}]})");
    QVERIFY(unpadded.value().vectors == std::vector<std::vector<float>> {{1.0F}});
    const auto broken = embeddingCodecFor(Dialect::OllamaEmbed)
                            ->encodeAnswer({"m", {{std::numeric_limits<float>::infinity()}}}, {}, {});
    QVERIFY(json::parse(broken).at("embeddings").at(0).at(0) == 0);
}

void TestEmbeddings::answersOfOneHaveTheirOwnShape()
{
    EmbeddingRequest single;
    single.single = true;
    const EmbeddingAnswer answer {"m", {{0.5F}}};
    QCOMPARE(embeddingCodecFor(Dialect::OllamaEmbed)->encodeAnswer(answer, single, usageOf(2)),
        std::string(R"({"embedding":[0.5]})"));
    QCOMPARE(embeddingCodecFor(Dialect::GeminiEmbed)->encodeAnswer(answer, single, usageOf(2)),
        std::string(R"({"embedding":{"values":[0.5]},"usageMetadata":{"promptTokenCount":2}})"));
}

void TestEmbeddings::garbageIsRefused()
{
    for (const auto dialect : dialects) {
        for (const char *body : {"", "[]", "{}", R"({"data":[]})", R"({"embeddings":{}})", "nonsense",
                 R"({"data":[{"embedding":"A*CAPw=="}]})", R"({"embeddings":[[]]})"})
            QVERIFY2(!embeddingCodecFor(dialect)->decodeAnswer(body).has_value(), body);
    }
}

QTEST_GUILESS_MAIN(TestEmbeddings)
#include "TestEmbeddings.moc"
