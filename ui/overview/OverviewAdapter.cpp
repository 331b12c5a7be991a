#include "ui/overview/OverviewAdapter.h"

#include "ui/overview/OverviewPage.h"
#include "ui/overview/OverviewRows.h"
#include "ui/shell/Names.h"
#include "ui/shell/TryLine.h"
#include "ui/widgets/Format.h"

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto refreshEvery = 5s;

OverviewData::State stateOf(service::GatewayState::Phase phase)
{
    using Phase = service::GatewayState::Phase;
    switch (phase) {
    case Phase::Starting:
        return OverviewData::State::Starting;
    case Phase::Listening:
        return OverviewData::State::Routing;
    case Phase::Paused:
        return OverviewData::State::Paused;
    case Phase::Failed:
        return OverviewData::State::Failed;
    case Phase::Stopped:
        break;
    }
    return OverviewData::State::Stopped;
}

} // namespace

OverviewAdapter::OverviewAdapter(service::GatewayService &gateway, OverviewPage &page)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
{
    m_overview.about = tr("Speaks OpenAI Chat and Responses, Anthropic, Gemini, Ollama. This computer only.");
    m_refresh.setInterval(refreshEvery);
    m_pushSoon.setSingleShot(true);
    m_pushSoon.setInterval(50ms);
    connect(&m_refresh, &QTimer::timeout, this, &OverviewAdapter::ask);
    connect(&m_pushSoon, &QTimer::timeout, this, [this] { m_page.setData(m_overview); });
    connect(&page, &OverviewPage::watched, this, &OverviewAdapter::watch);
    connect(&page, &OverviewPage::rangeChosen, this, [this] {
        m_usual.reset();
        askForRange();
    });
    connect(&page, &OverviewPage::pauseRequested, this, [this] { m_gateway.pause(); });
    connect(&page, &OverviewPage::startRequested, this, [this] {
        if (m_gateway.state().phase == service::GatewayState::Phase::Paused)
            m_gateway.resume();
        else
            m_gateway.restart();
    });
    connect(&page, &OverviewPage::portChosen, &gateway, &service::GatewayService::restartOn);
    connect(&page, &OverviewPage::retryRequested, this, &OverviewAdapter::ask);
    connect(&gateway, &service::GatewayService::stateChanged, this, &OverviewAdapter::takeState);
    connect(&gateway, &service::GatewayService::lockedChanged, this, &OverviewAdapter::takeLocked);
    connect(&gateway, &service::GatewayService::settingsChanged, this, [this] {
        takeLocked();
        listProviders();
    });
    serveTryLine(gateway, *page.tryLine(), [this](const Error &error) {
        Q_EMIT m_page.toastRequested(
            {tr("A key could not be made"), QString::fromStdString(error.detail), Tone::Bad, {}, {}});
    });
    takeState();
    m_page.setData(m_overview);
}

void OverviewAdapter::watch(bool watched)
{
    if (!watched) {
        m_refresh.stop();
        disconnect(&m_gateway.pulse(), nullptr, this, nullptr);
        disconnect(&m_gateway.live(), nullptr, this, nullptr);
        return;
    }
    connect(&m_gateway.live(), &service::LiveUpdates::healthChanged, this, &OverviewAdapter::listProviders,
        Qt::UniqueConnection);
    connect(&m_gateway.pulse(), &service::Pulse::changed, this, &OverviewAdapter::takePulse,
        Qt::UniqueConnection);
    m_refresh.start();
    ask();
}

void OverviewAdapter::takeState()
{
    const auto &state = m_gateway.state();
    const bool began = stateOf(state.phase) == OverviewData::State::Routing
        && m_overview.state != OverviewData::State::Routing;
    m_overview.state = stateOf(state.phase);
    m_overview.address = state.address;
    m_overview.problem = state.problem;
    m_overview.freePort = state.freePort;
    takeLocked();
    if (began && m_refresh.isActive())
        ask();
}

void OverviewAdapter::takePulse(const service::PulseSample &pulse)
{
    if (m_page.range() != OverviewData::Range::Today)
        return;
    auto &spend = m_overview.stats[0];
    spend.number = sumText(pulse.costToday);
    m_overview.stats[1].number = countText(pulse.requestsToday);
    push();
}

void OverviewAdapter::push()
{
    if (!m_pushSoon.isActive())
        m_pushSoon.start();
}

void OverviewAdapter::takeLocked()
{
    const auto names = m_gateway.lockedProviders();
    QStringList titles;
    for (const auto &name : names)
        titles << providerTitle(m_gateway, name);
    m_overview.locked = titles.join(u", "_s);
    m_overview.lockedProvider = names.empty() ? QString() : QString::fromStdString(names.front());
    push();
}

/// In the order of the settings; then those that were asked but are not there any more.
void OverviewAdapter::listProviders()
{
    auto hour = m_hour;
    const auto add = [this](const std::string &name, OverviewData::ProviderRow row) {
        row.kind = providerKind(m_gateway, name);
        row.name = providerTitle(m_gateway, name);
        for (const auto &health : m_gateway.live().health()) {
            if (health.provider.toStdString() == name)
                takeLive(row, health);
        }
        m_overview.providers.push_back(std::move(row));
    };
    m_overview.providers.clear();
    for (const auto &provider : m_gateway.settings()->providers) {
        const auto known = hour.extract(provider.name);
        add(provider.name, known.empty() || !provider.enabled ? idleRow(provider.enabled) : known.mapped());
    }
    for (const auto &[name, row] : hour)
        add(name, row);
    push();
}

} // namespace slipswitch::ui
