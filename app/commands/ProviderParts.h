#pragma once

#include "app/commands/Commands.h"
#include "core/config/SettingsStore.h"
#include "core/secrets/SecretStore.h"
#include "core/service/ProviderEditor.h"

namespace slipswitch::app {

/// What the commands about providers work with.
struct ProviderTools
{
    explicit ProviderTools(const config::Home &home);

    config::SettingsStore settings;
    secrets::SecretStore secrets;
    service::SettingsEditor settingsEditor;
    service::ProviderEditor editor;
};

[[nodiscard]] ExitCode addProvider(ProviderTools &tools, const CommandLine &line, Console &console);
[[nodiscard]] ExitCode listProviders(ProviderTools &tools, const CommandLine &line, Console &console);
[[nodiscard]] ExitCode testProvider(
    ProviderTools &tools, const CommandLine &line, Console &console, const ProviderProbe &probe);
[[nodiscard]] ExitCode removeProvider(ProviderTools &tools, const CommandLine &line, Console &console);

} // namespace slipswitch::app
