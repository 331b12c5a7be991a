#include "ui/providers/ProviderList.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QStyledItemDelegate>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowRole = Qt::UserRole, badgeSize = 28;

class RowDelegate : public QStyledItemDelegate
{
public:
    RowDelegate(const std::vector<ProviderRow> &rows, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_rows(rows)
    { }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {200, byDensity(48, 54, 62)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto place = static_cast<std::size_t>(index.data(rowRole).toInt());
        if (place >= m_rows.size())
            return;
        const auto &row = m_rows[place];
        const auto &t = tokens();
        const QRectF box = QRectF(option.rect).adjusted(0, 1, 0, -1);
        const bool selected = option.state & QStyle::State_Selected;
        if (selected)
            paintRound(*painter, box, 8, t.selection);
        else if (option.state & QStyle::State_MouseOver)
            paintRound(*painter, box, 8, t.hover);
        const auto line = lineOf(row.kind, t);
        painter->setOpacity(row.enabled ? 1 : 0.55);
        const QRectF badge(
            box.left() + 10, std::round(box.center().y() - badgeSize / 2.0), badgeSize, badgeSize);
        paintBadge(*painter, badge, line.letter, line.color);
        painter->setOpacity(1);
        const auto pill = pillWidth(row.standing);
        const auto textWidth = box.width() - 48 - pill - 18;
        paintText(*painter, {box.left() + 48, std::round(box.center().y()) - 19, textWidth, 19}, row.title,
            font(Type::BodyStrong), row.enabled ? t.text : t.text2);
        paintText(*painter, {box.left() + 48, std::round(box.center().y()), textWidth, 17}, row.about,
            font(Type::Small), t.text2);
        paintPill(*painter, {box.right() - 10 - pill, box.top(), pill, box.height()}, row.standing);
        const bool keyboard
            = option.widget && option.widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
        if ((option.state & QStyle::State_HasFocus) && keyboard)
            paintFocusRing(*painter, box, 8);
    }

private:
    const std::vector<ProviderRow> &m_rows;
};

} // namespace

ProviderList::ProviderList(QWidget *parent)
    : QListWidget(parent)
{
    setFrameShape(NoFrame);
    viewport()->setAutoFillBackground(false);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setDragDropMode(InternalMove);
    setDefaultDropAction(Qt::MoveAction);
    setAccessibleName(tr("Providers, in order of preference"));
    setItemDelegate(new RowDelegate(m_rows, this));
    connect(this, &QListWidget::currentRowChanged, this, [this](int row) {
        if (!m_filling && row >= 0)
            Q_EMIT chosen(current());
    });
}

void ProviderList::setRows(const std::vector<ProviderRow> &rows, const QString &current)
{
    if (rows == m_rows && this->current() == current && currentRow() >= 0)
        return;
    m_filling = true;
    m_rows = rows;
    while (count() > static_cast<int>(rows.size()))
        delete takeItem(count() - 1);
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        if (row == count())
            addItem(QString());
        auto *entry = item(row);
        const auto &shown = rows[static_cast<std::size_t>(row)];
        entry->setData(rowRole, row);
        entry->setData(
            Qt::AccessibleTextRole, u"%1, %2, %3"_s.arg(shown.title, shown.about, shown.standing.word));
        auto flags = entry->flags() & ~Qt::ItemIsDropEnabled;
        flags.setFlag(Qt::ItemIsDragEnabled, !shown.name.isEmpty());
        entry->setFlags(flags);
        if (shown.name == current)
            setCurrentRow(row);
    }
    applyFilter();
    viewport()->update();
    m_filling = false;
}

void ProviderList::setFilter(const QString &words)
{
    m_filter = words.trimmed();
    applyFilter();
}

void ProviderList::applyFilter()
{
    for (int row = 0; row < count(); ++row) {
        const auto &shown = m_rows[static_cast<std::size_t>(row)];
        const bool matches = m_filter.isEmpty() || shown.title.contains(m_filter, Qt::CaseInsensitive)
            || shown.name.contains(m_filter, Qt::CaseInsensitive);
        setRowHidden(row, !matches);
    }
}

QString ProviderList::current() const
{
    const auto *entry = currentItem();
    const auto place = entry ? static_cast<std::size_t>(entry->data(rowRole).toInt()) : m_rows.size();
    return place < m_rows.size() ? m_rows[place].name : QString();
}

void ProviderList::moveCurrent(int by)
{
    const int target = currentRow() + by;
    if (current().isEmpty() || target < 0 || target >= count()
        || m_rows[static_cast<std::size_t>(target)].name.isEmpty())
        return;
    Q_EMIT moved(current(), target);
}

void ProviderList::keyPressEvent(QKeyEvent *event)
{
    const bool alt = event->modifiers() == Qt::AltModifier;
    if (alt && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down))
        return moveCurrent(event->key() == Qt::Key_Up ? -1 : 1);
    if (event->key() == Qt::Key_Delete && !current().isEmpty()) {
        Q_EMIT removeRequested(current());
        return;
    }
    QListWidget::keyPressEvent(event);
}

void ProviderList::contextMenuEvent(QContextMenuEvent *event)
{
    const auto name = current();
    if (name.isEmpty() || currentRow() < 0)
        return;
    const bool enabled = m_rows[static_cast<std::size_t>(currentRow())].enabled;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(u"arrow-up"_s), tr("Move up"), this, [this] { moveCurrent(-1); })
        ->setShortcut(Qt::ALT | Qt::Key_Up);
    menu->addAction(icon(u"arrow-down"_s), tr("Move down"), this, [this] { moveCurrent(1); })
        ->setShortcut(Qt::ALT | Qt::Key_Down);
    menu->addAction(icon(enabled ? u"pause"_s : u"play"_s),
        enabled ? tr("Send no traffic") : tr("Send traffic"), this,
        [this, name, enabled] { Q_EMIT enableRequested(name, !enabled); });
    menu->addSeparator();
    menu->addAction(icon(u"trash"_s), tr("Remove"), this, [this, name] { Q_EMIT removeRequested(name); })
        ->setShortcut(Qt::Key_Delete);
    menu->popup(event->globalPos());
}

void ProviderList::dropEvent(QDropEvent *event)
{
    const auto name = current();
    m_filling = true;
    QListWidget::dropEvent(event);
    m_filling = false;
    for (int row = 0; row < count(); ++row) {
        const auto place = static_cast<std::size_t>(item(row)->data(rowRole).toInt());
        if (place < m_rows.size() && m_rows[place].name == name && static_cast<int>(place) != row)
            Q_EMIT moved(name, row);
    }
}

} // namespace slipswitch::ui
