#pragma once

#include "core/service/GatewayService.h"
#include "ui/shell/StatusBar.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace slipswitch::ui {

class MainWindow;

/// Keeps a window's status bar, badges and notices as the service tells them. Thread: Qt.
class StatusFeed : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    StatusFeed(service::GatewayService &gateway, MainWindow &window);

private:
    void showState();
    void showPulse(const service::PulseSample &pulse);
    void showHealth(const std::vector<service::ProviderHealth> &health);
    void askForLatency();
    void push();

    service::GatewayService &m_gateway;
    MainWindow &m_window;
    StatusData m_status;
    QTimer m_latencySoon;
    service::LedgerQueries::Ticket m_latency {};
    std::int64_t m_requestsSeen = -1; ///< today, when the latency was asked for
};

/// "Anthropic failed at 11:04, OpenAI answers".
[[nodiscard]] QString standInText(const QString &failing, const QString &answers, UtcTime lastFailure);

} // namespace slipswitch::ui
