#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/config/Home.h"
#include "core/config/Settings.h"
#include "core/gateway/DataPlane.h"
#include "core/ledger/Ledger.h"
#include "core/service/AccessKeyEditor.h"
#include "core/service/BodyKeeping.h"
#include "core/service/ControlDesk.h"
#include "core/service/Discovery.h"
#include "core/service/GatewayState.h"
#include "core/service/LedgerQueries.h"
#include "core/service/LiveUpdates.h"
#include "core/service/ProviderEditor.h"
#include "core/service/ProviderTester.h"
#include "core/service/ProxyFinder.h"
#include "core/service/Pulse.h"
#include "core/service/SecretResolver.h"
#include "core/service/SettingsEditor.h"
#include "core/service/SettingsWatcher.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipswitch::service {

/// The gateway as the rest of the program sees it: settings in, traffic handled, state out.
/// Thread: Qt; no call waits for the data plane or the disk but `start` and `stop`. What it hands out lives
/// as long as it does, whether the gateway runs or not.
class GatewayService : public QObject
{
    Q_OBJECT

public:
    /// What requests under way are given when the gateway stops.
    static constexpr std::chrono::milliseconds graceForStreams {5000};

    explicit GatewayService(config::Home home, QObject *parent = nullptr);
    ~GatewayService() override;

    struct StartOptions
    {
        std::optional<std::uint16_t> port; ///< instead of the settings'; 0: any free one
        bool mintKey = false; ///< an access key that dies with the process
    };
    /// Loads settings, opens the ledger and listens; again, once nothing is under way, when the settings'
    /// port changes and nobody asked for another. If the settings' port is taken the next free one is used,
    /// with a notice. Keys that the keychain has to give are asked for afterwards and arrive by themselves.
    /// Errors: Conflict when another instance runs in this home, or the port asked for is taken; BadRequest
    /// for broken settings; Io.
    [[nodiscard]] Result<void> start(const StartOptions &options);
    /// The same for a window: returns at once, `stateChanged` tells how it went. What runs is ended before,
    /// with the grace that `stop` gives, elsewhere than on this thread.
    void startSoon(const StartOptions &options);
    /// That, as it was started last; nothing while it is starting.
    void restart();
    /// The same on this port, until the program ends; where the one asked for is taken.
    void restartOn(std::uint16_t port);
    /// Lets requests finish for at most `grace`, commits the ledger.
    void stop(std::chrono::milliseconds grace = graceForStreams);

    /// While paused, every request that needs a key is answered with 503, and recorded; those in flight go
    /// on.
    void pause();
    void resume();

    [[nodiscard]] const GatewayState &state() const { return m_state; }
    [[nodiscard]] const config::Home &home() const { return m_home; }
    /// Those in force; never null.
    [[nodiscard]] const config::SettingsPtr &settings() const { return m_settings; }
    /// Null until the first start has loaded it.
    [[nodiscard]] const std::shared_ptr<const catalog::Catalog> &catalog() const { return m_catalog; }

    [[nodiscard]] LiveUpdates &live() { return m_live; }
    [[nodiscard]] Pulse &pulse() { return m_pulse; }
    [[nodiscard]] LedgerQueries &queries() { return m_queries; }
    [[nodiscard]] SettingsEditor &editor() { return m_editor; }
    [[nodiscard]] ProviderEditor &providers() { return m_providers; }
    [[nodiscard]] AccessKeyEditor &accessKeys() { return m_accessKeys; }
    [[nodiscard]] BodyKeeping &bodies() { return m_bodies; }
    [[nodiscard]] ProviderTester &tester() { return m_tester; }
    [[nodiscard]] LocalServerFinder &localServers() { return m_localServers; }
    [[nodiscard]] secrets::SecretStore &secrets() { return m_secretStore; }
    /// After the keychain or vault was unlocked: asks for the keys that could not be read.
    void readSecretsAgain();
    /// Those whose keys stand in a keychain or vault that was locked when they were asked for.
    [[nodiscard]] std::vector<std::string> lockedProviders() const;

    [[nodiscard]] std::uint16_t port() const { return m_state.port; }
    [[nodiscard]] std::string address() const { return m_state.address.toStdString(); }
    /// The minted key; empty without one.
    [[nodiscard]] const Secret &sessionKey() const { return m_sessionKey; }
    [[nodiscard]] ledger::LedgerStatus ledgerStatus() const;
    /// Requests under way.
    [[nodiscard]] std::uint64_t inFlight() const;

Q_SIGNALS:
    /// Somebody started the program once more in this home, or asked for its window.
    void raiseRequested();
    void stateChanged(const slipswitch::service::GatewayState &state);
    /// Others are in force now: edited here, by the command line or by hand.
    void settingsChanged(slipswitch::config::SettingsPtr settings);
    /// A key turned out to be locked, or was unlocked.
    void lockedChanged();
    /// Something that the user should know, in one plain sentence.
    void notice(const QString &text);

private:
    struct Prepared; ///< what takes the disk to load
    struct Running; ///< what takes its time to end
    [[nodiscard]] static Result<Prepared> prepare(const config::Home &home);
    [[nodiscard]] Result<void> begin(const StartOptions &options, Result<Prepared> prepared);
    [[nodiscard]] Result<void> assemble(const StartOptions &options, Prepared &prepared);
    void openDesk();
    [[nodiscard]] Running letGo();
    void takeApart(std::chrono::milliseconds grace);
    void startAfter(std::chrono::milliseconds grace, const StartOptions &options);
    void relistenWhenIdle();
    void setState(GatewayState state);
    [[nodiscard]] Result<std::uint16_t> listen(
        const StartOptions &options, const std::shared_ptr<const gateway::Compiled> &compiled);
    [[nodiscard]] config::Settings effective(const config::Settings &settings) const;
    [[nodiscard]] std::shared_ptr<const gateway::Compiled> compile();
    void take(config::SettingsPtr settings);
    void rebuild();

    config::Home m_home;
    SystemClock m_clock;
    GatewayState m_state;
    secrets::SecretStore m_secretStore;
    SettingsEditor m_editor;
    ProviderEditor m_providers {m_editor, m_secretStore};
    AccessKeyEditor m_accessKeys {m_editor};
    BodyKeeping m_bodies;
    ProviderTester m_tester {m_secretStore};
    LocalServerFinder m_localServers;
    LedgerQueries m_queries;
    LiveUpdates m_live;
    Pulse m_pulse;
    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<gateway::DataPlane> m_plane;
    std::unique_ptr<SettingsWatcher> m_watcher;
    std::unique_ptr<SecretResolver> m_secrets;
    std::unique_ptr<ProxyFinder> m_proxies;
    std::unique_ptr<ControlDesk> m_desk;
    config::SettingsPtr m_settings = std::make_shared<const config::Settings>();
    std::optional<domain::AccessKey> m_sessionAccess;
    Secret m_sessionKey;
    std::uint64_t m_generation = 0;
    StartOptions m_options; ///< of the last start
    QTimer m_relisten; ///< until nothing is under way and the port can change
    std::uint16_t m_freePort = 0; ///< found when the port was taken
    std::uint64_t m_starts = 0; ///< a start that was overtaken by a stop is not taken in
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
