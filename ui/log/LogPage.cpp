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
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int overlayBelow = 1180;

} // namespace

LogPage::Segment LogPage::segment() const
{
    return static_cast<Segment>(m_segments->current());
}

bool LogPage::isPaused() const
{
    return m_live->current() == 1;
}

void LogPage::setPaused(bool paused)
{
    m_live->setCurrent(paused ? 1 : 0);
}

void LogPage::setSegment(Segment segment)
{
    m_segments->setCurrent(static_cast<int>(segment));
}

void LogPage::setState(State state, const QString &text)
{
    m_state = state;
    m_middle->setCurrentIndex(static_cast<int>(state));
    m_export->setEnabled(state == State::Rows && m_exporting.isEmpty());
    const auto filters = static_cast<int>(m_filter->words().size()) + (segment() == Segment::All ? 0 : 1);
    if (state == State::NoMatch)
        m_noMatch->setText(
            filters == 1 ? tr("Nothing matches this filter") : tr("Nothing matches %1 filters").arg(filters),
            text);
    m_lessFilter->setVisible(filters > 0);
    if (state == State::Problem)
        m_problem->setText(tr("The log can't be read"), text);
}

void LogPage::setCounts(const std::array<QString, segments> &counts)
{
    for (int index = 0; index < segments; ++index)
        m_segments->setCount(index, counts[static_cast<std::size_t>(index)]);
}

void LogPage::setFooter(const LogFooter &footer)
{
    m_count->setText(footer.count);
    m_count->updateGeometry();
    m_sums->setText(footer.sums);
    m_sums->updateGeometry();
}

void LogPage::setSearch(std::optional<double> progress)
{
    m_searching = progress;
    setExport(m_exporting);
}

void LogPage::setExport(const QString &text)
{
    m_exporting = text;
    const bool busy = m_searching || !text.isEmpty();
    m_progress->setVisible(busy);
    m_stop->setVisible(busy);
    m_export->setEnabled(m_state == State::Rows && text.isEmpty());
    if (!text.isEmpty())
        m_progress->setText(tr("Exporting: %1").arg(text));
    else if (m_searching)
        m_progress->setText(tr("Searching, %1% of the log").arg(static_cast<int>(*m_searching * 100)));
}

void LogPage::setAddress(const QString &address)
{
    m_try->setReady(!address.isEmpty());
}

void LogPage::openPanel(bool open)
{
    m_panel->setVisible(open);
    m_chosen->setVisible(open);
    arrange();
}

void LogPage::closePanel()
{
    openPanel(false);
    Q_EMIT detailClosed();
}

void LogPage::addNew(int count)
{
    m_view->setNew(m_view->newCount() + count);
}

void LogPage::goHome()
{
    m_view->setNew(0);
    setPaused(false);
    m_view->verticalScrollBar()->setValue(0);
    Q_EMIT homeRequested();
}

/// Beside the table, or above its right end where the window is narrow.
void LogPage::arrange()
{
    const bool shown = !m_panel->isHidden();
    const bool over = window()->width() < overlayBelow;
    const int width = std::min(DetailPanel::panelWidth, m_body->width());
    m_left->setGeometry(0, 0, m_body->width() - (shown && !over ? width : 0), m_body->height());
    m_panel->setGeometry(m_body->width() - width, 0, width, m_body->height());
    m_view->setCovered(shown && over ? width : 0);
    m_panel->raise();
}

bool LogPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_body && event->type() == QEvent::Resize)
        arrange();
    return Page::eventFilter(watched, event);
}

void LogPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

void LogPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    painter.fillRect(rect(), t.canvas);
    painter.fillRect(m_body->geometry(), t.surface);
}

void LogPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        colourDots();
}

/// Colours of the theme in force.
void LogPage::colourDots()
{
    const auto &t = tokens();
    if (m_dotsDark == t.dark)
        return;
    m_dotsDark = t.dark;
    m_segments->setDot(1, t.bad);
    m_segments->setDot(2, t.warn);
    m_segments->setDot(3, t.text3);
    m_segments->setDot(4, t.text3);
    m_live->setDot(0, t.ok);
}

