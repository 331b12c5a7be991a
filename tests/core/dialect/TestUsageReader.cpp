#include "core/base/Decimal.h"
#include "core/dialect/UsageReader.h"
#include "tests/Paths.h"
#include "tests/support/Quirks.h"
#include "tests/support/Wire.h"

#include <QtTest>
#include <boost/json.hpp>

#include <fstream>
#include <random>
#include <sstream>

using namespace slipswitch;
using domain::Dialect;
using domain::Usage;

namespace {

struct Field
{
    std::string_view name;
    std::int64_t Usage::*count;
};
constexpr Field fields[]
    = {{"input", &Usage::input}, {"cacheRead", &Usage::cacheRead}, {"cacheWrite5m", &Usage::cacheWrite5m},
        {"cacheWrite1h", &Usage::cacheWrite1h}, {"audioInput", &Usage::audioInput},
        {"audioCacheRead", &Usage::audioCacheRead}, {"imageInput", &Usage::imageInput},
        {"imageCacheRead", &Usage::imageCacheRead}, {"videoInput", &Usage::videoInput},
        {"output", &Usage::output}, {"reasoning", &Usage::reasoning}, {"audioOutput", &Usage::audioOutput},
        {"imageOutput", &Usage::imageOutput}, {"citation", &Usage::citation},
        {"webSearches", &Usage::webSearches}, {"fileSearches", &Usage::fileSearches}};

/// Only what is not zero, in one order, so that a difference can be read.
std::string shown(const Usage &usage)
{
    if (!usage.known)
        return "unknown";
    std::string result;
    for (const auto &field : fields) {
        if (usage.*field.count != 0)
            result += std::string(field.name) + '=' + std::to_string(usage.*field.count) + ' ';
    }
    return result;
}

std::string expected(const boost::json::value &usage)
{
    if (!usage.is_object())
        return "unknown";
    Usage counts;
    counts.known = true;
    for (const auto &field : fields) {
        if (const auto *value = usage.get_object().if_contains(field.name))
            counts.*field.count = value->as_int64();
    }
    return shown(counts);
}

std::string word(const boost::json::object &row, std::string_view name)
{
    const auto *value = row.if_contains(name);
    return value ? std::string(value->as_string()) : std::string();
}

/// Just enough of SSE for the recordings.
std::vector<std::string> sseEvents(const std::string &bytes)
{
    std::vector<std::string> events;
    std::string data, line;
    std::istringstream in(bytes);
    while (std::getline(in, line)) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (line.starts_with("data:"))
            data += (data.empty() ? "" : "\n") + line.substr(line.starts_with("data: ") ? 6 : 5);
        else if (line.empty() && !data.empty())
            events.push_back(std::exchange(data, {}));
    }
    if (!data.empty())
        events.push_back(data);
    return events;
}

