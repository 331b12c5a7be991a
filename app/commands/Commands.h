#pragma once

#include "app/CommandLine.h"
#include "app/Console.h"
#include "core/config/Home.h"
#include "core/config/Settings.h"

#include <functional>
#include <string>

namespace slipswitch::app {

/// Sends a provider, its keys resolved, one request that costs nothing.
/// @return  a sentence of what it answered ("200 in 310 ms, 54 models").
using ProviderProbe
    = std::function<Result<std::string>(const domain::Provider &provider, const config::Settings &settings)>;

/// Does what `line.command` says to the files of a home; an instance that runs there notices by itself.
/// Thread: Qt, with a QCoreApplication; waits for keychain and vault on a local event loop.
/// @param probe  for "providers test"; nothing: that command says that it can't.
[[nodiscard]] ExitCode runCommand(const CommandLine &line, Console &console, const ProviderProbe &probe = {});

/// The parts of the above.
[[nodiscard]] ExitCode runProvidersCommand(
    const config::Home &home, const CommandLine &line, Console &console, const ProviderProbe &probe);
[[nodiscard]] ExitCode runKeysCommand(const config::Home &home, const CommandLine &line, Console &console);
/// "status", "pause" and "resume", which the running instance answers.
[[nodiscard]] ExitCode runControlCommand(const config::Home &home, const CommandLine &line, Console &console);
/// "logs"; with --follow until the instance ends.
[[nodiscard]] ExitCode runLogsCommand(const config::Home &home, const CommandLine &line, Console &console);
/// "spend", which reads the ledger itself: nothing has to run.
[[nodiscard]] ExitCode runSpendCommand(const config::Home &home, const CommandLine &line, Console &console);

} // namespace slipswitch::app
