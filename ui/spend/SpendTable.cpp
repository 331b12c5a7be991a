#include "ui/spend/SpendTable.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Format.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int headHeight = 34, inset = 8, rowsShown = 6;

int lineHeight()
{
    return byDensity(28, 34, 42);
}

constexpr std::array<int, SpendModel::Columns> widths {0, 92, 100, 100, 100, 220, 126, 96};

std::int64_t cachedOf(const domain::Usage &usage)
{
    return usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
}

QString percent(double share)
{
    const auto whole = share * 100;
    return whole > 0 && whole < 0.5 ? u"<1%"_s : QLocale().toString(whole, 'f', 0) + u'%';
}

QString textOf(const SpendData::Row &row, int column)
{
    const auto &usage = row.sums.usage;
    switch (column) {
    case SpendModel::Name:
        return row.name;
    case SpendModel::Requests:
        return countText(row.sums.exchanges);
    case SpendModel::TokensIn:
        return compactText(usage.totalInput());
    case SpendModel::FromCache:
        return usage.totalInput() == 0
            ? SpendTable::tr("n/a")
            : percent(static_cast<double>(cachedOf(usage)) / static_cast<double>(usage.totalInput()));
    case SpendModel::TokensOut:
        return compactText(usage.totalOutput());
    case SpendModel::Share:
        return row.noPrice() ? SpendTable::tr("n/a") : percent(row.share);
    case SpendModel::Cost:
        return row.noPrice() ? SpendTable::tr("no price") : spendText(row.sums.cost);
    default:
        return {};
    }
}

double keyOf(const SpendData::Row &row, int column)
{
    const auto &usage = row.sums.usage;
    const auto in = static_cast<double>(usage.totalInput());
    switch (column) {
    case SpendModel::Requests:
        return static_cast<double>(row.sums.exchanges);
    case SpendModel::TokensIn:
        return in;
    case SpendModel::FromCache:
        return in > 0 ? static_cast<double>(cachedOf(usage)) / in : -1;
    case SpendModel::TokensOut:
        return static_cast<double>(usage.totalOutput());
    default:
        return row.noPrice() ? -1 : row.sums.cost.dollars();
    }
}

/// Paints a cell of the breakdown; nothing in it is a widget.
class RowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &t = tokens();
        const auto &row = static_cast<const SpendModel *>(index.model())->row(index.row());
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, t.selection);
        const QRectF cell = option.rect;
        painter->fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), t.border);
        const auto area = cell.adjusted(inset, 0, -inset, -1);
        const auto text = textOf(row, index.column());
        switch (index.column()) {
        case SpendModel::Name:
            paintRound(*painter, {area.left(), area.center().y() - 7, 3, 14}, 1.5, t.lines.at(row.line));
            paintText(*painter, area.adjusted(12, 0, 0, 0), text, ui::font(Type::BodyStrong), t.text);
            break;
        case SpendModel::Share:
            paintShare(*painter, area, row, text);
            break;
        case SpendModel::Trend:
            paintTrend(*painter, area, row);
            break;
        case SpendModel::Cost:
            paintText(*painter, area, text, ui::font(row.noPrice() ? Type::SmallStrong : Type::CardTitle),
                row.noPrice() ? t.warn : t.text, Qt::AlignRight | Qt::AlignVCenter);
            break;
        default:
            paintText(
                *painter, area, text, ui::font(Type::Small), t.text2, Qt::AlignRight | Qt::AlignVCenter);
        }
    }

private:
    static void paintShare(
        QPainter &painter, const QRectF &area, const SpendData::Row &row, const QString &text)
    {
        const auto &t = tokens();
        const QRectF bar(area.left() + inset, area.center().y() - 2, area.width() - 56, 4.5);
        paintRound(painter, bar, 2.25, t.track);
        if (row.share > 0)
            paintRound(painter, {bar.left(), bar.top(), std::max(3.0, bar.width() * row.share), bar.height()},
                2.25, t.lines.at(row.line));
        paintText(painter, area, text, ui::font(Type::Small), t.text2, Qt::AlignRight | Qt::AlignVCenter);
    }
    static void paintTrend(QPainter &painter, const QRectF &area, const SpendData::Row &row)
    {
        paintSparkline(painter, area.adjusted(0, 4, 0, -4), row.trend, tokens().text3, false);
    }
};

} // namespace

void dressTable(QTableView &table)
{
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setTabKeyNavigation(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(lineHeight());
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.horizontalHeader()->setFixedHeight(headHeight);
}

void SpendModel::setData(const SpendData &data)
{
    beginResetModel();
    m_rows = data.rows;
    m_nameHead = data.rowHead;
    m_trendHead = data.trendHead;
    order();
    endResetModel();
}

int SpendModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SpendModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &shown = row(index.row());
    if (role == Qt::DisplayRole)
        return textOf(shown, index.column());
    if (role == Qt::AccessibleTextRole)
        return index.column() == Name ? sentence(shown) : textOf(shown, index.column());
    if (role == Qt::ToolTipRole && index.column() == Cost && shown.sums.unpriced > 0)
        return shown.sums.unpriced == 1 ? tr("1 request has no known price and is not in this sum")
                                        : tr("%1 requests have no known price and are not in this sum")
                                              .arg(countText(shown.sums.unpriced));
    return {};
}

