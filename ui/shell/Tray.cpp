#include "ui/shell/Tray.h"

#include "ui/shell/Names.h"
#include "ui/shell/TrayPanel.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Format.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Phase = service::GatewayState::Phase;

namespace {

constexpr auto quietFor = 10min;
constexpr std::array iconSizes {16, 20, 22, 24, 32, 44, 48, 64, 128};

QPixmap pictureOf(TrayLook look, int size)
{
    QPixmap picture(size, size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    const QRectF whole(0, 0, size, size);
    paintIcon(painter, whole, look == TrayLook::Hollow ? u"mark-hollow"_s : u"mark"_s, tokens().accent);
    if (look != TrayLook::Attention)
        return picture;
    const auto badge = size * 0.46;
    painter.setRenderHint(QPainter::Antialiasing);
    // A gap around the badge, so that it stands out on any panel.
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::black);
    painter.drawEllipse(
        QRectF(size - badge - size * 0.04, size - badge - size * 0.04, badge * 1.2, badge * 1.2));
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.setBrush(darkTokens().warn);
    painter.drawEllipse(
        QRectF(size - badge + size * 0.04, size - badge + size * 0.04, badge * 0.92, badge * 0.92));
    return picture;
}

} // namespace

QIcon trayIcon(TrayLook look)
{
    QIcon icon;
    for (const auto size : iconSizes)
        icon.addPixmap(pictureOf(look, size));
    return icon;
}

Tray::Tray(service::GatewayService &gateway, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
{
    makeMenu();
    m_resumeTimer.setSingleShot(true);
    connect(&m_resumeTimer, &QTimer::timeout, this, [this] { m_gateway.resume(); });
    connect(&gateway, &service::GatewayService::stateChanged, this, &Tray::showState);
    connect(&gateway, &service::GatewayService::settingsChanged, this, &Tray::showState);
    connect(&gateway.pulse(), &service::Pulse::changed, this, &Tray::showPulse);
    connect(&gateway.live(), &service::LiveUpdates::healthChanged, this, &Tray::showHealth);
    showPulse(gateway.pulse().last());
    showState();
}

Tray::~Tray() = default;

void Tray::hide()
{
    m_panel.reset();
    m_icon.reset();
}

void Tray::show()
{
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(&m_menu);
    connect(
        m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
            if (reason == QSystemTrayIcon::Trigger)
                glance();
            else if (reason == QSystemTrayIcon::DoubleClick)
                Q_EMIT openRequested();
        });
    connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &Tray::openRequested);
    showLook();
    m_icon->show();
}

/// The panel where the desktop tells where its icon is and lets windows stand there; else the window.
void Tray::glance()
{
    const auto place = m_icon->geometry();
    if (!place.isValid() || QGuiApplication::platformName() == u"wayland"_s)
        return Q_EMIT openRequested();
    if (!m_panel) {
        m_panel = std::make_unique<TrayPanel>(m_gateway);
        connect(m_panel.get(), &TrayPanel::openRequested, this, &Tray::openRequested);
        connect(m_panel.get(), &TrayPanel::copyRequested, this, &Tray::copyAddress);
    }
    m_panel->openAt(place);
}

/// Plain actions alone: menus travel over D-Bus, where widgets disappear.
void Tray::makeMenu()
{
    const auto note = [this](const QString &iconName, Ink ink) {
        auto *entry = m_menu.addAction(iconName.isEmpty() ? QIcon() : icon(iconName, ink), {});
        entry->setEnabled(false);
        return entry;
    };
    m_state = note({}, Ink::Secondary);
    m_spend = note(u"spend"_s, Ink::Secondary);
    m_standIn = note(u"fallback"_s, Ink::Warn);
    m_menu.addSeparator();
    m_menu.addAction(icon(u"overview"_s), tr("Open"), this, &Tray::openRequested);
    m_copy = m_menu.addAction(icon(u"copy"_s), tr("Copy address"), this, &Tray::copyAddress);
    m_menu.addSeparator();
    auto *pause = m_menu.addMenu(icon(u"pause"_s), tr("Pause routing"));
    m_pause = pause->menuAction();
    pause->addAction(tr("For 15 minutes"), this, [this] { pauseFor(15min); });
    pause->addAction(tr("For 1 hour"), this, [this] { pauseFor(1h); });
    pause->addAction(tr("Until I turn it on"), this, [this] { pauseFor(0min); });
    pause->addSeparator();
    pause->addAction(tr("Tools get a clear 503 while paused"))->setEnabled(false);
    m_resume = m_menu.addAction(icon(u"play"_s), {}, this, [this] {
        if (m_gateway.state().phase == Phase::Paused)
            m_gateway.resume();
        else
            m_gateway.restart();
    });
    m_bodies = m_menu.addAction(tr("Log request bodies"));
    m_bodies->setCheckable(true);
    connect(m_bodies, &QAction::triggered, this, &Tray::keepBodies);
    m_menu.addSeparator();
    m_settings = m_menu.addAction(icon(u"settings"_s), tr("Settings"), this, &Tray::settingsRequested);
    auto *quit = m_menu.addAction(icon(u"power"_s), tr("Quit"), this, &Tray::quitRequested);
    quit->setShortcut(Qt::CTRL | Qt::Key_Q);
    quit->setShortcutContext(Qt::WidgetShortcut); // shown only; the window has its own
}

