#include "core/dialect/Rules.h"
#include "core/dialect/UsageReader.h"
#include "tests/support/Answers.h"
#include "tests/support/Quirks.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
using tests::Essence;

namespace {

const std::vector<tests::WireCase> &cases()
{
    static const auto all = tests::translatableCases();
    return all;
}

const std::vector<Dialect> &dialects()
{
    static const std::vector<Dialect> all = [] {
        std::vector<Dialect> found;
        for (int i = 0; i <= static_cast<int>(domain::lastDialect); ++i) {
            const auto *codec = codecFor(static_cast<Dialect>(i));
            if (codec && codec->isOfClients())
                found.push_back(static_cast<Dialect>(i));
        }
        return found;
    }();
    return all;
}

const Codec &codecOf(const tests::WireCase &item)
{
    return *codecFor(*domain::dialectNamed(item.dialect));
}

bool streams(const tests::WireCase &item)
{
    return tests::isStream(item);
}

domain::Usage usageOf(Dialect dialect, std::string_view body, bool stream, std::string_view kind = "openai")
{
    UsageReader reader(dialect, tests::quirksOf(kind));
    if (!stream)
        reader.read(body);
    else {
        for (const auto &event : tests::eventsOf(body, dialect))
            reader.read(event);
    }
    return reader.reading().usage;
}

/// What the provider sent, as a client of another dialect gets it.
std::string translated(const tests::WireCase &item, const Codec &to, const domain::Usage &usage, bool stream)
{
    Losses losses;
    AnswerTerms terms;
    terms.model = "asked-model";
    terms.id = "x1";
    terms.created = 1700000000;
    const auto &from = codecOf(item);
    tests::StrictCollector whole;
    if (streams(item))
        tests::readStream(from, {item.response}, whole);
    else
        tell(from.decodeAnswer(item.response).value(), whole);
    if (!stream)
        return to.encodeAnswer(whole.answer(), terms, usage, losses);
    const auto encoder = to.makeEncoder(terms, losses);
    if (streams(item))
        tests::readStream(from, {item.response}, *encoder);
    else
        tell(from.decodeAnswer(item.response).value(), *encoder);
    if (whole.isFinished())
        encoder->complete(usage);
    return encoder->take();
}

/// What no other dialect tells apart.
Essence comparable(Essence essence)
{
    using enum StopReason;
    // Refusals are texts elsewhere; their reason is the content rules'.
    essence.text += essence.refusal;
    essence.refusal.clear();
    if (essence.reason == StopSequence || essence.reason == Paused)
        essence.reason = Stop;
    if (essence.reason == Refused)
        essence.reason = Filtered;
    return essence;
}

} // namespace

/// Every recorded answer is read, and told again in every dialect without a word lost.
class TestRecordedAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCutGivesTheSame_data() { rows(true); }
    void everyCutGivesTheSame();
    void everyDialectTellsIt_data() { rows(false); }
    void everyDialectTellsIt();

private:
    static void rows(bool streamed);
};

void TestRecordedAnswers::rows(bool streamed)
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i) {
        if (!streamed || streams(cases()[i]))
            QTest::newRow(cases()[i].name.c_str()) << static_cast<int>(i);
    }
}

void TestRecordedAnswers::everyCutGivesTheSame()
{
    QFETCH(int, index);
    const auto &item = cases()[static_cast<std::size_t>(index)];
    const std::string_view all = item.response;
    const auto whole = tests::essenceOfReply(codecOf(item), all, true);
    constexpr std::size_t mostCuts = 300;
    const auto step = std::max(all.size() / mostCuts, std::size_t {1});
    for (std::size_t at = 1; at < all.size(); at += step) {
        tests::StrictCollector collector;
        tests::readStream(codecOf(item), {all.substr(0, at), all.substr(at)}, collector);
        QVERIFY2(collector.complaint().empty(), collector.complaint().c_str());
        QVERIFY(collector.essence() == whole);
    }
}

void TestRecordedAnswers::everyDialectTellsIt()
{
    QFETCH(int, index);
    const auto &item = cases()[static_cast<std::size_t>(index)];
    const auto original = comparable(tests::essenceOfReply(codecOf(item), item.response, streams(item)));
    QVERIFY2(!original.failure.starts_with("BROKEN"), original.failure.c_str());
    for (const auto &call : original.calls)
        QVERIFY(!call.first.empty());
    const auto usage = usageOf(codecOf(item).dialect, item.response, streams(item), item.provider);
    for (const auto dialect : dialects()) {
        const auto &to = *codecFor(dialect);
        for (const bool stream : {false, true}) {
            const auto name = std::string(domain::name(dialect)) + (stream ? " stream" : " plain");
            if (!original.failure.empty() && !stream)
                continue;
            const auto told = translated(item, to, usage, stream);
            const auto got = comparable(tests::essenceOfReply(to, told, stream));
            const bool same = got == original;
            QVERIFY2(same,
                (name + "\n--- got\n" + got.describe() + "\n--- wanted\n" + original.describe()).c_str());
            if (!usage.known || !original.failure.empty())
                continue;
            const auto counted = usageOf(dialect, told, stream);
            QVERIFY2(counted.totalInput() == usage.totalInput(), name.c_str());
            QVERIFY2(counted.totalOutput() == usage.totalOutput(), name.c_str());
            if (dialect != Dialect::Ollama) // it tells no cached tokens apart
                QCOMPARE(counted.cacheRead, usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead);
        }
    }
}

int main(int argc, char **argv)
{
    if (tests::skipSuiteWithoutWire())
        return 0;
    QCoreApplication application(argc, argv);
    TestRecordedAnswers test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestRecordedAnswers.moc"
