#include "core/service/SettingsWatcher.h"

#include <QFileInfo>

#include <utility>

namespace slipswitch::service {

namespace {

/// Editors write in several steps; one reading after the last is enough.
constexpr std::chrono::milliseconds settleTime {100};

QString text(const std::filesystem::path &path)
{
    return QString::fromStdU16String(path.u16string());
}

} // namespace

SettingsWatcher::SettingsWatcher(
    std::filesystem::path settingsFile, config::SettingsPtr inForce, QObject *parent)
    : QObject(parent)
    , m_file(std::move(settingsFile))
    , m_inForce(std::move(inForce))
{
    m_reader.setMaxThreadCount(1);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleTime);
    connect(&m_settle, &QTimer::timeout, this, &SettingsWatcher::read);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &SettingsWatcher::touched);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &SettingsWatcher::touched);
    watch();
    // An edit may have come between the caller's reading and our watching.
    m_settle.start();
}

SettingsWatcher::~SettingsWatcher() = default;

void SettingsWatcher::check()
{
    m_settle.start(0);
    m_settle.setInterval(settleTime);
}

void SettingsWatcher::watch()
{
    // A file that is replaced falls out of the watch, and one that is not there can't be watched; its folder
    // tells of both.
    const auto file = text(m_file.path());
    if (!m_watcher.files().contains(file) && QFileInfo::exists(file))
        m_watcher.addPath(file);
    const auto folder = text(m_file.path().parent_path());
    if (!m_watcher.directories().contains(folder))
        m_watcher.addPath(folder);
}

void SettingsWatcher::touched()
{
    m_settle.start();
}

void SettingsWatcher::read()
{
    watch();
    m_reader.start([this, file = m_file] {
        auto settings = file.load();
        QMetaObject::invokeMethod(
            this, [this, settings = std::move(settings)] { take(settings); }, Qt::QueuedConnection);
    });
}

void SettingsWatcher::take(const Result<config::Settings> &settings)
{
    if (!settings) {
        m_refusing = true;
        Q_EMIT refused(settings.error());
        return;
    }
    if (!std::exchange(m_refusing, false) && m_inForce && *settings == *m_inForce)
        return;
    m_inForce = std::make_shared<const config::Settings>(*settings);
    Q_EMIT changed(m_inForce);
}

} // namespace slipswitch::service
