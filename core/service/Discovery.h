#pragma once

#include "core/catalog/Catalog.h"
#include "core/config/Settings.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace slipswitch::service {

/// A provider's key that lies in the environment; offered by name, never taken silently.
struct OfferedKey
{
    std::string kind, name; ///< the provider's catalogue id and its name for people
    std::string variable;
};

/// Of providers that the settings don't have yet. Thread: any.
[[nodiscard]] std::vector<OfferedKey> keysInEnvironment(
    const config::Settings &settings, const catalog::Catalog &catalog);

/// A model server on this machine that answered.
struct LocalServer
{
    std::string kind, name; ///< catalogue id and name for people: "ollama", "Ollama"
    std::string baseUrl;
    std::vector<std::string> models;
};

/// Looks for model servers on this machine, only when asked to: Ollama, LM Studio, llama.cpp, vLLM on their
/// usual ports. Thread: Qt.
class LocalServerFinder : public QObject
{
    Q_OBJECT

public:
    /// Where a server of some kind is looked for.
    struct Place
    {
        std::string kind;
        std::uint16_t port = 0;
    };
    explicit LocalServerFinder(std::vector<Place> places = usualPlaces(), QObject *parent = nullptr);

    /// @param done  on the Qt thread, within seconds, unless the context object is gone.
    void look(QObject *context, std::shared_ptr<const catalog::Catalog> catalog,
        std::function<void(const std::vector<LocalServer> &)> done);

    [[nodiscard]] static std::vector<Place> usualPlaces();

private:
    std::vector<Place> m_places;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
