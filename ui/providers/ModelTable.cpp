#include "ui/providers/ModelTable.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Controls.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>

#include <array>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

enum Column
{
    Model,
    Context,
    In,
    Out,
    CanDo,
    Use,
    Columns
};
constexpr std::array<int, Columns> widths {0, 86, 100, 100, 92, 60};
constexpr int leastName = 180;

int modelHeight()
{
    return byDensity(28, 34, 42);
}

Qt::Alignment alignmentOf(int column)
{
    return column == Use                     ? Qt::AlignHCenter
        : column >= Context && column <= Out ? Qt::AlignRight
                                             : Qt::AlignLeft;
}

} // namespace

class ModelTableRows : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setModels(const std::vector<ModelRow> &models)
    {
        if (models == m_all)
            return;
        const bool sameNames = std::equal(models.begin(), models.end(), m_all.begin(), m_all.end(),
            [](const ModelRow &a, const ModelRow &b) { return a.id == b.id; });
        m_all = models;
        // A switch must not throw the scroll position away.
        if (sameNames && m_shown != ModelTable::Shown::On)
            Q_EMIT dataChanged(index(0, 0), index(std::max(0, rowCount() - 1), Columns - 1));
        else
            select();
    }
    void setShown(ModelTable::Shown shown, const QString &words)
    {
        m_shown = shown;
        m_words = words.trimmed();
        select();
    }
    [[nodiscard]] const ModelRow &at(int row) const
    {
        return m_all[m_visible[static_cast<std::size_t>(row)]];
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_visible.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : Columns;
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const auto &row = at(index.row());
        if (role == Qt::AccessibleTextRole)
            return sentence(row);
        if (role == Qt::ToolTipRole)
            return index.column() == CanDo ? abilities(row) : index.column() == Model ? row.id : QString();
        if (role != Qt::DisplayRole)
            return {};
        switch (index.column()) {
        case Model:
            return row.id;
        case Context:
            return row.context;
        case In:
            return row.priceIn;
        case Out:
            return row.priceOut;
        default:
            return {};
        }
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
            return {};
        return std::array {ModelTable::tr("Model"), ModelTable::tr("Context"), ModelTable::tr("In, per 1M"),
            ModelTable::tr("Out, per 1M"), ModelTable::tr("Can do"), ModelTable::tr("Use")}
            .at(static_cast<std::size_t>(section));
    }

private:
    static QString abilities(const ModelRow &row)
    {
        QStringList words;
        if (row.tools)
            words << ModelTable::tr("calls tools");
        if (row.thinks)
            words << ModelTable::tr("thinks");
        if (row.sees)
            words << ModelTable::tr("reads images");
        return words.join(u", "_s);
    }
    static QString sentence(const ModelRow &row)
    {
        return ModelTable::tr("%1, %2, context %3, %4")
            .arg(row.id, row.on ? ModelTable::tr("on") : ModelTable::tr("off"),
                row.context.isEmpty() ? ModelTable::tr("unknown") : row.context,
                row.priceIn.isEmpty()
                    ? ModelTable::tr("no price")
                    : ModelTable::tr("%1 in and %2 out per million tokens").arg(row.priceIn, row.priceOut));
    }
    void select()
    {
        beginResetModel();
        m_visible.clear();
        for (std::size_t index = 0; index < m_all.size(); ++index) {
            const auto &row = m_all[index];
            const bool fits = !m_words.isEmpty() || m_shown == ModelTable::Shown::All
                || (m_shown == ModelTable::Shown::On ? row.on : row.suggested);
            if (fits && (m_words.isEmpty() || row.id.contains(m_words, Qt::CaseInsensitive)))
                m_visible.push_back(index);
        }
        endResetModel();
    }

    std::vector<ModelRow> m_all;
    std::vector<std::size_t> m_visible;
    ModelTable::Shown m_shown = ModelTable::Shown::All;
    QString m_words;
};

