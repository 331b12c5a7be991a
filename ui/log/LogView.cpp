#include "ui/log/LogView.h"

#include "ui/log/LogDelegate.h"
#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int headerHeight = 30, leastModel = 130, pillInset = 8;
constexpr int rowsAhead = 60; ///< how near an end of what is held more is asked for

int widthOf(LogColumn column)
{
    switch (column) {
    case LogColumn::Time:
        return 116;
    case LogColumn::Result:
        return 94;
    case LogColumn::Status:
        return 58;
    case LogColumn::Tool:
        return 114;
    case LogColumn::Key:
        return 120;
    case LogColumn::Project:
        return 90;
    case LogColumn::Model:
        return leastModel;
    case LogColumn::Tokens:
        return 96;
    case LogColumn::Cached:
        return 66;
    case LogColumn::First:
        return 64;
    case LogColumn::Duration:
        return 94;
    case LogColumn::Cost:
        return 70;
    case LogColumn::Error:
        return 200;
    }
    return 80;
}

constexpr std::array optionalColumns {
    LogColumn::Status, LogColumn::Key, LogColumn::Project, LogColumn::Cached, LogColumn::Error};

/// Its first column begins where the page's other lines do.
class LogHeader : public QHeaderView
{
public:
    LogHeader()
        : QHeaderView(Qt::Horizontal)
    { }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int index) const override
    {
        constexpr int more = 8;
        painter->fillRect(rect, tokens().surface);
        painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens().border);
        QHeaderView::paintSection(painter, index == 0 ? rect.adjusted(more, 0, 0, 0) : rect, index);
    }
};

} // namespace

NewPill::NewPill(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    hide();
}

QSize NewPill::sizeHint() const
{
    return {static_cast<int>(QFontMetricsF(ui::font(Type::SmallStrong)).horizontalAdvance(text())) + 42, 24};
}

void NewPill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 12, underMouse() ? t.accentHover : t.accent);
    paintIcon(painter, {11, 6, 12, 12}, u"arrow-up"_s, t.onAccent);
    paintText(painter, QRectF(rect()).adjusted(29, 0, 0, 0), text(), ui::font(Type::SmallStrong), t.onAccent);
}

LogView::LogView(LogModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(new LogDelegate(model, this))
    , m_pill(new NewPill(this))
{
    setAccessibleName(tr("Requests"));
    setHorizontalHeader(new LogHeader);
    setModel(&model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setAutoScroll(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setMinimumSectionSize(40);
    connect(m_pill, &QAbstractButton::clicked, this, &LogView::goHome);
    const auto remember = [this](const QModelIndex &, int, int) { m_held = holding(); };
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, remember);
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this, remember);
    connect(&model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) { keepPlace(true, first, last); });
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex &, int first, int last) { keepPlace(false, first, last); });
    fitRows();
    fitColumns();
}

void LogView::fitRows()
{
    m_lineHeight = logRowHeight();
    verticalScrollBar()->setSingleStep(m_lineHeight);
    verticalHeader()->setMinimumSectionSize(m_lineHeight);
    verticalHeader()->setDefaultSectionSize(m_lineHeight);
}

bool LogView::atTop() const
{
    return verticalScrollBar()->value() == 0;
}

bool LogView::holding() const
{
    return !atTop() || selectionModel()->hasSelection();
}

/// What is looked at stays where it is when rows come or go above it.
void LogView::keepPlace(bool inserted, int first, int last)
{
    updateGeometries();
    if (m_held && first * m_lineHeight <= verticalScrollBar()->value()) {
        const int rows = last - first + 1;
        verticalScrollBar()->setValue(
            verticalScrollBar()->value() + (inserted ? rows : -rows) * m_lineHeight);
    }
    look();
}

void LogView::look()
{
    const int top = verticalScrollBar()->value();
    const int first = top / m_lineHeight, last = (top + viewport()->height()) / m_lineHeight;
    m_model.setSeen(first, last);
    if (last + rowsAhead >= m_model.count() && m_model.more())
        Q_EMIT olderWanted();
    if (first < rowsAhead && top > 0)
        Q_EMIT newerWanted();
}

void LogView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    look();
}

std::optional<RequestId> LogView::selectedId() const
{
    const auto rows = selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_model.entry(rows.front().row()).id);
}

void LogView::select(std::optional<RequestId> id)
{
    m_quiet = true;
    const int row = id ? m_model.rowOf(*id) : -1;
    if (row >= 0)
        setCurrentIndex(m_model.index(row, 0));
    else
        selectionModel()->clear();
    m_quiet = false;
}

