#include "ui/log/LogPage.h"

#include "ui/log/FilterField.h"
#include "ui/log/LogView.h"
#include "ui/log/TimeBars.h"
#include "ui/shell/TryLine.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Placeholders.h"

#include <QClipboard>
#include <QDateTime>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

// How the page is put together and what its parts tell it.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int footerHeight = 30, barHeight = 52;

/// As the filter's grammar takes it: local, to the minute.
QString filterTime(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000)
        .toString(u"yyyy-MM-ddTHH:mm"_s);
}

} // namespace

LogPage::LogPage(QWidget *parent)
    : Page(parent)
    , m_filter(new FilterField)
    , m_segments(new SegmentedControl(tr("Which requests"),
          {{tr("All"), {}}, {tr("Errors"), {}}, {tr("Rerouted"), {}}, {tr("Refused"), {}}, {tr("Left"), {}}}))
    , m_live(
          new SegmentedControl(tr("Whether new requests are shown"), {{tr("Live"), {}}, {tr("Paused"), {}}}))
    , m_columns(makeIconButton(u"columns"_s, tr("Columns"), ButtonKind::Secondary))
    , m_export(makeButton(tr("Export"), u"download"_s))
    , m_tools(new QWidget)
    , m_body(new QWidget)
    , m_left(new QWidget(m_body))
    , m_bars(new TimeBars)
    , m_view(new LogView(m_model))
    , m_panel(new DetailPanel(m_body))
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new Separator);
    whole->addWidget(makeBar());
    whole->addWidget(new Separator);
    whole->addWidget(m_body, 1);
    auto *column = new QVBoxLayout(m_left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bars);
    column->addWidget(makeMiddle(), 1);
    column->addWidget(new Separator);
    column->addWidget(makeFooter());
    auto *row = new QHBoxLayout(m_tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_live);
    row->addWidget(m_export);
    m_panel->hide();
    m_body->installEventFilter(this);
    connectView();
    colourDots();
    setState(State::Loading);
}

QWidget *LogPage::makeBar()
{
    auto *bar = new QWidget;
    bar->setFixedHeight(barHeight);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(12);
    row->addWidget(m_filter, 1);
    row->addWidget(m_segments);
    row->addWidget(m_columns);
    connect(m_filter, &FilterField::changed, this, &LogPage::filterChanged);
    connect(m_filter, &FilterField::left, this, [this] { m_view->setFocus(); });
    connect(m_segments, &SegmentedControl::currentChanged, this, &LogPage::filterChanged);
    connect(m_columns, &QPushButton::clicked, this, &LogPage::chooseColumns);
    return bar;
}

QWidget *LogPage::makeMiddle()
{
    m_middle = new QStackedWidget;
    auto *loading = new QWidget;
    auto *column = new QVBoxLayout(loading);
    column->setContentsMargins(16, 8, 16, 8);
    column->addWidget(new Skeleton(18));
    column->addStretch(1);
    auto *empty = new EmptyState(
        u"log"_s, tr("No requests yet"), tr("Send one from a connected tool, or try it from a terminal."));
    m_try = new TryLine;
    empty->add(m_try);
    m_noMatch = new EmptyState(u"filter"_s, tr("Nothing matches"), {});
    m_lessFilter = makeButton(tr("Remove the last filter"), u"cross"_s);
    m_noMatch->add(m_lessFilter);
    connect(m_lessFilter, &QPushButton::clicked, this, [this] {
        if (segment() != Segment::All)
            setSegment(Segment::All);
        else
            m_filter->removeWord(static_cast<int>(m_filter->words().size()) - 1);
    });
    m_problem = new FailedState(tr("The log can't be read"));
    connect(m_problem, &FailedState::retryRequested, this, &LogPage::retryRequested);
    for (QWidget *state : {loading, static_cast<QWidget *>(m_view), static_cast<QWidget *>(empty),
             static_cast<QWidget *>(m_noMatch), static_cast<QWidget *>(m_problem)})
        m_middle->addWidget(state);
    setAddress({});
    return m_middle;
}

QWidget *LogPage::makeFooter()
{
    auto *footer = new QWidget;
    footer->setFixedHeight(footerHeight);
    auto *row = new QHBoxLayout(footer);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(10);
    m_count = new ElidedLabel({}, Type::Small, Ink::Text);
    m_chosen = new Label(tr("1 selected"), Type::Small, Ink::Secondary);
    m_progress = new Label({}, Type::Small, Ink::Secondary);
    m_stop = makeButton(tr("Stop"), {}, ButtonKind::Ghost);
    setSmall(*m_stop);
    m_sums = new ElidedLabel({}, Type::Small, Ink::Text);
    m_sums->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_count);
    row->addWidget(m_chosen);
    row->addWidget(m_progress);
    row->addWidget(m_stop);
    row->addStretch(1);
    row->addWidget(m_sums);
    m_chosen->hide();
    m_progress->hide();
    m_stop->hide();
    connect(m_stop, &QPushButton::clicked, this,
        [this] { m_exporting.isEmpty() ? Q_EMIT searchStopped() : Q_EMIT exportCancelled(); });
    return footer;
}

void LogPage::connectView()
{
    connect(m_view, &LogView::chosen, this, [this](RequestId id) {
        m_chosen->show();
        Q_EMIT detailWanted(id);
    });
    connect(m_view, &LogView::released, this, &LogPage::closePanel);
    connect(m_view, &LogView::homeRequested, this, &LogPage::goHome);
    connect(m_view, &LogView::pauseToggled, this, [this] { setPaused(!isPaused()); });
    connect(m_view, &LogView::curlRequested, this, &LogPage::copyCurl);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        // What was counted is seen now.
        if (value == 0 && !isPaused() && m_view->newCount() > 0)
            goHome();
    });
    connect(m_panel, &DetailPanel::closed, this, [this] {
        m_view->select({});
        closePanel();
        m_view->setFocus();
    });
    connect(m_panel, &DetailPanel::curlRequested, this, &LogPage::copyCurl);
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] { m_panel->isHidden() ? void() : m_panel->find(); });
    connect(m_bars, &TimeBars::rangeChosen, this, [this](const ledger::TimeRange &range) {
        m_filter->replaceFields({u"since"_s, u"until"_s},
            {u"since:"_s + filterTime(range.from), u"until:"_s + filterTime(range.to)});
    });
    connect(m_live, &SegmentedControl::currentChanged, this, [this](int index) {
        if (index == 0)
            m_view->setNew(0);
        Q_EMIT pausedChanged(index == 1);
    });
    auto *menu = new QMenu(m_export);
    menu->addAction(tr("JSON Lines, one object a request…"), this,
        [this] { askForFile(service::ExportFormat::JsonLines); });
    menu->addAction(tr("CSV, for a spreadsheet…"), this, [this] { askForFile(service::ExportFormat::Csv); });
    connect(m_export, &QPushButton::clicked, menu,
        [this, menu] { menu->popup(m_export->mapToGlobal(QPoint(0, m_export->height() + 4))); });
}

} // namespace slipswitch::ui
