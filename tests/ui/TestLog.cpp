#include "core/service/GatewayService.h"
#include "tests/support/RawClient.h"
#include "tests/ui/support/UiTest.h"
#include "ui/log/CompletionList.h"
#include "ui/log/CurlCommand.h"
#include "ui/log/DetailData.h"
#include "ui/log/FilterField.h"
#include "ui/log/LogAdapter.h"
#include "ui/log/LogPage.h"
#include "ui/log/LogView.h"
#include "ui/log/TimeBars.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Fields.h"
#include "ui/widgets/FindBar.h"
#include "ui/widgets/Label.h"

#include <QClipboard>
#include <QScrollBar>

#include <future>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Outcome;

namespace {

constexpr int lineHeight = 28;

UtcTime utc(std::int64_t milliseconds)
{
    return UtcTime(std::chrono::milliseconds(milliseconds));
}

RequestId idAt(std::int64_t milliseconds)
{
    RequestId id;
    id.high = static_cast<std::uint64_t>(milliseconds) << 16U;
    id.low = 1;
    return id;
}

/// Rows of one a second, the newest first.
std::vector<LogEntry> rows(std::int64_t newest, std::int64_t count)
{
    std::vector<LogEntry> made;
    for (std::int64_t second = newest; second > newest - count; --second) {
        ledger::LogRow row;
        row.exchange.id = idAt(second * 1000);
        row.cursor = static_cast<std::int64_t>(row.exchange.id.high);
        row.exchange.startedAt = utc(second * 1000);
        row.exchange.outcome = Outcome::Succeeded;
        row.exchange.status = 200;
        row.exchange.model = row.exchange.requestedModel = "model-" + std::to_string(second);
        row.exchange.tool = "Codex";
        row.tries = 1;
        made.push_back(entryOf(row, {}));
    }
    return made;
}

domain::LiveExchange live(std::int64_t second, domain::LiveExchange::Phase phase)
{
    domain::LiveExchange made;
    made.phase = phase;
    made.id = idAt(second * 1000);
    made.startedAt = utc(second * 1000);
    made.model = made.requestedModel = "gpt-5";
    made.provider = "openai";
    made.tool = "Codex";
    made.outcome = phase == domain::LiveExchange::Phase::Settled ? Outcome::Failed : Outcome::InFlight;
    made.status = 429;
    made.errorText = "Rate limit reached";
    return made;
}

/// A page in a window, as the program has it, over a gateway of its own.
struct Running
{
    explicit Running(const QTemporaryDir &folder)
        : gateway(config::Home::open(std::filesystem::path(folder.path().toStdString())).value())
        , window({{u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, [] { return new Page; }},
              {u"log"_s, u"Live log"_s, u"log"_s, Section::Top, [this] {
                   page = new LogPage;
                   adapter = new LogAdapter(gateway, *page);
                   return page;
               }}})
    {
        window.open(u"log"_s);
        window.show();
        service::GatewayService::StartOptions options;
        options.port = 0;
        options.mintKey = true;
        gateway.startSoon(options);
    }
    /// From another thread, so that this one can turn.
    [[nodiscard]] std::future<tests::RawClient::Response> ask(
        const std::string &model, bool stream = false) const
    {
        const auto body = "{\"model\":\"" + model + "\",\"stream\":" + (stream ? "true" : "false")
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        return std::async(std::launch::async,
            [port = gateway.port(), key = std::string(gateway.sessionKey().reveal()), body] {
                tests::RawClient client(port);
                client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                    + key + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + std::to_string(body.size()) + "\r\n\r\n" + body);
                return client.readResponse(std::chrono::seconds {30});
            });
    }
    [[nodiscard]] LogModel &model() const { return page->model(); }
    [[nodiscard]] QString result(int row) const
    {
        return model().count() > row ? model().entry(row).texts().result.word : QString();
    }

    service::GatewayService gateway;
    LogPage *page = nullptr;
    LogAdapter *adapter = nullptr;
    MainWindow window;
};

/// Writes into the filter as a user does.
void type(LogPage &page, const QString &text)
{
    QTest::keyClicks(page.filter()->edit(), text);
    QTest::keyClick(page.filter()->edit(), Qt::Key_Return);
}

} // namespace

class TestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qputenv("NO_PROXY", "*");
    }

    void quotesHoldWordsTogether()
    {
        QCOMPARE(filterWords(u"  key:\"my laptop\" -x "_s), (QStringList {u"key:\"my laptop\""_s, u"-x"_s}));
        QVERIFY(filterWords(u"  "_s).isEmpty());
    }

    void finishedWordsBecomeChipsAndBackspaceTakesThemBack()
    {
        FilterField field;
        field.show();
        QSignalSpy changed(&field, &FilterField::changed);
        QTest::keyClicks(field.edit(), u"tool:codex "_s);
        QCOMPARE(field.words(), QStringList {u"tool:codex"_s});
        QCOMPARE(field.findChildren<Chip *>().size(), 1);
        QVERIFY(field.edit()->text().isEmpty());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(field.parsed().filter.tool, std::string("codex"));
        QTest::keyClick(field.edit(), Qt::Key_Backspace);
        QCOMPARE(field.edit()->text(), u"tool:codex"_s);
        QVERIFY(field.words().isEmpty());
    }

    void aWordThatIsNotUnderstoodIsMarkedAndChangesNothing()
    {
        FilterField field;
        field.show();
        QSignalSpy changed(&field, &FilterField::changed);
        QTest::keyClicks(field.edit(), u"staus:429"_s);
        QTest::keyClick(field.edit(), Qt::Key_Return);
        QCOMPARE(field.edit()->marks().size(), std::size_t {1});
        QCOMPARE(field.edit()->marks()[0].length, 9);
        QCOMPARE(changed.count(), 0);
        field.edit()->clear();
        QTest::keyClicks(field.edit(), u"status:429"_s);
        QTest::keyClick(field.edit(), Qt::Key_Return);
        QVERIFY(field.edit()->marks().empty());
        QCOMPARE(changed.count(), 1);
    }

    void valuesAreOfferedAndTaken()
    {
        QWidget window;
        window.resize(800, 400);
        auto *field = new FilterField(&window);
        field->setGeometry(0, 0, 600, 32);
        window.show();
        window.activateWindow();
        field->edit()->setFocus();
        connect(field, &FilterField::valuesWanted, field, [field](const QString &name) {
            if (name == u"model"_s)
                field->setValues(name, {"claude-haiku", "gpt 5"});
        });
        QTest::keyClicks(field->edit(), u"mod"_s);
        QVERIFY(field->completions()->isVisible());
        QTest::keyClick(field->edit(), Qt::Key_Tab);
        QCOMPARE(field->edit()->text(), u"model:"_s);
        QTRY_COMPARE(field->completions()->count(), 2);
        QTest::keyClick(field->edit(), Qt::Key_Up);
        QTest::keyClick(field->edit(), Qt::Key_Return);
        QCOMPARE(field->words(), QStringList {u"model:\"gpt 5\""_s});
        QVERIFY(!field->completions()->isVisible());
    }

    void newRowsComeInOneInsertionAndSeenChangesAreToldOnce()
    {
        LogModel model;
        model.reset(rows(1000, 100), true);
        model.setSeen(0, 20);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        auto batch = rows(1003, 5); // three new, two known
        std::reverse(batch.begin(), batch.end());
        batch.push_back(rows(930, 1).front()); // known, not seen
        QCOMPARE(model.merge(batch, true), 3);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 0);
        QCOMPARE(changed[0][1].toModelIndex().row(), 20);
        QCOMPARE(model.count(), 103);
        for (int row = 1; row < model.count(); ++row)
            QVERIFY(model.entry(row - 1).id > model.entry(row).id);
        QCOMPARE(model.merge(rows(1005, 2), false), 2);
        QCOMPARE(model.count(), 103);
    }

    void aLateRowTakesItsPlace()
    {
        LogModel model;
        auto some = rows(1000, 10);
        const auto late = some[4];
        some.erase(some.begin() + 4);
        model.reset(some, false);
        (void)model.merge({late}, true);
        QCOMPARE(model.rowOf(late.id), 4);
        model.append(rows(992, 5), false); // two of them are there
        QCOMPARE(model.count(), 13);
    }

    void noMoreIsHeldThanFits()
    {
        LogModel model;
        model.reset(rows(10'000, 2'000), true);
        std::int64_t next = 8'000;
        for (int page = 0; page < 5; ++page, next -= 200) {
            model.append(rows(next, 200), true);
            (void)model.trimTop();
        }
        QVERIFY(model.count() <= static_cast<int>(LogModel::most + LogModel::chunk));
        model.prepend(rows(20'000, 500));
        model.trimBottom();
        QCOMPARE(model.count(), static_cast<int>(LogModel::most));
        QVERIFY(model.more());
    }

    void whatIsLookedAtStaysWhenRowsComeAbove()
    {
        LogModel model;
        LogView view(model);
        view.resize(900, 600);
        view.show();
        model.reset(rows(1000, 500), false);
        QVERIFY(!view.holding());
        (void)model.merge(rows(1010, 10), true);
        QCOMPARE(view.verticalScrollBar()->value(), 0); // follows
        view.verticalScrollBar()->setValue(100 * lineHeight);
        const auto seen = model.entry(view.rowAt(5)).id;
        (void)model.merge(rows(1024, 14), true);
        QCOMPARE(view.verticalScrollBar()->value(), 114 * lineHeight);
        QVERIFY(model.entry(view.rowAt(5)).id == seen);
        view.verticalScrollBar()->setValue(0);
        view.select(model.entry(3).id);
        (void)model.merge(rows(1030, 6), true);
        QCOMPARE(view.verticalScrollBar()->value(), 6 * lineHeight);
        QVERIFY(view.selectedId() == std::optional(model.entry(9).id));
    }

    void rowsAreAsHighAsTheDensitySays()
    {
        Theme theme(ThemeChoice::Light);
        LogModel model;
        LogView view(model);
        view.resize(1000, 500);
        view.show();
        model.reset(rows(5000, 400), false);
        QCOMPARE(view.rowHeight(0), 28);
        QTRY_VERIFY(view.verticalScrollBar()->maximum() > 100 * 28);
        view.verticalScrollBar()->setValue(100 * 28);
        theme.chooseDensity(Density::Compact);
        QTRY_COMPARE(view.rowHeight(0), 24);
        QCOMPARE(view.rowAt(0), 100);
        theme.chooseDensity(Density::Roomy);
        QTRY_COMPARE(view.rowHeight(0), 34);
        QCOMPARE(view.rowAt(0), 100);
        theme.chooseDensity(Density::Normal);
        QTRY_COMPARE(view.rowHeight(0), 28);
    }

    void wordsAreFoundInABody()
    {
        LogPage page;
        page.resize(1400, 900);
        page.show();
        DetailData detail;
        detail.id = idAt(5000);
        detail.request.emplace().shown = u"{\"model\": \"a\", \"text\": \"Tell of Model and model\"}"_s;
        page.panel()->setDetail(detail);
        page.openPanel(true);
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.view()->setFocus();
        QTest::keyClick(page.view(), Qt::Key_F, Qt::ControlModifier);
        auto *bar = page.panel()->findBar(DetailPanel::Request);
        QTRY_VERIFY(bar->isVisible());
        QTest::keyClicks(bar->field(), u"model"_s);
        QCOMPARE(bar->found(), u"1 of 3"_s);
        QTest::keyClick(bar->field(), Qt::Key_Return);
        QCOMPARE(bar->found(), u"2 of 3"_s);
        QTest::keyClick(bar->field(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(bar->field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(bar->found(), u"3 of 3"_s);
        QTest::keyClicks(bar->field(), u"x"_s);
        QCOMPARE(bar->found(), u"none"_s);
        QTest::keyClick(bar->field(), Qt::Key_Escape);
        QVERIFY(bar->isHidden());
        QVERIFY(page.panel()->isVisible());
    }

    void keysMoveOpenAndLetGo()
    {
        LogModel model;
        LogView view(model);
        view.resize(900, 600);
        view.show();
        model.reset(rows(1000, 50), false);
        QSignalSpy chosen(&view, &LogView::chosen), released(&view, &LogView::released),
            paused(&view, &LogView::pauseToggled), home(&view, &LogView::homeRequested);
        QTest::keyClick(&view, Qt::Key_J);
        QTest::keyClick(&view, Qt::Key_J);
        QTest::keyClick(&view, Qt::Key_K);
        QCOMPARE(chosen.count(), 3);
        QVERIFY(view.selectedId() == std::optional(model.entry(0).id));
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(released.count(), 1);
        QTest::keyClick(&view, Qt::Key_Space);
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(paused.count(), 1);
        QCOMPARE(home.count(), 1);
        QVERIFY(model.data(model.index(0, 0), Qt::AccessibleTextRole).toString().contains(u"result 200"_s));
    }

    void narrowTablesLeaveColumnsOut()
    {
        LogModel model;
        LogView view(model);
        const auto hidden
            = [&view](LogColumn column) { return view.isColumnHidden(static_cast<int>(column)); };
        view.resize(900, 400);
        view.show();
        QVERIFY(!hidden(LogColumn::First) && !hidden(LogColumn::Tokens) && hidden(LogColumn::Key));
        view.resize(760, 400);
        QTRY_VERIFY(hidden(LogColumn::First) && !hidden(LogColumn::Tokens));
        view.resize(660, 400);
        QTRY_VERIFY(hidden(LogColumn::First) && hidden(LogColumn::Tokens));
        view.resize(1400, 400);
        view.setOptional({LogColumn::Key});
        QTRY_VERIFY(!hidden(LogColumn::Key));
    }

    void liveRowsAreHeldAgainstTheFilterAsTheLedgerWould()
    {
        const auto one = live(100, domain::LiveExchange::Phase::Settled);
        const auto holds = [&](const char *text) {
            const auto parsed = ledger::parseFilter(text, utc(200'000), {}, {});
            return parsed.faults.empty() && matches(parsed.filter, one);
        };
        QVERIFY(holds("") && holds("tool:Codex") && holds("status:4xx") && holds("status:error"));
        QVERIFY(holds("rate LIMIT") && holds("-preview") && holds("since:1h"));
        QVERIFY(!holds("tool:codex-cli") && !holds("status:ok") && !holds("-limit") && !holds("cost:>0"));
        QVERIFY(!holds("until:2h") && !holds("project:house"));
    }

    void aCommandNeverCarriesAKey()
    {
        domain::Exchange exchange;
        exchange.method = "POST";
        exchange.path = "/v1/messages";
        exchange.dialect = domain::Dialect::AnthropicMessages;
        exchange.requestedModel = "claude-haiku-4-5";
        const auto command
            = curlCommand(exchange, std::string("{\"text\":\"it's\"}"), u"http://127.0.0.1:4999/v1"_s);
        QVERIFY(command.contains(u"http://127.0.0.1:4999/v1/messages"_s));
        QVERIFY(command.contains(u"x-api-key: $SLIPSWITCH_KEY"_s));
        QVERIFY(command.contains(u"it'\\''s"_s));
        QVERIFY(curlCommand(exchange, std::nullopt, {}).contains(u"\"model\":\"claude-haiku-4-5\""_s));
    }

    void aCommandWithoutItsBodyFitsItsEndpoint()
    {
        const auto command = [](domain::Dialect dialect, const std::string &path) {
            domain::Exchange exchange;
            exchange.method = "POST";
            exchange.path = path;
            exchange.dialect = dialect;
            exchange.requestedModel = "some";
            return curlCommand(exchange, std::nullopt, {});
        };
        using domain::Dialect;
        QVERIFY(command(Dialect::OpenAiResponses, "/v1/responses").contains(u"\"input\":\"Hello\""_s));
        QVERIFY(command(Dialect::OpenAiEmbeddings, "/v1/embeddings").contains(u"\"input\":\"Hello\""_s));
        QVERIFY(command(Dialect::OpenAiCompletions, "/v1/completions").contains(u"\"prompt\""_s));
        QVERIFY(command(Dialect::AnthropicMessages, "/v1/messages").contains(u"\"max_tokens\":256"_s));
        QVERIFY(!command(Dialect::OpenAiChat, "/v1/chat/completions").contains(u"max_tokens"_s));
        const auto gemini = command(Dialect::Gemini, "/v1beta/models/some:generateContent");
        QVERIFY(gemini.contains(u"\"contents\""_s) && !gemini.contains(u"messages"_s));
        const auto image = command(Dialect::OpenAiOther, "/v1/images/generations");
        QVERIFY(!image.contains(u" -d "_s) && image.contains(u"-X 'POST'"_s));
    }

    void theWayToTheErrorsLeavesNoFilterBehind()
    {
        LogPage page;
        QSignalSpy filtered(&page, &LogPage::filterChanged), watched(&page, &LogPage::watched);
        page.filter()->setText(u"model:gpt-5"_s);
        page.activated(u"errors"_s);
        QVERIFY(page.filter()->text().isEmpty());
        QCOMPARE(page.segment(), LogPage::Segment::Errors);
        QCOMPARE(filtered.count(), 1);
        page.filter()->setText(u"model:gpt-5"_s);
        page.activated(u"errors"_s);
        QCOMPARE(filtered.count(), 2);
        page.activated(u"key:k1"_s);
        QCOMPARE(page.segment(), LogPage::Segment::All);
        QCOMPARE(page.filter()->text().trimmed(), u"key:k1"_s);
        page.activated({});
        QCOMPARE(filtered.count(), 3);
    }

    void newRowsAreToldBesideTheHeadersWords()
    {
        LogPage page;
        page.resize(1300, 700);
        page.show();
        page.setState(LogPage::State::Rows);
        auto *view = page.view();
        view->setNew(14);
        const auto *pill = view->findChild<NewPill *>();
        QVERIFY(pill && pill->isVisible());
        const int column = static_cast<int>(LogColumn::Model);
        const int left = view->viewport()->x() + view->columnViewportPosition(column);
        QVERIFY(pill->x() > left + 80); // its header's word ends before
        QVERIFY(pill->geometry().right() < left + view->columnWidth(column));
    }

    void draggingOverTheHistogramChoosesATime()
    {
        TimeBars bars;
        bars.resize(632, 66);
        bars.show();
        TimeBarsData data;
        data.range = {utc(0), utc(60 * 60'000)};
        data.step = 1min;
        data.bars = {{utc(5 * 60'000), 3, 1}};
        bars.setData(data);
        ledger::TimeRange chosen;
        connect(
            &bars, &TimeBars::rangeChosen, &bars, [&](const ledger::TimeRange &range) { chosen = range; });
        QTest::mousePress(&bars, Qt::LeftButton, {}, {16 + 105, 30});
        QTest::mouseMove(&bars, {16 + 205, 30});
        QTest::mouseRelease(&bars, Qt::LeftButton, {}, {16 + 205, 30});
        QCOMPARE(chosen.from, utc(10 * 60'000));
        QCOMPARE(chosen.to, utc(21 * 60'000));
    }

    void aStreamIsSeenGrowsAndSettles()
    {
        QTemporaryDir folder;
        Running running(folder);
        QTRY_COMPARE_WITH_TIMEOUT(running.page->state(), LogPage::State::Empty, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(running.gateway.state().listens(), 20'000);
        QStringList seen;
        connect(
            &running.model(), &QAbstractItemModel::rowsInserted, this, [&] { seen << running.result(0); });
        connect(&running.model(), &QAbstractItemModel::dataChanged, this, [&] { seen << running.result(0); });
        auto answer = running.ask("demo/story", true);
        QTRY_VERIFY_WITH_TIMEOUT(seen.contains(u"Streaming"_s), 20'000);
        QCOMPARE(running.page->state(), LogPage::State::Rows);
        QTRY_COMPARE_WITH_TIMEOUT(running.result(0), u"200"_s, 30'000);
        QCOMPARE(answer.get().status, 200);

        // Its details come from the ledger once they are written.
        QTest::keyClick(running.page->view(), Qt::Key_J);
        QTRY_COMPARE_WITH_TIMEOUT(running.page->panel()->detail().trace.size(), std::size_t {2}, 20'000);
        QVERIFY(running.page->panel()->isVisible());
        QCOMPARE(running.page->panel()->detail().model, u"story"_s);
        QTest::keyClick(running.page->view(), Qt::Key_C);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"$SLIPSWITCH_KEY"_s));
        QVERIFY(!QGuiApplication::clipboard()->text().contains(
            QString::fromUtf8(running.gateway.sessionKey().reveal().data())));
    }

    void theSlowestAreOfAChosenTimeAsAWhole()
    {
        QTemporaryDir folder;
        Running running(folder);
        QTRY_VERIFY_WITH_TIMEOUT(running.gateway.state().listens(), 20'000);
        const auto slow = [&] {
            for (const auto *label : running.page->findChildren<Label *>()) {
                if (const auto at = label->text().indexOf(u"p95 "_s); at >= 0 && label->isVisible())
                    return label->text().mid(at);
            }
            return QString();
        };
        for (int count = 0; count < 24; ++count) {
            auto answer = running.ask("demo/echo");
            QTRY_VERIFY_WITH_TIMEOUT(answer.wait_for(0s) == std::future_status::ready, 20'000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(running.model().count(), 24, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(slow().endsWith(u" of the newest 24"_s), 20'000);
        type(*running.page, u"since:1h"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!slow().isEmpty() && !slow().contains(u"newest"_s), 20'000);
        running.page->filter()->removeWord(0);
        QTRY_VERIFY_WITH_TIMEOUT(slow().contains(u"of the newest"_s), 20'000);
    }

    void theFilterFindsAFailedTryAndTheExportWritesIt()
    {
        QTemporaryDir folder;
        Running running(folder);
        QTRY_VERIFY_WITH_TIMEOUT(running.gateway.state().listens(), 20'000);
        for (const auto *model : {"demo/echo", "demo/rate-limited", "demo/echo"}) {
            auto answer = running.ask(model);
            QTRY_VERIFY_WITH_TIMEOUT(answer.wait_for(0s) == std::future_status::ready, 20'000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(running.model().count(), 3, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(running.result(1), u"429"_s, 20'000);

        type(*running.page, u"status:429"_s);
        QTRY_COMPARE_WITH_TIMEOUT(running.model().count(), 1, 20'000);
        QTest::keyClick(running.page->view(), Qt::Key_J);
        QTRY_VERIFY_WITH_TIMEOUT(!running.page->panel()->detail().problem.isEmpty(), 20'000);

        const auto file = folder.filePath(u"out.jsonl"_s);
        Q_EMIT running.page->exportRequested(service::ExportFormat::JsonLines, file);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 20'000);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll().count('\n'), 1);

        running.page->filter()->removeWord(0);
        QTRY_COMPARE_WITH_TIMEOUT(running.model().count(), 3, 20'000);
        type(*running.page, u"model:none"_s);
        QTRY_COMPARE_WITH_TIMEOUT(running.page->state(), LogPage::State::NoMatch, 20'000);
    }

    void pauseHoldsTheViewAndHomeShowsWhatCame()
    {
        QTemporaryDir folder;
        Running running(folder);
        QTRY_VERIFY_WITH_TIMEOUT(running.gateway.state().listens(), 20'000);
        auto first = running.ask("demo/echo");
        QTRY_COMPARE_WITH_TIMEOUT(running.result(0), u"200"_s, 20'000);
        QTest::keyClick(running.page->view(), Qt::Key_Space);
        QVERIFY(running.page->isPaused());
        auto second = running.ask("demo/echo");
        QTRY_COMPARE_WITH_TIMEOUT(running.page->view()->newCount(), 1, 20'000);
        QCOMPARE(running.model().count(), 1);
        QTest::keyClick(running.page->view(), Qt::Key_Home);
        QVERIFY(!running.page->isPaused());
        QTRY_COMPARE_WITH_TIMEOUT(running.model().count(), 2, 20'000);
        QCOMPARE(running.page->view()->newCount(), 0);
    }

    void bodiesAreKeptOnlyOnceAsked()
    {
        QTemporaryDir folder;
        Running running(folder);
        QTRY_VERIFY_WITH_TIMEOUT(running.gateway.state().listens(), 20'000);
        auto first = running.ask("demo/echo");
        QTRY_COMPARE_WITH_TIMEOUT(running.result(0), u"200"_s, 20'000);
        QTest::keyClick(running.page->view(), Qt::Key_J);
        QTRY_VERIFY_WITH_TIMEOUT(!running.page->panel()->detail().trace.empty(), 20'000);
        QVERIFY(!running.page->panel()->detail().request);
        Q_EMIT running.page->panel()->keepBodiesRequested(true);
        QTRY_VERIFY_WITH_TIMEOUT(running.gateway.settings()->log.keepBodies, 20'000);
        QTest::keyClick(running.page->view(), Qt::Key_Escape);
        auto second = running.ask("demo/echo");
        QTRY_COMPARE_WITH_TIMEOUT(running.model().count(), 2, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(running.result(0), u"200"_s, 20'000);
        running.page->view()->select({});
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                Q_EMIT running.page->detailWanted(running.model().entry(0).id);
                QTest::qWait(50);
                return running.page->panel()->detail().request.has_value();
            }(),
            20'000);
        QVERIFY(running.page->panel()->detail().request->shown.contains(u"Hello"_s));
        Q_EMIT running.page->panel()->keepBodiesRequested(false);
        QTRY_VERIFY_WITH_TIMEOUT(!running.gateway.settings()->log.keepBodies, 20'000);
    }
};

SLIPSWITCH_UI_MAIN(TestLog)
#include "TestLog.moc"
