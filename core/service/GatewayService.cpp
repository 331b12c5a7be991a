#include "core/service/GatewayService.h"

#include "core/config/SettingsFile.h"
#include "core/gateway/demo/DemoScript.h"
#include "core/governance/AccessKeys.h"

#include <QTcpServer>

#include <algorithm>

namespace slipswitch::service {

namespace {

constexpr std::uint16_t portsTried = 20;
constexpr std::chrono::seconds patienceForLedger {5};
constexpr std::chrono::milliseconds relistenCheck {200}, graceForMove {250};

/// Models of a provider that the user has not listed are those the catalogue knows.
void fillModels(domain::Provider &provider, const catalog::Catalog &catalog)
{
    if (!provider.models.empty())
        return;
    for (const auto *model : catalog.models(provider.kind)) {
        if (model->id != "*")
            provider.models.push_back(model->id);
    }
}

/// The next one that nobody listens on; else any.
std::uint16_t freePortAfter(std::uint16_t taken)
{
    QTcpServer trial;
    for (std::uint16_t next = 1; next <= portsTried; ++next) {
        const auto port = static_cast<std::uint16_t>(taken + next);
        if (port != 0 && trial.listen(QHostAddress::LocalHost, port))
            return port;
    }
    return trial.listen(QHostAddress::LocalHost, 0) ? trial.serverPort() : 0;
}

} // namespace

struct GatewayService::Prepared
{
    config::SettingsPtr settings;
    std::shared_ptr<const catalog::Catalog> catalog;
    std::unique_ptr<ledger::Ledger> ledger;
    std::optional<UtcTime> bodiesUntil;
};

struct GatewayService::Running
{
    std::shared_ptr<const catalog::Catalog> catalog; ///< the data plane looks at it, and at the ledger
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<gateway::DataPlane> plane;

