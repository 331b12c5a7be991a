#include "ui/shell/TrayPanel.h"

#include "ui/shell/Names.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Format.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Pill.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Phase = service::GatewayState::Phase;

namespace {

constexpr int panelWidth = 340, gapToIcon = 6;
constexpr std::size_t ratesKept = 40, providersShown = 6;

QString wordOf(Phase phase)
{
    switch (phase) {
    case Phase::Starting:
        return TrayPanel::tr("Starting");
    case Phase::Listening:
        return TrayPanel::tr("Routing on");
    case Phase::Paused:
        return TrayPanel::tr("Paused");
    case Phase::Failed:
        return TrayPanel::tr("Not routing");
    case Phase::Stopped:
        break;
    }
    return TrayPanel::tr("Stopped");
}

PillText pillOf(const service::ProviderHealth *health, bool standsIn, bool enabled)
{
    if (!enabled)
        return {TrayPanel::tr("Off"), {}, Tone::Neutral};
    if (health && health->lastFailed)
        return {TrayPanel::tr("Failing"), u"alert"_s, health->standsIn.isEmpty() ? Tone::Bad : Tone::Warn};
    if (standsIn)
        return {TrayPanel::tr("Taking over"), u"fallback"_s, Tone::Info};
    return health ? PillText {TrayPanel::tr("Healthy"), u"check"_s, Tone::Ok}
                  : PillText {TrayPanel::tr("Not asked lately"), {}, Tone::Neutral};
}

QVBoxLayout *figure(QHBoxLayout &row, const QString &title, Label *number)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(new Label(title, Type::SmallStrong, Ink::Secondary));
    column->addWidget(number);
    row.addLayout(column);
    return column;
}

} // namespace

TrayPanel::TrayPanel(service::GatewayService &gateway, QWidget *parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint)
    , m_gateway(gateway)
    , m_dot(new StatusDot)
    , m_state(new Label({}, Type::Step))
    , m_address(new Label({}, Type::Mono, Ink::Secondary))
    , m_spend(new Label({}, Type::Number))
    , m_rate(new Label({}, Type::Number))
    , m_routing(new Switch(tr("Routing")))
    , m_trend(new Sparkline)
    , m_providers(new QWidget)
    , m_copy(makeButton(tr("Copy address"), u"copy"_s))
{
    setAttribute(Qt::WA_TranslucentBackground);
    setFixedWidth(panelWidth);
    setAccessibleName(tr("Slipswitch at a glance"));
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(16, 14, 16, 14);
    whole->setSpacing(12);
    auto *head = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_state);
    words->addWidget(m_address);
    head->addWidget(m_dot);
    head->addSpacing(4);
    head->addLayout(words, 1);
    head->addWidget(m_routing);
    auto *figures = new QHBoxLayout;
    figures->setSpacing(28);
    figure(*figures, tr("Today"), m_spend);
    figure(*figures, tr("Per minute"), m_rate);
    figures->addStretch(1);
    figures->addWidget(m_trend);
    auto *open = makeButton(tr("Open"), {}, ButtonKind::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(open, 1);
    buttons->addWidget(m_copy, 1);
    whole->addLayout(head);
    whole->addWidget(new Separator);
    whole->addLayout(figures);
    whole->addWidget(new Separator);
    whole->addWidget(m_providers);
    whole->addWidget(new Separator);
    whole->addLayout(buttons);
    connect(open, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT openRequested();
    });
    connect(m_copy, &QPushButton::clicked, this, &TrayPanel::copyRequested);
    connect(m_routing, &QAbstractButton::clicked, this, &TrayPanel::switchRouting);
    connect(&gateway, &service::GatewayService::stateChanged, this, &TrayPanel::showState);
    connect(&gateway.pulse(), &service::Pulse::changed, this, &TrayPanel::showPulse);
    connect(&gateway.live(), &service::LiveUpdates::healthChanged, this, &TrayPanel::showHealth);
    showState();
    showPulse(gateway.pulse().last());
    showHealth(gateway.live().health());
}

void TrayPanel::openAt(const QRect &icon)
{
    showHealth(m_gateway.live().health());
    adjustSize();
    const auto *screen = QGuiApplication::screenAt(icon.center());
    const auto room = (screen ? screen : QGuiApplication::primaryScreen())->availableGeometry();
    const bool below = icon.center().y() < room.center().y();
    const int y = below ? icon.bottom() + gapToIcon : icon.top() - gapToIcon - height();
    move(std::clamp(icon.center().x() - width() / 2, room.left() + gapToIcon,
             std::max(room.left() + gapToIcon, room.right() - gapToIcon - width())),
        std::clamp(y, room.top(), std::max(room.top(), room.bottom() - height())));
    show();
}

void TrayPanel::showState()
{
    const auto &state = m_gateway.state();
    m_state->setText(wordOf(state.phase));
    m_address->setText(state.listens() ? u"127.0.0.1:%1"_s.arg(state.port) : QString());
    m_dot->setTone(state.phase == Phase::Listening ? Tone::Ok
            : state.phase == Phase::Paused         ? Tone::Warn
            : state.phase == Phase::Starting       ? Tone::Neutral
                                                   : Tone::Bad);
    m_routing->setChecked(state.phase == Phase::Listening);
    m_routing->setEnabled(state.phase != Phase::Starting);
    m_copy->setEnabled(state.listens());
}

void TrayPanel::showPulse(const service::PulseSample &pulse)
{
    m_spend->setText(sumText(pulse.costToday));
    m_rate->setText(countText(static_cast<std::int64_t>(pulse.requestsPerSecond * 60 + 0.5)));
    m_rates.push_back(pulse.requestsPerSecond);
    if (m_rates.size() > ratesKept)
        m_rates.erase(m_rates.begin());
    m_trend->setValues(m_rates);
}

void TrayPanel::showHealth(const std::vector<service::ProviderHealth> &health)
{
    qDeleteAll(m_providers->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    delete m_providers->layout();
    auto *column = new QVBoxLayout(m_providers);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    const auto &all = m_gateway.settings()->providers;
    for (std::size_t index = 0; index < std::min(all.size(), providersShown); ++index) {
        const auto &name = all[index].name;
        const auto called = [&](const auto &each) { return each.provider.toStdString() == name; };
        const auto known = std::find_if(health.begin(), health.end(), called);
        const bool standsIn = std::any_of(health.begin(), health.end(),
            [&](const auto &each) { return each.lastFailed && each.standsIn.toStdString() == name; });
        auto *row = new QHBoxLayout;
        row->setSpacing(10);
        row->addWidget(new Badge(providerKind(m_gateway, name), 22));
        row->addWidget(new ElidedLabel(providerTitle(m_gateway, name), Type::Body, Ink::Text), 1);
        row->addWidget(
            new Pill(pillOf(known == health.end() ? nullptr : &*known, standsIn, all[index].enabled)));
        column->addLayout(row);
    }
    m_providers->setVisible(!all.empty());
    if (isVisible())
        adjustSize();
}

void TrayPanel::switchRouting(bool on)
{
    if (!on)
        m_gateway.pause();
    else if (m_gateway.state().phase == Phase::Paused)
        m_gateway.resume();
    else
        m_gateway.restart();
}

void TrayPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRound(painter, rect(), 12, tokens().raised, tokens().borderStrong);
}

} // namespace slipswitch::ui
