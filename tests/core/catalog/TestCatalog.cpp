#include "core/base/Decimal.h"
#include "core/catalog/Catalog.h"
#include "core/dialect/UsageReader.h"
#include "tests/Paths.h"

#include <QtTest>
#include <boost/json.hpp>

#include <fstream>
#include <set>
#include <sstream>

using namespace slipswitch;
using namespace slipswitch::catalog;
using namespace std::chrono;

namespace {

std::string fileText(const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::string shipped(const char *name)
{
    return fileText(std::string(SLIPSWITCH_SOURCE_DIR "/resources/catalog/") + name);
}

/// "2026-09-23T12:00Z"
UtcTime moment(const std::string &text)
{
    const auto number = [&](std::size_t at, std::size_t count) { return std::stoi(text.substr(at, count)); };
    const year_month_day day(year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
        std::chrono::day(static_cast<unsigned>(number(8, 2))));
    return sys_days(day) + hours(number(11, 2)) + minutes(number(14, 2));
}

const UtcTime someDay = moment("2026-09-23T12:00Z");

std::string view(std::string_view text)
{
    return std::string(text);
}

boost::json::value parsed(const std::string &json)
{
    return boost::json::parse(json);
}

std::shared_ptr<const Catalog> facts()
{
    static const auto loaded = Catalog::loadShipped();
    return loaded ? *loaded : nullptr;
}

domain::Usage tokens(std::int64_t input, std::int64_t output)
{
    domain::Usage usage;
    usage.input = input;
    usage.output = output;
    usage.known = true;
    return usage;
}

} // namespace

class TestCatalog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const auto loaded = Catalog::loadShipped();
        QVERIFY2(loaded, loaded ? "" : loaded.error().detail.c_str());
    }
    void everyShippedRowLoadsAndIsFoundByItsNames();
    void everyProviderLoads();
    void shippedCatalogueLoadsQuickly();
    void workedExamplesComeOutToTheLastPicodollar_data();
    void everyQuirkIsSomebodys();
    void workedExamplesComeOutToTheLastPicodollar();
    void namesAreStrippedStepByStep_data();
    void namesAreStrippedStepByStep();
    void servedModelIsPreferredToTheRequested();
    void freeModelsCostNothing();
    void localServersCostNothingForAnyModel();
    void unknownPriceIsUnknownNeverZero();
    void unknownUsageHasNoCost();
    void estimatesAreMarked();
    void absurdAmountsAreUnknown();
    void sharesAreRoundedOnce();
    void brokenFilesAreRefusedNamingTheRow_data();
    void brokenFilesAreRefusedNamingTheRow();
};

void TestCatalog::everyShippedRowLoadsAndIsFoundByItsNames()
{
    const auto rows = parsed(shipped("models.json")).at("models").as_array();
    QCOMPARE(rows.size(), std::size_t(2223));
    for (const auto &row : rows) {
        const auto provider = view(row.at("provider").as_string()), id = view(row.at("id").as_string());
        const auto *found = facts()->model(provider, id);
        QVERIFY2(found, id.c_str());
        QCOMPARE(found->id, id);
        if (const auto *aliases = row.as_object().if_contains("aliases")) {
            for (const auto &alias : aliases->as_array())
                QVERIFY2(facts()->model(provider, view(alias.as_string())), alias.as_string().c_str());
        }
    }
    QCOMPARE(facts()->models("openrouter").size(), std::size_t(340));
    QCOMPARE(facts()->models("nobody").size(), std::size_t(0));
    const auto *model = facts()->model("openai", "gpt-4o-mini");
    QCOMPARE(model->contextTokens, 128000);
    QVERIFY(model->capabilities.has_value());
}

void TestCatalog::everyProviderLoads()
{
    QCOMPARE(facts()->providers().size(), std::size_t(53));
    const auto *openai = facts()->provider("openai");
    QVERIFY(openai);
    QCOMPARE(openai->baseUrls.at(domain::Dialect::OpenAiChat), std::string("https://api.openai.com/v1"));
    QCOMPARE(openai->environment.front(), std::string("OPENAI_API_KEY"));
    const auto *anthropic = facts()->provider("anthropic");
    QCOMPARE(anthropic->auth.scheme, domain::AuthScheme::Header);
    QCOMPARE(anthropic->auth.name, std::string("x-api-key"));
    QCOMPARE(anthropic->extraHeaders.at("anthropic-version"), std::string("2023-06-01"));
    QCOMPARE(facts()->provider("ollama")->auth.scheme, domain::AuthScheme::None);
    QCOMPARE(facts()->provider("bedrock")->auth.scheme, domain::AuthScheme::Bearer);
    QVERIFY(!facts()->provider("nobody"));
}

