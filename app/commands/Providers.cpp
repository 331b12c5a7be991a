#include "app/commands/ProviderParts.h"

#include "app/Terminal.h"

#include <algorithm>

namespace slipswitch::app {

ProviderTools::ProviderTools(const config::Home &home)
    : settings(home.settingsFile())
    , secrets({.homeId = home.id(), .vaultFile = home.vaultFile()}, askPassphrase)
{ }

domain::Provider *findProvider(config::Settings &settings, std::string_view name)
{
    auto &providers = settings.providers;
    const auto found = std::find_if(
        providers.begin(), providers.end(), [name](const auto &provider) { return provider.name == name; });
    return found == providers.end() ? nullptr : &*found;
}

ExitCode runProvidersCommand(
    const config::Home &home, const CommandLine &line, Console &console, const ProviderProbe &probe)
{
    ProviderTools tools(home);
    if (line.command == "providers add")
        return addProvider(tools, line, console);
    if (line.command == "providers list")
        return listProviders(tools, line, console);
    if (line.command == "providers test")
        return testProvider(tools, line, console, probe);
    return removeProvider(tools, line, console);
}

} // namespace slipswitch::app
