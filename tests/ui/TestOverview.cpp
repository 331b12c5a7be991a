#include "core/service/GatewayService.h"
#include "tests/support/RawClient.h"
#include "tests/ui/support/UiTest.h"
#include "ui/overview/EndpointCard.h"
#include "ui/overview/OverviewAdapter.h"
#include "ui/overview/OverviewLists.h"
#include "ui/overview/OverviewPage.h"
#include "ui/overview/OverviewRows.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/StatusFeed.h"
#include "ui/shell/TryLine.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Format.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"
#include "ui/widgets/Placeholders.h"

#include <QClipboard>
#include <QProcess>
#include <QPushButton>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// One row as the ledger would give it.
ledger::LogRow row(UtcTime at, const std::string &provider, domain::Outcome outcome, std::size_t tries = 1)
{
    ledger::LogRow made;
    made.exchange.id = RequestId::make(at);
    made.exchange.startedAt = at;
    made.exchange.provider = provider;
    made.exchange.outcome = outcome;
    made.exchange.tool = "Codex";
    made.exchange.endedAfter = domain::Micros(1'200'000);
    made.tries = tries;
    return made;
}

UtcTime utc(std::int64_t seconds)
{
    return UtcTime(std::chrono::seconds(seconds));
}

QString textOfButton(const QWidget &page, const QString &text)
{
    for (const auto *button : page.findChildren<QPushButton *>()) {
        if (button->text() == text && !button->isHidden())
            return button->text();
    }
    return {};
}

} // namespace

