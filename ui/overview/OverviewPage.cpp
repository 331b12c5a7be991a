#include "ui/overview/OverviewPage.h"

#include "ui/overview/EndpointCard.h"
#include "ui/overview/OverviewLists.h"
#include "ui/shell/TryLine.h"
#include "ui/theme/Lines.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"
#include "ui/widgets/Placeholders.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int cardGap = 14;

std::vector<QColor> chartColors(const Tokens &t)
{
    return {t.dark ? t.accentText : t.accent, reroutedColor(t), t.bad};
}

QString rangeWord(OverviewData::Range range)
{
    switch (range) {
    case OverviewData::Range::Today:
        return OverviewPage::tr("today");
    case OverviewData::Range::Week:
        return OverviewPage::tr("in 7 days");
    case OverviewData::Range::Month:
        return OverviewPage::tr("in 30 days");
    }
    return {};
}

} // namespace

OverviewPage::OverviewPage(QWidget *parent)
    : Page(parent)
    , m_endpoint(new EndpointCard)
    , m_ranges(new SegmentedControl(tr("Time"), {{tr("Today"), {}}, {tr("7 d"), {}}, {tr("30 d"), {}}}))
    , m_middle(new QStackedWidget)
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    whole->addWidget(scroll);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(24, 4, 24, 20);
    column->setSpacing(cardGap);
    column->addWidget(m_endpoint);
    column->addWidget(makeBanners());
    auto *row = new QHBoxLayout;
    row->setSpacing(cardGap);
    for (std::size_t index = 0; index < m_tiles.size(); ++index) {
        m_tiles[index] = new StatTile({}, index == 3 ? Tone::Ok : Tone::Accent);
        row->addWidget(m_tiles[index], 1);
    }
    column->addLayout(row);
    auto *loading = new Card;
    loading->body()->addWidget(new Skeleton(9));
    loading->body()->addStretch(1);
    m_loading = loading;
    m_empty = makeEmpty();
    m_figures = makeFigures();
    m_failed = makeFailed();
    for (auto *state : {m_loading, m_empty, m_figures, m_failed})
        m_middle->addWidget(state);
    column->addWidget(m_middle, 1);
    scroll->setWidget(content);

    connect(m_ranges, &SegmentedControl::currentChanged, this, [this](int index) {
        m_range = static_cast<OverviewData::Range>(index);
        showTitles();
        Q_EMIT rangeChosen();
    });
    connect(m_endpoint, &EndpointCard::pauseRequested, this, &OverviewPage::pauseRequested);
    connect(m_endpoint, &EndpointCard::startRequested, this, &OverviewPage::startRequested);
    connect(m_endpoint, &EndpointCard::portChosen, this, &OverviewPage::portChosen);
    connect(m_endpoint, &EndpointCard::connectRequested, this,
        [this] { Q_EMIT openRequested(u"connect"_s, {}); });
    showTitles();
}

QWidget *OverviewPage::makeBanners()
{
    m_banners = new QWidget;
    auto *column = new QVBoxLayout(m_banners);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_locked = new Banner(Tone::Warn, u"lock"_s, {});
    m_locked->setObjectName(u"locked"_s);
    connect(m_locked->action(tr("Unlock")), &QPushButton::clicked, this,
        [this] { Q_EMIT openRequested(u"providers"_s, m_lockedProvider); });
    m_trouble = new Banner(Tone::Bad, u"alert"_s, {});
    m_trouble->setObjectName(u"trouble"_s);
    connect(m_trouble->action(tr("Try again")), &QPushButton::clicked, this, &OverviewPage::retryRequested);
    column->addWidget(m_locked);
    column->addWidget(m_trouble);
    return m_banners;
}

void OverviewPage::showBanners(const OverviewData &overview)
{
    m_lockedProvider = overview.lockedProvider;
    m_locked->setVisible(!overview.locked.isEmpty());
    m_locked->setText(tr("The key of %1 is locked.").arg(overview.locked),
        tr("No request can be sent with it before it is unlocked."));
    // Beside figures that are shown it is said above them, else in their place.
    const bool stale = overview.loaded && !overview.trouble.isEmpty();
    m_trouble->setVisible(stale);
    m_trouble->setText(tr("The figures can't be read anew."), overview.trouble);
    m_problem->setText(tr("The figures can't be read"),
        tr("%1\nTools get their answers all the same; only what this page tells is missing.")
            .arg(overview.trouble));
    m_banners->setVisible(!overview.locked.isEmpty() || stale);
}

