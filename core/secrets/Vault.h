#pragma once

#include "core/secrets/Keychain.h"
#include "core/secrets/VaultFile.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <string>

namespace slipswitch::secrets {

/// The vault as the Qt thread sees it: opened once by a passphrase, which then stays in memory; the slow work
/// happens on one helper thread, in order. Answers come exactly once, unless the vault is destroyed first,
/// which waits for the helper.
/// Errors: Locked before `unlock`, else those of VaultFile. Thread: Qt.
class Vault : public QObject
{
    Q_OBJECT

public:
    explicit Vault(std::filesystem::path file, VaultCost cost = {}, QObject *parent = nullptr);
    ~Vault() override;

    [[nodiscard]] bool exists() const;
    [[nodiscard]] bool isUnlocked() const { return m_unlocked; }
    void unlock(const Secret &passphrase, Done done);
    void lock();

    void read(const std::string &name, ReadDone done);
    void write(const std::string &name, const Secret &secret, Done done);
    void remove(const std::string &name, Done done);

private:
    template <typename T>
    using Work = std::function<Result<T>(VaultFile &, const Secret &passphrase)>;

    template <typename T>
    void onHelper(Work<T> work, std::function<void(Result<T>)> done);
    template <typename T>
    void ifUnlocked(Work<T> work, std::function<void(Result<T>)> done);

    std::shared_ptr<VaultFile> m_file; ///< used by the helper thread, one job at a time
    Secret m_passphrase;
    bool m_unlocked = false;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::secrets