std::uint32_t bigEndian(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::vector<std::string> frames(const std::string &bytes)
{
    std::vector<std::string> payloads;
    for (std::size_t at = 0; at + 16 <= bytes.size(); at += bigEndian(bytes, at)) {
        const auto head = bigEndian(bytes, at + 4);
        payloads.push_back(bytes.substr(at + 12 + head, bigEndian(bytes, at) - 16 - head));
    }
    return payloads;
}

std::vector<std::string> lines(const std::string &bytes)
{
    std::vector<std::string> result;
    std::istringstream in(bytes);
    for (std::string line; std::getline(in, line);)
        result.push_back(line);
    return result;
}

std::vector<std::string> pieces(const tests::WireCase &recording)
{
    const std::string_view file = recording.responseFile;
    if (file.ends_with(".sse"))
        return sseEvents(recording.response);
    if (file.ends_with(".eventstream"))
        return frames(recording.response);
    if (file.ends_with(".ndjson"))
        return lines(recording.response);
    return {recording.response};
}

dialect::UsageReading readAll(const tests::WireCase &recording)
{
    dialect::UsageReader reader(
        domain::dialectNamed(recording.dialect).value_or(Dialect::None), tests::quirksOf(recording.provider));
    for (const auto &piece : pieces(recording))
        reader.read(piece);
    return reader.reading();
}

std::map<std::string, boost::json::object> table()
{
    std::ifstream in(SLIPSWITCH_TEST_DATA "/wire-usage.json");
    std::stringstream text;
    text << in.rdbuf();
    std::map<std::string, boost::json::object> rows;
    const auto parsed = boost::json::parse(text.str());
    for (const auto &row : parsed.as_array())
        rows[std::string(row.at("case").as_string())] = row.as_object();
    return rows;
}

dialect::UsageReading read(
    Dialect dialect, std::string_view kind, std::initializer_list<std::string_view> events)
{
    dialect::UsageReader reader(dialect, tests::quirksOf(kind));
    for (const auto event : events)
        reader.read(event);
    return reader.reading();
}

std::string chat(std::string_view kind, std::string_view usage)
{
    const auto json = R"({"model":"m","usage":)" + std::string(usage) + "}";
    return shown(read(Dialect::OpenAiChat, kind, {json}).usage);
}

constexpr Dialect everyDialect[] = {Dialect::None, Dialect::OpenAiChat, Dialect::OpenAiResponses,
    Dialect::OpenAiCompletions, Dialect::OpenAiEmbeddings, Dialect::OpenAiOther, Dialect::AnthropicMessages,
    Dialect::AnthropicCountTokens, Dialect::Gemini, Dialect::GeminiEmbed, Dialect::GeminiCountTokens,
    Dialect::BedrockConverse, Dialect::BedrockInvoke, Dialect::CohereChatV2, Dialect::CohereEmbed,
    Dialect::Ollama};

} // namespace

class TestUsageReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recordingsAreReadRight_data();
    void recordingsAreReadRight();
    void everyGoodRecordingIsInTheTable();
    void mutatedRecordingsNeverCrash();
    void garbageIsNoUsage_data();
    void garbageIsNoUsage();
    void countsThatAreNoneAreIgnored_data();
    void countsThatAreNoneAreIgnored();
    void chatQuirks_data();
    void chatQuirks();
    void lastUsageOfAStreamWins();
    void modelIsReadFromTheFirstChunkThatNamesIt();
    void usageInsideTextIsNotUsage();
    void groqTellsUsageInItsOwnField();
    void moonshotTellsUsageInTheLastChoice();
    void chargesAreKeptExactly();
    void chargeOfAForeignKeyIsNotOurs();
    void imagesAndAudioHaveTheirBuckets();
    void anthropicMergesFieldByField();
    void anthropicSplitsCacheWrites();
    void anthropicAdvisorsArePricedApart();
    void geminiSplitsModalities();
    void invokedVendorsAreRead_data();
    void invokedVendorsAreRead();
    void movedReadersKeepTheirReading();
};

void TestUsageReader::recordingsAreReadRight_data()
{
    QTest::addColumn<std::string>("name");
    if (!tests::wireAvailable())
        QSKIP("SUITE SKIPPED: no recorded traffic");
    for (const auto &[name, row] : table())
        QTest::newRow(name.c_str()) << name;
}

