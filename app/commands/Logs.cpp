#include "app/commands/Commands.h"

#include "core/config/TimeText.h"
#include "core/ledger/Reader.h"
#include "core/platform/ControlServer.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;

namespace {

constexpr std::size_t usualLimit = 20;
constexpr std::size_t highestLimit = 10'000;

std::string shortTime(const std::string &time)
{
    return time.substr(0, 10) + " " + time.substr(11, 8);
}

/// The same object for a row of the ledger and for a line of the instance.
json::object describe(const domain::Exchange &e, std::size_t tries)
{
    json::object object {{"id", e.id.toString()}, {"startedAt", config::timeText(e.startedAt)},
        {"tool", e.tool}, {"key", e.keyName}, {"path", e.path}, {"requestedModel", e.requestedModel},
        {"provider", e.provider}, {"model", e.model}, {"status", e.status}, {"tries", tries},
        {"ok", e.outcome == domain::Outcome::Succeeded}, {"error", e.errorText},
        {"inputTokens", e.usage.totalInput()}, {"outputTokens", e.usage.totalOutput()},
        {"durationMs", nullptr}, {"costUsd", nullptr}};
    if (e.endedAfter)
        object["durationMs"] = static_cast<double>(e.endedAfter->count()) / 1000;
    if (e.cost.known())
        object["costUsd"] = e.cost.amount.toString();
    return object;
}

std::string text(const json::object &object, std::string_view key)
{
    const auto *value = object.if_contains(key);
    if (!value || value->is_null())
        return "-";
    if (value->is_double())
        return std::to_string(static_cast<std::int64_t>(value->get_double()));
    auto shown = value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
    return shown.empty() ? "-" : shown;
}

/// A line break in an error must not look like another request, nor a control character move the cursor.
std::string tame(std::string line)
{
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; },
        ' ');
    return line;
}

void print(const json::object &request, bool asJson, Console &console)
{
    if (asJson) {
        console.out << json::serialize(request) << "\n";
        return;
    }
    auto line = shortTime(text(request, "startedAt")) + "  " + text(request, "status") + "  "
        + text(request, "tool") + "  " + text(request, "provider") + "/" + text(request, "model") + "  "
        + text(request, "inputTokens") + "/" + text(request, "outputTokens") + " tokens  "
        + text(request, "durationMs") + " ms  $" + text(request, "costUsd");
    if (text(request, "error") != "-")
        line += "  " + text(request, "error");
    console.out << tame(std::move(line)) << "\n";
}

Result<std::size_t> limitOf(const CommandLine &line)
{
    if (!line.has("limit"))
        return line.has("follow") ? 0 : usualLimit;
    const auto value = line.value("limit");
    std::size_t limit = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), limit);
    if (value.empty() || parsed.ptr != value.data() + value.size() || limit > highestLimit)
        return failure(ErrorCode::BadRequest, "The option --limit needs a number up to 10000.");
    return limit;
}

ExitCode follow(platform::ControlClient client, const CommandLine &line, Console &console)
{
    if (const auto asked = client.send(R"({"command":"follow"})"); !asked)
        return report(console, "The log can't be followed.", asked.error());
    for (;;) {
        const auto received = client.receive(-1);
        if (!received) {
            console.err << "The running instance has ended.\n";
            return ExitCode::Ok;
        }
        json::error_code wrong;
        const auto value = json::parse(received->toStdString(), wrong);
        const auto *object = value.if_object();
        if (object && object->contains("id"))
            print(*object, line.json, console);
        else if (object && object->contains("dropped"))
            console.err << text(*object, "dropped")
                        << " requests were too quick to be shown; the log has them.\n";
        console.out.flush();
    }
}

} // namespace

ExitCode runLogsCommand(const config::Home &home, const CommandLine &line, Console &console)
{
    const auto limit = limitOf(line);
    if (!limit)
        return report(console, "The log can't be shown.", limit.error());
    // Connected before the log is read, so that it is told at once when nothing runs.
    std::optional<platform::ControlClient> client;
    if (line.has("follow")) {
        auto connected = platform::ControlClient::connect(home.socketFile());
        if (!connected) {
            report(console, "The log can't be followed.", connected.error(),
                "Start it with 'slipswitch --headless'; without --follow the log is read from disk.");
            return ExitCode::NotRunning;
        }
        client = std::move(*connected);
    }
    const auto page = ledger::Reader(home.dataFolder()).page({}, std::nullopt, *limit);
    if (!page)
        return report(console, "The log can't be read.", page.error());
    for (auto row = page->rows.rbegin(); row != page->rows.rend(); ++row)
        print(describe(row->exchange, row->tries), line.json, console);
    return client ? follow(std::move(*client), line, console) : ExitCode::Ok;
}

} // namespace slipswitch::app
