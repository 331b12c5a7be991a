#include "core/service/GatewayService.h"

#include "core/config/SettingsFile.h"
#include "core/gateway/demo/DemoScript.h"
#include "core/governance/AccessKeys.h"

#include <algorithm>

namespace slipswitch::service {

namespace {

constexpr std::uint16_t portsTried = 20;
constexpr std::chrono::seconds graceForStreams {5};
constexpr std::chrono::seconds patienceForLedger {5};

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

} // namespace

GatewayService::GatewayService(config::Home home, QObject *parent)
    : QObject(parent)
    , m_home(std::move(home))
{ }

GatewayService::~GatewayService()
{
    stop();
}

Result<void> GatewayService::start(const StartOptions &options)
{
    auto settings = config::SettingsFile(m_home.settingsFile()).load();
    if (!settings)
        return failure(std::move(settings.error()));
    m_settings = std::make_shared<const config::Settings>(std::move(*settings));
    auto catalog = catalog::Catalog::loadShipped();
    if (!catalog)
        return failure(std::move(catalog.error()));
    m_catalog = std::move(*catalog);
    auto opened = ledger::Ledger::open({m_home.dataFolder(), m_settings->log, {}});
    if (!opened)
        return failure(std::move(opened.error()));
    m_ledger = std::move(*opened);
    if (options.mintKey) {
        auto minted = governance::createAccessKey("This start only", {}, {}, m_clock.utcNow());
        m_sessionAccess = std::move(minted.key);
        m_sessionKey = std::move(minted.secret);
    }
    m_secrets = std::make_unique<SecretResolver>(m_home);
    connect(m_secrets.get(), &SecretResolver::resolved, this, &GatewayService::rebuild);
    connect(m_secrets.get(), &SecretResolver::notice, this, &GatewayService::notice);
    m_secrets->resolve(m_settings->providers);
    m_proxies = std::make_unique<ProxyFinder>(m_clock);
    connect(m_proxies.get(), &ProxyFinder::found, this, &GatewayService::rebuild);
    connect(m_proxies.get(), &ProxyFinder::notice, this, &GatewayService::notice);
    m_plane = std::make_unique<gateway::DataPlane>(m_clock, *m_catalog, *m_ledger);
    auto bound = listen(options, compile());
    if (!bound)
        return failure(std::move(bound.error()));
    m_port = *bound;
    m_watcher = std::make_unique<SettingsWatcher>(m_home.settingsFile(), m_settings);
    connect(m_watcher.get(), &SettingsWatcher::changed, this, &GatewayService::take);
    connect(m_watcher.get(), &SettingsWatcher::refused, this,
        [this](const Error &error) { Q_EMIT notice(QString::fromStdString(error.detail)); });
    return {};
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
    auto compiled
        = std::make_shared<const gateway::Compiled>(snapshot, m_proxies->proxiesFor(snapshot->settings));
    for (const auto &problem : compiled->problems())
        Q_EMIT notice(QString::fromStdString(problem));
    return compiled;
}

void GatewayService::take(config::SettingsPtr settings)
{
    m_settings = std::move(settings);
    m_ledger->apply(m_settings->log);
    m_secrets->resolve(m_settings->providers);
    rebuild();
}

void GatewayService::rebuild()
{
    if (m_plane)
        m_plane->apply(compile());
}

void GatewayService::stop()
{
    m_watcher.reset();
    if (m_plane)
        m_plane->stop(graceForStreams);
    if (m_ledger)
        m_ledger->close(patienceForLedger);
    m_plane.reset();
    m_ledger.reset();
}

std::string GatewayService::address() const
{
    return "http://127.0.0.1:" + std::to_string(m_port) + "/v1";
}

ledger::LedgerStatus GatewayService::ledgerStatus() const
{
    return m_ledger->status();
}

} // namespace slipswitch::service
