#include "ui/spend/SpendPage.h"

#include "ui/spend/SpendChart.h"
#include "ui/spend/SpendExport.h"
#include "ui/spend/SpendSummary.h"
#include "ui/spend/SpendTable.h"
#include "ui/theme/Icons.h"
#include "ui/widgets/AreaChart.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Placeholders.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>

#include <array>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Unit = SpendPeriod::Unit;

namespace {

constexpr int cardGap = 14, pictureScale = 2;
constexpr std::array units {Unit::Day, Unit::Week, Unit::Month, Unit::Year};

QPushButton *toolButton(const QString &iconName, const QString &says, bool checkable)
{
    auto *button = makeIconButton(iconName, says);
    setSmall(*button);
    button->setCheckable(checkable);
    return button;
}

} // namespace

SpendPage::SpendPage(QWidget *parent)
    : Page(parent)
    , m_period(Unit::Month, QDate::currentDate())
{
    m_tools = makeTools();
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(24, 4, 24, 20);
    m_states = new QStackedWidget;
    whole->addWidget(m_states);
    auto *loading = new Card;
    loading->body()->addWidget(new Skeleton(12));
    loading->body()->addStretch(1);
    m_loading = loading;
    m_failed = makeFailed();
    m_empty = makeEmpty();
    m_full = makeFull();
    for (auto *state : {m_loading, m_failed, m_empty, m_full})
        m_states->addWidget(state);
    showPeriod();
}

QWidget *SpendPage::makeTools()
{
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_split = new SegmentedControl(
        tr("Split by"), {{tr("Provider"), {}}, {tr("Model"), {}}, {tr("Tool"), {}}, {tr("Key"), {}}});
    m_periods = makeButton({});
    m_periods->setMenu(new QMenu(m_periods));
    m_export = makeButton(tr("Export"), u"download"_s);
    auto *formats = new QMenu(m_export);
    formats->addAction(icon(u"table"_s), tr("Numbers as CSV…"), this, [this] { askForFile(u"csv"_s); });
    formats->addAction(icon(u"image"_s), tr("Chart as PNG…"), this, [this] { askForFile(u"png"_s); });
    m_export->setMenu(formats);
    for (auto *widget : std::initializer_list<QWidget *> {m_split, m_periods, m_export})
        row->addWidget(widget);
    connect(m_split, &SegmentedControl::currentChanged, this, [this](int index) {
        m_by = static_cast<SpendBy>(index);
        Q_EMIT chosen();
    });
    connect(m_periods->menu(), &QMenu::aboutToShow, this, &SpendPage::fillPeriods);
    return tools;
}

/// Today, yesterday, this week, last week…
void SpendPage::fillPeriods()
{
    auto *menu = m_periods->menu();
    menu->clear();
    const auto today = QDate::currentDate();
    for (const auto unit : units) {
        if (unit != units.front())
            menu->addSeparator();
        const SpendPeriod current(unit, today);
        for (const auto &period : {current, current.before()}) {
            auto *entry = menu->addAction(period.name(today), this, [this, period] { setPeriod(period); });
            entry->setCheckable(true);
            entry->setChecked(period == m_period);
        }
    }
}

QWidget *SpendPage::makeChartCard()
{
    m_card = new Card(u" "_s, u" "_s);
    m_card->holdNote();
    m_legend = new Legend;
    m_back = toolButton(u"chevron-left"_s, tr("The period before (Alt+Left)"), false);
    m_forward = toolButton(u"chevron-right"_s, tr("The period after (Alt+Right)"), false);
    m_compare = toolButton(u"layers"_s, tr("Compare with the period before"), true);
    m_asTable = toolButton(u"table"_s, tr("Show as table"), true);
    m_card->addToHeader(m_legend);
    for (auto *button : {m_compare, m_asTable, m_back, m_forward})
        m_card->addToHeader(button);
    connect(m_back, &QPushButton::clicked, this, [this] { setPeriod(m_period.before()); });
    connect(m_forward, &QPushButton::clicked, this, [this] { setPeriod(m_period.after()); });
    connect(m_compare, &QPushButton::toggled, this, &SpendPage::setComparing);
    connect(m_asTable, &QPushButton::toggled, this, &SpendPage::setShowingTable);

    m_chart = new SpendChart;
    m_numbers = new QTableView;
    dressTable(*m_numbers);
    m_numbers->setAccessibleName(tr("The chart in numbers"));
    m_numbers->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_columns = new SpendColumnsModel(m_numbers);
    m_numbers->setModel(m_columns);
    m_views = new QStackedWidget;
    m_views->addWidget(m_chart);
    m_views->addWidget(m_numbers);
    m_card->body()->addWidget(m_views);
    return m_card;
}