void TestUsageReader::recordingsAreReadRight()
{
    QFETCH(std::string, name);
    static const auto rows = table();
    static const auto recordings = tests::wireCases();
    const auto &row = rows.at(name);
    const auto recording
        = std::find_if(recordings.begin(), recordings.end(), [&](auto &r) { return r.name == name; });
    QVERIFY(recording != recordings.end());
    const auto reading = readAll(*recording);
    QCOMPARE(QString::fromStdString(shown(reading.usage)), QString::fromStdString(expected(row.at("usage"))));
    QCOMPARE(reading.model, word(row, "model"));
    QCOMPARE(reading.finishReason, word(row, "finish_reason"));
    QCOMPARE(reading.serviceTier, word(row, "service_tier"));
    const auto charge = word(row, "charge");
    QCOMPARE(reading.reportedFemtodollars.has_value(), !charge.empty());
    if (!charge.empty())
        QVERIFY(*reading.reportedFemtodollars == parseDecimal(charge, 15)->value);
    const auto *parts = row.if_contains("parts");
    QCOMPARE(reading.parts.size(), parts ? parts->as_array().size() : 0);
    for (std::size_t i = 0; i < reading.parts.size(); ++i) {
        QCOMPARE(reading.parts[i].model, std::string(parts->at(i).at("model").as_string()));
        QCOMPARE(shown(reading.parts[i].usage), expected(parts->at(i).at("usage")));
    }
}

void TestUsageReader::everyGoodRecordingIsInTheTable()
{
    if (!tests::wireAvailable())
        QSKIP("no recorded traffic");
    const auto rows = table();
    for (const auto &recording : tests::wireCases()) {
        if (recording.status == 200 && recording.dialect != "models-list"
            && !recording.dialect.ends_with("count-tokens"))
            QVERIFY2(rows.contains(recording.name), recording.name.c_str());
        else if (recording.status != 200)
            QVERIFY2(!readAll(recording).usage.known, recording.name.c_str());
    }
}

