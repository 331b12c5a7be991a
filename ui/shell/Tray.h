#pragma once

#include "core/service/GatewayService.h"

#include <QDateTime>
#include <QIcon>
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>
#include <QTimer>

#include <cstdint>
#include <map>
#include <memory>

namespace slipswitch::ui {

class TrayPanel;

/// How the icon in the tray looks.
enum class TrayLook : std::uint8_t
{
    Normal,
    Attention, ///< with a badge: a provider fails, or nothing is routed
    Hollow, ///< paused
};
/// Pixels for every size that panels ask for; on Linux they travel over D-Bus.
[[nodiscard]] QIcon trayIcon(TrayLook look);

/// The gateway in the system's tray: its state as an icon, and a menu of plain actions that survives every
/// panel. Works without a tray too; then only the menu exists. Thread: Qt.
class Tray : public QObject
{
    Q_OBJECT

public:
    /// @param gateway  outlives it.
    explicit Tray(service::GatewayService &gateway, QObject *parent = nullptr);
    ~Tray() override;

    /// Shows the icon as soon as there is a tray.
    void show();
    void hide();
    /// Only where that page exists.
    void offerSettings(bool offered) { m_settings->setVisible(offered); }
    /// Whether the desktop shows such icons.
    [[nodiscard]] static bool available() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    /// While nobody looks at the window, news that a user would wonder about are told here.
    void setWindowSeen(bool seen) { m_windowSeen = seen; }

    [[nodiscard]] TrayLook look() const { return m_look; }
    [[nodiscard]] QMenu &menu() { return m_menu; }
    /// Pauses, and resumes by itself; zero: only when asked.
    void pauseFor(std::chrono::minutes span);

Q_SIGNALS:
    void openRequested();
    void settingsRequested();
    void quitRequested();
    void addressCopied();
    /// A notification was due.
    void told(const QString &title, const QString &text);

private:
    void makeMenu();
    void glance();
    void showState();
    void showPulse(const service::PulseSample &pulse);
    void showHealth(const std::vector<service::ProviderHealth> &health);
    void tellOnce(const std::string &provider, const QString &title, const QString &text);
    void showLook();
    void copyAddress();
    void keepBodies(bool keep);
    [[nodiscard]] QString stateText() const;

    service::GatewayService &m_gateway;
    QMenu m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    std::unique_ptr<TrayPanel> m_panel;
    TrayLook m_look = TrayLook::Normal;
    QAction *m_state = nullptr, *m_spend = nullptr, *m_standIn = nullptr;
    QAction *m_copy = nullptr, *m_pause = nullptr, *m_resume = nullptr, *m_bodies = nullptr,
            *m_settings = nullptr;
    QTimer m_resumeTimer;
    QDateTime m_pausedUntil; ///< invalid: until resumed
    bool m_trouble = false, m_windowSeen = true;
    std::map<std::string, SteadyTime> m_lastTold; ///< by cause
};

} // namespace slipswitch::ui
