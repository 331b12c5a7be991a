#include "ui/shell/StatusFeed.h"

#include "ui/shell/MainWindow.h"
#include "ui/shell/Names.h"
#include "ui/widgets/Format.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

using Phase = service::GatewayState::Phase;

constexpr std::chrono::seconds latencyAfter {2};
constexpr std::size_t latencyRows = 200;

std::pair<QString, Tone> wordOf(Phase phase)
{
    switch (phase) {
    case Phase::Starting:
        return {StatusFeed::tr("Starting"), Tone::Neutral};
    case Phase::Listening:
        return {StatusFeed::tr("Routing"), Tone::Ok};
    case Phase::Paused:
        return {StatusFeed::tr("Paused"), Tone::Warn};
    case Phase::Failed:
        return {StatusFeed::tr("Not routing"), Tone::Bad};
    case Phase::Stopped:
        break;
    }
    return {StatusFeed::tr("Stopped"), Tone::Bad};
}

} // namespace

StatusFeed::StatusFeed(service::GatewayService &gateway, MainWindow &window)
    : QObject(nullptr)
    , m_gateway(gateway)
    , m_window(window)
{
    connect(&gateway, &service::GatewayService::stateChanged, this, &StatusFeed::showState);
    connect(&gateway, &service::GatewayService::notice, &window, &MainWindow::addNotice);
    connect(&gateway.pulse(), &service::Pulse::changed, this, &StatusFeed::showPulse);
    connect(&gateway.live(), &service::LiveUpdates::healthChanged, this, &StatusFeed::showHealth);
    m_latencySoon.setSingleShot(true);
    m_latencySoon.setInterval(latencyAfter);
    connect(&m_latencySoon, &QTimer::timeout, this, &StatusFeed::askForLatency);
    connect(&window, &MainWindow::seen, this, [this](bool seen) { seen ? m_latencySoon.start() : void(); });
    showState();
}

void StatusFeed::showState()
{
    const auto &state = m_gateway.state();
    std::tie(m_status.state, m_status.stateTone) = wordOf(state.phase);
    m_status.address = state.listens() ? u"127.0.0.1:%1"_s.arg(state.port) : QString();
    push();
}

void StatusFeed::showPulse(const service::PulseSample &pulse)
{
    const auto perMinute = static_cast<std::int64_t>(pulse.requestsPerSecond * 60 + 0.5);
    m_status.rate = tr("%1 req/min").arg(countText(perMinute));
    m_status.inFlight = tr("%1 in flight").arg(countText(static_cast<std::int64_t>(pulse.inFlight)));
    m_status.spend = tr("%1 today").arg(sumText(pulse.costToday));
    if (pulse.requestsToday != m_requestsSeen && !m_latencySoon.isActive()) {
        m_requestsSeen = pulse.requestsToday;
        m_latencySoon.start();
    }
    m_status.logTrouble = !pulse.logProblem.isEmpty();
    const auto limit = m_gateway.settings()->log.maxBytes;
    m_status.log = m_status.logTrouble ? tr("Log not written")
        : limit > 0                    ? tr("Log %1 of %2").arg(bytesText(pulse.logBytes), bytesText(limit))
                                       : tr("Log %1").arg(bytesText(pulse.logBytes));
    m_window.setBadge(u"log"_s, perMinute > 0 ? tr("%1/min").arg(countText(perMinute)) : QString());
    m_window.setBadge(u"spend"_s, pulse.costToday.picodollars() > 0 ? sumText(pulse.costToday) : QString());
    push();
}

/// The median of the newest answers; nobody asks while nobody looks.
void StatusFeed::askForLatency()
{
    if (!m_window.isVisible() || m_window.isMinimized() || !m_gateway.state().listens())
        return;
    m_gateway.queries().cancel(m_latency);
    m_latency = m_gateway.queries().page(this, {}, {}, latencyRows, [this](Result<ledger::LogPage> page) {
        std::vector<domain::Micros> times;
        for (std::size_t row = 0; page && row < page->rows.size(); ++row) {
            const auto &exchange = page->rows[row].exchange;
            if (exchange.outcome == domain::Outcome::Succeeded && exchange.endedAfter)
                times.push_back(*exchange.endedAfter);
        }
        const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        m_status.latency = times.empty() ? QString() : tr("p50 %1").arg(durationText(*middle));
        push();
    });
}

QString standInText(const QString &failing, const QString &answers, UtcTime lastFailure)
{
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(lastFailure.time_since_epoch());
    return StatusFeed::tr("%1 failed at %2, %3 answers")
        .arg(failing, QDateTime::fromMSecsSinceEpoch(since.count()).toString(u"HH:mm"_s), answers);
}

/// The most recent one that others stand in for.
void StatusFeed::showHealth(const std::vector<service::ProviderHealth> &health)
{
    const service::ProviderHealth *worst = nullptr;
    for (const auto &provider : health) {
        if (provider.lastFailed && !provider.standsIn.isEmpty()
            && (!worst || worst->lastFailure < provider.lastFailure))
            worst = &provider;
    }
    m_status.standIn = worst
        ? standInText(providerTitle(m_gateway, worst->provider.toStdString()),
              providerTitle(m_gateway, worst->standsIn.toStdString()), worst->lastFailure)
        : QString();
    push();
}

void StatusFeed::push()
{
    m_window.setStatus(m_status);
}

} // namespace slipswitch::ui
