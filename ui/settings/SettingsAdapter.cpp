#include "ui/settings/SettingsAdapter.h"

#include "core/base/Resources.h"
#include "ui/settings/ScalarWords.h"
#include "ui/settings/SettingsPage.h"
#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSysInfo>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto graceForRequests = 5s;
constexpr auto idleCheck = 50ms;

/// With the home that was given at the start, so that the same one opens at login.
QStringList commandOf(const config::Home &home)
{
    const auto image = qEnvironmentVariable("APPIMAGE");
    QStringList command {image.isEmpty() ? QCoreApplication::applicationFilePath() : image};
    if (home.configFolder() == home.dataFolder())
        command << u"--home"_s << QString::fromStdString(home.configFolder().string());
    return command;
}

} // namespace

SettingsAdapter::SettingsAdapter(
    service::GatewayService &gateway, Theme &theme, SettingsPage &page, const QString &autostart)
    : QObject(&page)
    , m_gateway(gateway)
    , m_theme(theme)
    , m_page(page)
    , m_login(autostart, commandOf(gateway.home()))
    , m_transfer(gateway.editor())
    , m_started(gateway.settings()->listen)
{
    m_data.canStartAtLogin = service::LoginStart::isPossible();
    m_data.version = QCoreApplication::applicationVersion();
    m_data.about = tr("Free software under the GPL, version 3 or later. Qt %1 on %2.")
                       .arg(QLatin1String(qVersion()), QSysInfo::prettyProductName());
    if (const auto licences = readResource("licences.txt"))
        m_data.licences = QString::fromStdString(*licences).trimmed();
    m_data.files = files();
    connectPage();
    m_restart.setInterval(idleCheck);
    connect(&m_restart, &QTimer::timeout, this, &SettingsAdapter::restartWhenIdle);
    connect(&theme, &Theme::chosen, this, &SettingsAdapter::push);
    connect(&gateway, &service::GatewayService::settingsChanged, this, &SettingsAdapter::takeSettings);
    connect(&gateway, &service::GatewayService::stateChanged, this, &SettingsAdapter::takeState);
    takeState();
    if (gateway.state().listens())
        takeSettings();
    else
        load();
}

void SettingsAdapter::connectPage()
{
    connect(&m_page, &SettingsPage::watched, this, &SettingsAdapter::watch);
    connect(&m_page, &SettingsPage::scalarChanged, this, &SettingsAdapter::change);
    connect(&m_page, &SettingsPage::themeChosen, this, &SettingsAdapter::chooseTheme);
    connect(&m_page, &SettingsPage::densityChosen, this, &SettingsAdapter::chooseDensity);
    connect(&m_page, &SettingsPage::loginChosen, this, &SettingsAdapter::chooseLogin);
    connect(&m_page, &SettingsPage::restartRequested, this, &SettingsAdapter::restart);
    connect(&m_page, &SettingsPage::retryRequested, this, &SettingsAdapter::load);
    connect(&m_page, &SettingsPage::exportRequested, this, &SettingsAdapter::exportTo);
    connect(&m_page, &SettingsPage::importRequested, this, &SettingsAdapter::importFrom);
}

void SettingsAdapter::watch(bool watched)
{
    if (!watched)
        return;
    const auto bytes = m_gateway.pulse().last().logBytes;
    m_data.logSize = bytes > 0 ? bytesText(bytes) : QString();
    m_login.look(this, [this](const service::LoginChoice &choice) {
        m_data.login = choice;
        push();
    });
    push();
}

void SettingsAdapter::takeSettings()
{
    m_data.settings = *m_gateway.settings();
    m_data.loaded = true;
    m_data.problem.clear();
    push();
}

/// What only counts when it begins to listen is noted then.
void SettingsAdapter::takeState()
{
    const auto port = m_gateway.state().listens() ? m_gateway.state().port : std::uint16_t {0};
    if (port != 0 && m_data.listening == 0)
        m_started = m_gateway.settings()->listen;
    m_data.listening = port;
    push();
}

void SettingsAdapter::load()
{
    m_gateway.editor().load(this, [this](const Result<config::Settings> &settings) {
        m_data.loaded = true;
        m_data.problem = settings ? QString() : QString::fromStdString(settings.error().detail);
        if (settings)
            m_data.settings = *settings;
        push();
    });
}

QString SettingsAdapter::restartReason() const
{
    if (m_data.listening == 0)
        return {};
    const auto &wanted = m_data.settings.listen;
    const auto flying = m_gateway.inFlight();
    const auto ends = flying == 0
        ? QString()
        : u' ' + tr("Requests under way (%1) get 5 seconds to finish.").arg(static_cast<qulonglong>(flying));
    if (wanted.port != m_started.port)
        return tr("It still listens on %1. After a restart it listens on %2, and tools need the new address.")
                   .arg(m_data.listening)
                   .arg(wanted.port == 0 ? tr("any free port") : QString::number(wanted.port))
            + ends;
    if (wanted.maxConnections != m_started.maxConnections || wanted.maxBodyBytes != m_started.maxBodyBytes)
        return tr("The new limits count from then on.") + ends;
    return {};
}

