#include "app/commands/Commands.h"

#include "core/config/SettingsFile.h"
#include "core/config/TimeText.h"
#include "core/ledger/FilterWords.h"
#include "core/ledger/Reader.h"

#include <QDateTime>

#include <boost/json.hpp>

#include <algorithm>
#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;
using ledger::GroupBy;
using ledger::RollupPoint;

namespace {

constexpr const char *failed = "The costs can't be added up.";

Result<UtcTime> sinceOf(const CommandLine &line, UtcTime now)
{
    const auto text = line.has("since") ? line.value("since") : std::string("30d");
    const std::chrono::seconds zone {QDateTime::currentDateTime().offsetFromUtc()};
    const auto since = ledger::momentFrom(text, now, std::chrono::duration_cast<std::chrono::minutes>(zone));
    if (!since)
        return failure(ErrorCode::BadRequest,
            "The option --since needs so long ago (30m, 24h, 7d, 2w) or a date such as 2026-11-01.");
    return *since;
}

Result<GroupBy> groupOf(const CommandLine &line)
{
    const auto by = line.has("by") ? line.value("by") : std::string("model");
    if (by == "provider")
        return GroupBy::Provider;
    if (by == "model")
        return GroupBy::Model;
    if (by == "key")
        return GroupBy::Key;
    if (by == "tool")
        return GroupBy::Tool;
    return failure(ErrorCode::BadRequest, "The option --by needs provider, model, key or tool.");
}

/// Keys are shown by their names.
void nameKeys(std::vector<RollupPoint> &points, const config::Home &home)
{
    const auto settings = config::SettingsFile(home.settingsFile()).load();
    for (auto &point : points) {
        for (const auto &key : settings ? settings->accessKeys : std::vector<domain::AccessKey> {}) {
            if (key.id == point.group)
                point.group = key.name;
        }
    }
}

json::object describe(const RollupPoint &point)
{
    const auto &sums = point.sums;
    return {{"name", point.group}, {"requests", sums.exchanges}, {"errors", sums.errors},
        {"unpriced", sums.unpriced}, {"inputTokens", sums.usage.totalInput()},
        {"outputTokens", sums.usage.totalOutput()}, {"costUsd", sums.cost.toString()}};
}

void printPoints(const std::vector<RollupPoint> &points, Console &console)
{
    std::vector<std::vector<std::string>> rows;
    Money total;
    std::int64_t unpriced = 0;
    for (const auto &point : points) {
        const auto &sums = point.sums;
        rows.push_back({point.group.empty() ? "-" : point.group, std::to_string(sums.exchanges),
            std::to_string(sums.errors), std::to_string(sums.usage.totalInput()),
            std::to_string(sums.usage.totalOutput()), "$" + sums.cost.toString()});
        total += sums.cost;
        unpriced += sums.unpriced;
    }
    printTable(console, {"NAME", "REQUESTS", "ERRORS", "TOKENS IN", "TOKENS OUT", "COST"}, rows);
    console.out << "Together $" << total.toString() << "\n";
    if (unpriced > 0)
        console.err << "Not in it: " << unpriced << " requests whose price is not known.\n";
}

} // namespace

ExitCode runSpendCommand(const config::Home &home, const CommandLine &line, Console &console)
{
    const auto now = SystemClock().utcNow();
    const auto since = sinceOf(line, now);
    const auto groupBy = groupOf(line);
    if (!since || !groupBy)
        return report(console, failed, since ? groupBy.error() : since.error());
    // Sums are kept by quarters of an hour; the one under way counts.
    const std::array edges {*since, now + std::chrono::minutes(15)};
    auto points = ledger::Reader(home.dataFolder()).rollup(edges, *groupBy);
    if (!points)
        return report(console, failed, points.error());
    if (*groupBy == GroupBy::Key)
        nameKeys(*points, home);
    std::sort(points->begin(), points->end(),
        [](const auto &a, const auto &b) { return a.sums.cost > b.sums.cost; });
    if (!line.json) {
        printPoints(*points, console);
        return ExitCode::Ok;
    }
    json::array groups;
    for (const auto &point : *points)
        groups.push_back(describe(point));
    console.out << json::serialize(
        json::object {{"since", config::timeText(*since)}, {"groups", std::move(groups)}})
                << "\n";
    return ExitCode::Ok;
}

} // namespace slipswitch::app
