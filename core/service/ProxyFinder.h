#pragma once

#include "core/base/Clock.h"
#include "core/config/Settings.h"
#include "core/gateway/Compiled.h"
#include "core/platform/SystemProxy.h"

#include <QObject>

#include <set>
#include <string>

namespace slipswitch::service {

/// Finds each provider's proxy: its own choice, else the settings', else the environment's or the system's.
/// The system may take its time; `found` then tells that asking again gives more. Thread: Qt.
class ProxyFinder : public QObject
{
    Q_OBJECT

public:
    explicit ProxyFinder(const Clock &clock, QObject *parent = nullptr);

    /// What is known now, by provider name.
    [[nodiscard]] gateway::ProxyMap proxiesFor(const config::Settings &settings);

Q_SIGNALS:
    void found();
    /// A proxy that we can't speak to, or an address that is none.
    void notice(const QString &text);

private:
    [[nodiscard]] http::Proxy proxyFor(const domain::Provider &provider, const domain::ProxyChoice &fallback);
    [[nodiscard]] http::Proxy fixed(const std::string &provider, const std::string &url);
    [[nodiscard]] http::Proxy system(const domain::Provider &provider);
    void tellOnce(const QString &text);

    platform::SystemProxy m_system;
    std::set<QString> m_told;
};

} // namespace slipswitch::service