QString Tray::stateText() const
{
    const auto &state = m_gateway.state();
    switch (state.phase) {
    case Phase::Starting:
        return tr("Starting");
    case Phase::Listening:
        return tr("Routing on, 127.0.0.1:%1").arg(state.port);
    case Phase::Paused:
        return m_pausedUntil.isValid()
            ? tr("Paused until %1").arg(QLocale().toString(m_pausedUntil.time(), QLocale::ShortFormat))
            : tr("Paused");
    case Phase::Failed:
        return tr("Not routing");
    case Phase::Stopped:
        break;
    }
    return tr("Stopped");
}

void Tray::showState()
{
    const auto &state = m_gateway.state();
    const bool paused = state.phase == Phase::Paused;
    if (!paused) {
        m_resumeTimer.stop();
        m_pausedUntil = {};
    }
    m_state->setText(stateText());
    m_state->setIcon(icon(state.phase == Phase::Listening ? u"check"_s
            : paused                                      ? u"pause"_s
            : state.phase == Phase::Starting              ? u"clock"_s
                                                          : u"alert"_s,
        state.phase == Phase::Listening ? Ink::Ok : Ink::Warn));
    m_copy->setEnabled(state.listens());
    m_pause->setVisible(state.phase == Phase::Listening);
    m_resume->setVisible(paused || state.phase == Phase::Failed || state.phase == Phase::Stopped);
    m_resume->setText(paused ? tr("Resume routing") : tr("Start routing"));
    m_bodies->setChecked(m_gateway.settings()->log.keepBodies);
    m_bodies->setEnabled(state.listens());
    showHealth(m_gateway.live().health());
}

void Tray::showPulse(const service::PulseSample &pulse)
{
    m_spend->setText(pulse.unpricedToday > 0
            ? tr("%1 today, %2 without a price").arg(sumText(pulse.costToday), countText(pulse.unpricedToday))
            : tr("%1 today").arg(sumText(pulse.costToday)));
}

void Tray::showHealth(const std::vector<service::ProviderHealth> &health)
{
    m_trouble = false;
    QString standIn;
    for (const auto &provider : health) {
        if (!provider.lastFailed)
            continue;
        m_trouble = true;
        const auto failing = providerTitle(m_gateway, provider.provider.toStdString());
        if (provider.standsIn.isEmpty()) {
            tellOnce(provider.provider.toStdString(), tr("%1 is failing").arg(failing),
                tr("No other provider answers for it."));
            continue;
        }
        const auto answers = providerTitle(m_gateway, provider.standsIn.toStdString());
        standIn = tr("%1 is failing, %2 answers").arg(failing, answers);
        tellOnce(provider.provider.toStdString(), tr("%1 is failing").arg(failing),
            tr("%1 answers. Nothing failed for your tools.").arg(answers));
    }
    m_standIn->setText(standIn);
    m_standIn->setVisible(!standIn.isEmpty());
    showLook();
}

/// At most one a cause in ten minutes, and only while the window doesn't tell it anyway.
void Tray::tellOnce(const std::string &provider, const QString &title, const QString &text)
{
    const auto now = std::chrono::steady_clock::now();
    const auto known = m_lastTold.find(provider);
    if (m_windowSeen || (known != m_lastTold.end() && now - known->second < quietFor))
        return;
    m_lastTold[provider] = now;
    if (m_icon)
        m_icon->showMessage(title, text, icon(u"mark"_s));
    Q_EMIT told(title, text);
}

void Tray::showLook()
{
    const auto phase = m_gateway.state().phase;
    m_look = phase == Phase::Paused           ? TrayLook::Hollow
        : m_trouble || phase == Phase::Failed ? TrayLook::Attention
                                              : TrayLook::Normal;
    if (!m_icon)
        return;
    m_icon->setIcon(trayIcon(m_look));
    m_icon->setToolTip(u"Slipswitch: "_s + stateText());
}

void Tray::pauseFor(std::chrono::minutes span)
{
    m_pausedUntil = {};
    m_resumeTimer.stop();
    m_gateway.pause();
    if (span == 0min)
        return;
    m_pausedUntil = QDateTime::currentDateTime().addSecs(std::chrono::seconds(span).count());
    m_resumeTimer.start(span);
    m_state->setText(stateText());
}

void Tray::copyAddress()
{
    QGuiApplication::clipboard()->setText(m_gateway.state().address);
    Q_EMIT addressCopied();
}

void Tray::keepBodies(bool keep)
{
    m_gateway.editor().change(
        this,
        [keep](config::Settings &settings) -> Result<void> {
            settings.log.keepBodies = keep;
            return {};
        },
        [this](const Result<void> &) { showState(); });
}

} // namespace slipswitch::ui
