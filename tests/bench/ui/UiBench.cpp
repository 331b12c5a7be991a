// Prints how quick the window is over a large ledger: UiBench HOME [NANOSECONDS]
// HOME has the ledger (GenerateLedger HOME); NANOSECONDS since 1970: when the program was started.
#include "app/window/Pages.h"
#include "core/service/GatewayService.h"
#include "tests/bench/ui/Report.h"
#include "ui/log/FilterField.h"
#include "ui/log/LogPage.h"
#include "ui/log/LogView.h"
#include "ui/shell/MainWindow.h"
#include "ui/spend/SpendChart.h"
#include "ui/spend/SpendPage.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>

#include <atomic>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace slipswitch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using bench::Report;
using domain::LiveExchange;
using ui::LogPage;
using uitest::SlotProbe;

namespace {

/// Sleeps between events, as the program does.
template <typename Until>
bool wait(Until until, int milliseconds = 60'000)
{
    QElapsedTimer timer;
    timer.start();
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (until() || timer.elapsed() > milliseconds)
            loop.quit();
    });
    look.start(2);
    loop.exec();
    return until();
}

void turn(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

double residentMegabytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const auto &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).replace("kB", "").trimmed().toDouble() / 1024;
    }
    return 0;
}

/// Whether the log's file is in memory when a filter is asked for.
enum class Memory
{
    Dropped,
    Warm
};

/// Until it is read again, the kernel holds nothing of it.
void dropFromMemory(const std::filesystem::path &file)
{
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0 || ::posix_fadvise(handle, 0, 0, POSIX_FADV_DONTNEED) != 0)
        std::fprintf(stderr, "%s stays in memory.\n", file.c_str());
    ::close(handle);
}

void askFilter(Report &report, LogPage &page, Memory memory, const std::filesystem::path &file,
    const char *name, const QString &text, LogPage::Segment segment)
{
    bool answered = false;
    int rows = 0;
    const auto connection = QObject::connect(&page.model(), &QAbstractItemModel::modelReset, &page, [&] {
        answered = true;
        rows = page.model().count();
    });
    page.setSegment(segment);
    turn(200); // of the segment's own question
    if (memory == Memory::Dropped)
        dropFromMemory(file);
    answered = false;
    QElapsedTimer timer;
    timer.start();
    page.filter()->setText(text);
    Q_EMIT page.filterChanged();
    const bool came = wait([&] { return answered; });
    const auto took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    QObject::disconnect(connection);
    const auto what = std::string("first page by ") + name + (memory == Memory::Dropped ? ", from disk" : "");
    came ? report.figure(what.c_str(), took, "ms", 100) : report.missing(what.c_str(), "gave up");
    std::printf("    %d rows\n", rows);
    turn(400); // counts and histogram end
}

void askFilters(Report &report, LogPage &page, const std::filesystem::path &file, Memory memory)
{
    using Segment = LogPage::Segment;
    const auto ask = [&](const char *name, const QString &text, Segment segment) {
        askFilter(report, page, memory, file, name, text, segment);
    };
    ask("nothing", {}, Segment::All);
    ask("time", u"since:200d until:100d"_s, Segment::All);
    ask("model", u"model:gpt-5"_s, Segment::All);
    ask("provider", u"provider:groq"_s, Segment::All);
    ask("tool", u"tool:zed"_s, Segment::All);
    ask("key", u"key:key_bench5"_s, Segment::All);
    ask("status", u"status:529"_s, Segment::All);
    ask("cost", u"cost:>1"_s, Segment::All);
    ask("errors", u"since:300d"_s, Segment::Errors);
    ask("rerouted", u"since:299d"_s, Segment::Rerouted);
    page.setSegment(Segment::All);
}

