#include "app/commands/Commands.h"

namespace slipswitch::app {

ExitCode runCommand(const CommandLine &line, Console &console, const ProviderProbe &probe)
{
    const auto home = config::Home::open(line.home);
    if (!home)
        return report(console, "The folder for settings can't be used.", home.error());
    if (line.command == "spend")
        return runSpendCommand(*home, line, console);
    if (line.command == "logs")
        return runLogsCommand(*home, line, console);
    if (line.command.find(' ') == std::string::npos)
        return runControlCommand(*home, line, console);
    if (line.command.starts_with("keys "))
        return runKeysCommand(*home, line, console);
    return runProvidersCommand(*home, line, console, probe);
}

} // namespace slipswitch::app
