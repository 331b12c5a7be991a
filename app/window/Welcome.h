#pragma once

#include "core/service/GatewayService.h"
#include "ui/shell/MainWindow.h"

#include <QObject>
#include <QSettings>

namespace slipswitch::app {

/// Shows the first steps over the window: by itself at the first start without a provider, later when asked.
class Welcome : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. @param memory  remembers that the first steps were taken or skipped.
    Welcome(service::GatewayService &gateway, ui::MainWindow &window, QSettings &memory);

    void show();
    [[nodiscard]] bool shown() const { return m_shown; }

private:
    void showWhenNew();

    service::GatewayService &m_gateway;
    ui::MainWindow &m_window;
    QSettings &m_memory;
    bool m_shown = false;
};

} // namespace slipswitch::app