void TestCatalog::shippedCatalogueLoadsQuickly()
{
    const auto providers = shipped("providers.json"), models = shipped("models.json");
    auto best = nanoseconds::max();
    for (int round = 0; round < 5; ++round) {
        const auto start = steady_clock::now();
        QVERIFY(Catalog::load(providers, models).has_value());
        best = std::min<nanoseconds>(best, steady_clock::now() - start);
    }
    qInfo("loading the catalogue: %.2f ms", duration<double, std::milli>(best).count());
    QVERIFY(best < milliseconds(100)); // a few; the margin is for sanitizers and busy machines
}

void TestCatalog::workedExamplesComeOutToTheLastPicodollar_data()
{
    QTest::addColumn<std::string>("example");
    // One a line; taken as text, since a tree would turn the figures into doubles.
    std::istringstream lines(fileText(SLIPSWITCH_TEST_DATA "/catalog-examples.json"));
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('{'))
            continue;
        line.resize(line.rfind('}') + 1);
        QTest::newRow(std::to_string(parsed(line).at("n").as_int64()).c_str()) << line;
    }
}

/// A word that no preset has would be code that nothing reaches, but for those that only a user can know.
void TestCatalog::everyQuirkIsSomebodys()
{
    domain::Quirks all {domain::Quirk::SpeaksResponses};
    for (const auto &preset : facts()->providers())
        all = all.with(preset.quirks);
    const auto last = static_cast<std::size_t>(domain::Quirk::AnthropicVersionInBody);
    QCOMPARE(all.words().size(), last + 1);
    QCOMPARE(facts()->provider("google")->native, domain::Dialect::Gemini);
    QCOMPARE(facts()->provider("groq")->native, domain::Dialect::None);
}

void TestCatalog::workedExamplesComeOutToTheLastPicodollar()
{
    QFETCH(std::string, example);
    const auto facts12 = parsed(example).as_object();
    const auto provider = view(facts12.at("provider").as_string()),
               model = view(facts12.at("model").as_string());
    const auto dialect = domain::dialectNamed(facts12.at("dialect").as_string());
    const auto *preset = facts()->provider(provider);
    dialect::UsageReader reader(*dialect, preset ? preset->quirks : domain::Quirks());
    const auto key = *dialect == domain::Dialect::Gemini ? "usageMetadata" : "usage";
    const auto begin = example.find("\"usage\": ") + 9, end = example.find(", \"matched\"");
    reader.read("{\"" + std::string(key) + "\":" + example.substr(begin, end - begin) + "}");
    const auto &reading = reader.reading();
    QVERIFY(reading.usage.known);

    const auto expected = parseDecimal(view(facts12.at("usd").as_string()), 15);
    QVERIFY(expected.has_value());
    const auto picodollars = static_cast<std::int64_t>(divideHalfEven(expected->value, 1000));
    const auto cost = reading.reportedFemtodollars
        ? reportedCost(*reading.reportedFemtodollars)
        : facts()->cost(provider, {}, model, reading.usage, ServiceClass::Standard,
              moment(view(facts12.at("at").as_string())));
    QCOMPARE(cost.amount.picodollars(), picodollars);
    const bool reported = facts12.at("matched").as_string() == "reported";
    QCOMPARE(cost.source, reported ? domain::CostSource::Reported : domain::CostSource::Computed);
    if (!reported)
        QCOMPARE(facts()->model(provider, model)->id, view(facts12.at("matched").as_string()));
}