void TestUsageReader::mutatedRecordingsNeverCrash()
{
    if (!tests::wireAvailable())
        QSKIP("no recorded traffic");
    std::minstd_rand random(4141);
    for (const auto &recording : tests::wireCases()) {
        for (auto piece : pieces(recording)) {
            if (piece.empty() || piece.size() > 20'000)
                continue;
            for (int change = 0; change < 3; ++change)
                piece[random() % piece.size()] = static_cast<char>(random());
            piece.resize(piece.size() - random() % (piece.size() / 4 + 1));
            for (const auto dialect : everyDialect)
                read(dialect, recording.provider, {piece});
        }
    }
}

void TestUsageReader::garbageIsNoUsage_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
    row("nothing", "");
    row("word", "\"usage\"");
    row("end marker", "[DONE]");
    row("cut", R"({"usage":{"prompt_tokens":12)");
    row("array", R"({"usage":[1,2,3]})");
    row("string", R"({"usage":"12"})");
    row("null", R"({"usage":null})");
    row("empty", R"({"usage":{},"usageMetadata":{},"message":{"usage":{}}})");
    row("list", R"([[[{"usage":{"prompt_tokens":1}}]]])");
    row("bad UTF-8", "{\"usage\":{\"prompt_tokens\":1},\"x\":\"\xff\xfe\"}");
    row("NULs", QByteArray("{\"usage\":\0\0\0}", 13));
    row("deep", QByteArray("{\"usage\":") + QByteArray(10'000, '[') + QByteArray(10'000, ']') + "}");
    row("deep and open", QByteArray("{\"usage\":") + QByteArray(10'000, '{'));
    row("wrong types",
        R"({"usage":{"prompt_tokens":"1","input_tokens":[1],"inputTokens":true,"eval_count":{}}})");
}

void TestUsageReader::garbageIsNoUsage()
{
    QFETCH(QByteArray, json);
    for (const auto dialect : everyDialect)
        QCOMPARE(shown(read(dialect, "openai", {json.toStdString()}).usage), std::string("unknown"));
}

void TestUsageReader::countsThatAreNoneAreIgnored_data()
{
    QTest::addColumn<std::string>("figure");
    for (const auto *figure :
        {"-1", "1.5", "1e3", "\"7\"", "99999999999", "18446744073709551616", "true", "[7]", "{}"})
        QTest::newRow(figure) << std::string(figure);
}

void TestUsageReader::countsThatAreNoneAreIgnored()
{
    QFETCH(std::string, figure);
    QCOMPARE(chat("openai", "{\"prompt_tokens\":" + figure + "}"), std::string("unknown"));
    QCOMPARE(chat("openai",
                 "{\"prompt_tokens\":5,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":"
                     + figure + "}}"),
        std::string("input=5 output=2 "));
}

void TestUsageReader::chatQuirks_data()
{
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<std::string>("usage");
    QTest::addColumn<std::string>("buckets");
    const auto row = [](const char *name, const char *kind, const char *usage, const char *buckets) {
        QTest::newRow(name) << std::string(kind) << std::string(usage) << std::string(buckets);
    };
    row("reasoning inside", "openai",
        R"({"prompt_tokens":10,"completion_tokens":8,"total_tokens":18,"completion_tokens_details":{"reasoning_tokens":5}})",
        "input=10 output=3 reasoning=5 ");
    row("reasoning outside (xAI)", "xai",
        R"({"prompt_tokens":10,"completion_tokens":8,"total_tokens":23,"completion_tokens_details":{"reasoning_tokens":5}})",
        "input=10 output=8 reasoning=5 ");
    row("audio inside", "openai",
        R"({"prompt_tokens":59,"completion_tokens":20,"total_tokens":79,"prompt_tokens_details":{"audio_tokens":43},"completion_tokens_details":{"audio_tokens":15}})",
        "input=16 audioInput=43 output=5 audioOutput=15 ");
    row("audio outside (Mistral)", "mistral",
        R"({"prompt_tokens":10,"completion_tokens":8,"total_tokens":61,"prompt_tokens_details":{"audio_tokens":43}})",
        "input=10 audioInput=43 output=8 ");
    row("only the hit is told (DeepSeek)", "deepseek",
        R"({"prompt_tokens":10,"completion_tokens":1,"total_tokens":11,"prompt_cache_hit_tokens":4})",
        "input=6 cacheRead=4 output=1 ");
    row("cached in the open (Together)", "together",
        R"({"prompt_tokens":10,"completion_tokens":1,"total_tokens":11,"cached_tokens":4})",
        "input=6 cacheRead=4 output=1 ");
    row("written to the cache", "openai",
        R"({"prompt_tokens":4020,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":4000}})",
        "input=17 cacheRead=3 cacheWrite5m=4000 output=5 ");
    row("hidden thoughts (Google)", "google",
        R"({"prompt_tokens":66,"completion_tokens":6,"total_tokens":100})",
        "input=66 output=6 reasoning=28 ");
    row("total beyond the parts elsewhere", "openai",
        R"({"prompt_tokens":66,"completion_tokens":6,"total_tokens":100})", "input=66 output=6 ");
    row("total only (Voyage)", "voyage", R"({"total_tokens":12})", "input=12 ");
    row("prompt only", "openai", R"({"prompt_tokens":4,"total_tokens":4})", "input=4 ");
    row("deep research", "perplexity",
        R"({"prompt_tokens":9,"completion_tokens":20,"total_tokens":29,"citation_tokens":7,"num_search_queries":3,"reasoning_tokens":50})",
        "input=9 output=20 reasoning=50 citation=7 webSearches=3 ");
    row("more cached than asked", "openai",
        R"({"prompt_tokens":4,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":9,"audio_tokens":9}})",
        "cacheRead=4 output=1 ");
    row("searches", "openrouter",
        R"({"prompt_tokens":1,"completion_tokens":1,"server_tool_use_details":{"web_search_requests":2}})",
        "input=1 output=1 webSearches=2 ");
    row("zero is a count", "openai", R"({"prompt_tokens":0,"completion_tokens":0,"total_tokens":0})", "");
}

void TestUsageReader::chatQuirks()
{
    QFETCH(std::string, kind);
    QFETCH(std::string, usage);
    QFETCH(std::string, buckets);
    QCOMPARE(chat(kind, usage), buckets);
}

