#include "core/dialect/Codec.h"
#include "tests/core/dialect/NativeConversation.h"
#include "tests/support/Answers.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
using tests::NativeConversation;
using tests::RandomConversation;

namespace {

constexpr unsigned conversations = 300;

/// Dialects that are spoken by clients: what is written can be read again.
std::vector<const Codec *> codecs()
{
    std::vector<const Codec *> found;
    for (int i = 0; i <= static_cast<int>(domain::lastDialect); ++i) {
        const auto *codec = codecFor(static_cast<Dialect>(i));
        if (codec && codec->decodeRequest && codec->encodeAnswer)
            found.push_back(codec);
    }
    return found;
}

std::string encoded(const Codec &codec, const Request &request)
{
    Destination to;
    to.model = "model";
    to.reasons = false;
    Losses losses;
    return codec.encodeRequest(request, to, losses);
}

std::string joined(const std::vector<std::string> &lines)
{
    std::string all;
    for (const auto &line : lines)
        all += line + '\n';
    return all;
}

/// Every event, in words.
class Log final : public EventSink
{
public:
    void started(const AnswerHead &head) override { add("started " + head.id + ' ' + head.model); }
    void partBegan(const Part &head) override { add("began " + std::to_string(head.body.index())); }
    void partGrew(Grown what, std::string_view more) override
    {
        add("grew " + std::to_string(static_cast<int>(what)) + ' ' + std::string(more));
    }
    void partEnded() override { add("ended"); }
    void finished(const Finish &finish) override
    {
        add("finished " + std::to_string(static_cast<int>(finish.reason)));
    }
    void failed(const Failure &failure) override { add("failed " + failure.message); }
    [[nodiscard]] const std::vector<std::string> &lines() const { return m_lines; }

private:
    void add(std::string line) { m_lines.push_back(std::move(line)); }
    std::vector<std::string> m_lines;
};

std::vector<std::string_view> cutByChance(std::string_view all, RandomConversation &chance)
{
    std::vector<std::string_view> pieces;
    const int longest = chance.number(0, 3) == 0 ? 5 : 700;
    while (!all.empty()) {
        const auto length = std::min(static_cast<std::size_t>(chance.number(1, longest)), all.size());
        pieces.push_back(all.substr(0, length));
        all.remove_prefix(length);
    }
    return pieces;
}

} // namespace

/// What must hold of any conversation and any stream; those are made by chance.
class TestProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conversationsSurviveEveryDialect();
    void ownDialectLosesNothing_data() { rows(); }
    void ownDialectLosesNothing();
    void ownAnswersLoseNothing_data() { rows(); }
    void ownAnswersLoseNothing();
    void conversationsSurviveEveryPair();
    void answersSurviveEveryDialect();
    void anySplitGivesTheSameEvents();

private:
    static void rows();
};

/// A → neutral → A says the same, and writing what was read gives what was written.
void TestProperties::conversationsSurviveEveryDialect()
{
    for (const auto *codec : codecs()) {
        for (unsigned seed = 0; seed < conversations; ++seed) {
            const auto request = RandomConversation(seed).request();
            const auto first = codec->decodeRequest(encoded(*codec, request));
            const auto where = std::string(domain::name(codec->dialect)) + ", seed " + std::to_string(seed);
            QVERIFY2(first.has_value(), where.c_str());
            const auto got = joined(tests::saidIn(*first)), wanted = joined(tests::saidIn(request));
            QVERIFY2(got == wanted, (where + "\n--- got\n" + got + "--- wanted\n" + wanted).c_str());
            const auto second = codec->decodeRequest(encoded(*codec, *first));
            QVERIFY2(second.has_value() && *second == *first, where.c_str());
        }
    }
}

void TestProperties::rows()
{
    QTest::addColumn<int>("dialect");
    for (const auto *codec : codecs())
        QTest::newRow(std::string(domain::name(codec->dialect)).c_str()) << static_cast<int>(codec->dialect);
}

/// With all that a dialect has a form for: member by member the same, and nothing noted as lost.
void TestProperties::ownDialectLosesNothing()
{
    QFETCH(int, dialect);
    const auto &codec = *codecFor(static_cast<Dialect>(dialect));
    Destination to;
    to.model = "model";
    to.quirks = {domain::Quirk::DeveloperRole, domain::Quirk::ReasoningContent};
    for (unsigned seed = 0; seed < conversations; ++seed) {
        const auto request = NativeConversation(codec.dialect, seed).request();
        Losses losses;
        const auto text = codec.encodeRequest(request, to, losses);
        const auto got = codec.decodeRequest(text);
        const auto where = ", seed " + std::to_string(seed) + '\n' + losses.text() + '\n' + text;
        QVERIFY2(got.has_value() && losses.empty(), where.c_str());
        const auto differs = tests::difference(*got, request);
        QVERIFY2(differs.empty(), (differs + where).c_str());
    }
}