class TestOverview : public QObject
{
    Q_OBJECT

private:
    /// As a new user would: the button, then the terminal.
    static void aCopiedLineWorks(OverviewPage &page)
    {
        QGuiApplication::clipboard()->clear();
        QTRY_VERIFY(page.tryLine()->button()->isEnabled());
        page.tryLine()->button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(QGuiApplication::clipboard()->text().contains(u"sk-slip-"_s), 20'000);
        const auto line = QGuiApplication::clipboard()->text();
        QVERIFY(page.tryLine()->code()->isVisible());
        QVERIFY(!page.tryLine()->code()->text().contains(line.section(u"sk-slip-"_s, 1, 1).left(20)));
        QProcess terminal;
        terminal.start(u"/bin/sh"_s, {u"-c"_s, line + u" --silent --noproxy '*'"_s});
        QTRY_VERIFY_WITH_TIMEOUT(terminal.state() == QProcess::NotRunning, 20'000);
        const auto answer = terminal.readAllStandardOutput();
        QVERIFY2(answer.contains("\"choices\""), answer.constData());
    }

private Q_SLOTS:
    void numbersAreWrittenForReading()
    {
        QLocale::setDefault(QLocale::c());
        QCOMPARE(moneyText(Money::picodollars(6'840'000'000'000)), u"$6.84"_s);
        QCOMPARE(moneyText(Money::picodollars(9'600'000'000)), u"$0.0096"_s);
        QCOMPARE(moneyText(Money::picodollars(7)), u"<$0.0001"_s);
        QCOMPARE(moneyText({}), u"$0"_s);
        QCOMPARE(sumText(Money::picodollars(380'000'000'000)), u"$0.38"_s);
        QCOMPARE(sumText(Money::picodollars(9'600'000'000)), u"$0.0096"_s);
        QCOMPARE(sumText({}), u"$0"_s);
        QCOMPARE(compactText(412), u"412"_s);
        QCOMPARE(compactText(20'514), u"20.5k"_s);
        QCOMPARE(compactText(999'999), u"1.0M"_s);
        QCOMPARE(compactText(128'412), u"128k"_s);
        QCOMPARE(durationText(14ms), u"14 ms"_s);
        QCOMPARE(durationText(1'249ms), u"1.2 s"_s);
        QCOMPARE(durationText(125s), u"2 min 5 s"_s);
    }

    void minutesAreSplitByHowTheyWereAnswered()
    {
        const auto from = utc(600'000);
        const auto chart = minuteChart({{from + 2min, 10, 3, 4}, {from + 70min, 5, 0, 0}}, from, 60);
        QCOMPARE(chart.series.size(), std::size_t {3});
        QCOMPARE(chart.series[0].values[2], 3.0);
        QCOMPARE(chart.series[1].values[2], 4.0);
        QCOMPARE(chart.series[2].values[2], 3.0);
        QCOMPARE(chart.series[0].values[1], 0.0);
        QCOMPARE(chart.titles.size(), std::size_t {60});
        QVERIFY(chart.labels.size() >= 5);
    }

    void anUnknownPriceIsSaidAndNotZero()
    {
        ledger::RollupPoint point;
        point.start = utc(3600);
        point.sums.exchanges = 3;
        point.sums.errors = 1;
        point.sums.unpriced = 2;
        const auto stats = sumStats({point}, {utc(0), utc(3600), utc(7200)}, 2);
        QCOMPARE(stats.requests.number, u"3"_s);
        QCOMPARE(stats.requests.trend[1], 3.0);
        QVERIFY(stats.spend.note.contains(u"without a price"_s));
        QCOMPARE(stats.spend.leadTone, Tone::Warn);
    }

    void healthTellsTheLastHourAndHowItStands()
    {
        ledger::TriesByProvider tries;
        tries["a"] = {{{2, 0}, {0, 0}, {3, 1}}, domain::Micros(1'200'000), false, 200};
        tries["b"] = {{{1, 1}, {0, 0}, {1, 1}}, {}, true, 503};
        tries["c"] = {{{0, 0}, {0, 0}, {1, 1}}, {}, true, 429};
        const auto rows = healthRows(tries);
        QCOMPARE(rows.size(), std::size_t {3});
        QCOMPARE(rows.at("a").hour, (std::vector {Health::Good, Health::None, Health::Shaky}));
        QCOMPARE(rows.at("b").hour.back(), Health::Bad);
        QCOMPARE(rows.at("a").standing.word, u"Recovered"_s);
        QCOMPARE(rows.at("b").standing.word, u"Failing"_s);
        QCOMPARE(rows.at("c").standing.word, u"Limited"_s);
        QCOMPARE(rows.at("a").latency, u"1.2 s"_s);
        QCOMPARE(rows.at("b").latency, u"no data"_s);
    }

    void theNewestMinutesCountForHowAProviderStands()
    {
        const auto now = utc(100'000);
        ledger::TriesByProvider tries;
        tries["a"] = {std::vector<ledger::ProviderTries::Stretch>(healthStrokes), {}, true, 503};
        tries["b"] = {std::vector<ledger::ProviderTries::Stretch>(healthStrokes), {}, false, 200};
        auto rows = healthRows(tries);
        service::ProviderHealth live {u"a"_s, 3, 2, u"b"_s, now, false};
        takeLive(rows.at("a"), live);
        QCOMPARE(rows.at("a").standing.word, u"Recovered"_s);
        live.lastFailed = true;
        takeLive(rows.at("b"), live);
        QCOMPARE(rows.at("b").standing.tone, Tone::Bad);
        QCOMPARE(idleRow(true).standing.word, u"Ready"_s);
        QCOMPARE(idleRow(false).standing.word, u"Off"_s);
        QCOMPARE(idleRow(true).hour.size(), healthStrokes);
    }

    void spendIsComparedWithUsualDays()
    {
        const auto point = [](UtcTime at, std::int64_t dollars, std::int64_t exchanges = 1) {
            ledger::RollupPoint made;
            made.start = at;
            made.sums.exchanges = exchanges;
            made.sums.cost = Money::picodollars(dollars * 1'000'000'000'000);
            return made;
        };
        // Two days to compare with, and what lies between them.
        const std::vector ranges {utc(0), utc(900), utc(86'400), utc(87'300)};
        const auto usual = usualSpend(
            {point(ranges[0], 4), point(ranges[1], 100), point(ranges[2], 6)}, ranges, u"a day"_s);
        QVERIFY(usual.has_value());
        QCOMPARE(usual->dollars, 5.0);
        QVERIFY(!usualSpend({point(ranges[1], 100)}, ranges, u"a day"_s));
        const std::vector edges {utc(200'000), utc(203'600)};
        const auto more = sumStats({point(edges[0], 6)}, edges, 1, usual);
        QCOMPARE(more.spend.lead, u"+20%"_s);
        QCOMPARE(more.spend.note, u"vs a day"_s);
        QCOMPARE(more.spend.leadTone, Tone::Warn);
        QCOMPARE(sumStats({point(edges[0], 4)}, edges, 1, usual).spend.lead, u"−20%"_s);
        QCOMPARE(sumStats({point(edges[0], 5)}, edges, 1, usual).spend.note, u"with a day"_s);
        QCOMPARE(sumStats({point(edges[0], 5)}, edges, 1).spend.note, u"every request has a price"_s);
    }

    void aMedianSaysWhatItCovers()
    {
        ledger::Latencies latencies;
        QVERIFY(latencyStat(latencies).number.isEmpty());
        latencies.median = domain::Micros(1'200'000);
        latencies.slow = domain::Micros(6'800'000);
        latencies.firstContent = domain::Micros(410'000);
        latencies.columns = {domain::Micros(1'000'000), {}, domain::Micros(2'000'000)};
        latencies.answers = 4'284;
        const auto all = latencyStat(latencies);
        QCOMPARE(all.number + all.unit, u"1.2s"_s);
        QCOMPARE(all.lead, u"410 ms"_s);
        QCOMPARE(all.note, u"first token, p95 6.8 s"_s);
        QCOMPARE(all.trend, (std::vector {1.0, 2.0}));
        QVERIFY(all.about.contains(u"all"_s));
        latencies.complete = false;
        QVERIFY(latencyStat(latencies).about.contains(u"spread evenly"_s));
    }

    void toolsAreListedByHowMuchTheyAsked()
    {
        std::vector<ledger::RollupPoint> points(3);
        points[0].group = "zed";
        points[0].sums.exchanges = 2;
        points[1].group = "codex";
        points[1].sums.exchanges = 5;
        points[2].sums.exchanges = 9; // no tool
        QCOMPARE(toolsOf(points), (QStringList {u"codex"_s, u"zed"_s}));
    }

    void theStatusBarNamesWhoStandsIn()
    {
        const QDateTime at(QDate(2026, 3, 4), QTime(11, 4, 30));
        QCOMPARE(
            standInText(u"Anthropic"_s, u"OpenAI"_s, UtcTime(std::chrono::seconds(at.toSecsSinceEpoch()))),
            u"Anthropic failed at 11:04, OpenAI answers"_s);
    }

    void whatStandsInTheWayIsSaidWithOneAction()
    {
        OverviewPage page;
        page.show();
        OverviewData overview;
        overview.trouble = u"The log can't be opened."_s;
        overview.locked = u"Groq"_s;
        overview.lockedProvider = u"groq-2"_s;
        page.setData(overview);
        auto *trouble = page.findChild<Banner *>(u"trouble"_s),
             *locked = page.findChild<Banner *>(u"locked"_s);
        auto *failed = page.findChild<EmptyState *>(u"failed"_s);
        QVERIFY(!trouble->isVisible() && locked->isVisible());
        QVERIFY(failed->isVisible() && failed->accessibleName().contains(u"can't be read"_s));
        const auto labels = failed->findChildren<Label *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
            [&](const Label *label) { return label->text().startsWith(overview.trouble); }));
        QVERIFY(!page.findChild<Skeleton *>()->isVisible() && !page.findChild<StatTile *>()->isVisible());
        QSignalSpy again(&page, &OverviewPage::retryRequested), opened(&page, &Page::openRequested);
        failed->findChild<QPushButton *>()->click();
        QCOMPARE(again.count(), 1);
        // Figures that are there stay, with the trouble above them.
        overview.loaded = overview.everUsed = true;
        page.setData(overview);
        QVERIFY(trouble->isVisible() && !failed->isVisible() && page.findChild<StatTile *>()->isVisible());
        QVERIFY(trouble->accessibleName().endsWith(overview.trouble));
        trouble->findChild<QPushButton *>()->click();
        QCOMPARE(again.count(), 2);
        locked->findChild<QPushButton *>()->click();
        QCOMPARE(opened.value(0), (QVariantList {u"providers"_s, u"groq-2"_s}));
        page.setData({});
        QVERIFY(!trouble->isVisible() && !locked->isVisible());
        QVERIFY(page.findChild<Skeleton *>()->isVisible());
    }

    void aProblemSaysWhatHappenedAndHowItEnded()
    {
        const auto now = utc(100'000);
        auto exchange = row(now, "openai", domain::Outcome::Succeeded, 2).exchange;
        domain::Attempt bad;
        bad.provider = "anthropic";
        bad.outcome = domain::Outcome::Failed;
        bad.status = 429;
        bad.errorText = "Too many tokens";
        exchange.attempts = {bad, {}};
        const auto shown = problemRow(exchange, u"OpenAI"_s);
        QCOMPARE(shown.status.word, u"429"_s);
        QCOMPARE(shown.text, u"Too many tokens"_s);
        QCOMPARE(shown.end.word, u"Fell back to OpenAI"_s);
        ledger::LogPage failed, rerouted;
        failed.rows
            = {row(now - 2s, "a", domain::Outcome::Failed), row(now - 48h, "a", domain::Outcome::Failed)};
        rerouted.rows = {row(now - 1s, "a", domain::Outcome::Succeeded, 2)};
        const auto ids = problemsOf(failed, rerouted, now - 24h);
        QCOMPARE(ids, (std::vector {rerouted.rows[0].exchange.id, failed.rows[0].exchange.id}));
    }

    void aStoppedGatewayOffersToStart()
    {
        OverviewPage page;
        OverviewData overview;
        overview.state = OverviewData::State::Failed;
        overview.problem = u"Port 4141 is taken."_s;
        page.setData(overview);
        QSignalSpy start(&page, &OverviewPage::startRequested);
        QCOMPARE(textOfButton(page, u"Start"_s), u"Start"_s);
        for (auto *button : page.findChildren<QPushButton *>()) {
            if (button->text() == u"Start"_s)
                button->click();
        }
        QCOMPARE(start.count(), 1);
        QCOMPARE(page.commands().size(), std::size_t {1});
    }

    void aTakenPortOffersAFreeOne()
    {
        QTemporaryDir elsewhere, folder;
        auto otherHome = config::Home::open(std::filesystem::path(elsewhere.path().toStdString()));
        QVERIFY(otherHome.has_value());
        service::GatewayService other(std::move(*otherHome));
        service::GatewayService::StartOptions any;
        any.port = 0;
        QVERIFY(other.start(any).has_value());
        auto home = config::Home::open(std::filesystem::path(folder.path().toStdString()));
        QVERIFY(home.has_value());
        service::GatewayService gateway(std::move(*home));
        OverviewPage page;
        new OverviewAdapter(gateway, page);
        service::GatewayService::StartOptions options;
        options.port = other.port();
        gateway.startSoon(options);
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state().phase, service::GatewayState::Phase::Failed, 20'000);
        const auto port = gateway.state().freePort;
        QVERIFY(port > 0 && port != other.port());
        const auto words = u"Use %1"_s.arg(port);
        QTRY_COMPARE(textOfButton(page, words), words);
        for (auto *button : page.findChildren<QPushButton *>()) {
            if (button->text() == words)
                button->click();
        }
        QTRY_VERIFY_WITH_TIMEOUT(gateway.state().listens(), 20'000);
        QCOMPARE(gateway.port(), port);
        QCOMPARE(gateway.state().freePort, 0);
        QTRY_VERIFY(textOfButton(page, words).isEmpty());
    }

    void aRequestIsSeenOverTheRunningCore()
    {
        QTemporaryDir folder;
        auto home = config::Home::open(std::filesystem::path(folder.path().toStdString()));
        QVERIFY(home.has_value());
        service::GatewayService gateway(std::move(*home));
        OverviewPage *page = nullptr;
        MainWindow window({{u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, [&] {
                                page = new OverviewPage;
                                new OverviewAdapter(gateway, *page);
                                return page;
                            }}});
        const StatusFeed feed(gateway, window);
        window.open(u"overview"_s);
        window.show();
        service::GatewayService::StartOptions options;
        options.port = 0;
        options.mintKey = true;
        gateway.startSoon(options);
        auto *state = window.statusBar()->button(StatusBar::Part::State);
        QTRY_COMPARE_WITH_TIMEOUT(state->text(), u"Routing"_s, 20'000);
        QTRY_VERIFY(page->tryLine()->isVisible());
        aCopiedLineWorks(*page);

        tests::RawClient client(gateway.port());
        const std::string body
            = "{\"model\":\"demo/story\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        QVERIFY(client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + std::string(gateway.sessionKey().reveal())
            + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
            + "\r\n\r\n" + body));
        QCOMPARE(client.readResponse().status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(page->findChild<HealthList *>()->isVisible(), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(
            page->findChildren<StatTile *>().at(1)->accessibleName().contains(u"Requests today 2"_s), 20'000);
        auto *latency = window.statusBar()->button(StatusBar::Part::Latency);
        QTRY_VERIFY_WITH_TIMEOUT(latency->text().startsWith(u"p50 "_s), 20'000);

        QVERIFY(!textOfButton(*page, u"Pause"_s).isEmpty());
        page->commands().front().run();
        QTRY_COMPARE(state->text(), u"Paused"_s);
        QTRY_VERIFY(!textOfButton(*page, u"Resume"_s).isEmpty());
        gateway.stop();
        QTRY_COMPARE(state->text(), u"Stopped"_s);
    }
};

SLIPSWITCH_UI_MAIN(TestOverview)
#include "TestOverview.moc"
