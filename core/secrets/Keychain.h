#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <string>

namespace QKeychain {
class Job;
}

namespace slipswitch::secrets {

using ReadDone = std::function<void(Result<Secret>)>;
using Done = std::function<void(Result<void>)>;

/// The system's keychain: Secret Service, KWallet, macOS Keychain or Windows' credential store. Entries stand
/// under the service "Slipswitch <home id>", so that two homes do not share keys.
/// Every call answers exactly once, later than it returns, unless the keychain is destroyed first.
/// Errors: NotFound; Locked, told apart by asking the collection first, since a locked one reads as empty;
/// Forbidden when the user or system denied it; Unsupported when no keychain runs; Timeout; Io.
/// Thread: Qt.
class Keychain : public QObject
{
    Q_OBJECT

public:
    explicit Keychain(const std::string &homeId,
        std::chrono::milliseconds deadline = std::chrono::seconds {5}, QObject *parent = nullptr);

    /// Whether it answers and is open. Errors: as above but for NotFound.
    void probe(Done done);
    void read(const std::string &name, ReadDone done);
    /// Replaces an entry of that name. Nothing is written while the collection is locked or silent.
    void write(const std::string &name, const Secret &secret, Done done);
    /// Removing what is not there succeeds.
    void remove(const std::string &name, Done done);

private:
    void start(QKeychain::Job *job, const std::string &name, Done done);
    void afterProbe(Done refused, std::function<void()> work);

    QString m_service;
    std::chrono::milliseconds m_deadline;
};

} // namespace slipswitch::secrets