    void end(std::chrono::milliseconds grace)
    {
        if (plane)
            plane->stop(grace);
        if (ledger)
            ledger->close(patienceForLedger);
        plane.reset();
        ledger.reset();
    }
};

GatewayService::GatewayService(config::Home home, QObject *parent)
    : QObject(parent)
    , m_home(std::move(home))
    , m_secretStore({m_home.id(), m_home.vaultFile()})
    , m_editor(m_home.settingsFile())
    , m_bodies(m_editor, m_clock, m_home.dataFolder())
    , m_queries(m_home.dataFolder())
    , m_live(m_clock)
    , m_pulse(m_clock, m_queries)
{
    m_helper.setMaxThreadCount(1); // a start follows the end of what ran before
    m_relisten.setInterval(relistenCheck);
    connect(&m_relisten, &QTimer::timeout, this, &GatewayService::relistenWhenIdle);
}

GatewayService::~GatewayService()
{
    m_helper.waitForDone();
    takeApart(graceForStreams);
}

Result<GatewayService::Prepared> GatewayService::prepare(const config::Home &home)
{
    const auto bodiesUntil
        = BodyKeeping::beforeStart(home.settingsFile(), home.dataFolder(), SystemClock().utcNow());
    auto settings = config::SettingsFile(home.settingsFile()).load();
    if (!settings)
        return failure(std::move(settings.error()));
    auto catalog = catalog::Catalog::loadShipped();
    if (!catalog)
        return failure(std::move(catalog.error()));
    auto opened = ledger::Ledger::open({home.dataFolder(), settings->log, {}});
    if (!opened)
        return failure(std::move(opened.error()));
    return Prepared {std::make_shared<const config::Settings>(std::move(*settings)), std::move(*catalog),
        std::move(*opened), bodiesUntil};
}

Result<void> GatewayService::start(const StartOptions &options)
{
    setState({GatewayState::Phase::Starting, 0, {}, {}});
    return begin(options, prepare(m_home));
}

void GatewayService::startSoon(const StartOptions &options)
{
    startAfter(graceForStreams, options);
}

void GatewayService::restart()
{
    if (m_state.phase != GatewayState::Phase::Starting)
        startAfter(graceForStreams, m_options);
}

void GatewayService::restartOn(std::uint16_t port)
{
    m_options.port = port;
    restart();
}

void GatewayService::startAfter(std::chrono::milliseconds grace, const StartOptions &options)
{
    m_relisten.stop();
    m_options = options;
    setState({GatewayState::Phase::Starting, 0, {}, {}});
    const auto before = std::make_shared<Running>(letGo());
    m_helper.start([this, grace, before, options, home = m_home, number = ++m_starts] {
        before->end(grace);
        auto prepared = std::make_shared<Result<Prepared>>(prepare(home));
        QMetaObject::invokeMethod(
            this,
            [this, options, number, prepared] {
                if (number != m_starts)
                    return;
                m_live.clear();
                (void)begin(options, std::move(*prepared)); // the state tells
            },
            Qt::QueuedConnection);
    });
}

Result<void> GatewayService::begin(const StartOptions &options, Result<Prepared> prepared)
{
    m_options = options;
    auto done = prepared ? assemble(options, *prepared) : failure(std::move(prepared.error()));
    if (!done) {
        takeApart(graceForStreams);
        setState({GatewayState::Phase::Failed, 0, {}, QString::fromStdString(done.error().detail),
            std::exchange(m_freePort, 0)});
    }
    return done;
}

Result<void> GatewayService::assemble(const StartOptions &options, Prepared &prepared)
{
    m_settings = std::move(prepared.settings);
    m_catalog = std::move(prepared.catalog);
    m_ledger = std::move(prepared.ledger);
    m_bodies.resume(prepared.bodiesUntil);
    m_bodies.take(m_settings->log.keepBodies);
    if (options.mintKey) {
        auto minted = governance::createAccessKey("This start only", {}, {}, m_clock.utcNow());
        m_sessionAccess = std::move(minted.key);
        m_sessionKey = std::move(minted.secret);
    }
    m_secrets = std::make_unique<SecretResolver>(m_secretStore);
    connect(m_secrets.get(), &SecretResolver::resolved, this, &GatewayService::rebuild);
    connect(m_secrets.get(), &SecretResolver::notice, this, &GatewayService::notice);
    connect(m_secrets.get(), &SecretResolver::lockedChanged, this, &GatewayService::lockedChanged);
    m_secrets->resolve(m_settings->providers);
    m_proxies = std::make_unique<ProxyFinder>(m_clock);
    connect(m_proxies.get(), &ProxyFinder::found, this, &GatewayService::rebuild);
    connect(m_proxies.get(), &ProxyFinder::notice, this, &GatewayService::notice);
    m_plane = std::make_unique<gateway::DataPlane>(m_clock, *m_catalog, *m_ledger, &m_live.feed());
    auto bound = listen(options, compile());
    if (!bound)
        return failure(std::move(bound.error()));
    m_watcher = std::make_unique<SettingsWatcher>(m_home.settingsFile(), m_settings);
    connect(m_watcher.get(), &SettingsWatcher::changed, this, &GatewayService::take);
    connect(&m_editor, &SettingsEditor::written, m_watcher.get(), &SettingsWatcher::check);
    connect(m_watcher.get(), &SettingsWatcher::refused, this,
        [this](const Error &error) { Q_EMIT notice(QString::fromStdString(error.detail)); });
    m_pulse.watch(&m_plane->counters(), m_ledger.get());
    openDesk();
    Q_EMIT settingsChanged(m_settings);
    setState(
        {GatewayState::Phase::Listening, *bound, QStringLiteral("http://127.0.0.1:%1/v1").arg(*bound), {}});
    return {};
}

/// Nobody else runs in this home: the spool is ours. Without the socket the gateway serves all the same.
void GatewayService::openDesk()
{
    m_desk = std::make_unique<ControlDesk>(*this);
    connect(m_desk.get(), &ControlDesk::raiseRequested, this, &GatewayService::raiseRequested);
    if (const auto open = m_desk->listen(m_home.socketFile()); !open)
        Q_EMIT notice(QString::fromStdString(open.error().detail));
}

void GatewayService::setState(GatewayState state)
{
    if (state == m_state)
        return;
    m_state = std::move(state);
    Q_EMIT stateChanged(m_state);
}

void GatewayService::pause()
{
    if (m_state.phase != GatewayState::Phase::Listening)
        return;
    m_plane->setPaused(true);
    auto paused = m_state;
    paused.phase = GatewayState::Phase::Paused;
    setState(std::move(paused));
}

void GatewayService::resume()
{
    if (m_state.phase != GatewayState::Phase::Paused)
        return;
    m_plane->setPaused(false);
    auto listening = m_state;
    listening.phase = GatewayState::Phase::Listening;
    setState(std::move(listening));
}

Result<std::uint16_t> GatewayService::listen(
    const StartOptions &options, const std::shared_ptr<const gateway::Compiled> &compiled)
{
    const auto wanted = options.port.value_or(m_settings->listen.port);
    auto bound = m_plane->start(wanted, compiled);
    // A port that was asked for on the command line is meant; the settings' one may give way.
    for (std::uint16_t next = 1;
        !bound && bound.error().code == ErrorCode::Conflict && !options.port && next <= portsTried; ++next) {
        bound = m_plane->start(static_cast<std::uint16_t>(wanted + next), compiled);
        if (bound)
            Q_EMIT notice(
                tr("Port %1 is taken by another program, so the gateway listens on %2. Tools that were "
                   "set up with the old port need the new one.")
                    .arg(wanted)
                    .arg(*bound));
    }
    if (!bound && bound.error().code == ErrorCode::Conflict) {
        m_freePort = freePortAfter(wanted);
        return failure(ErrorCode::Conflict,
            "Port " + std::to_string(wanted) + " is taken by another program. Tools can't reach this one.");
    }
    return bound;
}

/// The user's settings with what only lives in this process: the demo provider, the session's key, the
/// catalogue's models and the secrets.
config::Settings GatewayService::effective(const config::Settings &settings) const
{
    auto complete = settings;
    for (auto &provider : complete.providers) {
        fillModels(provider, *m_catalog);
        for (auto &credential : provider.credentials)
            credential.secret = m_secrets->secret(credential.reference);
    }
    const bool taken = std::any_of(complete.providers.begin(), complete.providers.end(),
        [](const domain::Provider &provider) { return provider.name == "demo"; });
    if (!taken)
        complete.providers.push_back(gateway::demo::demoProvider());
    if (m_sessionAccess)
        complete.accessKeys.push_back(*m_sessionAccess);
    return complete;
}

std::shared_ptr<const gateway::Compiled> GatewayService::compile()
{
    auto snapshot = std::make_shared<config::Snapshot>();
    snapshot->settings = effective(*m_settings);
    snapshot->generation = ++m_generation;
    auto compiled = std::make_shared<const gateway::Compiled>(
        snapshot, m_proxies->proxiesFor(snapshot->settings), *m_catalog);
    for (const auto &problem : compiled->problems())
        Q_EMIT notice(QString::fromStdString(problem));
    return compiled;
}

void GatewayService::take(config::SettingsPtr settings)
{
    const bool moves = settings->listen.port != m_settings->listen.port;
    m_settings = std::move(settings);
    if (moves && !m_options.port && !m_options.mintKey)
        m_relisten.start();
    m_ledger->apply(m_settings->log);
    m_bodies.take(m_settings->log.keepBodies);
    m_secrets->resolve(m_settings->providers);
    rebuild();
    Q_EMIT settingsChanged(m_settings);
}

void GatewayService::readSecretsAgain()
{
    if (m_secrets)
        m_secrets->resolve(m_settings->providers);
}

std::vector<std::string> GatewayService::lockedProviders() const
{
    std::vector<std::string> names;
    for (const auto &provider : m_settings->providers) {
        const auto &keys = provider.credentials;
        if (m_secrets && provider.enabled && std::any_of(keys.begin(), keys.end(), [this](const auto &key) {
                return m_secrets->isLocked(key.reference);
            }))
            names.push_back(provider.name);
    }
    return names;
}

void GatewayService::rebuild()
{
    if (m_plane)
        m_plane->apply(compile());
}

/// Whoever is being answered is not cut off for it.
void GatewayService::relistenWhenIdle()
{
    const bool moves
        = m_state.phase == GatewayState::Phase::Listening && m_settings->listen.port != m_state.port;
    if (!moves)
        return m_relisten.stop();
    if (inFlight() > 0)
        return;
    const auto before = m_state.port;
    startAfter(graceForMove, m_options);
    Q_EMIT notice(
        tr("The port was changed: tools that were set up with %1 need the new address.").arg(before));
}

void GatewayService::stop(std::chrono::milliseconds grace)
{
    ++m_starts;
    m_relisten.stop();
    takeApart(grace);
    setState({});
}

/// Nothing here uses it any more.
GatewayService::Running GatewayService::letGo()
{
    m_desk.reset();
    m_pulse.watch(nullptr, nullptr);
    m_watcher.reset();
    return {m_catalog, std::move(m_ledger), std::move(m_plane)};
}

void GatewayService::takeApart(std::chrono::milliseconds grace)
{
    letGo().end(grace);
    m_live.clear();
}

std::uint64_t GatewayService::inFlight() const
{
    return m_plane ? m_plane->counters().inFlight.load() : 0;
}

ledger::LedgerStatus GatewayService::ledgerStatus() const
{
    return m_ledger ? m_ledger->status() : ledger::LedgerStatus {};
}

} // namespace slipswitch::service
