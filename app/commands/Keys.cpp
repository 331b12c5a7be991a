#include "app/commands/Commands.h"

#include "core/base/Clock.h"
#include "core/config/Edits.h"
#include "core/config/SettingsStore.h"
#include "core/config/TimeText.h"
#include "core/governance/AccessKeys.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;
using config::Settings;
using domain::AccessKey;

namespace {

ExitCode newKey(const config::SettingsStore &store, const CommandLine &line, Console &console)
{
    const auto name = line.has("name") ? line.value("name") : std::string("unnamed");
    const auto made = governance::createAccessKey(
        name, line.value("tool"), line.value("project"), SystemClock().utcNow());
    const auto kept = store.change([&](Settings &settings) -> Result<void> {
        settings.accessKeys.push_back(made.key);
        return {};
    });
    if (!kept)
        return report(console, "No access key was made.", kept.error());
    // The one place where a key is shown: it is what was asked for.
    if (line.json) {
        console.out << json::serialize(
            json::object {{"id", made.key.id}, {"name", name}, {"key", json::string(made.secret.reveal())}})
                    << "\n";
        return ExitCode::Ok;
    }
    console.out << made.secret.reveal() << "\n";
    console.err << "This is the only time the key is shown. Its id is " << made.key.id << ".\n";
    return ExitCode::Ok;
}

json::object describe(const AccessKey &key)
{
    json::object object {{"id", key.id}, {"name", key.name}, {"tool", key.tool}, {"project", key.project},
        {"ending", key.ending}, {"createdAt", config::timeText(key.createdAt)}, {"revokedAt", nullptr}};
    if (key.revokedAt)
        object["revokedAt"] = config::timeText(*key.revokedAt);
    return object;
}

ExitCode listKeys(const config::SettingsStore &store, const CommandLine &line, Console &console)
{
    const auto settings = store.load();
    if (!settings)
        return report(console, "The access keys can't be listed.", settings.error());
    json::array array;
    std::vector<std::vector<std::string>> rows;
    for (const auto &key : settings->accessKeys) {
        array.push_back(describe(key));
        const auto day = config::timeText(key.createdAt).substr(0, 10);
        rows.push_back({key.id, key.name, key.tool, key.project, "…" + key.ending, day,
            key.revokedAt ? "revoked" : "in use"});
    }
    if (line.json)
        console.out << json::serialize(array) << "\n";
    else
        printTable(console, {"ID", "NAME", "TOOL", "PROJECT", "ENDS IN", "CREATED", "STATE"}, rows);
    return ExitCode::Ok;
}

ExitCode revokeKey(const config::SettingsStore &store, const CommandLine &line, Console &console)
{
    std::string id;
    const auto revoked = store.change([&](Settings &settings) -> Result<void> {
        return config::revokeAccessKey(settings, line.name, SystemClock().utcNow())
            .map([&](std::string found) { id = std::move(found); });
    });
    if (!revoked)
        return report(console, "No access key was revoked.", revoked.error(),
            "Give the key's id from 'slipswitch keys list'.");
    if (line.json)
        console.out << json::serialize(json::object {{"id", id}, {"revoked", true}}) << "\n";
    else
        console.err << "The access key " << id << " is revoked.\n";
    return ExitCode::Ok;
}

} // namespace

ExitCode runKeysCommand(const config::Home &home, const CommandLine &line, Console &console)
{
    const config::SettingsStore store(home.settingsFile());
    if (line.command == "keys new")
        return newKey(store, line, console);
    if (line.command == "keys list")
        return listKeys(store, line, console);
    return revokeKey(store, line, console);
}

} // namespace slipswitch::app
