#pragma once

#include "core/service/SettingsTransfer.h"
#include "ui/settings/SettingsData.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace slipswitch::ui {

class SettingsPage;

/// Fills the settings page and carries out its changes, each with its undo. Thread: Qt.
class SettingsAdapter : public QObject
{
    Q_OBJECT

public:
    /// @param gateway, theme  outlive it; @param page  is its parent.
    /// @param autostart  the folder of the desktop's autostart entries
    SettingsAdapter(service::GatewayService &gateway, Theme &theme, SettingsPage &page,
        const QString &autostart = service::LoginStart::usualFolder());

private:
    void connectPage();
    void watch(bool watched);
    void takeSettings();
    void takeState();
    void load();
    void change(const QString &path, const config::Settings &wanted);
    void write(const config::Scalar &scalar, const config::Settings &wanted, const config::Settings &undo);
    void chooseTheme(ThemeChoice theme);
    void chooseDensity(Density density);
    void chooseLogin(const service::LoginChoice &choice);
    void restart();
    void restartWhenIdle();
    void exportTo(const QString &file);
    void importFrom(const QString &file);
    void tell(const QString &title, const QString &text, std::function<void()> undo = {});
    void tellFailure(const QString &what, const Error &error);
    void push();
    [[nodiscard]] QString restartReason() const;
    [[nodiscard]] std::vector<SettingsData::File> files() const;

    service::GatewayService &m_gateway;
    Theme &m_theme;
    SettingsPage &m_page;
    service::LoginStart m_login;
    service::SettingsTransfer m_transfer;
    SettingsData m_data;
    QTimer m_restart;
    std::chrono::steady_clock::time_point m_restartBy;
    config::Settings::Listen m_started; ///< as the gateway took it when it began to listen
};

} // namespace slipswitch::ui
