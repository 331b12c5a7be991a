#include "ui/overview/EndpointCard.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype toolsShown = 5;

QString titleOf(OverviewData::State state)
{
    switch (state) {
    case OverviewData::State::Starting:
        return EndpointCard::tr("Starting");
    case OverviewData::State::Routing:
        return EndpointCard::tr("Routing on");
    case OverviewData::State::Paused:
        return EndpointCard::tr("Paused on");
    case OverviewData::State::Stopped:
        return EndpointCard::tr("Stopped");
    case OverviewData::State::Failed:
        return EndpointCard::tr("Not routing");
    }
    return {};
}

Tone toneOf(OverviewData::State state)
{
    switch (state) {
    case OverviewData::State::Routing:
        return Tone::Ok;
    case OverviewData::State::Paused:
        return Tone::Warn;
    case OverviewData::State::Stopped:
    case OverviewData::State::Failed:
        return Tone::Bad;
    case OverviewData::State::Starting:
        break;
    }
    return Tone::Neutral;
}

} // namespace

EndpointCard::EndpointCard(QWidget *parent)
    : QWidget(parent)
    , m_dot(new StatusDot)
    , m_title(new Label({}, Type::Step))
    , m_address(new ElidedLabel({}, Type::MonoBody))
    , m_about(new ElidedLabel({}, Type::Small, Ink::Tertiary))
    , m_copy(new CopyButton(tr("Copy address")))
    , m_toolRow(new QHBoxLayout)
    , m_pause(makeButton({}))
    , m_connect(makeButton(tr("Connect a tool"), u"plus"_s, ButtonKind::Primary))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(17, 14, 16, 14);
    row->setSpacing(14);
    row->addWidget(m_dot);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *first = new QHBoxLayout;
    first->setSpacing(9);
    first->addWidget(m_title);
    first->addWidget(m_address);
    first->addWidget(m_copy);
    first->addStretch(1);
    words->addLayout(first);
    words->addWidget(m_about);
    row->addLayout(words, 1);
    m_toolRow->setSpacing(6);
    row->addLayout(m_toolRow);
    row->addWidget(m_pause);
    row->addWidget(m_connect);
    setFixedHeight(72);
    m_connect->hide();
    connect(m_copy, &CopyButton::copied, this, &EndpointCard::copied);
    connect(m_connect, &QPushButton::clicked, this, &EndpointCard::connectRequested);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_freePort > 0)
            Q_EMIT portChosen(m_freePort);
        else
            m_state == OverviewData::State::Routing ? Q_EMIT pauseRequested() : Q_EMIT startRequested();
    });
    showButton();
}

void EndpointCard::setCanConnect(bool can)
{
    m_canConnect = can;
    showButton();
}

void EndpointCard::setData(const OverviewData &overview)
{
    m_state = overview.state;
    m_freePort = m_state == OverviewData::State::Failed ? overview.freePort : 0;
    m_dot->setTone(toneOf(m_state));
    m_title->setText(titleOf(m_state));
    const bool listens = m_state == OverviewData::State::Routing || m_state == OverviewData::State::Paused;
    m_address->setVisible(listens);
    m_address->setText(overview.address);
    m_copy->setVisible(listens);
    m_copy->setContent(overview.address);
    m_about->setText(m_state == OverviewData::State::Failed ? overview.problem : overview.about);
    m_about->setInk(m_state == OverviewData::State::Failed ? Ink::Text : Ink::Tertiary);
    setAccessibleName(titleOf(m_state) + u' ' + overview.address);
    if (overview.tools != m_tools)
        showTools(overview.tools);
    showButton();
    update();
}

void EndpointCard::showButton()
{
    const bool routing = m_state == OverviewData::State::Routing;
    const bool stopped = m_state == OverviewData::State::Stopped || m_state == OverviewData::State::Failed;
    m_pause->setText(m_freePort > 0                  ? tr("Use %1").arg(m_freePort)
            : routing                                ? tr("Pause")
            : m_state == OverviewData::State::Paused ? tr("Resume")
                                                     : tr("Start"));
    m_pause->setIcon(icon(routing ? u"pause"_s : u"play"_s));
    m_pause->setEnabled(m_state != OverviewData::State::Starting);
    // One primary button: first it has to run.
    m_connect->setVisible(m_canConnect && !stopped);
    setButtonKind(*m_pause, stopped ? ButtonKind::Primary : ButtonKind::Secondary);
}

void EndpointCard::showTools(const QStringList &tools)
{
    m_tools = tools;
    while (auto *item = m_toolRow->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (tools.isEmpty())
        return;
    const auto count = tools.size() == 1 ? tr("1 tool") : tr("%1 tools").arg(tools.size());
    m_toolRow->addWidget(new Label(count, Type::Small, Ink::Tertiary));
    for (const auto &tool : tools.first(std::min(toolsShown, tools.size())))
        m_toolRow->addWidget(Badge::forTool(tool));
}

void EndpointCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const auto tone = toneOf(m_state);
    if (tone == Tone::Bad)
        paintRound(painter, rect(), 10, t.badSoft, mix(t.badSoft, t.bad, 0.35));
    else
        paintRound(painter, rect(), 10, t.surface, t.border);
}

} // namespace slipswitch::ui
