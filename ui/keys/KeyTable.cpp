#include "ui/keys/KeyTable.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int headerHeight = 34, narrow = 760, nameWidth = 220, moreInset = 7;

constexpr double mostTrack = 160;

int lineHeight()
{
    return byDensity(44, 52, 60);
}

constexpr std::array<int, KeyModel::Columns> widths {0, 124, 86, 150, 120, 138};
constexpr std::array<int, KeyModel::Columns> narrowWidths {0, 128, 0, 114, 104, 134};

/// Its first column begins where the names do.
class KeyHeader : public QHeaderView
{
public:
    KeyHeader()
        : QHeaderView(Qt::Horizontal)
    { }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int index) const override
    {
        painter->fillRect(rect, tokens().surface);
        painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens().border);
        QHeaderView::paintSection(painter, index == 0 ? rect.adjusted(moreInset, 0, 0, 0) : rect, index);
    }
};

class KeyDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &row = *static_cast<const KeyModel *>(index.model())->row(index.row());
        const auto &t = tokens();
        const QRectF rect = option.rect;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(rect, t.selection);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(rect, t.hover);
        painter->fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), t.border);
        const bool gone = row.standing == KeysData::Standing::Revoked;
        const auto ink = gone ? t.text3 : t.text;
        const auto cell = rect.adjusted(8, 0, -8, -1);
        switch (index.column()) {
        case KeyModel::Name:
            paintText(
                *painter, upper(cell).adjusted(moreInset, 0, 0, 0), row.name, font(Type::BodyStrong), ink);
            paintText(
                *painter, lower(cell).adjusted(moreInset, 0, 0, 0), row.hint, font(Type::MonoSmall), t.text3);
            break;
        case KeyModel::ToolName:
            paintTool(*painter, cell, row.tool, ink);
            break;
        case KeyModel::Project:
            paintText(*painter, cell, row.project.isEmpty() ? tr("any") : row.project, font(Type::Body),
                gone ? t.text3 : t.text2);
            break;
        case KeyModel::Spent:
            paintSpent(*painter, cell, row, ink);
            break;
        case KeyModel::LastUsed:
            paintText(*painter, cell, row.lastUsed, font(Type::Body), gone ? t.text3 : t.text2);
            break;
        default:
            paintPill(*painter, cell, row.pill());
        }
        if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)
            && index.column() == 0)
            painter->fillRect(QRectF(rect.left(), rect.top(), 2, rect.height()), t.accent);
    }

private:
    /// The two lines of a cell.
    static QRectF upper(const QRectF &cell)
    {
        return {cell.left(), std::round(cell.center().y()) - 18, cell.width(), 18};
    }
    static QRectF lower(const QRectF &cell)
    {
        return {cell.left(), std::round(cell.center().y()) + 1, cell.width(), 18};
    }

    static void paintTool(QPainter &painter, QRectF cell, const QString &tool, const QColor &ink)
    {
        const QRectF badge(cell.left(), std::round(cell.center().y() - 10), 20, 20);
        const auto name = tool.isEmpty() ? KeyDelegate::tr("Any") : tool;
        paintBadge(painter, badge, toolLetters(name), toolColor(name, tokens()));
        paintText(painter, cell.adjusted(28, 0, 0, 0), name, font(Type::Body), ink);
    }

    static void paintSpent(QPainter &painter, QRectF cell, const KeysData::Row &row, const QColor &ink)
    {
        const auto &t = tokens();
        auto words = upper(cell);
        words.setWidth(std::min(words.width(), mostTrack));
        paintText(painter, words, row.spent, font(Type::BodyStrong), ink);
        const auto taken = QFontMetricsF(font(Type::BodyStrong)).horizontalAdvance(row.spent)
            + QFontMetricsF(font(Type::Small)).horizontalAdvance(row.share);
        if (taken + 8 <= words.width()) // the bar says it, too
            paintText(
                painter, words, row.share, font(Type::Small), t.text3, Qt::AlignVCenter | Qt::AlignRight);
        const auto wide = std::min(cell.width(), mostTrack);
        const QRectF track(cell.left(), std::round(cell.center().y()) + 7, wide, 4);
        paintRound(painter, track, 2, t.track);
        if (row.part > 0)
            paintRound(painter, {track.left(), track.top(), std::max(4.0, track.width() * row.part), 4}, 2,
                t.dark ? t.accentText : t.accent);
    }
};

} // namespace