void search(LogPage &page, const QString &text)
{
    page.filter()->setText({});
    Q_EMIT page.filterChanged();
    turn(1000);
    bool fresh = false;
    const auto connection
        = QObject::connect(&page.model(), &QAbstractItemModel::modelReset, &page, [&] { fresh = true; });
    QElapsedTimer timer;
    timer.start();
    page.filter()->setText(text);
    Q_EMIT page.filterChanged();
    wait([&] { return fresh && page.model().count() > 0; });
    QObject::disconnect(connection);
    std::printf("    free text: first rows after %.1f ms\n", static_cast<double>(timer.nsecsElapsed()) / 1e6);
    turn(300);
    page.filter()->setText({});
    Q_EMIT page.filterChanged();
    turn(500);
}

void scroll(Report &report, SlotProbe &application, LogPage &page)
{
    auto *bar = page.view()->verticalScrollBar();
    bar->setValue(0);
    turn(300);
    application.forget();
    QTimer timer;
    int lines = 0;
    QObject::connect(&timer, &QTimer::timeout, bar, [&] {
        bar->setValue(bar->value() + 140);
        lines += 5;
    });
    timer.start(16);
    turn(8000);
    timer.stop();
    report.slots_("scrolling through the log", application);
    std::printf("    %d lines passed, %d rows held\n", lines, page.model().count());
}

LiveExchange live(UtcTime began, std::uint64_t number, LiveExchange::Phase phase)
{
    LiveExchange made;
    made.phase = phase;
    made.startedAt = began + std::chrono::milliseconds(number);
    made.id.high = static_cast<std::uint64_t>(made.startedAt.time_since_epoch().count() / 1000) << 16U;
    made.id.low = number + 1;
    made.tool = number % 3 == 0 ? "claude-code" : "codex";
    made.requestedModel = made.model = number % 2 == 0 ? "gpt-5-mini" : "claude-sonnet-4-5";
    made.provider = number % 2 == 0 ? "openai" : "anthropic";
    made.streaming = true;
    made.tries = 1;
    made.elapsed = 50ms;
    made.inputTokens = 1200;
    made.outputTokens = 40;
    if (phase != LiveExchange::Phase::Began)
        made.firstContentAfter = domain::Micros(30'000);
    if (phase == LiveExchange::Phase::Settled) {
        made.outcome = domain::Outcome::Succeeded;
        made.status = 200;
        made.tokensKnown = true;
        made.elapsed = 100ms;
    }
    return made;
}

/// A thousand requests a second: each begins, grows after 50 ms and settles after 100.
void flood(gateway::LiveFeed &feed, const std::atomic<bool> &on)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto now = SystemClock().utcNow();
    for (std::uint64_t number = 0; on; ++number) {
        feed.push(live(now, number, LiveExchange::Phase::Began));
        if (number >= 50)
            feed.push(live(now, number - 50, LiveExchange::Phase::Growing));
        if (number >= 100)
            feed.push(live(now, number - 100, LiveExchange::Phase::Settled));
        std::this_thread::sleep_until(begin + std::chrono::milliseconds(number + 1));
    }
}

void watch(Report &report, SlotProbe &application, LogPage &page, gateway::LiveFeed &feed, const char *while_)
{
    qint64 inserted = 0;
    QObject::connect(&page.model(), &QAbstractItemModel::rowsInserted, &page,
        [&](const QModelIndex &, int first, int last) { inserted += last - first + 1; });
    turn(500);
    application.forget();
    std::atomic<bool> on = true;
    std::thread source([&] { flood(feed, on); });
    turn(8000);
    on = false;
    source.join();
    report.slots_(while_, application);
    std::printf("    %lld rows came, %d held, %llu changes dropped\n", static_cast<long long>(inserted),
        page.model().count(), static_cast<unsigned long long>(feed.dropped()));
    page.model().disconnect(&page);
}

void chart(Report &report, service::GatewayService &gateway, QObject *context)
{
    std::vector<UtcTime> edges;
    const auto today = std::chrono::floor<std::chrono::days>(SystemClock().utcNow());
    for (int day = 365; day >= 0; --day)
        edges.push_back(today - std::chrono::days(day));
    bool came = false;
    QElapsedTimer timer;
    timer.start();
    gateway.queries().rollup(context, edges, ledger::GroupBy::Provider, [&](const auto &) { came = true; });
    wait([&] { return came; });
    report.figure("a year's days by provider", static_cast<double>(timer.nsecsElapsed()) / 1e6, "ms", 50);
}

