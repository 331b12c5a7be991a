#include "core/ledger/Store.h"
#include "core/service/GatewayService.h"
#include "tests/core/ledger/Samples.h"
#include "tests/ui/support/UiTest.h"
#include "ui/shell/MainWindow.h"
#include "ui/spend/SpendAdapter.h"
#include "ui/spend/SpendChart.h"
#include "ui/spend/SpendExport.h"
#include "ui/spend/SpendPage.h"
#include "ui/spend/SpendSavings.h"
#include "ui/spend/SpendSummary.h"
#include "ui/spend/SpendTable.h"
#include "ui/theme/Fonts.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Placeholders.h"

#include <QFileDialog>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Unit = SpendPeriod::Unit;

namespace {

QDateTime local(const QTimeZone &zone, int year, int month, int day, int hour = 0, int minute = 0)
{
    return {QDate(year, month, day), QTime(hour, minute), zone};
}

ledger::RollupPoint point(UtcTime start, const std::string &group, double dollars, std::int64_t unpriced = 0)
{
    ledger::RollupPoint made {start, group, {}};
    made.sums.exchanges = 10;
    made.sums.unpriced = unpriced;
    made.sums.cost = Money::picodollars(static_cast<std::int64_t>(dollars * 1e12));
    made.sums.usage.input = 1'000;
    made.sums.usage.cacheRead = 3'000;
    made.sums.usage.output = 500;
    return made;
}

/// Of March 2026 in UTC, seen on the tenth at noon.
SpendAnswers answersOf(std::vector<ledger::RollupPoint> points)
{
    SpendAnswers answers;
    answers.zone = QTimeZone::utc();
    answers.now = utcOf(local(answers.zone, 2026, 3, 10, 12));
    answers.period = {Unit::Month, QDate(2026, 3, 10)};
    answers.edges = answers.period.edges(answers.zone);
    answers.beforeEdges = answers.period.before().edges(answers.zone);
    answers.points = std::move(points);
    return answers;
}

SpendNames plainNames()
{
    const auto same = [](const std::string &group) { return QString::fromStdString(group); };
    return {same, same};
}

UtcTime march(int day)
{
    return utcOf(local(QTimeZone::utc(), 2026, 3, day));
}

/// With something to say for each of the figures beside the chart.
SpendData everyFigure()
{
    auto answers = answersOf({point(march(9), "openai", 2), point(march(10), "openai", 1, 4)});
    for (int day = 1; day < 10; ++day)
        answers.days.push_back(point(march(day), "", 2));
    answers.before.push_back(point(utcOf(local(answers.zone, 2026, 2, 3)), "openai", 5));
    return spendOf(answers, plainNames());
}

/// The large figures of a summary that can be seen.
std::vector<const Label *> shownNumbers(const SpendSummary &summary)
{
    std::vector<const Label *> shown;
    for (const auto *label : summary.findChildren<Label *>()) {
        const bool large = label->font() == ui::font(Type::Number) || label->font() == ui::font(Type::Title);
        if (label->isVisible() && large)
            shown.push_back(label);
    }
    return shown;
}

class LayoutCount : public QObject
{
public:
    int requests = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        requests += event->type() == QEvent::LayoutRequest ? 1 : 0;
        return false;
    }
};

} // namespace

