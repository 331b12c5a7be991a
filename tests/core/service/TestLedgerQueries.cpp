#include "core/base/Files.h"
#include "core/ledger/Store.h"
#include "core/service/LedgerQueries.h"
#include "core/service/LedgerSearch.h"
#include "tests/core/ledger/Samples.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <boost/json/parse.hpp>

using namespace slipswitch;
using namespace std::chrono_literals;
using ledger::Filter;
using ledger::LogPage;
using ledger::TimeRange;
using service::ExportFormat;
using service::ExportProgress;
using service::LedgerQueries;
using service::SearchPart;
using tests::sampleDay;
using tests::sampleExchange;

/// Questions of pages, answered later on the Qt thread.
class TestLedgerQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void pageComesLaterOnTheQtThread();
    void cancelledTicketIsNeverAnswered();
    void contextThatIsGoneIsNotAnswered();
    void endingWithOpenQuestionsIsSafe();
    void emptyHomeAnswersEmpty();
    void searchGivesWhatAPageGives_data();
    void searchGivesWhatAPageGives();
    void aScreenOfAnIndexComesFirst();
    void searchGoesOnBehindItsLimit();
    void histogramCountsWhatTheFilterShows();
    void valuesAreThoseOfTheLog();
    void exportWritesEveryRowInBothFormats();
    void cancelledExportLeavesNoFile();
    void unwritableExportIsTold();

private:
    void write(int count);
    template <typename T>
    [[nodiscard]] T wait(const std::function<void(LedgerQueries::Done<T>)> &ask);
    [[nodiscard]] std::vector<ledger::LogRow> searched(
        const Filter &filter, std::optional<std::int64_t> before, std::size_t limit, bool &more);
    [[nodiscard]] std::filesystem::path folder() const { return m_dir->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<LedgerQueries> m_queries;
};

void TestLedgerQueries::init()
{
    m_queries.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    m_queries = std::make_unique<LedgerQueries>(folder());
}

/// One a minute; every seventh failed, every fifth by another tool and model.
void TestLedgerQueries::write(int count)
{
    auto store = ledger::Store::open(folder() / "ledger.sqlite").value();
    ledger::Batch batch;
    for (int i = 0; i < count; ++i) {
        auto exchange = sampleExchange(std::chrono::minutes(i));
        if (i % 7 == 0) {
            exchange.outcome = domain::Outcome::Failed;
            exchange.errorText = i % 14 == 0 ? "quota, \"used up\"" : "=broken";
        }
        if (i % 5 == 0) {
            exchange.tool = "zed";
            exchange.model = exchange.requestedModel = "claude-4";
        }
        batch.exchanges.push_back({0, exchange});
    }
    QCOMPARE(store->commit(batch, sampleDay).value(), static_cast<std::size_t>(count));
}