void LogView::selectionChanged(const QItemSelection &now, const QItemSelection &before)
{
    QTableView::selectionChanged(now, before);
    if (m_quiet)
        return;
    if (const auto id = selectedId())
        Q_EMIT chosen(*id);
    else if (!before.isEmpty())
        Q_EMIT released();
}

void LogView::setNew(int count)
{
    m_new = count;
    m_pill->setVisible(count > 0);
    if (count == 0)
        return;
    m_pill->setText(tr("%1 new").arg(QLocale().toString(count)));
    m_pill->setAccessibleName(tr("%1 new requests, show them").arg(count));
    m_pill->resize(m_pill->sizeHint());
    // At the end of the widest column's header, where no word stands.
    const int column = static_cast<int>(LogColumn::Model);
    const int end = std::min(
        viewport()->x() + columnViewportPosition(column) + columnWidth(column), width() - m_covered);
    m_pill->move(end - m_pill->width() - pillInset, (headerHeight - m_pill->height()) / 2);
    m_pill->raise();
}

void LogView::setCovered(int width)
{
    m_covered = width;
    setNew(m_new);
}

void LogView::goHome()
{
    Q_EMIT homeRequested();
}

void LogView::setOptional(const std::set<LogColumn> &columns)
{
    m_optional = columns;
    fitColumns();
    setNew(m_new);
}

/// The model's column takes what is left; where that is too little, first contents go, then tokens.
void LogView::fitColumns()
{
    if (std::exchange(m_fitting, true))
        return;
    std::set<LogColumn> shown {LogColumn::Time, LogColumn::Result, LogColumn::Tool, LogColumn::Model,
        LogColumn::Tokens, LogColumn::First, LogColumn::Duration, LogColumn::Cost};
    for (const auto column : optionalColumns) {
        if (m_optional.contains(column))
            shown.insert(column);
    }
    const auto left = [&] {
        int rest = viewport()->width();
        for (const auto column : shown)
            rest -= column == LogColumn::Model ? 0 : widthOf(column);
        return rest;
    };
    for (const auto column : {LogColumn::First, LogColumn::Tokens, LogColumn::Cached, LogColumn::Error,
             LogColumn::Project, LogColumn::Key}) {
        if (left() < leastModel)
            shown.erase(column);
    }
    for (int index = 0; index < logColumns; ++index) {
        const auto column = static_cast<LogColumn>(index);
        setColumnHidden(index, !shown.contains(column));
        setColumnWidth(index, column == LogColumn::Model ? std::max(80, left()) : widthOf(column));
    }
    m_fitting = false;
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    setNew(m_new);
    look();
}

void LogView::hover(int row)
{
    if (row == m_hovered)
        return;
    for (const int changed : {m_hovered, row}) {
        if (changed >= 0)
            viewport()->update(0, rowViewportPosition(changed), viewport()->width(), m_lineHeight);
    }
    m_hovered = row;
    m_delegate->setHovered(row);
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    hover(rowAt(static_cast<int>(event->position().y())));
    QTableView::mouseMoveEvent(event);
}

void LogView::leaveEvent(QEvent *event)
{
    hover(-1);
    QTableView::leaveEvent(event);
}

void LogView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        m_delegate->forget();
    // What stands at the top goes on to stand there.
    if (event->type() == QEvent::StyleChange && m_lineHeight != logRowHeight()) {
        const int row = verticalScrollBar()->value() / m_lineHeight;
        fitRows();
        updateGeometries();
        verticalScrollBar()->setValue(row * m_lineHeight);
    }
}

void LogView::move(int step)
{
    if (m_model.count() == 0)
        return;
    const auto now = currentIndex();
    const int row = now.isValid() ? std::clamp(now.row() + step, 0, m_model.count() - 1)
                                  : verticalScrollBar()->value() / m_lineHeight;
    setCurrentIndex(m_model.index(row, 0));
    scrollTo(m_model.index(row, 0));
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & ~Qt::KeypadModifier);
    switch (plain ? event->key() : 0) {
    case Qt::Key_J:
    case Qt::Key_Down:
        return move(1);
    case Qt::Key_K:
    case Qt::Key_Up:
        return move(-1);
    case Qt::Key_PageDown:
        return move(viewport()->height() / m_lineHeight);
    case Qt::Key_PageUp:
        return move(-viewport()->height() / m_lineHeight);
    case Qt::Key_Home:
        return goHome();
    case Qt::Key_End:
        return verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    case Qt::Key_Space:
        Q_EMIT pauseToggled();
        return;
    case Qt::Key_C:
        Q_EMIT curlRequested();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto id = selectedId())
            Q_EMIT chosen(*id);
        else
            move(0);
        return;
    case Qt::Key_Escape:
        if (selectionModel()->hasSelection()) {
            selectionModel()->clear();
            return;
        }
        break;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

} // namespace slipswitch::ui
