#pragma once

#include "core/service/GatewayService.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace slipswitch::ui {

class Label;
class Sparkline;
class StatusDot;
class Switch;

/// What a left click on the tray's icon shows, where windows can be placed: state, today's figures, how
/// providers do. Follows the service while it is open.
class TrayPanel : public QWidget
{
    Q_OBJECT

public:
    /// @param gateway  outlives it.
    explicit TrayPanel(service::GatewayService &gateway, QWidget *parent = nullptr);

    /// Beside the icon, within its screen.
    /// @param icon  in the screen's coordinates.
    void openAt(const QRect &icon);
    [[nodiscard]] Switch *routing() const { return m_routing; }

Q_SIGNALS:
    void openRequested();
    void copyRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showState();
    void showPulse(const service::PulseSample &pulse);
    void showHealth(const std::vector<service::ProviderHealth> &health);
    void switchRouting(bool on);

    service::GatewayService &m_gateway;
    StatusDot *m_dot;
    Label *m_state, *m_address, *m_spend, *m_rate;
    Switch *m_routing;
    Sparkline *m_trend;
    QWidget *m_providers;
    QPushButton *m_copy;
    std::vector<double> m_rates; ///< per minute, the newest last
};

} // namespace slipswitch::ui