void TestUsageReader::lastUsageOfAStreamWins()
{
    const auto reading = read(Dialect::OpenAiChat, "perplexity",
        {R"({"usage":{"prompt_tokens":5,"completion_tokens":1}})",
            R"({"usage" : {"prompt_tokens":5,"completion_tokens":9}})", R"({"usage":null})", "[DONE]"});
    QCOMPARE(shown(reading.usage), std::string("input=5 output=9 "));
}

void TestUsageReader::modelIsReadFromTheFirstChunkThatNamesIt()
{
    const auto reading = read(Dialect::OpenAiChat, "azure",
        {R"({"model":"","choices":[]})", R"({"model":"gpt\u002d4o","choices":[{"finish_reason":null}]})",
            R"({"choices":[{"finish_reason":"length"}]})"});
    QCOMPARE(reading.model, std::string("gpt-4o"));
    QCOMPARE(reading.finishReason, std::string("length"));
    const auto longName = R"({"model":")" + std::string(255, 'x') + "\xc3\xa4\"}";
    QCOMPARE(read(Dialect::OpenAiChat, "", {longName}).model, std::string(255, 'x'));
}

void TestUsageReader::usageInsideTextIsNotUsage()
{
    const auto reading = read(Dialect::OpenAiChat, "openai",
        {R"({"model":"m","choices":[{"message":{"content":"\"usage\":{\"prompt_tokens\":5}","usage":{"prompt_tokens":7}}}]})",
            R"({"metadata":{"usage":{"prompt_tokens":9}}})"});
    QVERIFY(!reading.usage.known);
}

void TestUsageReader::groqTellsUsageInItsOwnField()
{
    const auto reading = read(Dialect::OpenAiChat, "groq",
        {R"({"x_groq":{"id":"r"}})",
            R"({"x_groq":{"id":"r","usage":{"prompt_tokens":3,"completion_tokens":4}}})"});
    QCOMPARE(shown(reading.usage), std::string("input=3 output=4 "));
}

void TestUsageReader::moonshotTellsUsageInTheLastChoice()
{
    const auto reading = read(Dialect::OpenAiChat, "moonshot",
        {R"({"choices":[{"finish_reason":"stop","usage":{"prompt_tokens":3,"completion_tokens":4,"cached_tokens":1}}]})"});
    QCOMPARE(shown(reading.usage), std::string("input=2 cacheRead=1 output=4 "));
    QCOMPARE(reading.finishReason, std::string("stop"));
}

