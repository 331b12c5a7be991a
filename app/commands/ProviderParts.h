#pragma once

#include "app/commands/Commands.h"
#include "core/config/SettingsStore.h"
#include "core/secrets/SecretStore.h"

namespace slipswitch::app {

/// What the commands about providers work with.
struct ProviderTools
{
    explicit ProviderTools(const config::Home &home);

    config::SettingsStore settings;
    secrets::SecretStore secrets;
};

[[nodiscard]] ExitCode addProvider(ProviderTools &tools, const CommandLine &line, Console &console);
[[nodiscard]] ExitCode listProviders(ProviderTools &tools, const CommandLine &line, Console &console);
[[nodiscard]] ExitCode testProvider(
    ProviderTools &tools, const CommandLine &line, Console &console, const ProviderProbe &probe);
[[nodiscard]] ExitCode removeProvider(ProviderTools &tools, const CommandLine &line, Console &console);

/// The one of that name; nullptr when there is none.
[[nodiscard]] domain::Provider *findProvider(config::Settings &settings, std::string_view name);

} // namespace slipswitch::app
