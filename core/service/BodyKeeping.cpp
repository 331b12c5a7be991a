#include "core/service/BodyKeeping.h"

#include "core/base/Files.h"

#include <QPointer>

#include <algorithm>
#include <charconv>

namespace slipswitch::service {

namespace {

using std::chrono::seconds;

constexpr std::size_t longestFile = 64;
constexpr seconds longest {24 * 3600}; ///< a file that says more was not written by us

std::filesystem::path fileIn(const std::filesystem::path &dataFolder)
{
    return dataFolder / "bodies-until";
}

std::string textOf(UtcTime time)
{
    return std::to_string(std::chrono::duration_cast<seconds>(time.time_since_epoch()).count());
}

config::SettingsStore::Change switchedOff(const std::filesystem::path &file)
{
    return [file](config::Settings &settings) -> Result<void> {
        settings.log.keepBodies = false;
        std::error_code gone;
        std::filesystem::remove(file, gone);
        return {};
    };
}

/// Empty: nobody set an end.
std::optional<UtcTime> endIn(const std::filesystem::path &file)
{
    const auto text = readFile(file, longestFile);
    if (!text)
        return {};
    std::int64_t count = 0;
    const auto *end = text->data() + text->size();
    if (std::from_chars(text->data(), end, count).ptr != end)
        count = 0; // unreadable: as if it were over
    return UtcTime(seconds(count));
}

} // namespace

BodyKeeping::BodyKeeping(
    SettingsEditor &editor, const Clock &clock, const std::filesystem::path &dataFolder, QObject *parent)
    : QObject(parent)
    , m_editor(editor)
    , m_clock(clock)
    , m_file(fileIn(dataFolder))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &BodyKeeping::end);
}

void BodyKeeping::keepFor(QObject *context, std::chrono::seconds time, SettingsEditor::Done done)
{
    const auto until = m_clock.utcNow() + time;
    m_wasKept = false; // it is not in force yet
    arm(until);
    m_editor.change(
        this,
        [file = m_file, until](config::Settings &settings) -> Result<void> {
            settings.log.keepBodies = true;
            return writeFileAtomically(file, textOf(until));
        },
        [this, context = QPointer<QObject>(context), done = std::move(done)](const Result<void> &written) {
            if (!written) {
                m_timer.stop();
                m_until.reset();
            }
            if (context)
                done(written);
        });
}

void BodyKeeping::arm(UtcTime until)
{
    m_until = until;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - m_clock.utcNow());
    m_timer.start(std::max(left, std::chrono::milliseconds(0)));
}

void BodyKeeping::take(bool kept)
{
    if (m_until && m_wasKept && !kept)
        end(); // somebody did it already; the file goes
    m_wasKept = kept;
}

void BodyKeeping::resume(std::optional<UtcTime> until)
{
    if (until && !m_until)
        arm(*until);
}

void BodyKeeping::end()
{
    m_timer.stop();
    m_until.reset();
    m_editor.change(this, switchedOff(m_file), [](const Result<void> &) { });
}

std::optional<UtcTime> BodyKeeping::beforeStart(
    const std::filesystem::path &settingsFile, const std::filesystem::path &dataFolder, UtcTime now)
{
    const auto file = fileIn(dataFolder);
    const auto until = endIn(file);
    if (!until || (*until > now && *until < now + longest))
        return until;
    // A file that can't be changed is told of when it is loaded.
    (void)config::SettingsStore(settingsFile).change(switchedOff(file));
    return {};
}

} // namespace slipswitch::service