/// A row as one sentence.
QString SpendModel::sentence(const SpendData::Row &row) const
{
    const auto cost = row.noPrice() ? tr("no price known") : spendText(row.sums.cost);
    return tr("%1: %2, %3 of the cost, %4 requests, %5 tokens in, %6 tokens out")
        .arg(row.name, cost, percent(row.share), countText(row.sums.exchanges),
            compactText(row.sums.usage.totalInput()), compactText(row.sums.usage.totalOutput()));
}

QVariant SpendModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool left = section == Name || section == Share || section == Trend;
        return static_cast<int>(Qt::AlignVCenter | (left ? Qt::AlignLeft : Qt::AlignRight));
    }
    if (role != Qt::DisplayRole)
        return {};
    return std::array {m_nameHead, tr("Requests"), tr("Tokens in"), tr("From cache"), tr("Tokens out"),
        u"  "_s + tr("Share"), m_trendHead, tr("Cost")}
        .at(static_cast<std::size_t>(section));
}

void SpendModel::sort(int column, Qt::SortOrder order)
{
    beginResetModel();
    m_sorted = column;
    m_order = order;
    this->order();
    endResetModel();
}

void SpendModel::order()
{
    const auto before = [this](const SpendData::Row &a, const SpendData::Row &b) {
        if (m_sorted == Name)
            return a.name.localeAwareCompare(b.name) < 0;
        return keyOf(a, m_sorted) < keyOf(b, m_sorted);
    };
    std::stable_sort(m_rows.begin(), m_rows.end(), [&](const auto &a, const auto &b) {
        return m_order == Qt::AscendingOrder ? before(a, b) : before(b, a);
    });
}

SpendTable::SpendTable(QWidget *parent)
    : QTableView(parent)
{
    dressTable(*this);
    setModel(&m_model);
    setItemDelegate(new RowDelegate(this));
    setAccessibleName(tr("Costs by row"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSortingEnabled(true);
    sortByColumn(SpendModel::Cost, Qt::DescendingOrder);
    connect(this, &QTableView::doubleClicked, this,
        [this](const QModelIndex &index) { Q_EMIT opened(m_model.row(index.row()).wanted); });
}

void SpendTable::setData(const SpendData &spend)
{
    const auto kept = currentIndex().isValid() ? m_model.row(currentIndex().row()).name : QString();
    m_model.setData(spend);
    for (int row = 0; !kept.isEmpty() && row < m_model.rowCount(); ++row) {
        if (m_model.row(row).name == kept)
            selectRow(row);
    }
    updateGeometry();
}

QSize SpendTable::sizeHint() const
{
    return {720, headHeight + lineHeight() * std::clamp(m_model.rowCount(), 1, rowsShown) + 1};
}

QSize SpendTable::minimumSizeHint() const
{
    return {480, headHeight + lineHeight() * std::clamp(m_model.rowCount(), 1, 3)};
}

void SpendTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::StyleChange)
        return;
    verticalHeader()->setDefaultSectionSize(lineHeight());
    updateGeometry();
}

/// The name takes what the others leave; where that is little, tokens go first.
void SpendTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    constexpr int narrow = 960, leastName = 140;
    const auto room = viewport()->width();
    setColumnHidden(SpendModel::TokensOut, room < narrow - 160);
    setColumnHidden(SpendModel::TokensIn, room < narrow - 160);
    int taken = 0;
    for (int column = SpendModel::Requests; column < SpendModel::Columns; ++column) {
        auto width = widths.at(static_cast<std::size_t>(column));
        if (column == SpendModel::Share && room < 1040)
            width = 170;
        setColumnWidth(column, width);
        taken += isColumnHidden(column) ? 0 : width;
    }
    setColumnWidth(SpendModel::Name, std::max(leastName, room - taken));
}

void SpendTable::keyPressEvent(QKeyEvent *event)
{
    const auto key = event->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && currentIndex().isValid())
        return Q_EMIT opened(m_model.row(currentIndex().row()).wanted);
    if (key == Qt::Key_J || key == Qt::Key_K) {
        const auto last = m_model.rowCount() - 1;
        return selectRow(
            std::clamp(currentIndex().row() + (key == Qt::Key_J ? 1 : -1), 0, std::max(last, 0)));
    }
    QTableView::keyPressEvent(event);
}

void SpendColumnsModel::setData(const SpendData &data)
{
    beginResetModel();
    m_data = data;
    endResetModel();
}

int SpendColumnsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_data.filled);
}

int SpendColumnsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_data.series.size()) + 2;
}

QVariant SpendColumnsModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter | (index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    const auto column = static_cast<std::size_t>(index.row());
    if (index.column() == 0)
        return m_data.columnTitles.at(column);
    if (index.column() <= static_cast<int>(m_data.series.size()))
        return spendText(m_data.series[static_cast<std::size_t>(index.column()) - 1].values[column]);
    double total = 0;
    for (const auto &series : m_data.series)
        total += series.values[column];
    return total == 0 && m_data.unpriced[column] > 0 ? tr("no price") : spendText(total);
}

QVariant SpendColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter | (section == 0 ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return tr("Time");
    return section <= static_cast<int>(m_data.series.size())
        ? m_data.series[static_cast<std::size_t>(section) - 1].name
        : tr("Total");
}

} // namespace slipswitch::ui
