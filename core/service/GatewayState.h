#pragma once

#include "core/base/Money.h"
#include "core/domain/LiveExchange.h"

#include <QMetaType>
#include <QString>

#include <cstdint>
#include <vector>

/// What the service tells pages; plain values.
namespace slipswitch::service {

/// Whether the gateway answers, and where.
struct GatewayState
{
    enum class Phase : std::uint8_t
    {
        Stopped,
        Starting,
        Listening,
        Paused, ///< listens, but answers everything that needs a key with 503
        Failed
    };
    Phase phase = Phase::Stopped;
    std::uint16_t port = 0; ///< while it listens
    QString address; ///< base URL for OpenAI clients, "http://127.0.0.1:4141/v1"; while it listens
    QString problem; ///< why it failed, in one sentence
    std::uint16_t freePort = 0; ///< where it could listen instead, if it failed because its port is taken

    [[nodiscard]] bool listens() const { return phase == Phase::Listening || phase == Phase::Paused; }
    bool operator==(const GatewayState &) const = default;
};

/// Exchanges that changed since the last batch, each once and as it stands now, oldest change first.
struct LiveBatch
{
    std::vector<domain::LiveExchange> exchanges;
    quint64 dropped = 0; ///< changes that could not be told since the start; the ledger has them
};

/// The numbers of status bar and overview.
struct PulseSample
{
    double requestsPerSecond = 0; ///< over the last two seconds
    quint64 inFlight = 0;
    quint64 exchanges = 0; ///< since the start
    Money costToday; ///< since local midnight, as far as prices are known
    qint64 requestsToday = 0, errorsToday = 0, unpricedToday = 0;
    quint64 logBytes = 0; ///< the ledger on disk
    quint64 logWaiting = 0; ///< settled, not yet written
    QString logProblem; ///< empty when all is well

    bool operator==(const PulseSample &) const = default;
};

/// How a provider did lately: its tries of the last five minutes.
struct ProviderHealth
{
    QString provider;
    int tries = 0, failures = 0;
    QString standsIn; ///< who answered instead of it most recently; empty when nobody had to
    UtcTime lastFailure {};
    bool lastFailed = false; ///< its newest try failed

    bool operator==(const ProviderHealth &) const = default;
};

} // namespace slipswitch::service

Q_DECLARE_METATYPE(slipswitch::service::GatewayState)
Q_DECLARE_METATYPE(slipswitch::service::LiveBatch)
Q_DECLARE_METATYPE(slipswitch::service::PulseSample)
Q_DECLARE_METATYPE(std::vector<slipswitch::service::ProviderHealth>)
