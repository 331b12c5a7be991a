#include "app/commands/ProviderParts.h"

#include "app/Terminal.h"
#include "core/catalog/Catalog.h"
#include "core/provider/Presets.h"
#include "core/secrets/Blocking.h"
#include "core/secrets/Environment.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>
#include <sstream>
#include <utility>

namespace slipswitch::app {

namespace json = boost::json;

namespace {

constexpr const char *failed = "The provider was not added.";

/// "resource=acme" lines, as the parser joined them.
Result<std::map<std::string, std::string>> pairs(const CommandLine &line, const std::string &option)
{
    std::map<std::string, std::string> result;
    std::istringstream lines(line.value(option));
    for (std::string text; std::getline(lines, text);) {
        const auto equals = text.find('=');
        if (equals == 0 || equals == std::string::npos)
            return failure(ErrorCode::BadRequest, "The option --" + option + " needs NAME=VALUE.");
        result[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return result;
}

Result<domain::Provider> describedBy(const CommandLine &line)
{
    const auto catalog = catalog::Catalog::loadShipped();
    if (!catalog)
        return failure(catalog.error());
    auto given = pairs(line, "set");
    if (!given)
        return failure(given.error());
    auto names = pairs(line, "model-name");
    if (!names)
        return failure(names.error());
    return provider::makeProvider(**catalog,
        {.name = line.name,
            .kind = line.value("kind"),
            .baseUrl = line.value("base-url"),
            .parameters = std::move(*given),
            .modelNames = std::move(*names)});
}

/// Exactly one way to give the key, unless the kind needs none.
Result<void> checkKeyOptions(const CommandLine &line, const domain::Provider &provider)
{
    const int ways = int {line.has("key-env")} + int {line.has("key-stdin")} + int {line.has("no-key")};
    const bool needed = provider.auth.scheme != domain::AuthScheme::None && provider.kind != "demo";
    if (ways > 1 || (ways == 0 && needed))
        return failure(
            ErrorCode::BadRequest, "Exactly one of --key-env, --key-stdin and --no-key is needed.");
    return {};
}

/// The key as it was given; empty when there is none.
Result<service::KeyChoice> keyFrom(const CommandLine &line, Console &console)
{
    service::KeyChoice key;
    key.variable = line.value("key-env");
    if (line.has("key-env") && !secrets::readEnvironment(key.variable))
        console.err << "Note: that environment variable is not set here; the key is read from it when the "
                       "gateway starts.\n";
    if (!line.has("key-stdin"))
        return key;
    return readKey(console.in).map([&](Secret secret) {
        key.secret = std::move(secret);
        return key;
    });
}

/// Checked before the key is asked for, and again when it is written.
Result<domain::Provider> prepare(ProviderTools &tools, const CommandLine &line)
{
    auto standing = tools.settings.load();
    if (!standing)
        return failure(standing.error());
    if (config::findProvider(*standing, line.name))
        return failure(ErrorCode::Conflict, "There is a provider of that name already.");
    auto provider = describedBy(line);
    if (!provider)
        return provider;
    if (auto options = checkKeyOptions(line, *provider); !options)
        return failure(options.error());
    return provider;
}

} // namespace

ExitCode addProvider(ProviderTools &tools, const CommandLine &line, Console &console)
{
    if (!line.has("kind"))
        return report(console, failed,
            {ErrorCode::BadRequest, ErrorSource::Client, false, "Its kind is missing."},
            "Add --kind, such as --kind openai or --kind custom-openai --base-url URL.");
    auto provider = prepare(tools, line);
    if (!provider)
        return report(console, failed, provider.error());
    auto key = keyFrom(line, console);
    if (!key)
        return report(console, failed, key.error());
    QObject here;
    const auto added = secrets::waitFor<domain::Provider>(
        [&](auto done) { tools.editor.add(&here, *provider, std::move(*key), done); });
    if (!added)
        return report(console, failed, added.error());
    const auto reference = added->credentials.empty() ? std::string() : added->credentials.front().reference;
    if (line.json)
        console.out << json::serialize(
            json::object {{"name", provider->name}, {"kind", provider->kind}, {"key", reference}})
                    << "\n";
    else
        console.err << "The provider " << provider->name << " is added"
                    << (reference.empty() ? "" : "; its key is " + reference) << ".\n";
    return ExitCode::Ok;
}

} // namespace slipswitch::app