void TestProperties::ownAnswersLoseNothing()
{
    QFETCH(int, dialect);
    const auto &codec = *codecFor(static_cast<Dialect>(dialect));
    const AnswerTerms terms {.model = "model", .id = "id", .created = 1};
    for (unsigned seed = 0; seed < conversations; ++seed) {
        const auto answer = NativeConversation(codec.dialect, seed).answer();
        Losses losses;
        const auto plain = codec.encodeAnswer(answer, terms, {}, losses);
        const auto got = codec.decodeAnswer(plain);
        const auto encoder = codec.makeEncoder(terms, losses);
        tell(answer, *encoder);
        encoder->complete({});
        const auto stream = encoder->take();
        tests::StrictCollector collector;
        tests::readStream(codec, {stream}, collector);
        const auto where = ", seed " + std::to_string(seed) + '\n' + losses.text() + '\n';
        QVERIFY2(got.has_value() && collector.complaint().empty(), (where + collector.complaint()).c_str());
        using Told = std::pair<const Answer *, const std::string *>;
        for (const auto &[read, text] : {Told(&*got, &plain), Told(&collector.answer(), &stream)}) {
            const auto differs = tests::difference(read->parts, answer.parts);
            QVERIFY2(differs.empty(), (differs + where + *text).c_str());
            QVERIFY(read->finish == answer.finish);
        }
    }
}

void TestProperties::conversationsSurviveEveryPair()
{
    for (const auto *from : codecs()) {
        for (const auto *to : codecs()) {
            for (unsigned seed = 0; seed < conversations / 5; ++seed) {
                const auto request = RandomConversation(seed).request();
                const auto there = from->decodeRequest(encoded(*from, request)).value();
                const auto arrived = to->decodeRequest(encoded(*to, there));
                const auto where = std::string(domain::name(from->dialect)) + " to "
                    + std::string(domain::name(to->dialect)) + ", seed " + std::to_string(seed);
                QVERIFY2(arrived.has_value(), where.c_str());
                const auto got = joined(tests::saidIn(*arrived)), wanted = joined(tests::saidIn(request));
                QVERIFY2(got == wanted, (where + "\n--- got\n" + got + "--- wanted\n" + wanted).c_str());
            }
        }
    }
}

void TestProperties::answersSurviveEveryDialect()
{
    domain::Usage usage;
    usage.known = true;
    for (const auto *codec : codecs()) {
        for (unsigned seed = 0; seed < conversations; ++seed) {
            const auto answer = RandomConversation(seed).answer();
            const auto wanted = tests::essenceOf(answer);
            Losses losses;
            const AnswerTerms terms {.model = "model", .id = "id", .created = 1};
            const auto plain = codec->encodeAnswer(answer, terms, usage, losses);
            const auto encoder = codec->makeEncoder(terms, losses);
            tell(answer, *encoder);
            encoder->complete(usage);
            for (const auto &got : {tests::essenceOfReply(*codec, plain, false),
                     tests::essenceOfReply(*codec, encoder->take(), true)})
                QVERIFY2(got == wanted,
                    (std::string(domain::name(codec->dialect)) + ", seed " + std::to_string(seed)
                        + "\n--- got\n" + got.describe() + "\n--- wanted\n" + wanted.describe())
                        .c_str());
        }
    }
}

void TestProperties::anySplitGivesTheSameEvents()
{
    if (!tests::wireAvailable())
        QSKIP("The recordings are not there.");
    constexpr unsigned splits = 30;
    int streams = 0;
    for (const auto &item : tests::translatableCases()) {
        if (!tests::isStream(item))
            continue;
        const auto &codec = *codecFor(*domain::dialectNamed(item.dialect));
        Log whole;
        tests::readStream(codec, {item.response}, whole);
        for (unsigned seed = 0; seed < splits; ++seed) {
            RandomConversation chance(seed);
            Log cut;
            tests::readStream(codec, cutByChance(item.response, chance), cut);
            QVERIFY2(cut.lines() == whole.lines(), (item.name + ", seed " + std::to_string(seed)).c_str());
        }
        ++streams;
    }
    QVERIFY(streams > 30);
}

QTEST_GUILESS_MAIN(TestProperties)
#include "TestProperties.moc"
