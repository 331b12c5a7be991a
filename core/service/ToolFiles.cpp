#include "core/service/ToolFiles.h"

#include "core/base/Files.h"
#include "core/gateway/Redactor.h"

#include <QPointer>
#include <re2/re2.h>

#include <system_error>
#include <utility>

namespace slipswitch::service {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longestFile = 1024 * 1024, linesAround = 3;
constexpr auto backupEnding = ".before-slipswitch";
constexpr int mostBackups = 99;

/// Links followed; a link to nowhere is refused rather than replaced.
Result<fs::path> realFile(const fs::path &named)
{
    std::error_code error;
    if (fs::exists(named, error)) {
        auto real = fs::canonical(named, error);
        if (!error && fs::is_regular_file(real, error))
            return real;
        return failure(ErrorCode::Unsupported, named.string() + " is not a file that can be edited.");
    }
    if (fs::is_symlink(named, error))
        return failure(ErrorCode::Unsupported, named.string() + " is a link to a file that is not there.");
    return named;
}

/// nullopt: there is none.
Result<std::optional<Secret>> bytesOf(const fs::path &file)
{
    auto bytes = readFile(file, longestFile);
    if (bytes)
        return Secret(std::move(*bytes));
    if (bytes.error().code == ErrorCode::NotFound)
        return std::nullopt;
    return failure(bytes.error());
}

/// Values of names that sound like secrets, in lines that are the file's own.
std::string withoutOthersSecrets(std::string line)
{
    static const RE2 named(
        R"re((?i)((?:key|token|secret|passw)[\w.-]*["']?\s*[:=]\s*["']?)([^\s"',}{$][^\s"',}]{5,}))re");
    std::string start, value;
    if (RE2::PartialMatch(line, named, &start, &value) && value.find("…") == std::string::npos) {
        const auto at = line.find(start + value) + start.size();
        const auto length = value.size();
        line.replace(at, length, Secret(std::move(value)).masked());
    }
    return line;
}

std::vector<DiffLine> shownDiff(const std::string &before, const std::string &after, const Secret &key)
{
    gateway::Redactor redactor;
    redactor.add(key);
    auto lines = lineDiff(before, after, linesAround);
    for (auto &line : lines) {
        line.text = redactor.forStorage(std::move(line.text));
        if (line.kind != DiffLine::Kind::Added)
            line.text = withoutOthersSecrets(std::move(line.text));
    }
    return lines;
}

Result<ToolFilePlan> planOf(const fs::path &named, const ToolWay &way, const ToolValues &values)
{
    const auto file = realFile(named);
    if (!file)
        return failure(file.error());
    auto before = bytesOf(*file);
    if (!before)
        return failure(before.error());
    const auto old = *before ? std::string((*before)->reveal()) : std::string();
    auto merged = mergeLines(old, way, values);
    if (!merged)
        return failure(merged.error());
    ToolFilePlan plan;
    plan.file = *file;
    plan.before = std::move(*before);
    plan.holdsKey = holdsKey(way);
    plan.shown = shownDiff(old, *merged, values.key);
    plan.after = Secret(std::move(*merged));
    return plan;
}

/// Whether the file holds just these bytes; nullopt: whether there is none.
Result<void> checkUnchanged(const fs::path &file, const std::optional<Secret> &bytes)
{
    const auto now = bytesOf(file);
    if (!now)
        return failure(now.error());
    if (*now != bytes)
        return failure(
            ErrorCode::Conflict, file.filename().string() + " was changed by someone else meanwhile.");
    return {};
}

/// A name beside the file that is free: no earlier copy is ever replaced.
Result<fs::path> backupPlace(const fs::path &file)
{
    for (int number = 1; number <= mostBackups; ++number) {
        auto place = file;
        place += backupEnding;
        if (number > 1)
            place += "-" + std::to_string(number);
        std::error_code error;
        if (fs::symlink_status(place, error).type() == fs::file_type::not_found)
            return place;
    }
    return failure(
        ErrorCode::Conflict, "There are too many kept copies beside " + file.filename().string() + ".");
}

/// @param rights  none: its owner's alone
Result<void> writeBytes(const fs::path &file, const Secret &bytes, fs::perms rights)
{
    if (auto done = writeFileAtomically(file, bytes.reveal()); !done)
        return done;
    std::error_code error;
    if (rights != fs::perms::none)
        fs::permissions(file, rights, error);
    if (error)
        return failure(ErrorCode::Io, "Can't set who may read " + file.string() + ": " + error.message());
    return {};
}

Result<ToolFileWritten> writeNow(const ToolFilePlan &plan)
{
    if (auto same = checkUnchanged(plan.file, plan.before); !same)
        return failure(same.error());
    ToolFileWritten written;
    written.plan = plan;
    std::error_code error;
    if (plan.before) {
        written.rights = fs::status(plan.file, error).permissions();
        auto place = backupPlace(plan.file);
        if (!place)
            return failure(place.error());
        written.backup = std::move(*place);
        if (auto kept = writeBytes(written.backup, *plan.before, fs::perms::none); !kept)
            return failure(kept.error());
    } else if (!fs::exists(plan.file.parent_path(), error)) {
        fs::create_directories(plan.file.parent_path(), error);
        if (error)
            return failure(ErrorCode::Io,
                "Can't make the folder " + plan.file.parent_path().string() + ": " + error.message());
        written.madeFolder = plan.file.parent_path();
    }
    if (auto done = writeBytes(plan.file, plan.after, plan.holdsKey ? fs::perms::none : written.rights);
        !done) {
        if (!written.backup.empty())
            fs::remove(written.backup, error);
        return failure(done.error());
    }
    return written;
}

Result<void> putBackNow(const ToolFileWritten &written)
{
    const auto &plan = written.plan;
    if (auto same = checkUnchanged(plan.file, plan.after); !same)
        return same;
    std::error_code error;
    if (plan.before) {
        if (auto done = writeBytes(plan.file, *plan.before, written.rights); !done)
            return done;
        if (checkUnchanged(written.backup, plan.before))
            fs::remove(written.backup, error);
        return {};
    }
    if (!fs::remove(plan.file, error))
        return failure(ErrorCode::Io, "Can't remove " + plan.file.string() + ": " + error.message());
    if (!written.madeFolder.empty())
        fs::remove(written.madeFolder, error); // only if nothing else is in it
    return {};
}

} // namespace

ToolFiles::ToolFiles(QString home, QObject *parent)
    : QObject(parent)
    , m_home(std::move(home))
{
    m_helper.setMaxThreadCount(1); // in the order they were asked for
}

template <typename T, typename Work>
void ToolFiles::start(QObject *context, Work work, Done<T> done)
{
    m_helper.start(
        [this, waiting = QPointer<QObject>(context), work = std::move(work), done = std::move(done)] {
            QMetaObject::invokeMethod(
                this,
                [waiting, done, outcome = work()] {
                    if (waiting)
                        done(outcome);
                },
                Qt::QueuedConnection);
        });
}

void ToolFiles::plan(QObject *context, const ToolWay &way, const ToolValues &values, Done<ToolFilePlan> done)
{
    const auto file = way.file.starts_with("~/") ? m_home.toStdString() + way.file.substr(1) : way.file;
    start<ToolFilePlan>(context, [file, way, values] { return planOf(file, way, values); }, std::move(done));
}

void ToolFiles::write(QObject *context, const ToolFilePlan &plan, Done<ToolFileWritten> done)
{
    start<ToolFileWritten>(context, [plan] { return writeNow(plan); }, std::move(done));
}

void ToolFiles::putBack(QObject *context, const ToolFileWritten &written, Done<void> done)
{
    start<void>(context, [written] { return putBackNow(written); }, std::move(done));
}

} // namespace slipswitch::service