namespace {

class CellDelegate : public QStyledItemDelegate
{
public:
    CellDelegate(const ModelTableRows &rows, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_rows(rows)
    { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &t = tokens();
        const auto &row = m_rows.at(index.row());
        const QRectF box = option.rect;
        if (option.state & QStyle::State_Selected && option.state & QStyle::State_HasFocus)
            painter->fillRect(box, t.selection);
        painter->fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), t.border);
        const auto text = box.adjusted(8, 0, -8, -1);
        if (index.column() == Use)
            return paintSwitch(*painter, box.adjusted(0, 0, 0, -1), row.on);
        if (index.column() == CanDo)
            return paintAbilities(*painter, text, row);
        const auto shown = index.data().toString();
        const bool price = index.column() == In || index.column() == Out;
        const auto said = price && shown.isEmpty() ? ModelTable::tr("no price")
            : shown.isEmpty()                      ? u"–"_s
                                                   : shown;
        paintText(*painter, text, said, font(index.column() == Model ? Type::Mono : Type::SmallStrong),
            shown.isEmpty() ? t.text3 : t.text, alignmentOf(index.column()) | Qt::AlignVCenter);
    }

private:
    static void paintAbilities(QPainter &painter, const QRectF &box, const ModelRow &row)
    {
        double left = box.left();
        const auto put = [&](bool has, const QString &name) {
            if (!has)
                return;
            paintIcon(painter, {left, std::round(box.center().y() - 7), 14, 14}, name, tokens().text2);
            left += 22;
        };
        put(row.tools, u"wrench"_s);
        put(row.thinks, u"brain"_s);
        put(row.sees, u"image"_s);
    }

    const ModelTableRows &m_rows;
};

/// On the page's own ground.
class ColumnHeads : public QHeaderView
{
public:
    using QHeaderView::QHeaderView;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const auto &t = tokens();
        const QRectF box = rect;
        painter->fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), t.border);
        paintText(*painter, box.adjusted(8, 0, -8, 0),
            model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString(), ui::font(Type::Caption),
            t.text2, alignmentOf(section) | Qt::AlignVCenter);
    }
    void paintEvent(QPaintEvent *event) override
    {
        viewport()->setAutoFillBackground(false);
        QHeaderView::paintEvent(event);
    }
};

} // namespace

ModelTable::ModelTable(QWidget *parent)
    : QTableView(parent)
    , m_rows(new ModelTableRows(this))
{
    setModel(m_rows);
    setItemDelegate(new CellDelegate(*m_rows, this));
    setHorizontalHeader(new ColumnHeads(Qt::Horizontal, this));
    setFrameShape(NoFrame);
    setShowGrid(false);
    viewport()->setAutoFillBackground(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Models"));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(modelHeight());
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setFixedHeight(30);
    horizontalHeader()->setMinimumSectionSize(20);
}

void ModelTable::setModels(const std::vector<ModelRow> &models)
{
    m_rows->setModels(models);
}

void ModelTable::setShown(Shown shown, const QString &words)
{
    m_rows->setShown(shown, words);
}

int ModelTable::rowsShown() const
{
    return m_rows->rowCount();
}

void ModelTable::toggle(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const auto row = m_rows->at(index.row());
    Q_EMIT switched(row.id, !row.on);
}

void ModelTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return)
        return toggle(currentIndex());
    QTableView::keyPressEvent(event);
}

void ModelTable::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const auto index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.column() == Use)
        toggle(index);
}

void ModelTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fit();
}

void ModelTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        verticalHeader()->setDefaultSectionSize(modelHeight());
}

/// The name takes what the others leave.
void ModelTable::fit()
{
    int rest = viewport()->width();
    for (int column = Context; column < Columns; ++column) {
        const auto width = widths.at(static_cast<std::size_t>(column));
        setColumnWidth(column, width);
        rest -= width;
    }
    setColumnWidth(Model, std::max(rest, leastName));
}

} // namespace slipswitch::ui
