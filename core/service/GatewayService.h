#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/config/Home.h"
#include "core/config/Settings.h"
#include "core/gateway/DataPlane.h"
#include "core/ledger/Ledger.h"
#include "core/service/ProxyFinder.h"
#include "core/service/SecretResolver.h"
#include "core/service/SettingsWatcher.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipswitch::service {

/// The gateway as the rest of the program sees it: settings in, traffic handled, state out.
/// Thread: Qt; no call waits for the data plane or the disk but `start` and `stop`.
class GatewayService : public QObject
{
    Q_OBJECT

public:
    explicit GatewayService(config::Home home, QObject *parent = nullptr);
    ~GatewayService() override;

    struct StartOptions
    {
        std::optional<std::uint16_t> port; ///< instead of the settings'; 0: any free one
        bool mintKey = false; ///< an access key that dies with the process
    };
    /// Loads settings, opens the ledger and listens. If the settings' port is taken the next free one is
    /// used, with a notice. Keys that the keychain has to give are asked for afterwards and arrive by
    /// themselves. Errors: Conflict when another instance runs in this home, or the port asked for is taken;
    /// BadRequest for broken settings; Io.
    [[nodiscard]] Result<void> start(const StartOptions &options);
    /// Lets requests finish, commits the ledger.
    void stop();

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] std::string address() const;
    /// The minted key; empty without one.
    [[nodiscard]] const Secret &sessionKey() const { return m_sessionKey; }
    [[nodiscard]] ledger::LedgerStatus ledgerStatus() const;
    [[nodiscard]] const gateway::Counters &counters() const { return m_plane->counters(); }

Q_SIGNALS:
    /// Something that the user should know, in one plain sentence.
    void notice(const QString &text);

private:
    [[nodiscard]] Result<std::uint16_t> listen(
        const StartOptions &options, const std::shared_ptr<const gateway::Compiled> &compiled);
    [[nodiscard]] config::Settings effective(const config::Settings &settings) const;
    [[nodiscard]] std::shared_ptr<const gateway::Compiled> compile();
    void take(config::SettingsPtr settings);
    void rebuild();

    config::Home m_home;
    SystemClock m_clock;
    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<gateway::DataPlane> m_plane;
    std::unique_ptr<SettingsWatcher> m_watcher;
    std::unique_ptr<SecretResolver> m_secrets;
    std::unique_ptr<ProxyFinder> m_proxies;
    config::SettingsPtr m_settings;
    std::optional<domain::AccessKey> m_sessionAccess;
    Secret m_sessionKey;
    std::uint64_t m_generation = 0;
    std::uint16_t m_port = 0;
};

} // namespace slipswitch::service
