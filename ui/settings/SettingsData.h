#pragma once

#include "core/service/GatewayService.h"
#include "core/service/LoginStart.h"
#include "ui/theme/Style.h"
#include "ui/theme/Theme.h"

#include <QString>

#include <vector>

namespace slipswitch::ui {

/// Everything that the settings page shows. A plain value.
struct SettingsData
{
    struct File
    {
        QString name, path; ///< "Settings", "/home/me/.config/slipswitch/settings.json"
        bool operator==(const File &) const = default;
    };

    bool loaded = false; ///< false: they are on their way
    QString problem; ///< why they can't be read; empty: they were
    config::Settings settings;
    std::uint16_t listening = 0; ///< the port in use; 0: none
    quint64 inFlight = 0; ///< what a restart would end
    QString restartReason; ///< what waits for a restart of the gateway; empty: nothing
    ThemeChoice theme = ThemeChoice::System;
    Density density = Density::Normal;
    bool canStartAtLogin = false;
    service::LoginChoice login;
    QString logSize; ///< "1.2 GB"; empty: unknown
    std::vector<File> files;
    QString version, about; ///< "0.1.0", what it runs on
    QString licences; ///< one part a line
};

} // namespace slipswitch::ui
