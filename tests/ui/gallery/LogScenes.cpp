#include "tests/ui/gallery/Scenes.h"

#include "ui/log/CompletionList.h"
#include "ui/log/DetailData.h"
#include "ui/log/FilterField.h"
#include "ui/log/LogPage.h"
#include "ui/log/LogView.h"
#include "ui/log/TimeBars.h"
#include "ui/shell/MainWindow.h"

#include <QApplication>
#include <QDateTime>
#include <QKeyEvent>
#include <QScrollBar>

#include <random>

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Micros;
using domain::Outcome;
using ui::LogPage;
using ui::Tone;

namespace {

const ui::ProviderKinds kinds {{"anthropic", u"anthropic"_s}, {"openai", u"openai"_s},
    {"google", u"google"_s}, {"deepseek", u"deepseek"_s}, {"ollama", u"ollama"_s}};
const ui::ProviderTitles titles {{"anthropic", u"Anthropic"_s}, {"openai", u"OpenAI"_s},
    {"google", u"Google"_s}, {"deepseek", u"DeepSeek"_s}, {"ollama", u"Ollama"_s}};

/// A line of the picture: what differs from a plain answer.
struct Line
{
    const char *clock;
    Outcome outcome;
    int status;
    const char *tool, *provider, *model, *requested, *failedBefore;
    int tokensIn, tokensOut;
    double first, took, dollars; ///< dollars below zero: no price
};

const std::vector<Line> lines {
    {"11:04:12.318", Outcome::InFlight, 0, "Claude Code", "openai", "gpt-5.2", "claude-sonnet-4-6",
        "anthropic", 21'800, 412, 0.61, 3.9, 0},
    {"11:04:11.902", Outcome::InFlight, 0, "Codex", "openai", "gpt-5.2", "", "", 9'100, 88, 0.54, 1.3, 0},
    {"11:04:10.411", Outcome::Succeeded, 200, "Claude Code", "openai", "gpt-5-mini", "claude-haiku-4-5",
        "anthropic", 8'200, 96, 0.31, 1.0, 0.0012},
    {"11:04:09.027", Outcome::Succeeded, 200, "Zed", "google", "gemini-2.5-pro", "", "", 3'300, 640, 0.42,
        5.1, 0.0047},
    {"11:04:07.664", Outcome::Succeeded, 200, "Claude Code", "anthropic", "claude-sonnet-4-6", "", "", 18'100,
        1'200, 0.52, 6.1, 0.0191},
    {"11:04:05.120", Outcome::Succeeded, 200, "docs-bot", "openai", "gpt-5-mini", "claude-haiku-4-5",
        "anthropic", 2'200, 310, 0.29, 2.2, 0.0018},
    {"11:03:58.118", Outcome::Succeeded, 200, "Claude Code", "openai", "gpt-5.2", "claude-sonnet-4-6",
        "anthropic", 20'514, 412, 2.42, 5.9, 0.013},
    {"11:03:56.690", Outcome::Failed, 429, "nightly-eval", "deepseek", "deepseek-v3.2", "", "", 1'300, 0, 0,
        0.388, 0},
    {"11:03:55.980", Outcome::Succeeded, 200, "Continue", "ollama", "qwen3-coder:30b", "", "", 5'100, 820,
        0.18, 7.4, -1},
    {"11:03:53.256", Outcome::Succeeded, 200, "Codex", "openai", "gpt-5-mini", "", "", 4'400, 233, 0.35, 1.9,
        0.0005},
    {"11:03:51.895", Outcome::Refused, 401, "docs-bot", "", "claude-haiku-4-5", "", "", -1, 0, 0, 0.003, -1},
    {"11:03:50.020", Outcome::Succeeded, 200, "Claude Code", "anthropic", "claude-sonnet-4-6", "",
        "anthropic", 19'900, 903, 1.91, 8.7, 0.0174},
    {"11:03:52.712", Outcome::Succeeded, 200, "Codex", "openai", "gpt-5.2", "", "", 2'200, 629, 0.67, 4.4,
        0.0035},
    {"11:03:51.586", Outcome::Succeeded, 200, "Claude Code", "anthropic", "claude-sonnet-4-6", "", "", 13'500,
        1'500, 0.85, 14.3, 0.0127},
    {"11:03:49.097", Outcome::Succeeded, 200, "Claude Code", "anthropic", "claude-sonnet-4-6", "", "", 15'700,
        473, 0.37, 4.2, 0.0081},
    {"11:03:47.622", Outcome::Succeeded, 200, "Codex", "openai", "gpt-5-mini", "", "", 6'500, 132, 0.87, 1.8,
        0.0003},
    {"11:03:47.133", Outcome::ClientGone, 200, "Zed", "google", "gemini-2.5-pro", "", "", 5'800, 364, 0.91,
        3.5, 0.0021},
    {"11:03:46.583", Outcome::Failed, 429, "Codex", "openai", "gpt-5-mini", "", "", 3'200, 0, 0, 0.486, 0},
    {"11:03:44.533", Outcome::Succeeded, 200, "Claude Code", "anthropic", "claude-opus-4-8", "", "", 32'200,
        1'300, 0.37, 9.6, 0.0308},
    {"11:03:43.839", Outcome::Succeeded, 200, "Claude Code", "anthropic", "claude-haiku-4-5", "", "", 8'900,
        645, 0.45, 5.6, 0.0022},
    {"11:03:43.036", Outcome::Succeeded, 200, "Codex", "openai", "gpt-5.2", "", "", 7'300, 394, 1.13, 4.3,
        0.0035},
    {"11:03:42.064", Outcome::Succeeded, 200, "Codex", "openai", "gpt-5-mini", "", "", 5'900, 401, 1.10, 3.5,
        0.0005},
};

UtcTime todayAt(const QString &clock)
{
    return UtcTime(std::chrono::milliseconds(
        QDateTime(QDate::currentDate(), QTime::fromString(clock, u"HH:mm:ss.zzz"_s)).toMSecsSinceEpoch()));
}

Micros seconds(double count)
{
    return Micros(static_cast<std::int64_t>(count * 1e6));
}

ledger::LogRow rowOf(const Line &line, UtcTime at)
{
    ledger::LogRow row;
    auto &e = row.exchange;
    e.startedAt = at;
    e.id.high = static_cast<std::uint64_t>(at.time_since_epoch().count() / 1000) << 16U;
    e.id.low = 7;
    row.cursor = static_cast<std::int64_t>(e.id.high);
    e.outcome = line.outcome;
    e.status = static_cast<std::uint16_t>(line.status);
    e.streaming = true;
    e.tool = line.tool;
    e.provider = line.provider;
    e.model = line.model;
    e.requestedModel = *line.requested ? line.requested : line.model;
    row.failedBefore = line.failedBefore;
    row.tries = *line.failedBefore ? 2 : 1;
    e.usage.known = line.tokensIn >= 0;
    e.usage.input = line.tokensIn;
    e.usage.output = line.tokensOut;
    if (line.first > 0)
        e.firstContentAfter = seconds(line.first);
    e.endedAfter = seconds(line.took);
    if (line.dollars >= 0)
        e.cost = {
            domain::CostSource::Computed, Money::picodollars(static_cast<std::int64_t>(line.dollars * 1e12))};
    return row;
}

std::vector<ui::LogEntry> entries()
{
    std::vector<ui::LogEntry> made;
    for (int round = 0; round < 4; ++round) {
        for (const auto &line : lines) {
            if (round > 0 && line.outcome == Outcome::InFlight)
                continue;
            made.push_back(
                ui::entryOf(rowOf(line, todayAt(QString::fromLatin1(line.clock)) - round * 40s), kinds));
        }
    }
    std::sort(made.begin(), made.end(), [](const auto &a, const auto &b) { return a.id > b.id; });
    return made;
}

ui::TimeBarsData bars()
{
    ui::TimeBarsData data;
    data.range.to
        = UtcTime(std::chrono::milliseconds(QDate::currentDate().startOfDay().toMSecsSinceEpoch())) + 12h;
    data.range.from = data.range.to - 24h * 30;
    data.step = 10h;
    std::mt19937 random(3);
    for (int column = 0; column < 72; ++column) {
        ledger::HistogramBar bar;
        bar.start = data.range.from + data.step * column;
        const auto wave = 60 + 25 * std::sin(column / 6.0) + 18 * std::cos(column / 15.0);
        bar.exchanges = static_cast<std::int64_t>(wave * 20 + std::uniform_int_distribution(0, 300)(random));
        bar.errors = column > 38 && column < 44 ? bar.exchanges / 8 : column > 67 ? bar.exchanges / 14 : 0;
        bar.rerouted = bar.errors > 0 ? bar.exchanges / 6 : column % 7 == 0 ? bar.exchanges / 30 : 0;
        data.bars.push_back(bar);
    }
    return data;
}

/// The request of the design's picture: two tries at Anthropic, then OpenAI.
ledger::LogDetail detail()
{
    ledger::LogDetail made;
    auto &e = made.exchange;
    e = rowOf(lines[6], todayAt(u"11:03:58.118"_s)).exchange;
    e.method = "POST";
    e.path = "/v1/messages";
    e.dialect = domain::Dialect::AnthropicMessages;
    e.project = "web-shop";
    e.keyName = "Claude Code on laptop";
    e.userAgent = "claude-cli/2.0.42 (external, cli)";
    e.finishReason = "end_turn";
    e.requestBytes = 84'120;
    e.responseBytes = 3'210;
    e.usage.input = 2'310;
    e.usage.cacheRead = 18'204;
    const auto attempt
        = [&e](const char *provider, const char *reason, double start, double took, int status) {
              domain::Attempt a;
              a.provider = provider;
              a.reason = reason;
              a.startedAfter = seconds(start);
              a.endedAfter = seconds(took);
              a.status = static_cast<std::uint16_t>(status);
              a.outcome = status == 200 ? Outcome::Succeeded : Outcome::Failed;
              e.attempts.push_back(a);
              return &e.attempts.back();
          };
    attempt("anthropic", "first provider that offers it", 0.005, 0.385, 429)->errorText
        = "This request would exceed your organization's rate limit of 30,000 input tokens per minute.";
    attempt("anthropic", "first provider that offers it, once more", 1.39, 0.41, 529)->errorText
        = "Overloaded";
    attempt("openai", "alias of gpt-5.2, offers it too", 1.8, 4.1, 200)->firstContentAfter = seconds(0.62);
    return made;
}

ui::Page *nothing()
{
    return new ui::Page;
}

/// @param fill  gets the page once it stands in its window.
std::unique_ptr<QWidget> frame(std::function<void(LogPage &)> fill)
{
    using ui::Section;
    auto window = std::make_unique<ui::MainWindow>(ui::PageList {
        {u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, nothing},
        {u"log"_s, u"Live log"_s, u"log"_s, Section::Top, [] { return new LogPage; }},
        {u"providers"_s, u"Providers"_s, u"providers"_s, Section::Routing, nothing},
        {u"spend"_s, u"Spend"_s, u"spend"_s, Section::Spend, nothing},
        {u"keys"_s, u"Keys"_s, u"key"_s, Section::Spend, nothing},
        {u"connect"_s, u"Connect a tool"_s, u"link"_s, Section::Setup, nothing},
        {u"settings"_s, u"Settings"_s, u"settings"_s, Section::Bottom, nothing},
    });
    window->setBadge(u"log"_s, u"42/min"_s);
    window->setBadge(u"providers"_s, u"6"_s);
    window->setBadge(u"spend"_s, u"$6.84"_s);
    ui::StatusData status;
    status.address = u"127.0.0.1:4141"_s;
    status.state = u"Routing"_s;
    status.stateTone = Tone::Ok;
    status.rate = u"42 req/min"_s;
    status.inFlight = u"3 in flight"_s;
    status.standIn = u"Anthropic failed at 11:02, OpenAI answers"_s;
    status.spend = u"$6.84 today"_s;
    status.log = u"Log 1.2 GB of 5.0 GB"_s;
    window->setStatus(status);
    window->open(u"log"_s);
    auto *page = static_cast<LogPage *>(window->page(u"log"_s));
    // After the window has its size.
    QMetaObject::invokeMethod(page, [page, fill] { fill(*page); }, Qt::QueuedConnection);
    return window;
}

void fillRows(LogPage &page)
{
    page.filter()->setText(u"since:30d -ci-smoke"_s);
    page.bars()->setData(bars());
    page.setCounts({u"128,412"_s, u"312"_s, u"1,046"_s, u"17"_s, u"208"_s});
    page.setFooter(
        {u"128,412 requests in view"_s, u"$138.20 total, 0.2% failed, p95 6.1 s of the newest 200"_s});
    page.model().reset(entries(), true);
    page.setState(LogPage::State::Rows);
}

void openDetail(LogPage &page)
{
    fillRows(page);
    const auto shown = detail();
    page.view()->select(shown.exchange.id);
    page.panel()->setDetail(ui::detailOf(shown, kinds, titles, u"http://127.0.0.1:4141/v1"_s));
    page.openPanel(true);
    page.view()->setNew(14);
}

Scene tab(const QString &name, ui::DetailPanel::Tab tab, bool kept)
{
    return {name, [tab, kept] {
                return frame([tab, kept](LogPage &page) {
                    openDetail(page);
                    if (kept) {
                        auto shown = detail();
                        shown.requestBody
                            = R"({"model":"claude-sonnet-4-6","max_tokens":2048,"stream":true,)"
                              R"("messages":[{"role":"user","content":"Deploy fails with AccessDenied. )"
                              R"(What is missing in the policy?"}]})";
                        shown.responseBody = "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":"
                                             "\"The role can list the bucket but not write to it.\"}]}";
                        shown.requestHeaders
                            = "host: 127.0.0.1:4141\nx-api-key: (left out)\nanthropic-version: 2023-06-01\n"
                              "content-type: application/json\nx-app: cli\n";
                        shown.responseHeaders = "content-type: text/event-stream; charset=utf-8\n"
                                                "anthropic-ratelimit-requests-remaining: 3980\n"
                                                "request-id: req_011CSample\n";
                        page.panel()->setDetail(ui::detailOf(shown, kinds, titles, {}));
                    }
                    page.panel()->setTab(tab);
                });
            }};
}

void complete(LogPage &page)
{
    fillRows(page);
    page.filter()->setValues(
        u"model"_s, {"claude-haiku-4-5", "claude-opus-4-8", "claude-sonnet-4-6", "gpt-5.2"});
    page.filter()->edit()->setFocus();
    QKeyEvent typed(QEvent::KeyPress, Qt::Key_unknown, {}, u"model:cl"_s);
    QCoreApplication::sendEvent(page.filter()->edit(), &typed);
    page.filter()->completions()->move(1);
}

void fault(LogPage &page)
{
    fillRows(page);
    page.filter()->edit()->setFocus();
    QKeyEvent typed(QEvent::KeyPress, Qt::Key_unknown, {}, u"staus:429"_s);
    QCoreApplication::sendEvent(page.filter()->edit(), &typed);
}

} // namespace

std::vector<Scene> logScenes()
{
    using State = LogPage::State;
    const auto state = [](State shown, const QString &text) {
        return [shown, text] {
            return frame([shown, text](LogPage &page) {
                if (shown == State::NoMatch)
                    page.filter()->setText(u"model:gpt-5.2 cost:>5 since:30d"_s);
                page.setState(shown, text);
            });
        };
    };
    return {
        {u"log-full"_s, [] { return frame(openDetail); }, 100},
        {u"log-rows"_s, [] { return frame(fillRows); }},
        {u"log-paused"_s,
            [] {
                return frame([](LogPage &page) {
                    fillRows(page);
                    page.setPaused(true);
                    page.addNew(14);
                });
            }},
        {u"log-columns"_s,
            [] {
                return frame([](LogPage &page) {
                    fillRows(page);
                    page.view()->setOptional(
                        {ui::LogColumn::Status, ui::LogColumn::Cached, ui::LogColumn::Error});
                });
            }},
        {u"log-searching"_s,
            [] {
                return frame([](LogPage &page) {
                    fillRows(page);
                    page.filter()->setText(u"timeout project:web-shop"_s);
                    page.setSearch(0.34);
                });
            }},
        {u"log-completion"_s, [] { return frame(complete); }},
        {u"log-fault"_s, [] { return frame(fault); }, 500},
        tab(u"log-request"_s, ui::DetailPanel::Request, true),
        tab(u"log-body-off"_s, ui::DetailPanel::Response, false),
        tab(u"log-headers"_s, ui::DetailPanel::Headers, true),
        tab(u"log-cost"_s, ui::DetailPanel::Cost, false),
        {u"log-empty"_s, state(State::Empty, {})},
        {u"log-loading"_s, state(State::Loading, {}), 400},
        {u"log-no-match"_s, state(State::NoMatch, u"128,412 requests are hidden."_s)},
        {u"log-problem"_s,
            state(State::Problem, u"The file was written by a later version of this program."_s)},
    };
}

} // namespace slipswitch::gallery
