#include "tests/ui/gallery/Scenes.h"

#include "ui/overview/OverviewPage.h"
#include "ui/shell/MainWindow.h"

#include <cmath>

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using ui::OverviewData;
using ui::Tone;

namespace {

std::vector<ui::Health> hour(const char *marks)
{
    std::vector<ui::Health> health;
    for (const auto *mark = marks; *mark; ++mark)
        health.push_back(*mark == '.' ? ui::Health::Good
                : *mark == '~'        ? ui::Health::Shaky
                : *mark == 'x'        ? ui::Health::Bad
                                      : ui::Health::None);
    return health;
}

ui::AreaChartData minutes()
{
    const std::vector<double> good {27, 32, 34, 41, 38, 42, 39, 39, 34, 33, 31, 31, 35, 33, 35, 40, 38, 40,
        38, 39, 37, 35, 30, 25, 19, 18, 18, 16, 18, 23, 22, 26, 25, 23, 24, 20, 23, 21, 14, 17, 21, 18, 26,
        29, 31, 32, 35, 41, 42, 40, 38, 37, 35, 36, 31, 31, 34, 37, 40, 39};
    ui::AreaChartData chart;
    std::vector<double> rerouted(good.size(), 0), failed(good.size(), 0);
    const std::vector<double> more {2, 5, 10, 8, 10, 14, 12, 9, 12, 9, 8, 4, 1};
    for (std::size_t index = 0; index < more.size(); ++index)
        rerouted[36 + index] = more[index];
    for (std::size_t index = 57; index < good.size(); ++index)
        rerouted[index] = static_cast<double>(index - 56) * 2;
    rerouted[9] = 1;
    rerouted[26] = 1;
    failed[34] = 3;
    failed[35] = 3;
    failed[36] = 2;
    failed[37] = 4;
    chart.series = {{u"Answered"_s, good}, {u"After retry or fallback"_s, rerouted}, {u"Failed"_s, failed}};
    for (std::size_t index = 0; index < 6; ++index)
        chart.labels.emplace_back(6 + index * 10,
            u"%1:%2"_s.arg(index < 5 ? 10 : 11).arg((index * 10 + 10) % 60, 2, 10, QLatin1Char('0')));
    for (std::size_t index = 0; index < good.size(); ++index)
        chart.titles.push_back(u"Tue 18 Nov, 10:%1"_s.arg(index, 2, 10, QLatin1Char('0')));
    return chart;
}

OverviewData full()
{
    OverviewData data;
    data.state = OverviewData::State::Routing;
    data.address = u"http://127.0.0.1:4141/v1"_s;
    data.about = u"Speaks OpenAI Chat and Responses, Anthropic, Gemini, Ollama. This computer only."_s;
    data.tools = {u"Claude Code"_s, u"Codex"_s, u"Zed"_s, u"Continue"_s};
    data.loaded = data.everUsed = true;
    data.stats[0] = {u"$6.84"_s, {}, u"+12%"_s, u"arrow-up"_s, Tone::Warn, u"vs a usual Tuesday"_s,
        {2, 2.4, 2.2, 2.9, 2.8, 3.4, 3.8, 3.5, 4.1, 4.6, 4.9, 5.6, 5.3, 6.8}};
    data.stats[1] = {u"4,284"_s, {}, u"99.2%"_s, {}, Tone::Ok, u"answered, 34 failed"_s,
        {20, 24, 22, 30, 28, 36, 41, 33, 35, 40, 44, 38, 46, 48}};
    data.stats[2] = {u"1.2"_s, u"s"_s, u"0.41 s"_s, {}, Tone::Neutral, u"first token, p95 6.8 s"_s,
        {1.4, 1.2, 1.3, 1.0, 1.05, 1.6, 2.4, 1.8, 1.2, 1.1, 1.0, 0.95, 1.05, 1.0}, false};
    data.stats[3] = {u"14.2M"_s, {}, u"62%"_s, {}, Tone::Ok, u"from caches, 412k out"_s,
        {1, 1.4, 1.6, 2.1, 2.4, 2.6, 3.4, 3.6, 4.0, 4.1, 5.0, 5.2, 6.0, 6.6}};
    data.perMinute = minutes();
    const ui::PillText healthy {u"Healthy"_s, u"check"_s, Tone::Ok},
        recovered {u"Recovered"_s, u"check"_s, Tone::Ok};
    data.providers = {
        {u"anthropic"_s, u"Anthropic"_s, hour("..................~xx~~....~x~"), u"1.4 s"_s,
            {u"Limited"_s, u"alert"_s, Tone::Warn}},
        {u"openai"_s, u"OpenAI"_s, hour(".......~......................"), u"1.1 s"_s, recovered},
        {u"google"_s, u"Google"_s, hour(".............................."), u"0.9 s"_s, healthy},
        {u"deepseek"_s, u"DeepSeek"_s, hour("............~~................"), u"2.8 s"_s, recovered},
        {u"openrouter"_s, u"OpenRouter"_s, hour("................xxx           "), u"1.9 s"_s,
            {u"Failing"_s, u"cross"_s, Tone::Bad}},
        {u"ollama"_s, u"Ollama"_s, hour(".............................."), u"0.3 s"_s, healthy},
    };
    data.problems = {
        {u"11:02:41"_s, {u"429"_s, {}, Tone::Warn}, u"anthropic"_s,
            u"Too many tokens per minute (30k of 30k)"_s, {u"Fell back to OpenAI"_s, u"fallback"_s, Tone::Ok},
            u"1"_s},
        {u"11:02:40"_s, {u"529"_s, {}, Tone::Warn}, u"anthropic"_s,
            u"Overloaded, provider asked to wait 1 s"_s, {u"Retried, answered"_s, u"retry"_s, Tone::Ok},
            u"2"_s},
        {u"10:41:30"_s, {u"401"_s, {}, Tone::Bad}, u"openrouter"_s, u"Key was revoked at the provider"_s,
            {u"Failed"_s, u"cross"_s, Tone::Bad}, u"3"_s},
        {u"10:38:07"_s, {u"402"_s, {}, Tone::Bad}, u"openrouter"_s, u"Not enough credits for this request"_s,
            {u"Failed"_s, u"cross"_s, Tone::Bad}, u"4"_s},
        {u"10:12:55"_s, {u"408"_s, {}, Tone::Warn}, u"deepseek"_s, u"No first token within 20 s"_s,
            {u"Fell back to Google"_s, u"fallback"_s, Tone::Ok}, u"5"_s},
    };
    return data;
}

OverviewData fresh()
{
    auto data = full();
    data.everUsed = false;
    data.tools.clear();
    for (auto &stat : data.stats)
        stat = {};
    return data;
}

OverviewData failed()
{
    auto data = full();
    data.state = OverviewData::State::Failed;
    data.problem = u"Port 4141 is taken by another program. Tools can't reach this one."_s;
    data.freePort = 4142;
    return data;
}

/// The vault was not opened yet, and nobody can read the log.
OverviewData hindered()
{
    auto data = fresh();
    data.loaded = false;
    data.trouble = u"The log is written by a later version of Slipswitch."_s;
    data.locked = u"Groq"_s;
    data.lockedProvider = u"groq"_s;
    return data;
}

OverviewData paused()
{
    auto data = full();
    data.state = OverviewData::State::Paused;
    return data;
}

OverviewData stopped()
{
    auto data = full();
    data.state = OverviewData::State::Stopped;
    return data;
}

OverviewData calm()
{
    auto data = full();
    data.problems.clear();
    return data;
}

OverviewData loading()
{
    auto data = fresh();
    data.loaded = false;
    data.state = OverviewData::State::Starting;
    return data;
}

ui::StatusData statusOf(const OverviewData &data)
{
    ui::StatusData status;
    status.address = u"127.0.0.1:4141"_s;
    if (data.state == OverviewData::State::Failed) {
        status.state = u"Not routing"_s;
        status.stateTone = Tone::Bad;
        return status;
    }
    if (data.state == OverviewData::State::Paused || data.state == OverviewData::State::Stopped) {
        const bool only = data.state == OverviewData::State::Paused;
        status.state = only ? u"Paused"_s : u"Stopped"_s;
        status.stateTone = only ? Tone::Warn : Tone::Bad;
        return status;
    }
    status.state = u"Routing"_s;
    status.stateTone = Tone::Ok;
    status.rate = u"42 req/min"_s;
    status.inFlight = u"3 in flight"_s;
    status.standIn = u"Anthropic failed at 11:02, OpenAI answers"_s;
    status.spend = u"$6.84 today"_s;
    status.latency = u"p50 1.2 s"_s;
    status.log = u"Log 1.2 GB of 5.0 GB"_s;
    return status;
}

ui::Page *nothing()
{
    return new ui::Page;
}

/// The whole frame, with entries for what the pictures of the design have.
std::unique_ptr<ui::MainWindow> frame(const OverviewData &data)
{
    using ui::Section;
    auto window = std::make_unique<ui::MainWindow>(ui::PageList {
        {u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top,
            [data] {
                auto *page = new ui::OverviewPage;
                page->setLinks(true, true);
                page->setData(data);
                return page;
            }},
        {u"log"_s, u"Live log"_s, u"log"_s, Section::Top, nothing},
        {u"providers"_s, u"Providers"_s, u"providers"_s, Section::Routing, nothing},
        {u"spend"_s, u"Spend"_s, u"spend"_s, Section::Spend, nothing},
        {u"keys"_s, u"Keys"_s, u"key"_s, Section::Spend, nothing},
        {u"connect"_s, u"Connect a tool"_s, u"link"_s, Section::Setup, nothing},
        {u"settings"_s, u"Settings"_s, u"settings"_s, Section::Bottom, nothing},
    });
    window->setBadge(u"log"_s, u"42/min"_s);
    window->setBadge(u"providers"_s, u"6"_s);
    window->setBadge(u"spend"_s, u"$6.84"_s);
    window->setStatus(statusOf(data));
    window->open(u"overview"_s);
    return window;
}

std::unique_ptr<QWidget> withPalette()
{
    auto window = frame(full());
    window->setCommands(
        {{u"Copy address"_s, u"http://127.0.0.1:4141/v1"_s, u"copy"_s, u"Ctrl+Shift+C"_s, [] { }}});
    auto *shown = window.get();
    QMetaObject::invokeMethod(shown, [shown] { shown->openPalette(); }, Qt::QueuedConnection);
    return window;
}

std::unique_ptr<QWidget> withToasts()
{
    auto window = frame(full());
    window->toast({u"codex-laptop is revoked"_s, u"Calls with it are refused from now on."_s, Tone::Ok,
        u"Undo"_s, [] { }});
    window->toast({u"Please note"_s,
        u"Port 4141 is taken by another program, so the gateway listens on 4142."_s, Tone::Warn, {}, {}});
    return window;
}

} // namespace

std::vector<Scene> overviewScenes()
{
    return {
        {u"overview-full"_s, [] { return frame(full()); }},
        {u"overview-empty"_s, [] { return frame(fresh()); }},
        {u"overview-paused"_s, [] { return frame(paused()); }},
        {u"overview-stopped"_s, [] { return frame(stopped()); }},
        {u"overview-calm"_s, [] { return frame(calm()); }},
        {u"overview-failed"_s, [] { return frame(failed()); }},
        {u"overview-hindered"_s,
            [] {
                auto window = frame(hindered());
                QMetaObject::invokeMethod(
                    window.get(), [shown = window.get()] { shown->addNotice(u"The key can't be read."_s); },
                    Qt::QueuedConnection);
                return window;
            }},
        {u"overview-loading"_s, [] { return frame(loading()); }, 400},
        {u"palette"_s, withPalette},
        {u"toasts"_s, withToasts},
    };
}

} // namespace slipswitch::gallery
