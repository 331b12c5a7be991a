#include "core/service/ProviderEditor.h"

#include "core/base/Ids.h"

#include <algorithm>
#include <utility>

namespace slipswitch::service {

namespace {

using config::Settings;
using domain::Credential;
using domain::Provider;

constexpr const char *firstCredential = "main";
constexpr std::size_t idBits = 20;

/// Ids are unique within their provider for ever, so that a new key never stands under an old one's name.
std::string idFor(bool first)
{
    return first ? std::string(firstCredential) : "key-" + randomToken(idBits);
}

} // namespace

ProviderEditor::ProviderEditor(SettingsEditor &settings, secrets::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_secrets(secrets)
{ }

void ProviderEditor::keep(const std::string &name, const KeyChoice &key, Answer<std::string> done)
{
    if (!key.secret.empty())
        m_secrets.write(name, key.secret, std::move(done));
    else
        done(key.variable.empty() ? std::string() : "env:" + key.variable);
}

void ProviderEditor::takeBack(const std::string &reference, std::function<void()> then)
{
    m_settings.load(this, [this, reference, then = std::move(then)](const Result<Settings> &settings) {
        // A key left over does less harm than one lost: whoever took the name meanwhile may use it.
        if (reference.empty() || !settings || config::refersTo(*settings, reference))
            return then();
        m_secrets.remove(reference, [then](const Result<void> &) { then(); });
    });
}

void ProviderEditor::add(QObject *context, Provider provider, KeyChoice key, Answer<Provider> done)
{
    // A taken name is told before a key is written under it.
    m_settings.load(this,
        [this, context = QPointer<QObject>(context), provider = std::move(provider), key = std::move(key),
            done = std::move(done)](Result<Settings> standing) mutable {
            if (!context)
                return;
            if (!standing)
                return done(failure(standing.error()));
            if (auto free = config::addProvider(*standing, provider); !free)
                return done(failure(free.error()));
            const auto id = idFor(true);
            keep(provider.name + "/" + id, key,
                [this, context, provider, id, done](const Result<std::string> &reference) mutable {
                    if (!context)
                        return;
                    if (!reference)
                        return done(failure(reference.error()));
                    if (!reference->empty())
                        provider.credentials.push_back({id, *reference, {}});
                    m_settings.change(
                        context,
                        [provider](Settings &settings) { return config::addProvider(settings, provider); },
                        [this, provider, done, kept = *reference](const Result<void> &added) {
                            if (added)
                                return done(provider);
                            takeBack(kept, [done, error = added.error()] { done(failure(error)); });
                        });
                });
        });
}

void ProviderEditor::remove(QObject *context, const std::string &name, Answer<config::RemovedProvider> done)
{
    m_settings.changeFor<config::RemovedProvider>(
        context, [name](Settings &settings) { return config::removeProvider(settings, name); },
        std::move(done));
}

void ProviderEditor::restore(QObject *context, config::RemovedProvider removed, Done done)
{
    m_settings.change(
        context,
        [removed = std::move(removed)](
            Settings &settings) { return config::restoreProvider(settings, removed); },
        std::move(done));
}

void ProviderEditor::forget(QObject *context, std::vector<Credential> credentials, Done done)
{
    m_settings.load(this,
        [this, context = QPointer<QObject>(context), credentials = std::move(credentials),
            done = std::move(done)](const Result<Settings> &settings) mutable {
            if (!settings || credentials.empty()) {
                if (context)
                    done(settings ? Result<void> {} : failure(settings.error()));
                return;
            }
            const auto reference = credentials.back().reference;
            credentials.pop_back();
            auto next = [this, context, credentials = std::move(credentials), done](
                            const Result<void> &gone) mutable {
                if (gone)
                    forget(context, std::move(credentials), done);
                else if (context)
                    done(failure(gone.error()));
            };
            if (config::refersTo(*settings, reference))
                next({});
            else
                m_secrets.remove(reference, std::move(next));
        });
}

void ProviderEditor::change(
    QObject *context, const std::string &name, std::function<Result<void>(Provider &)> change, Done done)
{
    m_settings.change(
        context,
        [name, change = std::move(change)](
            Settings &settings) { return config::changeProvider(settings, name, change); },
        std::move(done));
}

void ProviderEditor::setEnabled(QObject *context, const std::string &name, bool enabled, Done done)
{
    change(
        context, name,
        [enabled](Provider &provider) -> Result<void> {
            provider.enabled = enabled;
            return {};
        },
        std::move(done));
}

void ProviderEditor::setModels(
    QObject *context, const std::string &name, std::vector<std::string> models, Done done)
{
    change(
        context, name,
        [models = std::move(models)](Provider &provider) -> Result<void> {
            provider.models = models;
            provider.modelsListed = true;
            return {};
        },
        std::move(done));
}

void ProviderEditor::move(QObject *context, const std::string &name, std::size_t place, Done done)
{
    m_settings.change(
        context, [name, place](Settings &settings) { return config::moveProvider(settings, name, place); },
        std::move(done));
}

void ProviderEditor::addCredential(
    QObject *context, const std::string &name, KeyChoice key, Answer<Credential> done)
{
    if (key.none())
        return done(failure(ErrorCode::BadRequest, "There is no key to add."));
    const auto id = idFor(false);
    keep(name + "/" + id, key,
        [this, context = QPointer<QObject>(context), name, id, done = std::move(done)](
            const Result<std::string> &reference) {
            if (!context)
                return;
            if (!reference)
                return done(failure(reference.error()));
            append(context, name, {id, *reference, {}}, done);
        });
}

void ProviderEditor::append(
    QObject *context, const std::string &name, const Credential &credential, Answer<Credential> done)
{
    restoreCredential(context, name, credential, [this, credential, done](const Result<void> &added) {
        if (added)
            return done(credential);
        takeBack(credential.reference, [done, error = added.error()] { done(failure(error)); });
    });
}

void ProviderEditor::removeCredential(
    QObject *context, const std::string &name, const std::string &id, Answer<Credential> done)
{
    m_settings.changeFor<Credential>(
        context,
        [name, id](Settings &settings) -> Result<Credential> {
            Result<Credential> removed = failure(ErrorCode::NotFound, "The provider has no such key.");
            auto changed = config::changeProvider(settings, name, [&](Provider &provider) -> Result<void> {
                auto &all = provider.credentials;
                const auto found = std::find_if(
                    all.begin(), all.end(), [&](const Credential &each) { return each.id == id; });
                if (found == all.end())
                    return failure(removed.error());
                removed = *found;
                all.erase(found);
                return {};
            });
            return changed ? removed : failure(changed.error());
        },
        std::move(done));
}

void ProviderEditor::restoreCredential(
    QObject *context, const std::string &name, Credential credential, Done done)
{
    change(
        context, name,
        [credential = std::move(credential)](Provider &provider) -> Result<void> {
            provider.credentials.push_back(credential);
            return {};
        },
        std::move(done));
}

} // namespace slipswitch::service