QWidget *OverviewPage::makeFigures()
{
    auto *figures = new QWidget;
    auto *column = new QVBoxLayout(figures);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    auto *row = new QHBoxLayout;
    row->setSpacing(cardGap);
    auto *chart = new Card(tr("Requests per minute"), tr("last 60 minutes"));
    chart->addToHeader(
        new Legend({tr("Answered"), tr("After retry or fallback"), tr("Failed")}, chartColors));
    m_chart = new AreaChart(tr("Requests per minute"), chartColors);
    chart->body()->addWidget(m_chart);
    chart->setMinimumHeight(240);
    row->addWidget(chart, 62);
    auto *health = new Card(tr("Provider health"), tr("last 60 min"));
    m_health = new HealthList;
    health->body()->addWidget(m_health, 1);
    health->body()->addStretch(0);
    row->addWidget(health, 38);
    column->addLayout(row, 1);

    auto *problems = new Card(tr("Recent problems"));
    auto *open = makeButton(tr("Open in log"), {}, ButtonKind::Ghost);
    setSmall(*open);
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(u"log"_s, u"errors"_s); });
    m_openLog = open;
    problems->addToHeader(open);
    m_problems = new ProblemList;
    connect(m_problems, &ProblemList::opened, this,
        [this](const QString &id) { Q_EMIT openRequested(u"log"_s, u"request:"_s + id); });
    m_noProblems = new Label(tr("None in the last 24 hours."), Type::Small, Ink::Tertiary);
    problems->body()->addWidget(m_noProblems);
    problems->body()->addWidget(m_problems);
    column->addWidget(problems);
    return figures;
}

QWidget *OverviewPage::makeEmpty()
{
    auto *card = new Card;
    m_emptyState = new EmptyState(
        u"log"_s, tr("No requests yet"), tr("Point a tool at this address, or try it from a terminal."));
    m_try = new TryLine;
    m_emptyState->add(m_try);
    card->body()->addWidget(m_emptyState);
    return card;
}

QWidget *OverviewPage::makeFailed()
{
    auto *card = new Card;
    m_problem = new FailedState(tr("The figures can't be read"));
    connect(m_problem, &FailedState::retryRequested, this, &OverviewPage::retryRequested);
    card->body()->addWidget(m_problem);
    return card;
}

QWidget *OverviewPage::tools()
{
    return m_ranges;
}

void OverviewPage::activated(const QString &)
{
    Q_EMIT watched(true);
}

void OverviewPage::deactivated()
{
    Q_EMIT watched(false);
}

void OverviewPage::setLinks(bool canConnect, bool canOpenLog)
{
    m_endpoint->setCanConnect(canConnect);
    m_openLog->setVisible(canOpenLog);
}

void OverviewPage::showTitles()
{
    const auto word = rangeWord(m_range);
    m_tiles[0]->setTitle(tr("Spend %1").arg(word));
    m_tiles[1]->setTitle(tr("Requests %1").arg(word));
    m_tiles[2]->setTitle(tr("Median latency %1").arg(word));
    m_tiles[3]->setTitle(tr("Tokens %1").arg(word));
}

void OverviewPage::setData(const OverviewData &overview)
{
    m_state = overview.state;
    m_address = overview.address;
    m_endpoint->setData(overview);
    showBanners(overview);
    for (std::size_t index = 0; index < m_tiles.size(); ++index)
        m_tiles[index]->setStat(overview.stats[index]);
    for (auto *tile : m_tiles)
        tile->setVisible(overview.loaded || overview.trouble.isEmpty());
    auto *waiting = overview.trouble.isEmpty() ? m_loading : m_failed;
    m_middle->setCurrentWidget(!overview.loaded ? waiting : overview.everUsed ? m_figures : m_empty);
    m_try->setReady(!overview.address.isEmpty());
    m_chart->setData(overview.perMinute);
    m_health->setRows(overview.providers);
    m_problems->setRows(overview.problems);
    m_problems->setVisible(!overview.problems.empty());
    m_noProblems->setVisible(overview.problems.empty());
}

std::vector<Command> OverviewPage::commands()
{
    std::vector<Command> list;
    if (m_state == OverviewData::State::Routing)
        list.push_back({tr("Pause routing"), tr("tools get a clear 503"), u"pause"_s, {},
            [this] { Q_EMIT pauseRequested(); }});
    else if (m_state != OverviewData::State::Starting)
        list.push_back({tr("Start routing"), {}, u"play"_s, {}, [this] { Q_EMIT startRequested(); }});
    return list;
}

} // namespace slipswitch::ui