void TestUsageReader::chargesAreKeptExactly()
{
    const auto charge = [](std::string_view kind, const std::string &fields_) {
        const auto json = R"({"usage":{"prompt_tokens":1,)" + fields_ + "}}";
        const auto found = read(Dialect::OpenAiChat, kind, {json}).reportedFemtodollars;
        return found ? static_cast<long long>(*found) : -1LL;
    };
    QCOMPARE(charge("openrouter", R"("cost":3.6e-06)"), 3'600'000'000LL);
    QCOMPARE(charge("openrouter", R"("cost":0)"), 0LL);
    QCOMPARE(charge("openrouter", R"("cost":-1)"), -1LL);
    QCOMPARE(charge("openrouter", R"("cost":"1")"), -1LL);
    QCOMPARE(charge("perplexity", R"("cost":{"total_cost":0.00502})"), 5'020'000'000'000LL);
    QCOMPARE(charge("xai", R"("cost_in_usd_ticks":1466250)"), 146'625'000'000LL);
    QCOMPARE(charge("openai", R"("cost":1)"), -1LL);
}

void TestUsageReader::chargeOfAForeignKeyIsNotOurs()
{
    const auto reading = read(
        Dialect::OpenAiChat, "openrouter", {R"({"usage":{"prompt_tokens":1,"cost":0.5,"is_byok":true}})"});
    QVERIFY(reading.usage.known);
    QVERIFY(!reading.reportedFemtodollars);
}

void TestUsageReader::imagesAndAudioHaveTheirBuckets()
{
    const auto other
        = [](std::string_view json) { return shown(read(Dialect::OpenAiOther, "openai", {json}).usage); };
    QCOMPARE(
        other(
            R"({"data":[],"usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40},"output_tokens":272,"total_tokens":322}})"),
        std::string("input=10 imageInput=40 imageOutput=272 "));
    QCOMPARE(
        other(
            R"({"usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40},"output_tokens":30,"output_tokens_details":{"text_tokens":10,"image_tokens":20}}})"),
        std::string("input=10 imageInput=40 output=10 imageOutput=20 "));
    QCOMPARE(
        other(
            R"({"text":"hi","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":2,"audio_tokens":12},"output_tokens":45}})"),
        std::string("input=2 audioInput=12 output=45 "));
    QCOMPARE(other(R"({"text":"hi","usage":{"type":"duration","seconds":9}})"), std::string("unknown"));
    QCOMPARE(other(R"({"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101}})"),
        std::string("input=14 audioOutput=101 "));
    QCOMPARE(
        other(
            R"({"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60,"cached_tokens_details":{"audio_tokens":20,"image_tokens":10},"audio_tokens":30,"image_tokens":15},"output_tokens":1,"output_tokens_details":{"audio_tokens":1}}})"),
        std::string("input=25 cacheRead=30 audioInput=10 audioCacheRead=20 imageInput=5 imageCacheRead=10 "
                    "audioOutput=1 "));
}

void TestUsageReader::anthropicMergesFieldByField()
{
    const auto reading = read(Dialect::AnthropicMessages, "anthropic",
        {R"({"type":"message_start","message":{"model":"claude","usage":{"input_tokens":10,"cache_read_input_tokens":7,"output_tokens":1,"service_tier":"priority"}}})",
            R"({"type":"content_block_delta","delta":{"text":"\"usage\""}})",
            R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":12,"output_tokens":30,"output_tokens_details":{"thinking_tokens":20},"server_tool_use":{"web_search_requests":2}}})"});
    QCOMPARE(shown(reading.usage), std::string("input=12 cacheRead=7 output=10 reasoning=20 webSearches=2 "));
    QCOMPARE(reading.model, std::string("claude"));
    QCOMPARE(reading.finishReason, std::string("end_turn"));
    QCOMPARE(reading.serviceTier, std::string("priority"));
}

void TestUsageReader::anthropicSplitsCacheWrites()
{
    const auto usage
        = [](std::string_view json) { return shown(read(Dialect::AnthropicMessages, "", {json}).usage); };
    QCOMPARE(usage(R"({"usage":{"input_tokens":1,"cache_creation_input_tokens":90}})"),
        std::string("input=1 cacheWrite5m=90 "));
    QCOMPARE(
        usage(
            R"({"usage":{"input_tokens":1,"cache_creation_input_tokens":90,"cache_creation":{"ephemeral_5m_input_tokens":30,"ephemeral_1h_input_tokens":60}}})"),
        std::string("input=1 cacheWrite5m=30 cacheWrite1h=60 "));
}

void TestUsageReader::anthropicAdvisorsArePricedApart()
{
    const auto reading = read(Dialect::AnthropicMessages, "anthropic",
        {R"({"model":"a","usage":{"input_tokens":30,"output_tokens":9,"output_tokens_details":{"thinking_tokens":6},"server_tool_use":{"web_search_requests":1},"iterations":[{"input_tokens":10,"output_tokens":4},{"model":"b","input_tokens":50,"output_tokens":2},{"input_tokens":20,"output_tokens":5}]}})"});
    QCOMPARE(shown(reading.usage), std::string("input=80 output=5 reasoning=6 webSearches=1 "));
    QCOMPARE(reading.parts.size(), std::size_t(3));
    QCOMPARE(shown(reading.parts[0].usage), std::string("input=10 reasoning=4 webSearches=1 "));
    QCOMPARE(reading.parts[1].model, std::string("b"));
    QCOMPARE(shown(reading.parts[1].usage), std::string("input=50 output=2 "));
    QCOMPARE(shown(reading.parts[2].usage), std::string("input=20 output=3 reasoning=2 "));
}

