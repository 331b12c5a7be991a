#include "core/service/SecretResolver.h"

#include "core/base/SecretReference.h"
#include "core/secrets/Environment.h"

#include <QPointer>

namespace slipswitch::service {

namespace {

constexpr std::string_view environmentPrefix = "env:";

} // namespace

SecretResolver::SecretResolver(secrets::SecretStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{ }

void SecretResolver::resolve(const std::vector<domain::Provider> &providers)
{
    std::set<std::string, std::less<>> used;
    for (const auto &provider : providers) {
        for (const auto &credential : provider.credentials)
            used.insert(credential.reference);
    }
    std::erase_if(m_known, [&used](const auto &entry) { return !used.contains(entry.first); });
    std::erase_if(m_asked, [&used](const auto &reference) { return !used.contains(reference); });
    if (std::erase_if(m_locked, [&used](const auto &reference) { return !used.contains(reference); }) > 0)
        Q_EMIT lockedChanged();
    for (const auto &reference : used) {
        if (m_asked.insert(reference).second)
            ask(reference);
    }
}

void SecretResolver::ask(const std::string &reference)
{
    // The environment answers at once, so that a start needs no second round for it.
    if (reference.starts_with(environmentPrefix)) {
        if (auto found = secrets::readEnvironment(reference.substr(environmentPrefix.size())))
            m_known[reference] = std::move(*found);
        else
            Q_EMIT notice(QString::fromStdString(found.error().detail));
        return;
    }
    m_store.read(reference, [here = QPointer<SecretResolver>(this), reference](Result<Secret> answer) {
        if (here)
            here->take(reference, std::move(answer));
    });
}

void SecretResolver::take(const std::string &reference, Result<Secret> answer)
{
    const bool locked = !answer && answer.error().code == ErrorCode::Locked;
    if (locked ? m_locked.insert(reference).second : m_locked.erase(reference) > 0)
        Q_EMIT lockedChanged();
    if (answer) {
        m_known[reference] = std::move(*answer);
        Q_EMIT resolved();
        return;
    }
    m_asked.erase(reference); // a later change of settings asks again
    Q_EMIT notice(tr("The key %1 can't be read: %2")
            .arg(QString::fromStdString(reference), QString::fromStdString(answer.error().detail)));
}

Secret SecretResolver::secret(const std::string &reference) const
{
    const auto found = m_known.find(reference);
    return found == m_known.end() ? Secret() : found->second;
}

} // namespace slipswitch::service