void TestCatalog::namesAreStrippedStepByStep_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("found"); // empty: no row
    const auto row = [](const char *provider, const char *asked, const char *found) {
        QTest::newRow(asked) << provider << asked << found;
    };
    row("openai", "gpt-4o-mini", "gpt-4o-mini");
    row("openai", "GPT-4o-Mini", "gpt-4o-mini");
    row("OpenAI", "gpt-4o-mini ", "");
    row("openai", "openai/gpt-4o-mini", "gpt-4o-mini");
    row("openai", "models/gpt-4o-mini", "gpt-4o-mini");
    row("openai", "gpt-4o-mini-2031-01-31", "gpt-4o-mini");
    row("openai", "gpt-4o-mini-20310131", "gpt-4o-mini");
    row("openai", "gpt-4o-mini@20310131", "gpt-4o-mini");
    row("openai", "gpt-4o-mini-0131", "gpt-4o-mini");
    row("openai", "gpt-4o-mini-latest", "gpt-4o-mini");
    row("openai", "openai/gpt-4o-mini-2031-01-31", "gpt-4o-mini");
    row("openai", "gpt-4o-mini-2031-01-31-latest", "");
    row("openai", "gpt-4o-mini-131", "");
    row("openai", "anthropic/gpt-4o-mini", "");
    row("google", "models/gemini-2.5-flash", "gemini-2.5-flash");
    row("vertex", "claude-opus-4-5@20251101", "claude-opus-4-5");
    row("nvidia", "nvidia/usdcode", "nvidia/usdcode");
    row("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
    row("bedrock", "us-gov.openai.gpt-5.6-luna", "openai.gpt-5.6-luna");
    row("bedrock", "apac.openai.gpt-5.6-luna", "openai.gpt-5.6-luna");
    row("bedrock", "xx.openai.gpt-5.6-luna", "");
    row("openai", "us.gpt-4o-mini", "");
    row("openai", "", "");
    row("openai", "-latest", "");
    row("nobody", "gpt-4o-mini", "");
    row("ollama", "whatever:7b", "*");
}

void TestCatalog::namesAreStrippedStepByStep()
{
    QFETCH(QString, provider);
    QFETCH(QString, asked);
    QFETCH(QString, found);
    const auto *model = facts()->model(provider.toStdString(), asked.toStdString());
    QCOMPARE(model ? QString::fromStdString(model->id) : QString(), found);
}