void LogPage::chooseColumns()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto column :
        {LogColumn::Status, LogColumn::Key, LogColumn::Project, LogColumn::Cached, LogColumn::Error}) {
        auto *entry = menu->addAction(logColumnName(column));
        entry->setCheckable(true);
        entry->setChecked(m_view->optional().contains(column));
        connect(entry, &QAction::toggled, this, [this, column](bool on) {
            auto columns = m_view->optional();
            on ? (void)columns.insert(column) : (void)columns.erase(column);
            m_view->setOptional(columns);
        });
    }
    const auto width = menu->sizeHint().width();
    menu->popup(m_columns->mapToGlobal(QPoint(m_columns->width() - width, m_columns->height() + 4)));
}

void LogPage::askForFile(service::ExportFormat format)
{
    const bool csv = format == service::ExportFormat::Csv;
    auto *dialog = new QFileDialog(this, tr("Export the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(csv ? u"csv"_s : u"jsonl"_s);
    dialog->setNameFilter(csv ? tr("CSV (*.csv)") : tr("JSON Lines (*.jsonl)"));
    dialog->selectFile(u"slipswitch-%1"_s.arg(QDate::currentDate().toString(Qt::ISODate)));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, format](const QString &file) { Q_EMIT exportRequested(format, file); });
    dialog->open();
}

void LogPage::copyCurl()
{
    const auto &detail = m_panel->detail();
    if (m_panel->isHidden() || detail.curl.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(detail.curl);
    Q_EMIT toastRequested({tr("Copied as cURL"),
        detail.request                        ? tr("Put an access key into SLIPSWITCH_KEY before you run it.")
            : detail.curl.contains(u" -d "_s) ? tr("Its body was not kept; a short one stands in its place.")
                                              : tr("Its body was not kept; add one before you run it."),
        Tone::Ok, {}, {}});
}

QWidget *LogPage::tools()
{
    return m_tools;
}

void LogPage::activated(const QString &argument)
{
    if (argument == "errors"_L1)
        filterBy({}, Segment::Errors);
    else if (argument.contains(u':') && !argument.startsWith("request:"_L1))
        filterBy(argument, Segment::All);
    Q_EMIT watched(true);
    if (argument.startsWith("request:"_L1)) {
        if (const auto id = RequestId::parse(argument.mid(8).toStdString()))
            Q_EMIT detailWanted(*id);
    }
}

/// This and nothing else, whatever stood there before.
void LogPage::filterBy(const QString &filter, Segment segment)
{
    m_filter->setText(filter);
    if (segment == this->segment())
        Q_EMIT filterChanged();
    else
        setSegment(segment);
}

void LogPage::deactivated()
{
    Q_EMIT watched(false);
}

bool LogPage::search()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    return true;
}

std::vector<Command> LogPage::commands()
{
    std::vector<Command> list;
    list.push_back({isPaused() ? tr("Resume the live log") : tr("Pause the live log"),
        tr("requests are routed and recorded all the same"), isPaused() ? u"play"_s : u"pause"_s, tr("Space"),
        [this] { setPaused(!isPaused()); }});
    list.push_back({tr("Show errors only"), {}, u"alert"_s, {}, [this] { setSegment(Segment::Errors); }});
    list.push_back({tr("Go to the newest request"), {}, u"arrow-up"_s, tr("Home"), [this] { goHome(); }});
    if (m_state == State::Rows) {
        list.push_back({tr("Export as CSV"), tr("what the filter shows"), u"download"_s, {},
            [this] { askForFile(service::ExportFormat::Csv); }});
        list.push_back({tr("Export as JSON Lines"), tr("what the filter shows"), u"download"_s, {},
            [this] { askForFile(service::ExportFormat::JsonLines); }});
    }
    return list;
}

} // namespace slipswitch::ui
