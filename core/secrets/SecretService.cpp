#include "core/secrets/SecretService.h"

#include <QMetaObject>
#include <QObject>

#if defined(SLIPSWITCH_SECRET_SERVICE)
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

#include <utility>

namespace slipswitch::secrets {

#if defined(SLIPSWITCH_SECRET_SERVICE)

namespace {

bool isKde()
{
    return qEnvironmentVariable("XDG_CURRENT_DESKTOP").contains(QLatin1String("KDE"), Qt::CaseInsensitive);
}

Result<void> judge(const QDBusPendingReply<QDBusVariant> &reply)
{
    if (!reply.isError() && reply.value().variant().toBool())
        return failure(ErrorCode::Locked, "The system's keychain is locked; unlock it and try again.");
    if (!reply.isError())
        return {};
    const auto type = reply.error().type();
    if (type == QDBusError::NoReply || type == QDBusError::TimedOut)
        return failure(
            ErrorCode::Timeout, "The system's keychain does not answer.", ErrorSource::Internal, true);
    if (isKde())
        return {}; // QtKeychain talks to KWallet itself there
    return failure(ErrorCode::Unsupported, "No keychain runs in this session.");
}

void refuseLater(QObject *context, Done done, const char *detail)
{
    const auto answer
        = [refuse = std::move(done), detail] { refuse(failure(ErrorCode::Unsupported, detail)); };
    QMetaObject::invokeMethod(context, answer, Qt::QueuedConnection);
}

} // namespace

void askSecretService(QObject *context, std::chrono::milliseconds deadline, Done done)
{
    auto bus = QDBusConnection::sessionBus();
    // A call on a bus that is not there would never end.
    if (!bus.isConnected())
        return refuseLater(context, std::move(done), "No keychain runs here: there is no session bus.");
    auto message = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets/aliases/default"),
        QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    message << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    const auto call = bus.asyncCall(message, static_cast<int>(deadline.count()));
    auto *watcher = new QDBusPendingCallWatcher(call, context);
    QObject::connect(
        watcher, &QDBusPendingCallWatcher::finished, context, [watcher, answer = std::move(done)] {
            watcher->deleteLater();
            answer(judge(QDBusPendingReply<QDBusVariant>(*watcher)));
        });
}

#else

void askSecretService(QObject *context, std::chrono::milliseconds, Done done)
{
    QMetaObject::invokeMethod(context, [answer = std::move(done)] { answer({}); }, Qt::QueuedConnection);
}

#endif

} // namespace slipswitch::secrets
