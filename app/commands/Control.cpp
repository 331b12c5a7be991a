#include "app/commands/Commands.h"

#include "core/platform/ControlServer.h"

#include <boost/json.hpp>

#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;

namespace {

constexpr const char *startHint
    = "Start it with 'slipswitch --headless', or name another folder with --home.";

ExitCode notRunning(const CommandLine &line, Console &console, const Error &error)
{
    if (line.json)
        console.out << json::serialize(json::object {{"ok", false}, {"state", "not running"}}) << "\n";
    report(console, "Nothing answers.", error, startHint);
    return ExitCode::NotRunning;
}

std::string text(const json::object &object, std::string_view key)
{
    const auto *value = object.if_contains(key);
    if (!value || value->is_null())
        return "unknown";
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

void describe(const json::object &status, Console &console)
{
    const auto paused = text(status, "state") == "paused" ? " (requests are answered with 503)" : "";
    console.out << "State     " << text(status, "state") << paused << "\n"
                << "Address   " << text(status, "address") << "\n";
    if (!status.contains("inFlight"))
        return;
    console.out << "In flight " << text(status, "inFlight") << "\n"
                << "Today     " << text(status, "requestsToday") << " requests, "
                << text(status, "errorsToday") << " errors, $" << text(status, "costTodayUsd");
    if (text(status, "unpricedToday") != "0")
        console.out << " and " << text(status, "unpricedToday") << " without a known price";
    console.out << "\nLog       " << text(status, "logBytes") << " bytes\n";
    if (!text(status, "logProblem").empty())
        console.out << "Problem   " << text(status, "logProblem") << "\n";
}

} // namespace

ExitCode runControlCommand(const config::Home &home, const CommandLine &line, Console &console)
{
    auto client = platform::ControlClient::connect(home.socketFile());
    if (!client)
        return notRunning(line, console, client.error());
    const auto asked
        = client->send(QByteArray::fromStdString(json::serialize(json::object {{"command", line.command}})));
    const auto answer = asked ? client->receive() : Result<QByteArray>(failure(asked.error()));
    if (!answer)
        return report(console, "The running instance gave no answer.", answer.error());
    json::error_code wrong;
    const auto status = json::parse(answer->toStdString(), wrong);
    if (wrong || !status.is_object() || text(status.get_object(), "ok") != "true")
        return report(console, "The running instance did not understand.",
            {ErrorCode::Unsupported, ErrorSource::Internal, false, "It may be another version."},
            "Restart it.");
    if (line.json)
        console.out << answer->toStdString() << "\n";
    else
        describe(status.get_object(), console);
    return ExitCode::Ok;
}

} // namespace slipswitch::app