QWidget *SpendPage::makeFull()
{
    auto *full = new QWidget;
    auto *column = new QVBoxLayout(full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    auto *row = new QHBoxLayout;
    row->setSpacing(cardGap);
    m_summary = new SpendSummary;
    row->addWidget(makeChartCard(), 1);
    row->addWidget(m_summary);
    column->addLayout(row, 1);
    auto *rows = new Card;
    rows->layout()->setContentsMargins(8, 1, 8, 4);
    m_table = new SpendTable;
    rows->body()->addWidget(m_table);
    rows->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    column->addWidget(rows);
    connect(m_table, &SpendTable::opened, this, [this](const QString &filter) {
        if (!filter.isEmpty())
            Q_EMIT openRequested(u"log"_s, filter);
    });
    return full;
}

QWidget *SpendPage::makeEmpty()
{
    auto *card = new Card;
    m_emptyState = new EmptyState(u"spend"_s, tr("No requests"), {});
    m_emptyState->setObjectName(u"empty"_s);
    auto *back = makeButton(tr("Look at the period before"));
    connect(back, &QPushButton::clicked, this, [this] { setPeriod(m_period.before()); });
    m_emptyState->add(back);
    card->body()->addWidget(m_emptyState);
    return card;
}

QWidget *SpendPage::makeFailed()
{
    auto *card = new Card;
    m_problem = new FailedState(tr("The costs can't be added up"));
    connect(m_problem, &FailedState::retryRequested, this, &SpendPage::tryAgain);
    card->body()->addWidget(m_problem);
    return card;
}

void SpendPage::setLoading()
{
    m_states->setCurrentWidget(m_loading);
}

void SpendPage::setData(const SpendData &spend)
{
    m_data = spend;
    m_export->setEnabled(spend.state == SpendData::State::Full);
    switch (spend.state) {
    case SpendData::State::Loading:
        return setLoading();
    case SpendData::State::Failed:
        m_problem->setText(tr("The costs can't be added up"),
            tr("%1\nTools get their answers all the same; only these figures are missing.")
                .arg(spend.problem));
        return m_states->setCurrentWidget(m_failed);
    case SpendData::State::Empty:
        m_emptyState->setText(tr("No requests, %1").arg(spend.title),
            tr("Nothing was spent in that time. Costs appear here with the first request, by provider, "
               "model, "
               "tool and key."));
        return m_states->setCurrentWidget(m_empty);
    case SpendData::State::Full:
        break;
    }
    m_card->setTitle(spend.title);
    m_card->setNote(spend.step);
    m_chart->setData(spend);
    m_columns->setData(spend);
    m_summary->setData(spend);
    m_table->setData(spend);
    showLegend();
    m_states->setCurrentWidget(m_full);
}

void SpendPage::showLegend()
{
    QStringList names;
    std::vector<std::size_t> lines;
    for (const auto &series : m_data.series) {
        names.append(series.name);
        lines.push_back(series.line);
    }
    m_legend->setLines(names, lines, m_comparing && !m_data.before.empty() ? m_data.beforeTitle : QString());
}

void SpendPage::setBy(SpendBy by)
{
    m_split->setCurrent(static_cast<int>(by));
}

void SpendPage::setPeriod(const SpendPeriod &period)
{
    if (period == m_period || period.first() > QDate::currentDate())
        return;
    m_period = period;
    showPeriod();
    Q_EMIT chosen();
}

void SpendPage::showPeriod()
{
    const auto today = QDate::currentDate();
    m_periods->setText(m_period.name(today));
    m_periods->setAccessibleName(tr("Period: %1").arg(m_period.name(today)));
    m_forward->setEnabled(m_period.after().first() <= today);
}

void SpendPage::setComparing(bool comparing)
{
    m_comparing = comparing;
    m_compare->setChecked(comparing);
    m_chart->setComparing(comparing);
    showLegend();
}

void SpendPage::setShowingTable(bool table)
{
    m_asTable->setChecked(table);
    m_views->setCurrentIndex(table ? 1 : 0);
}

void SpendPage::activated(const QString &argument)
{
    const QStringList splits {u"provider"_s, u"model"_s, u"tool"_s, u"key"_s};
    if (splits.contains(argument))
        setBy(static_cast<SpendBy>(splits.indexOf(argument)));
    Q_EMIT watched(true);
}

void SpendPage::deactivated()
{
    Q_EMIT watched(false);
}

std::vector<Command> SpendPage::commands()
{
    return {
        {m_asTable->isChecked() ? tr("Show as chart") : tr("Show as table"), {}, u"table"_s, {},
            [this] { setShowingTable(!m_asTable->isChecked()); }},
        {tr("Compare with the period before"), {}, u"layers"_s, {}, [this] { setComparing(!m_comparing); }},
        {tr("Period before"), {}, u"chevron-left"_s, tr("Alt+Left"),
            [this] { setPeriod(m_period.before()); }},
        {tr("Export costs as CSV"), {}, u"download"_s, {}, [this] { askForFile(u"csv"_s); }},
        {tr("Export chart as PNG"), {}, u"image"_s, {}, [this] { askForFile(u"png"_s); }},
    };
}

void SpendPage::keyPressEvent(QKeyEvent *event)
{
    const bool alt = event->modifiers() == Qt::AltModifier;
    if (alt && event->key() == Qt::Key_Left)
        return setPeriod(m_period.before());
    if (alt && event->key() == Qt::Key_Right)
        return setPeriod(m_period.after());
    Page::keyPressEvent(event);
}

QString SpendPage::fileName(const QString &suffix) const
{
    const auto folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return folder + u"/slipswitch-costs-%1.%2"_s.arg(m_period.first().toString(Qt::ISODate), suffix);
}

void SpendPage::askForFile(const QString &suffix)
{
    if (m_data.state != SpendData::State::Full)
        return;
    const bool csv = suffix == u"csv"_s;
    auto *dialog = new QFileDialog(window(), csv ? tr("Export numbers") : tr("Export chart"),
        fileName(suffix), csv ? tr("CSV (*.csv)") : tr("PNG (*.png)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(QFileInfo(fileName(suffix)).fileName());
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, csv](const QString &file) { csv ? exportCsv(file) : exportPng(file); });
    dialog->open();
}

void SpendPage::exportCsv(const QString &file)
{
    writeInBackground(
        this, file, [spend = m_data] { return spendCsv(spend); },
        [this, file](const QString &problem) { tellExport(file, problem); });
}

void SpendPage::exportPng(const QString &file)
{
    // Always the chart, also while its numbers are shown, and sharp on any screen.
    const bool table = m_asTable->isChecked();
    setShowingTable(false);
    QImage image(m_card->size() * pictureScale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pictureScale);
    image.fill(Qt::transparent);
    m_card->render(&image, {}, {}, QWidget::DrawChildren);
    setShowingTable(table);
    writeInBackground(
        this, file, [image] { return pngOf(image); },
        [this, file](const QString &problem) { tellExport(file, problem); });
}

void SpendPage::tellExport(const QString &file, const QString &problem)
{
    if (!problem.isEmpty()) {
        Q_EMIT toastRequested({tr("The file can't be written"), problem, Tone::Bad, {}, {}});
        return;
    }
    Q_EMIT toastRequested({tr("Exported"), QFileInfo(file).fileName(), Tone::Ok, tr("Show"),
        [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath())); }});
}

} // namespace slipswitch::ui
