#include "core/secrets/Vault.h"

#include <utility>

namespace slipswitch::secrets {

Vault::Vault(std::filesystem::path file, VaultCost cost, QObject *parent)
    : QObject(parent)
    , m_file(std::make_shared<VaultFile>(std::move(file), cost))
{
    m_helper.setMaxThreadCount(1);
}

Vault::~Vault() = default;

bool Vault::exists() const
{
    return m_file->exists();
}

template <typename T>
void Vault::onHelper(Work<T> work, std::function<void(Result<T>)> done)
{
    const auto job
        = [this, file = m_file, passphrase = m_passphrase, work = std::move(work), done = std::move(done)] {
              auto result = work(*file, passphrase);
              QMetaObject::invokeMethod(
                  this, [done, result = std::move(result)] { done(result); }, Qt::QueuedConnection);
          };
    m_helper.start(job);
}

template <typename T>
void Vault::ifUnlocked(Work<T> work, std::function<void(Result<T>)> done)
{
    if (m_unlocked)
        return onHelper<T>(std::move(work), std::move(done));
    const auto refuse = [done = std::move(done)] {
        done(failure(ErrorCode::Locked, "The vault is locked; it opens with its passphrase."));
    };
    QMetaObject::invokeMethod(this, refuse, Qt::QueuedConnection);
}

void Vault::unlock(const Secret &passphrase, Done done)
{
    const auto keep = [this, passphrase, done = std::move(done)](Result<void> opened) {
        if (opened) {
            m_passphrase = passphrase;
            m_unlocked = true;
        }
        done(std::move(opened));
    };
    onHelper<void>([passphrase](VaultFile &file, const Secret &) { return file.check(passphrase); }, keep);
}

void Vault::lock()
{
    m_passphrase = {};
    m_unlocked = false;
}

void Vault::read(const std::string &name, ReadDone done)
{
    ifUnlocked<Secret>(
        [name](VaultFile &file, const Secret &passphrase) { return file.read(passphrase, name); },
        std::move(done));
}

void Vault::write(const std::string &name, const Secret &secret, Done done)
{
    ifUnlocked<void>([name, secret](VaultFile &file,
                         const Secret &passphrase) { return file.write(passphrase, name, secret); },
        std::move(done));
}

void Vault::remove(const std::string &name, Done done)
{
    ifUnlocked<void>(
        [name](VaultFile &file, const Secret &passphrase) { return file.remove(passphrase, name); },
        std::move(done));
}

} // namespace slipswitch::secrets