class TestSpend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void cachesSaveWhatNewTokensWouldHaveCost()
    {
        const auto catalog = catalog::Catalog::loadShipped();
        QVERIFY(catalog.has_value());
        std::vector<ledger::RollupPoint> points(2);
        points[0].group = "claude-sonnet-4-5";
        points[0].sums.usage.cacheRead = 10'000'000;
        points[1].group = "nobody-knows-this";
        points[1].sums.usage.cacheRead = 10'000'000;
        const auto now = SystemClock().utcNow();
        const auto saved = savedByCaches(points, **catalog, {"ollama", "anthropic"}, now);
        QVERIFY(saved.has_value());
        QCOMPARE(spendText(*saved), u"$27.00"_s); // 3.00 less 0.30 a million
        // What is written to a cache costs more than what is not.
        points[0].sums.usage.cacheWrite5m = 1'000'000;
        QCOMPARE(spendText(*savedByCaches(points, **catalog, {"anthropic"}, now)), u"$26.25"_s);
        QVERIFY(!savedByCaches(points, **catalog, {"openai"}, now));
    }

    void columnsBeginAtTheUsersMidnight_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::newRow("UTC") << QByteArray("UTC");
        QTest::newRow("India, +5:30") << QByteArray("Asia/Kolkata");
        QTest::newRow("Nepal, +5:45") << QByteArray("Asia/Kathmandu");
        QTest::newRow("Berlin, with odd days") << QByteArray("Europe/Berlin");
    }
    void columnsBeginAtTheUsersMidnight()
    {
        QFETCH(QByteArray, zone);
        const QTimeZone here(zone);
        const auto edges = SpendPeriod(Unit::Month, QDate(2026, 3, 17)).edges(here);
        QCOMPARE(edges.size(), std::size_t {32});
        for (std::size_t day = 0; day < edges.size(); ++day) {
            QCOMPARE(edges[day], utcOf(QDate(2026, 3, 1).addDays(static_cast<qint64>(day)).startOfDay(here)));
            // Roll-ups are kept by quarters of an hour.
            QCOMPARE(edges[day].time_since_epoch() % 15min, std::chrono::microseconds(0));
        }
        const auto year = SpendPeriod(Unit::Year, QDate(2026, 3, 17)).edges(here);
        QCOMPARE(year.front(), utcOf(QDate(2026, 1, 1).startOfDay(here)));
        QCOMPARE(year.back(), utcOf(QDate(2027, 1, 1).startOfDay(here)));
        QVERIFY(year.size() <= 55);
    }

    void aDayWithAnOddHourHasItsHours()
    {
        const QTimeZone berlin("Europe/Berlin");
        QCOMPARE(SpendPeriod(Unit::Day, QDate(2026, 3, 29)).edges(berlin).size(), std::size_t {24});
        QCOMPARE(SpendPeriod(Unit::Day, QDate(2026, 10, 25)).edges(berlin).size(), std::size_t {26});
        const auto week = SpendPeriod(Unit::Week, QDate(2026, 3, 29)).edges(berlin);
        QCOMPARE(week.size(), std::size_t {29});
        QCOMPARE(week[25], utcOf(local(berlin, 2026, 3, 29, 6)));
    }

    void periodsAreNamedAndFollowEachOther()
    {
        const QDate today(2026, 3, 10);
        const SpendPeriod month(Unit::Month, today);
        QCOMPARE(month.name(today), u"This month"_s);
        QCOMPARE(month.before().name(today), u"Last month"_s);
        QCOMPARE(month.before().before().name(today), u"January"_s);
        QCOMPARE(month.before().before().before().name(today), u"December 2025"_s);
        QCOMPARE(month.before().after(), month);
        QCOMPARE(SpendPeriod(Unit::Week, today).title(today), u"9 to 15 March"_s);
        QVERIFY(SpendPeriod(Unit::Year, today).holds(QDate(2026, 12, 31)));
    }

    void costsAreStackedAndOnlyWhatHasBegunIsShown()
    {
        const auto data = spendOf(answersOf({point(march(1), "openai", 2), point(march(1), "anthropic", 3),
                                      point(march(10), "openai", 4)}),
            plainNames());
        QCOMPARE(data.state, SpendData::State::Full);
        QCOMPARE(data.columns, std::size_t {31});
        QCOMPARE(data.filled, std::size_t {10});
        QCOMPARE(data.series.size(), std::size_t {2});
        QCOMPARE(data.series[0].name, u"openai"_s); // the dearest lies at the bottom
        QCOMPARE(data.series[0].values[0], 2.0);
        QCOMPARE(data.series[0].values[9], 4.0);
        QCOMPARE(data.rows[1].share, 3.0 / 9);
        QCOMPARE(data.total.cost, Money::picodollars(9'000'000'000'000));
        QCOMPARE(data.daysPassed, 10);
        QVERIFY(data.series[0].line != data.series[1].line);
    }

    void whatHasNoPriceIsSaidAndNeverZero()
    {
        const auto data = spendOf(
            answersOf({point(march(1), "local", 0, 10), point(march(1), "openai", 2)}), plainNames());
        QCOMPARE(data.series.size(), std::size_t {1});
        SpendPage page;
        page.setData(data);
        auto &rows = page.table()->rows();
        QCOMPARE(rows.data(rows.index(1, SpendModel::Name), Qt::DisplayRole).toString(), u"local"_s);
        QCOMPARE(rows.data(rows.index(1, SpendModel::Cost), Qt::DisplayRole).toString(), u"no price"_s);
        const auto lines = page.chart()->tooltipOf(0);
        QVERIFY(std::count(lines.begin(), lines.end(), std::pair(u"No price"_s, u"10 requests"_s)) == 1);
        QVERIFY(!spendCsv(data).contains(",0,0,0,0\r\n"));
        QVERIFY(spendCsv(data).contains(",local,10,0,10,4000,3000,500,\r\n"));

        const auto alone = spendOf(answersOf({point(march(1), "local", 0, 10)}), plainNames());
        QVERIFY(alone.onlyUnpriced());
        page.setData(alone);
        QCOMPARE(page.chart()->tooltipOf(0).back().second, u"no price"_s);
    }

    void manySeriesEndInOther()
    {
        std::vector<ledger::RollupPoint> points;
        for (int index = 0; index < 12; ++index)
            points.push_back(point(march(2), "model-" + std::to_string(index), 12 - index));
        auto answers = answersOf(points);
        answers.by = SpendBy::Model;
        const auto data = spendOf(answers, plainNames());
        QCOMPARE(data.series.size(), std::size_t {8});
        QCOMPARE(data.series.back().name, u"Other"_s);
        QCOMPARE(data.series.back().values[1], 5.0 + 4 + 3 + 2 + 1);
        QCOMPARE(data.rows.size(), std::size_t {12});
    }

    void aForecastNeedsSevenDays()
    {
        auto answers = answersOf({point(march(9), "openai", 2), point(march(10), "openai", 1)});
        for (int day = 4; day < 10; ++day)
            answers.days.push_back(point(march(day), "", 2));
        QVERIFY(!spendOf(answers, plainNames()).forecast);
        answers.days.insert(answers.days.begin(), point(march(3), "", 2));
        const auto data = spendOf(answers, plainNames());
        QVERIFY(data.forecast.has_value());
        // What is spent, the rest of today, and 21 more days of two dollars.
        QCOMPARE(data.forecast->total, 3.0 + 1 + 21 * 2);
        QCOMPARE(data.forecast->values.size(), std::size_t {22});
    }

    void theCrosshairListsTheStackTopDown()
    {
        SpendPage page;
        page.resize(1200, 800);
        page.setData(spendOf(
            answersOf({point(march(1), "openai", 2), point(march(1), "anthropic", 3)}), plainNames()));
        page.show();
        page.chart()->setFocus();
        QTest::keyClick(page.chart(), Qt::Key_Home);
        QCOMPARE(page.chart()->pointed(), std::optional<std::size_t>(0));
        const auto lines = page.chart()->tooltipOf(0);
        QCOMPARE(lines[0].first, u"Sun 1 Mar"_s);
        QCOMPARE(lines[1], std::pair(u"openai"_s, u"$2.00"_s));
        QCOMPARE(lines[2], std::pair(u"anthropic"_s, u"$3.00"_s));
        QCOMPARE(lines[3], std::pair(u"Total"_s, u"$5.00"_s));
        QVERIFY(page.chart()->accessibleDescription().contains(u"Total $5.00"_s));
        QTest::keyClick(page.chart(), Qt::Key_End);
        QCOMPARE(page.chart()->pointed(), std::optional<std::size_t>(9));
        QTest::keyClick(page.chart(), Qt::Key_Escape);
        QVERIFY(!page.chart()->pointed());
    }

    void gridLinesAreRoundAndFew()
    {
        for (double highest = 0.0007; highest < 50'000; highest *= 1.37) {
            const auto lines = std::ceil(highest / moneyStep(highest) - 1e-9);
            QVERIFY2(lines >= 2 && lines <= 4, qPrintable(QString::number(highest)));
        }
    }

    void eachStateIsShown()
    {
        SpendPage page;
        page.resize(1200, 800);
        page.show();
        page.setLoading();
        QVERIFY(page.findChild<Skeleton *>()->isVisible());
        SpendData data;
        data.state = SpendData::State::Failed;
        data.problem = u"The log is held by another program."_s;
        page.setData(data);
        const auto labels = page.findChildren<Label *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [&](const Label *label) {
            return label->isVisible() && label->text().startsWith(data.problem)
                && label->text() != data.problem;
        }));
        QSignalSpy again(&page, &SpendPage::tryAgain);
        for (auto *button : page.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == u"Try again"_s)
                button->click();
        }
        QCOMPARE(again.count(), 1);
        data.state = SpendData::State::Empty;
        page.setData(data);
        QVERIFY(page.findChild<EmptyState *>(u"empty"_s)->isVisible());
    }

    void aSmallWindowShowsEveryFigure()
    {
        SpendPage page;
        page.setData(everyFigure());
        page.resize(1044, 620); // of a window of 1100 by 700
        page.show();
        QTest::qWait(50);
        const auto *summary = page.findChild<SpendSummary *>();
        const auto numbers = shownNumbers(*summary);
        QCOMPARE(numbers.size(), std::size_t {5});
        for (const auto *number : numbers) {
            QVERIFY2(number->width() >= number->sizeHint().width(), qPrintable(number->text()));
            const QRect place(number->mapTo(summary, QPoint()), number->size());
            QVERIFY2(summary->rect().contains(place), qPrintable(number->text()));
        }
    }

    void figuresThatDoNotFitAreLeftOut()
    {
        SpendPage page;
        page.setData(everyFigure());
        page.show();
        auto *summary = page.findChild<SpendSummary *>();
        const QWidget *card = page.chart();
        while (!qobject_cast<const Card *>(card))
            card = card->parentWidget();
        for (const int height : {560, 640, 900, 560}) {
            page.resize(1040, height);
            QTest::qWait(50);
            LayoutCount count;
            qApp->installEventFilter(&count);
            QTest::qWait(50);
            QCOMPARE(count.requests, 0); // nothing is laid out over and over
            QCOMPARE(summary->height(), card->height());
            const auto numbers = shownNumbers(*summary);
            QVERIFY(!numbers.empty());
            for (const auto *number : numbers)
                QVERIFY2(number->height() >= number->sizeHint().height(), qPrintable(number->text()));
        }
        page.resize(1040, 900);
        QTest::qWait(50);
        QCOMPARE(shownNumbers(*summary).size(), std::size_t {5});
    }

    void numbersAndPictureAreExported()
    {
        const QTemporaryDir folder;
        SpendPage page;
        page.resize(1200, 800);
        auto data = spendOf(answersOf({point(march(1), "=cmd, \"x\"", 2)}), plainNames());
        page.setData(data);
        page.show();
        QSignalSpy toasts(&page, &SpendPage::toastRequested);
        const auto csv = folder.filePath(u"costs.csv"_s), png = folder.filePath(u"costs.png"_s);
        page.exportCsv(csv);
        page.exportPng(png);
        QTRY_COMPARE(toasts.count(), 2);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto text = file.readAll();
        QVERIFY(text.startsWith("start,provider,requests,"));
        QVERIFY2(text.contains("2026-03-01T00:00:00+00:00,\"'=cmd, \"\"x\"\"\",10,0,0,4000,3000,500,2\r\n"),
            text.constData());
        QVERIFY(QImage(png).width() > 1200);
        page.exportCsv(folder.filePath(u"no/such/folder.csv"_s));
        QTRY_COMPARE(toasts.count(), 3);
        QCOMPARE(toasts.last().at(0).value<ToastText>().tone, Tone::Bad);
    }

    /// What happens every few seconds while the page is open, with a year of weeks in eight colours.
    void aRefreshIsQuick()
    {
        auto answers = answersOf({});
        answers.period = {Unit::Year, QDate(2026, 12, 31)};
        answers.now = utcOf(local(answers.zone, 2026, 12, 31, 12));
        answers.edges = answers.period.edges(answers.zone);
        for (std::size_t column = 0; column + 1 < answers.edges.size(); ++column) {
            for (int model = 0; model < 30; ++model)
                answers.points.push_back(point(answers.edges[column], "model-" + std::to_string(model),
                    1 + std::sin(static_cast<double>(column) * model)));
        }
        SpendPage page;
        page.resize(1200, 800);
        page.show();
        page.setData(spendOf(answers, plainNames()));
        QTest::qWait(50);
        double sums = 0, filling = 0, painting = 0, pointing = 0;
        constexpr int rounds = 5;
        for (int round = 0; round < rounds; ++round) {
            QElapsedTimer timer;
            timer.start();
            const auto data = spendOf(answers, plainNames());
            sums += static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds;
            timer.restart();
            page.setData(data);
            filling += static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds;
            timer.restart();
            page.chart()->viewport()->repaint();
            painting += static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds;
            QCoreApplication::processEvents();
            page.chart()->viewport()->repaint();
            timer.restart();
            page.chart()->point(static_cast<std::size_t>(round));
            page.chart()->viewport()->repaint();
            pointing += static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds;
        }
        qInfo("a year by week and 30 models: sums %.1f ms, filling %.1f ms, chart %.1f ms, crosshair %.1f ms",
            sums, filling, painting, pointing);
        QVERIFY(sums + filling < 200);
    }

    /// The page over a running core: what it shows is what the reader adds up.
    void figuresEqualTheLedgers();
};