void TestUsageReader::geminiSplitsModalities()
{
    const auto usage = [](const std::string &metadata) {
        const auto json = "{\"usageMetadata\":" + metadata + "}";
        return shown(read(Dialect::Gemini, "google", {json}).usage);
    };
    QCOMPARE(
        usage(
            R"({"promptTokenCount":100,"cachedContentTokenCount":30,"candidatesTokenCount":20,"promptTokensDetails":[{"modality":"TEXT","tokenCount":40},{"modality":"AUDIO","tokenCount":50},{"modality":3,"tokenCount":10}],"cacheTokensDetails":[{"modality":"AUDIO","tokenCount":30}],"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":15}]})"),
        std::string("input=40 audioInput=20 audioCacheRead=30 videoInput=10 output=5 imageOutput=15 "));
    QCOMPARE(usage(R"({"promptTokenCount":10,"cachedContentTokenCount":30})"), std::string("cacheRead=10 "));
    const auto array = read(Dialect::Gemini, "google",
        {R"([{"modelVersion":"g","usageMetadata":{"promptTokenCount":1}},{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":6,"thoughtsTokenCount":2}}])"});
    QCOMPARE(shown(array.usage), std::string("input=1 output=6 reasoning=2 "));
    QCOMPARE(array.finishReason, std::string("STOP"));
}

void TestUsageReader::invokedVendorsAreRead_data()
{
    QTest::addColumn<std::string>("json");
    QTest::addColumn<std::string>("buckets");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char *name, const char *json, const char *buckets, const char *reason) {
        QTest::newRow(name) << std::string(json) << std::string(buckets) << std::string(reason);
    };
    row("llama",
        R"({"generation":"x","prompt_token_count":5,"generation_token_count":7,"stop_reason":"stop"})",
        "input=5 output=7 ", "stop");
    row("titan",
        R"({"inputTextTokenCount":5,"results":[{"tokenCount":7,"outputText":"x","completionReason":"FINISH"}]})",
        "input=5 output=7 ", "FINISH");
    row("nova",
        R"({"stopReason":"end_turn","usage":{"inputTokens":5,"outputTokens":7,"cacheReadInputTokenCount":2}})",
        "input=5 cacheRead=2 output=7 ", "end_turn");
    row("openai",
        R"({"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7}})",
        "input=5 output=7 ", "stop");
    row("last event",
        R"({"generation":"","stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":5,"outputTokenCount":7}})",
        "input=5 output=7 ", "stop");
    row("anthropic",
        R"({"model":"c","stop_reason":"max_tokens","usage":{"input_tokens":4,"cache_creation_input_tokens":9,"output_tokens":5}})",
        "input=4 cacheWrite5m=9 output=5 ", "max_tokens");
}

void TestUsageReader::invokedVendorsAreRead()
{
    QFETCH(std::string, json);
    QFETCH(std::string, buckets);
    QFETCH(std::string, reason);
    const auto reading = read(Dialect::BedrockInvoke, "bedrock", {json});
    QCOMPARE(shown(reading.usage), buckets);
    QCOMPARE(reading.finishReason, reason);
}

void TestUsageReader::movedReadersKeepTheirReading()
{
    dialect::UsageReader first(Dialect::Ollama, {});
    first.read(R"({"model":"q","done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":4})");
    const dialect::UsageReader second(std::move(first));
    QCOMPARE(shown(second.reading().usage), std::string("input=3 output=4 "));
}

QTEST_GUILESS_MAIN(TestUsageReader)
#include "TestUsageReader.moc"