KeyModel::KeyModel(QObject *parent)
    : QAbstractTableModel(parent)
{ }

void KeyModel::setRows(std::vector<KeysData::Row> rows)
{
    const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
        [](const auto &a, const auto &b) { return a.id == b.id; });
    if (same) {
        m_rows = std::move(rows);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const KeysData::Row *KeyModel::row(int index) const
{
    return index >= 0 && index < rowCount() ? &m_rows[static_cast<std::size_t>(index)] : nullptr;
}

int KeyModel::indexOf(const QString &id) const
{
    for (int index = 0; index < rowCount(); ++index) {
        if (row(index)->id == id)
            return index;
    }
    return -1;
}

int KeyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int KeyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(Columns);
}

QVariant KeyModel::data(const QModelIndex &index, int role) const
{
    const auto *shown = row(index.row());
    if (!shown)
        return {};
    if (role == Qt::AccessibleTextRole)
        return tr("%1, %2, tool %3, spent today %4, last used %5, %6")
            .arg(shown->name, shown->hint, shown->tool.isEmpty() ? tr("any") : shown->tool, shown->spent,
                shown->lastUsed, shown->pill().word);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Name:
        return shown->name;
    case ToolName:
        return shown->tool;
    case Project:
        return shown->project;
    case Spent:
        return role == Qt::ToolTipRole && !shown->share.isEmpty()
            ? tr("%1 of what all keys spent today").arg(shown->share)
            : shown->spent;
    case LastUsed:
        return shown->lastUsed;
    default:
        return shown->pill().word;
    }
}

QVariant KeyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    const std::array<QString, Columns> names {
        tr("Key"), tr("Tool"), tr("Project"), tr("Spent today"), tr("Last used"), tr("State")};
    return role == Qt::DisplayRole ? names[static_cast<std::size_t>(section)] : QVariant();
}

KeyTable::KeyTable(QWidget *parent)
    : QTableView(parent)
    , m_model(new KeyModel(this))
{
    setHorizontalHeader(new KeyHeader);
    setModel(m_model);
    setItemDelegate(new KeyDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setMouseTracking(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setAccessibleName(tr("Access keys"));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(lineHeight());
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFixedHeight(headerHeight);
    horizontalHeader()->setSectionsClickable(false);
    connect(this, &QAbstractItemView::clicked, this, [this] { Q_EMIT opened(current()); });
    connect(this, &QAbstractItemView::activated, this, [this] { Q_EMIT opened(current()); });
}

void KeyTable::setRows(std::vector<KeysData::Row> rows)
{
    const auto before = current();
    m_model->setRows(std::move(rows));
    setCurrent(before);
}

QString KeyTable::current() const
{
    const auto *row = m_model->row(currentIndex().row());
    return row ? row->id : QString();
}

void KeyTable::setCurrent(const QString &id)
{
    const auto index = m_model->indexOf(id);
    if (index >= 0 && index != currentIndex().row())
        setCurrentIndex(m_model->index(index, 0));
    else if (index < 0)
        setCurrentIndex({});
}

void KeyTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

/// Names take what is left; where that is much, the others have a part of it.
void KeyTable::fitColumns()
{
    const bool tight = width() < narrow;
    const auto &fixed = tight ? narrowWidths : widths;
    setColumnHidden(KeyModel::Project, tight);
    int rest = viewport()->width();
    for (const int width : fixed)
        rest -= width;
    const int share = std::max(0, rest - nameWidth) / 8;
    for (int column = 1; column < KeyModel::Columns; ++column) {
        const int width = fixed[static_cast<std::size_t>(column)];
        setColumnWidth(column, width + (width > 0 ? share : 0));
        rest -= width > 0 ? share : 0;
    }
    setColumnWidth(KeyModel::Name, std::max(rest, 80));
}

void KeyTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        verticalHeader()->setDefaultSectionSize(lineHeight());
}

void KeyTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete && !current().isEmpty())
        Q_EMIT revokeRequested(current());
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !current().isEmpty())
        Q_EMIT opened(current());
    else
        QTableView::keyPressEvent(event);
}

} // namespace slipswitch::ui