/// The chart's slots: another period, another split, the pointer over it, another size.
void spend(Report &report, SlotProbe &application, ui::MainWindow &window)
{
    application.forget();
    window.open(u"spend"_s);
    auto *page = qobject_cast<ui::SpendPage *>(window.page(u"spend"_s));
    turn(1500);
    report.slots_("opening Spend", application, true);
    application.forget();
    const auto today = QDate::currentDate();
    using Unit = ui::SpendPeriod::Unit;
    for (const auto by : {ui::SpendBy::Model, ui::SpendBy::Provider, ui::SpendBy::Tool}) {
        page->setBy(by);
        turn(700);
        for (const auto unit : {Unit::Year, Unit::Week, Unit::Month, Unit::Day}) {
            page->setPeriod({unit, today});
            turn(700);
        }
    }
    page->setPeriod({Unit::Year, today});
    turn(700);
    report.slots_("Spend shows other periods", application);
    application.forget();
    for (std::size_t column = 0; column < 40; ++column) {
        page->chart()->point(column);
        turn(20);
    }
    report.slots_("the pointer moves over Spend", application);
    application.forget();
    for (const auto size : {QSize(1300, 800), QSize(1500, 950), QSize(1440, 900)}) {
        window.resize(size);
        turn(300);
    }
    report.resizing("Spend takes another size", application);
    window.open(u"log"_s);
    turn(1000);
}

double cpuSeconds()
{
    timespec now {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

} // namespace

int main(int argc, char **argv)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto started = argc > 2 ? std::chrono::nanoseconds(std::strtoll(argv[2], nullptr, 10)) : now;
    SlotProbe application(argc, argv);
    if (argc < 2)
        return 2;
    Report report;
    ui::Theme theme(ui::ThemeChoice::Light);
    auto home = config::Home::open(argv[1]);
    if (!home) {
        std::fprintf(stderr, "%s\n", home.error().detail.c_str());
        return 1;
    }
    service::GatewayService gateway(std::move(*home));
    ui::MainWindow window(app::pages(gateway, theme));
    window.open(u"log"_s);
    auto *page = qobject_cast<LogPage *>(window.page(u"log"_s));
    window.show();
    service::GatewayService::StartOptions options;
    options.port = 0;
    gateway.startSoon(options);
    if (!wait([&] { return page->state() == LogPage::State::Rows; })) {
        std::fprintf(stderr, "The log has no rows.\n");
        return 1;
    }
    page->view()->viewport()->repaint();
    const std::chrono::duration<double, std::milli> usable
        = std::chrono::system_clock::now().time_since_epoch() - started;
    report.figure("usable window", usable.count(), "ms", 600);
    report.slots_("starting", application, true);
    report.slots_("starting", application);
    wait([&] { return gateway.state().listens(); });
    turn(1500);
    const auto file = gateway.home().dataFolder() / "ledger.sqlite";
    askFilters(report, *page, file, Memory::Dropped);
    askFilters(report, *page, file, Memory::Warm);
    search(*page, u"529"_s);
    chart(report, gateway, page);
    scroll(report, application, *page);
    page->view()->goHome();
    watch(report, application, *page, gateway.live().feed(), "1,000 requests/s, following");
    page->view()->verticalScrollBar()->setValue(400);
    watch(report, application, *page, gateway.live().feed(), "1,000 requests/s, held");
    spend(report, application, window);
    report.figure("resident", residentMegabytes(), "MB", 200);
    page->deactivated();
    window.hide();
    turn(1000);
    const auto before = cpuSeconds();
    turn(10'000);
    report.figure("idle and hidden", (cpuSeconds() - before) * 10, "% of a core", 0.5, 2);
    gateway.stop();
    report.tell();
    return report.good() ? 0 : 1;
}
