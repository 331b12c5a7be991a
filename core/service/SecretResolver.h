#pragma once

#include "core/base/Secret.h"
#include "core/domain/Provider.h"
#include "core/secrets/SecretStore.h"

#include <QObject>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace slipswitch::service {

/// Finds the secrets that the settings refer to. What the environment holds is there at once; the keychain
/// and the vault answer later, by `resolved`. Thread: Qt.
class SecretResolver : public QObject
{
    Q_OBJECT

public:
    /// @param store  outlives it.
    explicit SecretResolver(secrets::SecretStore &store, QObject *parent = nullptr);

    /// Asks for every reference not known yet; forgets those no longer used.
    void resolve(const std::vector<domain::Provider> &providers);
    /// Empty when it is not known (yet).
    [[nodiscard]] Secret secret(const std::string &reference) const;
    /// It was asked for while its place was locked, and has not been had since.
    [[nodiscard]] bool isLocked(const std::string &reference) const { return m_locked.contains(reference); }

Q_SIGNALS:
    void resolved();
    void lockedChanged();
    /// A secret can't be had, and why.
    void notice(const QString &text);

private:
    void ask(const std::string &reference);
    void take(const std::string &reference, Result<Secret> answer);

    secrets::SecretStore &m_store;
    std::map<std::string, Secret, std::less<>> m_known;
    std::set<std::string, std::less<>> m_asked, m_locked;
};

} // namespace slipswitch::service
