// Times what pages and charts ask of a ledger: ReadLedger FOLDER
// Each line: milliseconds of the first run and the median of nine more.
#include "core/ledger/Reader.h"
#include "core/service/LedgerSearch.h"

#include <algorithm>
#include <cstdio>

using namespace slipswitch;
using ledger::Filter;
using ledger::GroupBy;
using ledger::Reader;

namespace {

template <typename Ask>
void time(const char *what, Ask ask)
{
    std::vector<double> millis;
    std::size_t answers = 0;
    for (int i = 0; i < 10; ++i) {
        const auto begin = SystemClock().steadyNow();
        answers = ask();
        millis.push_back(
            std::chrono::duration<double, std::milli>(SystemClock().steadyNow() - begin).count());
    }
    const double first = millis.front();
    std::sort(millis.begin() + 1, millis.end());
    std::printf("%-34s first %8.2f ms   median %8.2f ms   %zu answers\n", what, first, millis[5], answers);
}

std::size_t count(const Result<ledger::LogPage> &page)
{
    return page ? page->rows.size() : 0;
}

std::size_t count(const Result<std::vector<ledger::RollupPoint>> &points)
{
    return points ? points->size() : 0;
}

Filter filterOf(const std::function<void(Filter &)> &set)
{
    Filter filter;
    set(filter);
    return filter;
}

void timePages(Reader &reader)
{
    constexpr std::size_t limit = 100;
    time("first page", [&] { return count(reader.page({}, {}, limit)); });
    std::optional<std::int64_t> before;
    time("next page", [&] {
        const auto page = reader.page({}, before, limit);
        if (page && !page->rows.empty())
            before = page->rows.back().cursor;
        return count(page);
    });
    const auto dollars
        = [](double amount) { return Money::picodollars(static_cast<std::int64_t>(amount * 1e12)); };
    const auto filtered = [&](const char *what, const std::function<void(Filter &)> &set) {
        const auto filter = filterOf(set);
        time(what, [&] { return count(reader.page(filter, {}, limit)); });
    };
    filtered("by provider", [](Filter &f) { f.provider = "local"; });
    filtered("by model", [](Filter &f) { f.model = "claude-opus-4-1"; });
    filtered("by key", [](Filter &f) { f.keyId = "key_bench7"; });
    filtered("by tool", [](Filter &f) { f.tool = "zed"; });
    filtered("status 529", [](Filter &f) { f.status = 529; });
    filtered("status 5xx", [](Filter &f) { f.statusClass = 5; });
    filtered("errors", [](Filter &f) { f.errorsOnly = true; });
    filtered("errors of one model", [](Filter &f) {
        f.errorsOnly = true;
        f.model = "claude-opus-4-1";
    });
    filtered("cost over 0.50 USD", [&](Filter &f) { f.costMin = dollars(0.5); });
    filtered("cost over 1 USD, one key", [&](Filter &f) {
        f.costMin = dollars(1);
        f.keyId = "key_bench7";
    });
    filtered("model and key and provider", [](Filter &f) {
        f.model = "claude-opus-4-1";
        f.keyId = "key_bench7";
        f.provider = "anthropic";
    });
    const auto now = SystemClock().utcNow();
    filtered("a week, half a year ago", [&](Filter &f) {
        f.time = ledger::TimeRange {now - std::chrono::days(187), now - std::chrono::days(180)};
    });
    filtered("text in errors", [](Filter &f) { f.texts = {"answered 503"}; });
}

/// Until the first rows are there, and until nothing is left to look at.
void timeSearches(Reader &reader)
{
    const auto search = [&](const char *what, const std::function<void(Filter &)> &set, bool whole) {
        const auto filter = filterOf(set);
        time(what, [&] {
            std::size_t rows = 0;
            const auto done = service::searchRows(reader, filter, {}, 100, [&](service::FoundRows found) {
                rows += found.rows.size();
                return whole || rows == 0;
            });
            (void)done; // called off once the first rows are there
            return rows;
        });
    };
    search("search: text, first rows", [](Filter &f) { f.texts = {"answered 503"}; }, false);
    search("search: project, a page", [](Filter &f) { f.project = "house"; }, true);
    search(
        "search: two fields, a page",
        [](Filter &f) {
            f.model = "claude-opus-4-1";
            f.tool = "zed";
        },
        true);
    search(
        "search: two fields never together",
        [](Filter &f) {
            f.model = "claude-opus-4-1";
            f.provider = "openai";
        },
        true);
}

void timeCharts(Reader &reader)
{
    using namespace std::chrono;
    const auto today = floor<days>(SystemClock().utcNow());
    const auto month
        = [&](minutes zone) { return ledger::TimeRange {today - days(30) - zone, today - zone}; };
    const auto chart = [&](const char *what, ledger::TimeRange range, minutes step, GroupBy by) {
        time(what, [&] { return count(reader.rollup(range, step, by)); });
    };
    chart("month by day", month(minutes(0)), hours(24), GroupBy::Nothing);
    chart("month by day and model", month(minutes(0)), hours(24), GroupBy::Model);
    chart("the same at +5:30", month(minutes(330)), hours(24), GroupBy::Model);
    chart("day by quarter and key", {today - days(1), today}, minutes(15), GroupBy::Key);
    chart("year by week and provider", {today - days(364), today}, days(7), GroupBy::Provider);
    chart("year by week and model, +5:30", {today - days(364) - minutes(330), today - minutes(330)}, days(7),
        GroupBy::Model);
    time("totals of a month", [&] { return reader.totals(month(minutes(0))) ? 1 : 0; });
    const auto histogram = [&](const char *what, const Filter &filter, auto span, auto step) {
        const ledger::TimeRange range {today - span, today};
        time(what, [&] {
            const auto bars = reader.histogram(filter, range, step);
            return bars ? bars->size() : 0;
        });
    };
    histogram("histogram of a month by the hour", {}, days(30), hours(1));
    histogram(
        "histogram of a day, errors", filterOf([](Filter &f) { f.errorsOnly = true; }), days(1), minutes(10));
    histogram("histogram of a day by the minute", {}, days(1), minutes(1));
    for (const auto field : {GroupBy::Model, GroupBy::Provider, GroupBy::Tool})
        time("values of a field", [&] {
            const auto values = reader.values(field);
            return values ? values->size() : 0;
        });
    time("last used, every key", [&] {
        const auto used = reader.lastUsedByKey();
        return used ? used->size() : 0;
    });
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("ReadLedger FOLDER\n", stderr);
        return 2;
    }
    Reader reader(argv[1]);
    timePages(reader);
    timeSearches(reader);
    timeCharts(reader);
    return 0;
}
