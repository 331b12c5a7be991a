#include "core/service/Discovery.h"

#include "core/provider/Presets.h"
#include "core/secrets/Environment.h"
#include "core/service/KeyGuess.h"
#include "core/service/ProviderProbe.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace slipswitch::service {

namespace {

constexpr std::chrono::milliseconds patience {500};

std::optional<LocalServer> serverAt(const LocalServerFinder::Place &place, const catalog::Catalog &catalog)
{
    const auto *preset = catalog.provider(place.kind);
    LocalServer server {place.kind, preset ? preset->name : place.kind,
        "http://127.0.0.1:" + std::to_string(place.port) + "/v1", {}};
    auto provider = provider::makeProvider(
        catalog, {.name = {}, .kind = place.kind, .baseUrl = server.baseUrl, .parameters = {}});
    if (!provider)
        return std::nullopt;
    config::Settings settings;
    settings.upstream.connectTimeout = patience;
    provider->proxy.mode = domain::ProxyChoice::Mode::None;
    auto answer = probeProvider(*provider, settings, catalog);
    // Some other program may sit at a common port such as 8080: without a list of models it is none of ours.
    if (!answer || !answer->listsModels)
        return std::nullopt;
    server.models = std::move(answer->models);
    return server;
}

} // namespace

std::vector<OfferedKey> keysInEnvironment(const config::Settings &settings, const catalog::Catalog &catalog)
{
    std::vector<OfferedKey> keys;
    for (const auto &preset : catalog.providers()) {
        const bool used = std::any_of(settings.providers.begin(), settings.providers.end(),
            [&](const domain::Provider &provider) { return provider.kind == preset.id; });
        // Addresses stand in the environment too, and are no keys.
        const bool keyed
            = preset.auth.scheme != domain::AuthScheme::None && !preset.id.starts_with("custom-");
        if (!keyed || !canBeAdded(preset))
            continue;
        const auto offered = secrets::offeredByEnvironment(preset.environment);
        if (!used && !offered.empty())
            keys.push_back({preset.id, preset.name, offered.front()});
    }
    return keys;
}

std::vector<LocalServerFinder::Place> LocalServerFinder::usualPlaces()
{
    return {{"ollama", 11434}, {"lmstudio", 1234}, {"llamacpp", 8080}, {"vllm", 8000}};
}

LocalServerFinder::LocalServerFinder(std::vector<Place> places, QObject *parent)
    : QObject(parent)
    , m_places(std::move(places))
{ }

void LocalServerFinder::look(QObject *context, std::shared_ptr<const catalog::Catalog> catalog,
    std::function<void(const std::vector<LocalServer> &)> done)
{
    m_helper.start([this, waiting = QPointer<QObject>(context), places = m_places,
                       catalog = std::move(catalog), done = std::move(done)] {
        std::vector<LocalServer> found;
        for (const auto &place : places) {
            if (auto server = serverAt(place, *catalog))
                found.push_back(std::move(*server));
        }
        QMetaObject::invokeMethod(
            this,
            [waiting, done, found = std::move(found)] {
                if (waiting)
                    done(found);
            },
            Qt::QueuedConnection);
    });
}

} // namespace slipswitch::service
