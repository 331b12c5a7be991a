#include "core/secrets/SecretStore.h"

#include "core/secrets/Environment.h"

#include <utility>

namespace slipswitch::secrets {

using Place = SecretReference::Place;

namespace {

/// Whether a keychain that gave this answer is no keychain at all.
bool isAbsent(const Error &error)
{
    return error.code == ErrorCode::Unsupported || error.code == ErrorCode::Timeout;
}

Result<Secret> fromEnvironment(PassphraseFor)
{
    return passphraseFromEnvironment();
}

} // namespace

SecretStore::SecretStore(const SecretPlaces &places, PassphraseSource passphrase, QObject *parent)
    : QObject(parent)
    , m_keychain(places.homeId, places.keychainDeadline)
    , m_vault(places.vaultFile, places.vaultCost)
    , m_passphrase(std::move(passphrase))
{
    if (!m_passphrase)
        m_passphrase = fromEnvironment;
}

void SecretStore::later(std::function<void()> answer)
{
    QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
}

void SecretStore::read(const std::string &reference, ReadDone done)
{
    const auto parsed = SecretReference::parse(reference);
    if (!parsed)
        return later([done, error = parsed.error()] { done(failure(error)); });
    if (parsed->place == Place::Keychain)
        return m_keychain.read(parsed->name, std::move(done));
    if (parsed->place == Place::Environment)
        return later([done, name = parsed->name] { done(readEnvironment(name)); });
    withVault([this, done, name = parsed->name](Result<void> opened) {
        if (opened)
            m_vault.read(name, done);
        else
            done(failure(std::move(opened.error())));
    });
}

void SecretStore::write(
    const std::string &name, const Secret &secret, std::function<void(Result<std::string>)> done)
{
    if (const auto valid = SecretReference::parse("vault:" + name); !valid)
        return later([done, error = valid.error()] { done(failure(error)); });
    const auto answer = [done, name](Place place) -> Done {
        return [done, name, place](const Result<void> &written) {
            if (written)
                done(SecretReference {place, name}.toString());
            else
                done(failure(written.error()));
        };
    };
    const auto intoVault = [this, name, secret, answer](Result<void> opened) {
        if (opened)
            m_vault.write(name, secret, answer(Place::Vault));
        else
            answer(Place::Vault)(std::move(opened));
    };
    m_keychain.probe([this, name, secret, answer, intoVault](Result<void> open) {
        if (open)
            m_keychain.write(name, secret, answer(Place::Keychain));
        else if (isAbsent(open.error()))
            withVault(intoVault);
        else
            answer(Place::Keychain)(std::move(open));
    });
}

void SecretStore::remove(const std::string &reference, Done done)
{
    const auto parsed = SecretReference::parse(reference);
    if (!parsed)
        return later([done, error = parsed.error()] { done(failure(error)); });
    if (parsed->place == Place::Keychain)
        return m_keychain.remove(parsed->name, std::move(done));
    if (parsed->place == Place::Environment || !m_vault.exists())
        return later([done] { done({}); });
    withVault([this, done, name = parsed->name](Result<void> opened) {
        if (opened)
            m_vault.remove(name, done);
        else
            done(std::move(opened));
    });
}

void SecretStore::withVault(Done then)
{
    if (m_vault.isUnlocked())
        return later([then] { then({}); });
    const auto purpose = m_vault.exists() ? PassphraseFor::OpeningVault : PassphraseFor::NewVault;
    auto passphrase = m_passphrase(purpose);
    if (passphrase && passphrase->empty())
        passphrase = failure(ErrorCode::Locked, "The vault needs a passphrase that is not empty.");
    if (!passphrase)
        return later([then, error = passphrase.error()] { then(failure(error)); });
    m_vault.unlock(*passphrase, std::move(then));
}

} // namespace slipswitch::secrets