void SettingsAdapter::change(const QString &path, const config::Settings &wanted)
{
    for (const auto &scalar : config::scalars()) {
        if (pathOf(scalar) == path)
            write(scalar, wanted, m_data.settings);
    }
}

void SettingsAdapter::write(
    const config::Scalar &scalar, const config::Settings &wanted, const config::Settings &undo)
{
    m_gateway.editor().change(
        this,
        [&scalar, wanted](config::Settings &settings) -> Result<void> {
            copyScalar(scalar, settings, wanted);
            return {};
        },
        [this, &scalar, wanted, undo](const Result<void> &done) {
            if (!done) {
                push(); // what was typed is not in force
                return tellFailure(tr("%1 was not changed").arg(wordsOf(scalar).title), done.error());
            }
            if (!m_gateway.state().listens())
                load();
            tell(tr("%1: %2").arg(wordsOf(scalar).title, valueText(scalar, wanted)), {},
                [this, &scalar, wanted, undo] { write(scalar, undo, wanted); });
        });
}

void SettingsAdapter::chooseTheme(ThemeChoice theme)
{
    const auto before = m_theme.choice();
    m_theme.choose(theme);
    tell(tr("Theme changed"), {}, [this, before] { m_theme.choose(before); });
}

void SettingsAdapter::chooseDensity(Density density)
{
    const auto before = m_theme.density();
    m_theme.chooseDensity(density);
    tell(tr("Density changed"), {}, [this, before] { m_theme.chooseDensity(before); });
}

void SettingsAdapter::chooseLogin(const service::LoginChoice &choice)
{
    m_login.choose(this, choice, [this, choice, before = m_data.login](const Result<void> &done) {
        if (!done) {
            push();
            return tellFailure(tr("The start at login was not changed"), done.error());
        }
        m_data.login = choice;
        push();
        const auto what = !choice.starts ? tr("Doesn't start at login")
            : choice.hidden              ? tr("Starts at login without a window")
                                         : tr("Starts at login");
        tell(what, choice.starts ? m_login.file() : QString(), [this, before] { chooseLogin(before); });
    });
}

/// Stopping waits for what is under way, which the Qt thread must not: so first nothing new is let in, and
/// it is stopped once all is done or time is up.
void SettingsAdapter::restart()
{
    if (m_restart.isActive())
        return;
    m_gateway.pause();
    m_restartBy = std::chrono::steady_clock::now() + graceForRequests;
    m_restart.start();
}

void SettingsAdapter::restartWhenIdle()
{
    if (m_gateway.inFlight() > 0 && std::chrono::steady_clock::now() < m_restartBy)
        return;
    m_restart.stop();
    m_gateway.restart();
}

void SettingsAdapter::exportTo(const QString &file)
{
    m_transfer.exportTo(this, file.toStdString(), [this, file](const Result<void> &done) {
        if (!done)
            return tellFailure(tr("The settings were not exported"), done.error());
        tell(tr("Settings exported"), file);
    });
}

void SettingsAdapter::importFrom(const QString &file)
{
    m_transfer.importFrom(this, file.toStdString(), [this](const Result<config::Settings> &before) {
        if (!before)
            return tellFailure(tr("Nothing was imported"), before.error());
        if (!m_gateway.state().listens())
            load();
        tell(tr("Settings imported"), tr("Access keys are the ones of this computer."),
            [this, before = *before] {
                m_transfer.putBack(this, before, [this](const Result<void> &done) {
                    if (!done)
                        return tellFailure(tr("The old settings were not put back"), done.error());
                    if (!m_gateway.state().listens())
                        load();
                });
            });
    });
}

void SettingsAdapter::tell(const QString &title, const QString &text, std::function<void()> undo)
{
    const auto action = undo ? tr("Undo") : QString();
    Q_EMIT m_page.toastRequested({title, text, Tone::Ok, action, std::move(undo)});
}

void SettingsAdapter::tellFailure(const QString &what, const Error &error)
{
    Q_EMIT m_page.toastRequested({what, QString::fromStdString(error.detail), Tone::Bad, {}, {}});
}

void SettingsAdapter::push()
{
    m_data.theme = m_theme.choice();
    m_data.density = m_theme.density();
    m_data.restartReason = restartReason();
    m_page.setData(m_data);
}

std::vector<SettingsData::File> SettingsAdapter::files() const
{
    const auto &home = m_gateway.home();
    const auto path = [](const std::filesystem::path &file) { return QString::fromStdString(file.string()); };
    return {{tr("Settings"), path(home.settingsFile())}, {tr("Log"), path(home.ledgerFile())},
        {tr("Vault"), path(home.vaultFile())}};
}

} // namespace slipswitch::ui
