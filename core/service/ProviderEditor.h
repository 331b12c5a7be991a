#pragma once

#include "core/config/Edits.h"
#include "core/provider/Presets.h"
#include "core/secrets/SecretStore.h"
#include "core/service/SettingsEditor.h"

#include <string>
#include <vector>

namespace slipswitch::service {

/// How a provider's key is given.
struct KeyChoice
{
    Secret secret; ///< kept in the keychain, or in the vault where none runs
    std::string variable; ///< or read from this environment variable at each start
    [[nodiscard]] bool none() const { return secret.empty() && variable.empty(); }
};

/// Adds, changes and removes providers and their keys. A key is written before what refers to it, and removed
/// after; removed ones stay until `forget`, so that a removal can be undone. Answers come on the Qt thread
/// unless the context object is gone. Errors: those of config's edits, SettingsStore and SecretStore.
/// Thread: Qt.
class ProviderEditor : public QObject
{
    Q_OBJECT

public:
    template <typename T>
    using Answer = std::function<void(Result<T>)>;
    using Done = SettingsEditor::Done;

    /// Both outlive it.
    ProviderEditor(SettingsEditor &settings, secrets::SecretStore &secrets, QObject *parent = nullptr);

    /// @param provider  from provider::makeProvider. The answer is it with its key's reference.
    void add(QObject *context, domain::Provider provider, KeyChoice key, Answer<domain::Provider> done);
    /// Its place in the answer lets `restore` undo it. Its keys stay: `forget` them when undo is over.
    void remove(QObject *context, const std::string &name, Answer<config::RemovedProvider> done);
    void restore(QObject *context, config::RemovedProvider removed, Done done);
    /// Removes secrets that no provider refers to any more; environment variables are left alone.
    void forget(QObject *context, std::vector<domain::Credential> credentials, Done done);

    /// Any other change. @param change  runs on a helper thread.
    void change(QObject *context, const std::string &name,
        std::function<Result<void>(domain::Provider &)> change, Done done);
    void setEnabled(QObject *context, const std::string &name, bool enabled, Done done);
    /// The models that are switched on; bare names of others then go elsewhere.
    void setModels(QObject *context, const std::string &name, std::vector<std::string> models, Done done);
    /// To that place in the order that routing follows.
    void move(QObject *context, const std::string &name, std::size_t place, Done done);

    /// Adds a further key behind those there are. The answer is the new credential.
    void addCredential(
        QObject *context, const std::string &name, KeyChoice key, Answer<domain::Credential> done);
    /// The answer is what was removed; `forget` it when undo is over, or put it back by `restoreCredential`.
    void removeCredential(
        QObject *context, const std::string &name, const std::string &id, Answer<domain::Credential> done);
    void restoreCredential(
        QObject *context, const std::string &name, domain::Credential credential, Done done);

private:
    /// Writes the key under a name of its own and answers with its reference; empty without a key.
    void keep(const std::string &name, const KeyChoice &key, Answer<std::string> done);
    void append(QObject *context, const std::string &name, const domain::Credential &credential,
        Answer<domain::Credential> done);
    /// After a change that failed: a secret that nothing refers to is taken back.
    void takeBack(const std::string &reference, std::function<void()> then);

    SettingsEditor &m_settings;
    secrets::SecretStore &m_secrets;
};

} // namespace slipswitch::service
