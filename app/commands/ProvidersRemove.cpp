#include "app/commands/ProviderParts.h"

#include "core/secrets/Blocking.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;

ExitCode removeProvider(ProviderTools &tools, const CommandLine &line, Console &console)
{
    domain::Provider removed;
    const auto changed = tools.settings.change([&](config::Settings &settings) -> Result<void> {
        const auto *provider = findProvider(settings, line.name);
        if (!provider)
            return failure(ErrorCode::NotFound, "There is no provider of that name.");
        removed = *provider;
        std::erase_if(settings.providers, [&](const auto &each) { return each.name == line.name; });
        return {};
    });
    if (!changed)
        return report(console, "The provider was not removed.", changed.error());
    // Only now: a key that is gone while its provider stays would be worse than one left over.
    auto end = ExitCode::Ok;
    for (const auto &credential : removed.credentials) {
        const auto gone
            = secrets::waitFor<void>([&](auto done) { tools.secrets.remove(credential.reference, done); });
        if (!gone)
            end = report(console,
                "The provider is removed, but its key " + credential.reference + " is still there.",
                gone.error());
    }
    if (end == ExitCode::Ok && line.json)
        console.out << json::serialize(json::object {{"name", line.name}, {"removed", true}}) << "\n";
    else if (end == ExitCode::Ok)
        console.err << "The provider " << line.name << " is removed.\n";
    return end;
}

} // namespace slipswitch::app