void TestSpend::figuresEqualTheLedgers()
{
    const QTemporaryDir folder;
    auto home = config::Home::open(std::filesystem::path(folder.path().toStdString()));
    QVERIFY(home.has_value());
    const auto now = SystemClock().utcNow();
    {
        auto store = ledger::Store::open(home->ledgerFile()).value();
        tests::RandomExchanges random(7);
        ledger::Batch batch;
        for (int index = 0; index < 3'000; ++index) {
            auto exchange = random.next();
            exchange.startedAt = now - std::chrono::minutes(random.number(60 * 24 * 300));
            exchange.id = RequestId::make(exchange.startedAt);
            batch.exchanges.push_back({0, exchange});
        }
        QVERIFY(store->commit(batch, now).has_value());
    }
    ledger::Reader reader(home->dataFolder());
    service::GatewayService gateway(std::move(*home));
    SpendPage *page = nullptr;
    MainWindow window({{u"spend"_s, u"Spend"_s, u"spend"_s, Section::Spend, [&] {
                            page = new SpendPage;
                            new SpendAdapter(gateway, *page);
                            return page;
                        }}});
    window.open(u"spend"_s);
    window.show();
    auto &rows = page->table()->rows();
    // The last whole ones: a week that has just begun may hold nothing.
    for (const auto unit : {Unit::Month, Unit::Week, Unit::Year}) {
        const SpendPeriod current(unit, QDate::currentDate());
        page->setPeriod(unit == Unit::Year ? current : current.before());
        for (const auto by : {SpendBy::Model, SpendBy::Key, SpendBy::Provider}) {
            page->setBy(by);
            const auto edges = page->period().edges(QTimeZone::systemTimeZone());
            const auto group = by == SpendBy::Model ? ledger::GroupBy::Model
                : by == SpendBy::Key                ? ledger::GroupBy::Key
                                                    : ledger::GroupBy::Provider;
            const auto points = reader.rollup(std::array {edges.front(), edges.back()}, group).value();
            Money expected, shown;
            for (const auto &one : points)
                expected += one.sums.cost;
            const auto sum = [&] {
                shown = {};
                for (int row = 0; row < rows.rowCount(); ++row)
                    shown += rows.row(row).sums.cost;
                return shown;
            };
            QTRY_COMPARE(rows.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(),
                by == SpendBy::Model     ? u"Model"_s
                    : by == SpendBy::Key ? u"Access key"_s
                                         : u"Provider"_s);
            QTRY_COMPARE(sum(), expected);
            QCOMPARE(static_cast<std::size_t>(rows.rowCount()), points.size());
        }
    }
}

SLIPSWITCH_UI_MAIN(TestSpend)
#include "TestSpend.moc"
