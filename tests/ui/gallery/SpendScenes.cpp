#include "tests/ui/gallery/Frame.h"
#include "tests/ui/gallery/Scenes.h"

#include "ui/spend/SpendChart.h"
#include "ui/spend/SpendPage.h"
#include "ui/spend/SpendRows.h"

#include <cmath>
#include <map>

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ui::SpendBy;
using ui::SpendData;
using ui::SpendPeriod;

namespace {

struct Group
{
    const char *id;
    double share; ///< of a day's dollars; 0: free, negative: nobody knows its price
    std::int64_t requests, in, out; ///< a day
    double cached;
};

const std::vector<Group> &providers()
{
    static const std::vector<Group> all {{"anthropic", 0.47, 1733, 22'900'000, 544'000, 0.71},
        {"openai", 0.29, 1270, 11'000'000, 394'000, 0.54}, {"google", 0.13, 634, 5'340'000, 217'000, 0.38},
        {"deepseek", 0.07, 378, 3'970'000, 122'000, 0.62}, {"openrouter", 0.04, 117, 828'000, 50'000, 0},
        {"ollama", 0, 521, 3'240'000, 244'000, 0}, {"acme-proxy", -1, 31, 410'000, 22'000, 0}};
    return all;
}

const std::vector<Group> &models()
{
    static const std::vector<Group> all {{"claude-sonnet-4-5", 0.33, 1200, 16'000'000, 380'000, 0.7},
        {"gpt-5", 0.2, 700, 7'000'000, 210'000, 0.5}, {"claude-opus-4-1", 0.12, 130, 3'000'000, 90'000, 0.6},
        {"gemini-2.5-pro", 0.09, 300, 3'000'000, 120'000, 0.4},
        {"gpt-5-mini", 0.07, 560, 3'900'000, 180'000, 0.5},
        {"deepseek-chat", 0.06, 370, 3'900'000, 120'000, 0.6},
        {"claude-haiku-4-5", 0.05, 400, 3'800'000, 70'000, 0.7},
        {"gemini-2.5-flash", 0.04, 330, 2'300'000, 97'000, 0.3}, {"gpt-4o", 0.03, 40, 300'000, 8'000, 0.2},
        {"llama-3.3-70b", 0.01, 90, 500'000, 20'000, 0}, {"qwen3-30b", -1, 521, 3'240'000, 244'000, 0}};
    return all;
}

/// A day's dollars: little on weekends, never twice the same.
double dollarsOf(const QDateTime &time)
{
    const auto wave
        = std::sin(time.date().dayOfYear() * 1.7) * 0.6 + std::sin(time.date().dayOfYear() * 0.61) * 0.4;
    const auto day = time.date().dayOfWeek() > 5 ? 2.1 + wave * 0.2 : 5.0 + wave;
    return day;
}

ledger::RollupSums sumsOf(const Group &group, double dollars)
{
    ledger::RollupSums sums;
    const auto part = dollars / 5.0;
    const auto count
        = [&](std::int64_t amount) { return static_cast<std::int64_t>(static_cast<double>(amount) * part); };
    sums.exchanges = count(group.requests);
    sums.errors = sums.exchanges / 90;
    sums.unpriced = group.share < 0 ? sums.exchanges : 0;
    sums.cost = Money::picodollars(static_cast<std::int64_t>(std::max(0.0, group.share) * dollars * 1e12));
    sums.usage.cacheRead = static_cast<std::int64_t>(static_cast<double>(count(group.in)) * group.cached);
    sums.usage.input = count(group.in) - sums.usage.cacheRead;
    sums.usage.output = count(group.out);
    return sums;
}

/// What the ledger would answer; Tuesday 18 November 2025, 11:04, in Berlin.
ui::SpendAnswers answersFor(SpendPeriod period, SpendBy by, const std::vector<Group> &groups)
{
    ui::SpendAnswers answers;
    answers.zone = QTimeZone("Europe/Berlin");
    answers.now = ui::utcOf(QDateTime(QDate(2025, 11, 18), QTime(11, 4), answers.zone));
    answers.period = period;
    answers.by = by;
    answers.edges = period.edges(answers.zone);
    answers.beforeEdges = period.before().edges(answers.zone);
    const auto fill = [&](const std::vector<UtcTime> &edges, const std::vector<Group> &into, auto &points,
                          bool split) {
        const auto filled = ui::filledColumns(edges, answers.now);
        for (std::size_t column = 0; column < filled; ++column) {
            const auto hours = std::chrono::duration<double, std::ratio<3600>>(
                std::min(edges[column + 1], answers.now) - edges[column])
                                   .count();
            const auto time = ui::localTime(edges[column], answers.zone);
            auto dollars = dollarsOf(time)
                * (hours >= 23                                      ? hours / 24
                        : period.unit() == SpendPeriod::Unit::Month ? 1.1
                                                                    : hours / 10);
            if (hours < 23 && period.unit() != SpendPeriod::Unit::Month)
                dollars *= std::max(0.05, std::sin((time.time().hour() - 5) / 17.0 * 3.14159));
            ledger::RollupPoint all;
            all.start = edges[column];
            int index = 0;
            for (const auto &group : into) {
                const auto sway = 1 + 0.3 * std::sin(static_cast<double>(column) * (0.7 + 0.31 * ++index));
                ledger::RollupPoint point {edges[column], group.id, sumsOf(group, dollars * sway)};
                all.sums.cost += point.sums.cost;
                all.sums.exchanges += point.sums.exchanges;
                if (split)
                    points.push_back(point);
            }
            if (!split)
                points.push_back(all);
        }
    };
    fill(answers.edges, groups, answers.points, true);
    fill(answers.beforeEdges, groups, answers.before, false);
    fill(ui::lastDays(answers.now, answers.zone), groups, answers.days, false);
    const auto elapsed = std::min(answers.now, answers.edges.back()) - answers.edges.front();
    for (const auto &point : answers.before) {
        if (point.start < answers.beforeEdges.front() + elapsed)
            answers.beforeSoFar.cost += point.sums.cost;
    }
    double spent = 0;
    for (const auto &point : answers.points)
        spent += point.sums.cost.dollars();
    if (spent > 0)
        answers.saved = 0.43 * spent;
    return answers;
}

QString nameOf(const std::string &group)
{
    const std::map<std::string, QString> names {{"anthropic", u"Anthropic"_s}, {"openai", u"OpenAI"_s},
        {"google", u"Google"_s}, {"deepseek", u"DeepSeek"_s}, {"openrouter", u"OpenRouter"_s},
        {"ollama", u"Ollama, this computer"_s}, {"acme-proxy", u"Acme proxy"_s}};
    const auto found = names.find(group);
    return found == names.end() ? QString::fromStdString(group) : found->second;
}

SpendData dataOf(SpendPeriod::Unit unit, SpendBy by = SpendBy::Provider)
{
    const SpendPeriod period(unit, QDate(2025, 11, 18));
    return ui::spendOf(answersFor(period, by, by == SpendBy::Provider ? providers() : models()),
        {nameOf, [](const std::string &group) { return QString::fromStdString(group); }});
}

using Adjust = std::function<void(ui::SpendPage &)>;

std::unique_ptr<QWidget> shown(const SpendData &data, const Adjust &adjust = {},
    SpendPeriod::Unit unit = SpendPeriod::Unit::Month, SpendBy by = SpendBy::Provider)
{
    return frameAround(u"spend"_s, [&] {
        auto *page = new ui::SpendPage;
        page->setBy(by);
        page->setPeriod({unit, QDate::currentDate()});
        page->setData(data);
        if (adjust)
            adjust(*page);
        return page;
    });
}

std::unique_ptr<QWidget> unpriced()
{
    const SpendPeriod period(SpendPeriod::Unit::Week, QDate(2025, 11, 18));
    return shown(ui::spendOf(answersFor(period, SpendBy::Provider, {providers().back()}),
                     {nameOf, [](const std::string &group) { return QString::fromStdString(group); }}),
        {}, SpendPeriod::Unit::Week);
}

SpendData empty()
{
    auto data = dataOf(SpendPeriod::Unit::Month);
    data.state = SpendData::State::Empty;
    return data;
}

SpendData failed()
{
    SpendData data;
    data.state = SpendData::State::Failed;
    data.problem = u"The log is in use by another program. Requests wait and are written when it lets go."_s;
    return data;
}

} // namespace

std::vector<Scene> spendScenes()
{
    using Unit = SpendPeriod::Unit;
    const auto pointing = [](ui::SpendPage &page) { page.chart()->point(5); };
    const auto comparing = [](ui::SpendPage &page) {
        page.setComparing(true);
        page.chart()->point(12);
    };
    return {
        {u"spend-month"_s, [=] { return shown(dataOf(Unit::Month), pointing); }},
        {u"spend-compare"_s, [=] { return shown(dataOf(Unit::Month), comparing); }},
        {u"spend-models-year"_s,
            [=] { return shown(dataOf(Unit::Year, SpendBy::Model), pointing, Unit::Year, SpendBy::Model); }},
        {u"spend-day"_s, [] { return shown(dataOf(Unit::Day), {}, Unit::Day); }},
        {u"spend-week"_s, [] { return shown(dataOf(Unit::Week), {}, Unit::Week); }},
        {u"spend-table"_s,
            [] {
                return shown(dataOf(Unit::Month), [](ui::SpendPage &page) { page.setShowingTable(true); });
            }},
        {u"spend-no-price"_s, unpriced},
        {u"spend-empty"_s, [] { return shown(empty()); }},
        {u"spend-failed"_s, [] { return shown(failed()); }},
        {u"spend-loading"_s, [] { return shown({}); }, 400},
    };
}

} // namespace slipswitch::gallery
