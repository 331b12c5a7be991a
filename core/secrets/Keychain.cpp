#include "core/secrets/Keychain.h"

#include "core/secrets/SecretService.h"

#include <QTimer>

#include <qt6keychain/keychain.h>

#include <memory>
#include <utility>

namespace slipswitch::secrets {

namespace {

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Result<void> judge(const QKeychain::Job &job)
{
    const auto reason = " (" + job.errorString().toStdString() + ").";
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::EntryNotFound:
        return failure(ErrorCode::NotFound, "The keychain has no such entry.");
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return failure(ErrorCode::Forbidden, "The keychain denied access" + reason);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return failure(ErrorCode::Unsupported, "No keychain runs in this session" + reason);
    default:
        return failure(ErrorCode::Io, "The keychain failed" + reason);
    }
}

Secret takeSecret(const QKeychain::ReadPasswordJob &job)
{
    auto bytes = job.textData().toUtf8();
    Secret secret(bytes.toStdString());
    bytes.fill('\0');
    return secret;
}

} // namespace

Keychain::Keychain(const std::string &homeId, std::chrono::milliseconds deadline, QObject *parent)
    : QObject(parent)
    , m_service(QStringLiteral("Slipswitch ") + QString::fromStdString(homeId))
    , m_deadline(deadline)
{ }

void Keychain::probe(Done done)
{
    askSecretService(this, m_deadline, std::move(done));
}

void Keychain::read(const std::string &name, ReadDone done)
{
    const auto refused = [done](Result<void> why) { done(failure(std::move(why.error()))); };
    afterProbe(refused, [this, name, done] {
        auto *job = new QKeychain::ReadPasswordJob(m_service);
        start(job, name, [job, done](Result<void> ended) {
            if (ended)
                done(takeSecret(*job));
            else
                done(failure(std::move(ended.error())));
        });
    });
}

void Keychain::write(const std::string &name, const Secret &secret, Done done)
{
    afterProbe(done, [this, name, secret, done] {
        auto *job = new QKeychain::WritePasswordJob(m_service);
        job->setTextData(fromUtf8(secret.reveal()));
        start(job, name, done);
    });
}

void Keychain::remove(const std::string &name, Done done)
{
    afterProbe(done, [this, name, done] {
        start(new QKeychain::DeletePasswordJob(m_service), name, [done](Result<void> ended) {
            if (!ended && ended.error().code == ErrorCode::NotFound)
                ended = {};
            done(std::move(ended));
        });
    });
}

void Keychain::afterProbe(Done refused, std::function<void()> work)
{
    probe([refused = std::move(refused), work = std::move(work)](Result<void> open) {
        if (open)
            work();
        else
            refused(std::move(open));
    });
}

void Keychain::start(QKeychain::Job *job, const std::string &name, Done done)
{
    job->setKey(QString::fromStdString(name));
    job->setInsecureFallback(false);
    // A job can't be called off; after the deadline it ends and deletes itself unheard.
    const auto once = std::make_shared<Done>(std::move(done));
    const auto finish = [once](Result<void> ended) {
        if (auto answer = std::exchange(*once, nullptr))
            answer(std::move(ended));
    };
    connect(job, &QKeychain::Job::finished, this, [finish](QKeychain::Job *ended) { finish(judge(*ended)); });
    QTimer::singleShot(m_deadline, this, [finish] {
        finish(failure(
            ErrorCode::Timeout, "The system's keychain does not answer.", ErrorSource::Internal, true));
    });
    job->start();
}

} // namespace slipswitch::secrets