template <typename T>
T TestLedgerQueries::wait(const std::function<void(LedgerQueries::Done<T>)> &ask)
{
    std::optional<Result<T>> answer;
    ask([&](Result<T> result) { answer = std::move(result); });
    (void)QTest::qWaitFor([&] { return answer.has_value(); }, 20'000);
    return answer.value().value();
}

void TestLedgerQueries::pageComesLaterOnTheQtThread()
{
    write(30);
    std::optional<LogPage> page;
    QThread *answeredOn = nullptr;
    const auto ticket = m_queries->page(this, {}, {}, 10, [&](Result<LogPage> answer) {
        answeredOn = QThread::currentThread();
        page = answer.value();
    });
    QVERIFY(ticket != 0 && !page);
    QTRY_VERIFY(page);
    QCOMPARE(answeredOn, QThread::currentThread());
    QCOMPARE(page->rows.size(), std::size_t {10});
    QVERIFY(page->more);
}

void TestLedgerQueries::cancelledTicketIsNeverAnswered()
{
    write(10);
    bool stale = false;
    for (int i = 0; i < 50; ++i)
        m_queries->cancel(m_queries->page(this, {}, {}, 10, [&](const Result<LogPage> &) { stale = true; }));
    (void)wait<LogPage>([&](auto done) { m_queries->page(this, {}, {}, 10, done); });
    QVERIFY(!stale);
}

void TestLedgerQueries::contextThatIsGoneIsNotAnswered()
{
    write(10);
    bool answered = false;
    auto page = std::make_unique<QObject>();
    m_queries->page(page.get(), {}, {}, 10, [&](const Result<LogPage> &) { answered = true; });
    page.reset();
    (void)wait<LogPage>([&](auto done) { m_queries->page(this, {}, {}, 10, done); });
    (void)wait<LogPage>([&](auto done) { m_queries->page(this, {}, {}, 10, done); });
    QVERIFY(!answered);
}

void TestLedgerQueries::endingWithOpenQuestionsIsSafe()
{
    write(500);
    bool answered = false;
    Filter slow;
    slow.texts = {"nothing has this"};
    for (int i = 0; i < 20; ++i)
        m_queries->search(this, slow, {}, 10, [&](const Result<SearchPart> &) { answered = true; });
    m_queries.reset();
    QCoreApplication::processEvents();
    QVERIFY(!answered);
}

void TestLedgerQueries::emptyHomeAnswersEmpty()
{
    QVERIFY(wait<LogPage>([&](auto done) { m_queries->page(this, {}, {}, 10, done); }).rows.empty());
    bool more = true;
    Filter text;
    text.texts = {"x"};
    QVERIFY(searched(text, {}, 10, more).empty());
    QVERIFY(!more);
}

std::vector<ledger::LogRow> TestLedgerQueries::searched(
    const Filter &filter, std::optional<std::int64_t> before, std::size_t limit, bool &more)
{
    std::vector<ledger::LogRow> rows;
    bool finished = false;
    double progress = 0;
    m_queries->search(this, filter, before, limit, [&](Result<SearchPart> part) {
        QVERIFY(part.has_value() && !finished && part->progress >= progress);
        progress = part->progress;
        rows.insert(rows.end(), part->rows.begin(), part->rows.end());
        finished = part->finished;
        more = part->more;
    });
    (void)QTest::qWaitFor([&] { return finished; }, 20'000);
    return rows;
}

void TestLedgerQueries::searchGivesWhatAPageGives_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QString>("text");
    QTest::newRow("all") << "" << "";
    QTest::newRow("indexed") << "zed" << "";
    QTest::newRow("text") << "" << "quota";
    QTest::newRow("both") << "zed" << "broken";
    QTest::newRow("none") << "" << "no such text";
}

void TestLedgerQueries::searchGivesWhatAPageGives()
{
    QFETCH(QString, tool);
    QFETCH(QString, text);
    write(4000);
    Filter filter;
    filter.tool = tool.toStdString();
    if (!text.isEmpty())
        filter.texts = {text.toStdString()};
    const auto page = wait<LogPage>([&](auto done) { m_queries->page(this, filter, {}, 5000, done); });
    bool more = true;
    const auto rows = searched(filter, {}, 5000, more);
    QCOMPARE(rows.size(), page.rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        QVERIFY(rows[i].cursor == page.rows[i].cursor);
    QVERIFY(!more);
}

void TestLedgerQueries::aScreenOfAnIndexComesFirst()
{
    write(1000);
    std::vector<std::size_t> parts;
    bool finished = false;
    m_queries->search(this, {}, {}, 200, [&](Result<SearchPart> part) {
        QVERIFY(part.has_value());
        parts.push_back(part->rows.size());
        finished = part->finished;
    });
    QVERIFY(QTest::qWaitFor([&] { return finished; }));
    QCOMPARE(parts, (std::vector<std::size_t> {service::screenRows, 200 - service::screenRows}));
}

void TestLedgerQueries::searchGoesOnBehindItsLimit()
{
    write(1000);
    Filter filter;
    filter.texts = {"broken"};
    std::set<std::int64_t> seen;
    std::optional<std::int64_t> before;
    for (bool more = true; more;) {
        const auto rows = searched(filter, before, 10, more);
        QVERIFY(rows.size() <= 10);
        for (const auto &row : rows)
            QVERIFY(seen.insert(row.cursor).second);
        if (rows.empty())
            break;
        before = rows.back().cursor;
    }
    QCOMPARE(seen.size(), std::size_t {71}); // every seventh of a thousand, less every fourteenth
}

void TestLedgerQueries::histogramCountsWhatTheFilterShows()
{
    write(600);
    Filter zed;
    zed.tool = "zed";
    Filter failed;
    failed.errorsOnly = true;
    for (const auto &filter : {Filter {}, zed, failed}) {
        for (const auto step : {domain::Micros(10min), domain::Micros(1h)}) {
            const TimeRange range {sampleDay + 1h, sampleDay + 9h};
            const auto bars = wait<std::vector<ledger::HistogramBar>>(
                [&](auto done) { m_queries->histogram(this, filter, range, step, done); });
            auto bounded = filter;
            bounded.time = range;
            const auto rows
                = wait<LogPage>([&](auto done) { m_queries->page(this, bounded, {}, 1000, done); }).rows;
            std::map<UtcTime, ledger::HistogramBar> expected;
            for (const auto &row : rows) {
                auto &bar = expected[range.from + (row.exchange.startedAt - range.from) / step * step];
                ++bar.exchanges;
                bar.errors += row.exchange.outcome == domain::Outcome::Failed ? 1 : 0;
                bar.rerouted += row.exchange.outcome == domain::Outcome::Succeeded && row.tries > 1 ? 1 : 0;
            }
            QCOMPARE(bars.size(), expected.size());
            for (const auto &bar : bars) {
                QCOMPARE(bar.exchanges, expected[bar.start].exchanges);
                QCOMPARE(bar.errors, expected[bar.start].errors);
                QCOMPARE(bar.rerouted, expected[bar.start].rerouted);
            }
        }
    }
}

void TestLedgerQueries::valuesAreThoseOfTheLog()
{
    write(20);
    using Values = std::vector<std::string>;
    const auto values = [&](ledger::GroupBy field) {
        return wait<Values>([&](auto done) { m_queries->values(this, field, done); });
    };
    QVERIFY((values(ledger::GroupBy::Tool) == Values {"codex", "zed"}));
    QVERIFY((values(ledger::GroupBy::Model) == Values {"claude-4", "gpt-4o-2024-08-06"}));
    QVERIFY((values(ledger::GroupBy::Key) == Values {"key_abcdefgh"}));
}

void TestLedgerQueries::exportWritesEveryRowInBothFormats()
{
    write(1300);
    const auto lines = folder() / "log.jsonl";
    auto told = wait<ExportProgress>(
        [&](auto done) { m_queries->exportTo(this, {}, ExportFormat::JsonLines, lines, {}, done); });
    QCOMPARE(told.rows, std::uint64_t {1300});
    QCOMPARE(told.part, 1.0);
    const auto text = readFile(lines, 10'000'000).value();
    QCOMPARE(std::count(text.begin(), text.end(), '\n'), 1300);
    const auto newest = boost::json::parse(text.substr(0, text.find('\n'))).as_object();
    QVERIFY(newest.at("tool") == "codex" && newest.at("cost_usd") == "0.00468");
    QVERIFY(newest.at("input_tokens") == 1144);

    const auto table = folder() / "log.csv";
    Filter failed;
    failed.errorsOnly = true;
    told = wait<ExportProgress>(
        [&](auto done) { m_queries->exportTo(this, failed, ExportFormat::Csv, table, {}, done); });
    QCOMPARE(told.rows, std::uint64_t {186});
    const auto csv = readFile(table, 10'000'000).value();
    QVERIFY(csv.starts_with("id,started_at,outcome,"));
    QVERIFY(csv.find(",\"quota, \"\"used up\"\"\",") != std::string::npos);
    QVERIFY(csv.find(",'=broken,") != std::string::npos); // never a formula
    QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), 187);
}

void TestLedgerQueries::cancelledExportLeavesNoFile()
{
    write(3000);
    const auto file = folder() / "log.csv";
    bool answered = false;
    m_queries->cancel(m_queries->exportTo(
        this, {}, ExportFormat::Csv, file, {}, [&](const Result<ExportProgress> &) { answered = true; }));
    m_queries.reset(); // its threads have ended
    QVERIFY(!answered);
    QVERIFY(!std::filesystem::exists(file) && !std::filesystem::exists(file.string() + ".part"));
}

void TestLedgerQueries::unwritableExportIsTold()
{
    write(3);
    std::optional<Error> error;
    m_queries->exportTo(this, {}, ExportFormat::Csv, folder() / "no such folder" / "log.csv", {},
        [&](const Result<ExportProgress> &done) { error = done.error(); });
    QTRY_VERIFY(error);
    QCOMPARE(error->code, ErrorCode::Io);
}

QTEST_GUILESS_MAIN(TestLedgerQueries)
#include "TestLedgerQueries.moc"
