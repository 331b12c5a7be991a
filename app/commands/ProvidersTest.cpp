#include "app/commands/ProviderParts.h"

#include "core/secrets/Blocking.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;

namespace {

Result<domain::Provider> withKeys(
    ProviderTools &tools, const config::Settings &settings, const std::string &name)
{
    auto copy = settings;
    const auto *found = config::findProvider(copy, name);
    if (!found)
        return failure(ErrorCode::NotFound, "There is no provider of that name.");
    auto provider = *found;
    for (auto &credential : provider.credentials) {
        auto secret
            = secrets::waitFor<Secret>([&](auto done) { tools.secrets.read(credential.reference, done); });
        if (!secret)
            return failure(secret.error());
        credential.secret = std::move(*secret);
    }
    return provider;
}

} // namespace

ExitCode testProvider(
    ProviderTools &tools, const CommandLine &line, Console &console, const ProviderProbe &probe)
{
    constexpr const char *failed = "The provider could not be tested.";
    const auto settings = tools.settings.load();
    if (!settings)
        return report(console, failed, settings.error());
    const auto provider = withKeys(tools, *settings, line.name);
    if (!provider)
        return report(console, failed, provider.error());
    const auto answer = probe ? probe(*provider, *settings)
                              : failure(ErrorCode::Unsupported, "This program can't send requests.");
    if (!answer)
        return report(console, "The provider did not answer as it should.", answer.error(),
            "Check its address and key; 'slipswitch providers list' shows both.");
    if (line.json)
        console.out << json::serialize(json::object {{"name", line.name}, {"ok", true}, {"answer", *answer}})
                    << "\n";
    else
        console.out << *answer << "\n";
    return ExitCode::Ok;
}

} // namespace slipswitch::app
