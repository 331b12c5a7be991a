#include "app/commands/ProviderParts.h"

#include "app/Terminal.h"

namespace slipswitch::app {

ProviderTools::ProviderTools(const config::Home &home)
    : settings(home.settingsFile())
    , secrets({.homeId = home.id(), .vaultFile = home.vaultFile()}, askPassphrase)
    , settingsEditor(home.settingsFile())
    , editor(settingsEditor, secrets)
{ }

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
