#include "core/base/Files.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QLockFile>
#include <QSaveFile>

#include <array>
#include <chrono>
#include <system_error>
#include <thread>

namespace slipswitch {

namespace {

constexpr std::chrono::seconds longestWait {5};
constexpr std::chrono::milliseconds retryPause {5};

QString fromPath(const std::filesystem::path &path)
{
    return QString::fromStdU16String(path.u16string());
}

Error ioError(const std::filesystem::path &path, const char *what, const QString &reason)
{
    return {ErrorCode::Io, ErrorSource::Internal, false,
        std::string(what) + " " + path.string() + ": " + reason.toStdString()};
}

} // namespace

Result<std::string> readFile(const std::filesystem::path &path, std::size_t maxBytes)
{
    QFile file(fromPath(path));
    if (!file.exists())
        return failure(ErrorCode::NotFound, "There is no file " + path.string() + ".");
    if (!file.open(QIODevice::ReadOnly))
        return failure(ioError(path, "Can't read", file.errorString()));
    std::string bytes;
    std::array<char, 16 * 1024> piece; // NOLINT: read into
    while (const auto count = file.read(piece.data(), piece.size())) {
        if (count < 0)
            return failure(ioError(path, "Can't read", file.errorString()));
        bytes.append(piece.data(), static_cast<std::size_t>(count));
        if (bytes.size() > maxBytes)
            return failure(ErrorCode::TooLarge,
                path.string() + " is larger than " + std::to_string(maxBytes) + " bytes.");
    }
    return bytes;
}

Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view bytes)
{
    QSaveFile file(fromPath(path));
    if (!file.open(QIODevice::WriteOnly))
        return failure(ioError(path, "Can't write", file.errorString()));
    // QSaveFile takes over the mode of the file it replaces, which may be too wide.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (file.write(bytes.data(), static_cast<qint64>(bytes.size())) < 0 || !file.commit())
        return failure(ioError(path, "Can't write", file.errorString()));
    return {};
}

Result<void> makePrivateFolder(const std::filesystem::path &path)
{
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::is_directory(path, error))
        return {};
    fs::create_directories(path, error);
    if (!error)
        fs::permissions(path, fs::perms::owner_all, error);
    if (error)
        return failure(ErrorCode::Io, "Can't make the folder " + path.string() + ": " + error.message());
    return {};
}

Result<void> withFileLock(const std::filesystem::path &lockFile, const std::function<Result<void>()> &work)
{
    QLockFile lock(fromPath(lockFile));
    lock.setStaleLockTime(0); // a dead holder is noticed by its process id, a slow one is not pushed aside
    const QDeadlineTimer deadline(longestWait);
    // QLockFile's own waiting doubles its pauses, so that a busy holder would starve us.
    while (!lock.tryLock(0)) {
        if (lock.error() != QLockFile::LockFailedError)
            return failure(ErrorCode::Io, "Can't make the lock file " + lockFile.string() + ".");
        if (deadline.hasExpired())
            return failure(ErrorCode::Conflict,
                "Another program holds " + lockFile.string() + " for too long.", ErrorSource::Internal, true);
        std::this_thread::sleep_for(retryPause);
    }
    return work();
}

} // namespace slipswitch