void TestCatalog::servedModelIsPreferredToTheRequested()
{
    const auto cost = [](std::string_view served, std::string_view requested) {
        return facts()->cost(
            "openai", served, requested, tokens(1'000'000, 0), ServiceClass::Standard, someDay);
    };
    QCOMPARE(cost("gpt-4o-mini-2024-07-18", "my-deployment").amount, Money::picodollars(150'000'000'000));
    QCOMPARE(cost("no-such-model", "gpt-4o-mini").amount, Money::picodollars(150'000'000'000));
    QCOMPARE(cost("gpt-4o-mini", "gpt-5.5").amount, Money::picodollars(150'000'000'000));
    QCOMPARE(cost("", "gpt-4o-mini").amount, Money::picodollars(150'000'000'000));
}

void TestCatalog::freeModelsCostNothing()
{
    for (const auto *model : {"somebody/new-model:free", "Somebody/New-Model:FREE"}) {
        const auto cost
            = facts()->cost("openrouter", "", model, tokens(1000, 1000), ServiceClass::Standard, someDay);
        QCOMPARE(cost.source, domain::CostSource::Computed);
        QCOMPARE(cost.amount, Money());
    }
    QVERIFY(!facts()
            ->cost("openai", "", "new-model:free", tokens(1, 1), ServiceClass::Standard, someDay)
            .known());
}

void TestCatalog::localServersCostNothingForAnyModel()
{
    for (const auto *provider : {"ollama", "lmstudio", "llamacpp", "vllm", "jan", "localai"}) {
        const auto cost = facts()->cost(provider, "x", "y", tokens(7, 7), ServiceClass::Standard, someDay);
        QVERIFY(cost.known());
        QCOMPARE(cost.amount, Money());
    }
}

void TestCatalog::unknownPriceIsUnknownNeverZero()
{
    const auto source = [](std::string_view provider, std::string_view model, const domain::Usage &usage) {
        return facts()->cost(provider, "", model, usage, ServiceClass::Standard, someDay).source;
    };
    QCOMPARE(source("openai", "no-such-model", tokens(1, 1)), domain::CostSource::Unknown);
    QCOMPARE(source("nobody", "gpt-4o-mini", tokens(1, 1)), domain::CostSource::Unknown);
    // priced by the hour and by the picture, which usage does not count
    QCOMPARE(source("openai", "whisper-1", tokens(0, 0)), domain::CostSource::Unknown);
    QCOMPARE(source("openai", "dall-e-3", tokens(10, 0)), domain::CostSource::Unknown);
    // an embedding has no output price
    QCOMPARE(source("openai", "text-embedding-3-small", tokens(10, 0)), domain::CostSource::Computed);
}

void TestCatalog::unknownUsageHasNoCost()
{
    auto usage = tokens(10, 10);
    usage.known = false;
    QVERIFY(!facts()->cost("openai", "", "gpt-4o-mini", usage, ServiceClass::Standard, someDay).known());
}

void TestCatalog::estimatesAreMarked()
{
    auto usage = tokens(1'000'000, 0);
    usage.estimated = true;
    usage.known = false;
    const auto cost = facts()->cost("openai", "", "gpt-4o-mini", usage, ServiceClass::Standard, someDay);
    QCOMPARE(cost.source, domain::CostSource::Estimated);
    QCOMPARE(cost.amount, Money::picodollars(150'000'000'000));
}

void TestCatalog::absurdAmountsAreUnknown()
{
    const auto cost = facts()->cost("openai", "", "gpt-5.5",
        tokens(std::numeric_limits<std::int64_t>::max() / 4, 0), ServiceClass::Standard, someDay);
    QVERIFY(!cost.known());
    QVERIFY(!reportedCost(static_cast<Int128>(std::numeric_limits<std::int64_t>::max()) * 2000).known());
}

void TestCatalog::sharesAreRoundedOnce()
{
    // A token is half a picodollar: each share alone rounds to nothing.
    const char *models = R"({"models":[
        {"provider":"p","id":"a","kind":"chat","price":{"in":0.0000005}},
        {"provider":"p","id":"b","kind":"chat","price":{"in":0.0000005}}]})";
    const auto catalog = Catalog::load(R"({"providers":[]})", models);
    QVERIFY(catalog.has_value());
    const auto usage = tokens(1, 0);
    const Share shares[] = {{"a", &usage}, {"b", &usage}};
    const auto alone = (*catalog)->cost("p", "a", "", usage, ServiceClass::Standard, someDay);
    QCOMPARE(alone.amount.picodollars(), 0);
    const auto together = (*catalog)->costOfShares("p", shares, "", ServiceClass::Standard, someDay);
    QCOMPARE(together.amount.picodollars(), 1);
    const Share withUnknown[] = {{"a", &usage}, {"nobody", &usage}};
    QVERIFY(!(*catalog)->costOfShares("p", withUnknown, "", ServiceClass::Standard, someDay).known());
}

void TestCatalog::brokenFilesAreRefusedNamingTheRow_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](const char *fields, const char *word) {
        QTest::newRow(word) << QByteArray("{\"provider\":\"p\",\"id\":\"broken-one\",") + fields + "}"
                            << QByteArray(word);
    };
    row(R"("kind":"chat","price":{"in":0.0000000001})", "0.0000000001");
    row(R"("kind":"chat","price":{"in":-1})", "-1");
    row(R"("kind":"chat","price":{"in":"1"})", "\"1\"");
    row(R"("kind":"poem","price":{})", "poem");
    row(R"("kind":"chat","price":{"inn":1})", "inn");
    row(R"("kind":"chat","price":{"in":1},"history":[{"until":"2026-02-30","price":{}}])", "2026-02-30");
    row(R"("kind":"chat","price":{"in":1},"next":[{"price":{}}])", "date");
    row(R"("kind":"chat","price":{"in":1},"windows":[{"utc":["1:00","04:00"],"price":{}}])", "1:00");
    row(R"("kind":"chat","price":{"in":1},"service":{"slow":{}})", "slow");
}

void TestCatalog::brokenFilesAreRefusedNamingTheRow()
{
    QFETCH(QByteArray, row);
    QFETCH(QByteArray, word);
    const auto good = R"({"provider":"p","id":"good","kind":"chat","price":{"in":1}},)";
    const auto json = "{\"models\":[" + std::string(good) + row.toStdString() + "]}";
    const auto loaded = Catalog::load(R"({"providers":[]})", json);
    QVERIFY(!loaded.has_value());
    QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
    QVERIFY2(loaded.error().detail.find("broken-one") != std::string::npos, loaded.error().detail.c_str());
    QVERIFY2(
        loaded.error().detail.find(word.toStdString()) != std::string::npos, loaded.error().detail.c_str());
    for (const auto *junk : {"", "{", "[]", "{\"models\":7}", "{\"models\":[7]}"})
        QVERIFY(!Catalog::load(R"({"providers":[]})", junk).has_value());
    for (const auto *junk :
        {"", "{", "[]", R"({"providers":[{}]})", R"({"providers":[{"id":"x","dialects":{"y":"z"}}]})"})
        QVERIFY(!Catalog::load(junk, R"({"models":[]})").has_value());
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "TestCatalog.moc"
