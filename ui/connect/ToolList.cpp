#include "ui/connect/ToolList.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QStyledItemDelegate>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Standing = ConnectData::Standing;

namespace {

constexpr int rowHeight = 52, headingHeight = 34, firstHeadingHeight = 28;

struct StandingLook
{
    QString icon;
    Ink ink;
};

StandingLook lookOf(Standing standing)
{
    switch (standing) {
    case Standing::Connected:
        return {u"check"_s, Ink::Ok};
    case Standing::Ready:
        return {u"plus"_s, Ink::Info};
    case Standing::Trouble:
        return {u"alert"_s, Ink::Warn};
    default:
        return {{}, Ink::Tertiary};
    }
}

class ToolDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const auto &line = static_cast<const ToolModel *>(index.model())->line(index.row());
        if (line.heading.isEmpty())
            return {200, rowHeight};
        return {200, index.row() == 0 ? firstHeadingHeight : headingHeight};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &line = static_cast<const ToolModel *>(index.model())->line(index.row());
        const auto &t = tokens();
        const QRectF rect = option.rect;
        if (!line.heading.isEmpty()) {
            paintText(*painter, {rect.left() + 24, rect.bottom() - 24, rect.width() - 40, 20}, line.heading,
                font(Type::Caption), t.text2);
            return;
        }
        const auto box = rect.adjusted(14, 1, -14, -1);
        if (option.state & QStyle::State_Selected)
            paintRound(*painter, box, 8, t.selection);
        else if (option.state & QStyle::State_MouseOver)
            paintRound(*painter, box, 8, t.hover);
        if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
            paintFocusRing(*painter, box, 8);
        const auto &entry = line.entry;
        paintBadge(
            *painter, {box.left() + 10, box.top() + 11, 28, 28}, entry.letters, toolColor(entry.name, t));
        const auto left = box.left() + 49, width = box.right() - 8 - left;
        paintText(*painter, {left, box.top() + 8, width, 18}, entry.name, font(Type::BodyStrong), t.text);
        const auto look = lookOf(entry.standing);
        auto words = QRectF(left, box.top() + 25, width, 17);
        if (!look.icon.isEmpty()) {
            paintIcon(*painter, {words.left() - 1, words.top() + 2, 13, 13}, look.icon, t.ink(look.ink));
            words.setLeft(words.left() + 17);
        }
        paintText(*painter, words, entry.line, font(Type::Small), t.ink(look.ink));
    }
};

} // namespace

ToolModel::ToolModel(QObject *parent)
    : QAbstractListModel(parent)
{ }

void ToolModel::setLines(std::vector<Line> lines)
{
    const bool same = std::equal(lines.begin(), lines.end(), m_lines.begin(), m_lines.end(),
        [](const Line &a, const Line &b) { return a.heading == b.heading && a.entry.id == b.entry.id; });
    if (same) {
        m_lines = std::move(lines);
        if (!m_lines.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

int ToolModel::rowOf(const QString &id) const
{
    const auto found = std::find_if(m_lines.begin(), m_lines.end(),
        [&](const Line &line) { return line.heading.isEmpty() && line.entry.id == id; });
    return found == m_lines.end() ? -1 : static_cast<int>(found - m_lines.begin());
}

int ToolModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant ToolModel::data(const QModelIndex &index, int role) const
{
    const auto &shown = line(index.row());
    if (role == Qt::DisplayRole)
        return shown.heading.isEmpty() ? shown.entry.name : shown.heading;
    if (role == Qt::AccessibleTextRole)
        return shown.heading.isEmpty() ? shown.entry.name + u", "_s + shown.entry.line : shown.heading;
    return {};
}

Qt::ItemFlags ToolModel::flags(const QModelIndex &index) const
{
    return line(index.row()).heading.isEmpty() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                               : Qt::ItemFlags(Qt::NoItemFlags);
}

ToolList::ToolList(QWidget *parent)
    : QListView(parent)
    , m_model(new ToolModel(this))
{
    setModel(m_model);
    setItemDelegate(new ToolDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Tools"));
    viewport()->setAutoFillBackground(false);
}

void ToolList::setEntries(const std::vector<ConnectData::Entry> &entries, const QString &words)
{
    std::vector<ToolModel::Line> lines;
    for (const bool found : {true, false}) {
        const auto heading = lines.size();
        for (const auto &entry : entries) {
            if (entry.found == found && entry.name.contains(words, Qt::CaseInsensitive))
                lines.push_back({{}, entry});
        }
        if (lines.size() > heading)
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(heading),
                {found ? tr("Found on this computer") : tr("More tools"), {}});
    }
    const auto before = current();
    m_filling = true;
    m_model->setLines(std::move(lines));
    m_filling = false;
    setCurrent(before);
}

void ToolList::setCurrent(const QString &id)
{
    const auto row = m_model->rowOf(id);
    if (row == currentIndex().row())
        return;
    m_filling = true;
    setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row));
    m_filling = false;
}

QString ToolList::current() const
{
    return currentIndex().isValid() ? m_model->line(currentIndex().row()).entry.id : QString();
}

void ToolList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_filling && current.isValid())
        Q_EMIT opened(m_model->line(current.row()).entry.id);
}

} // namespace slipswitch::ui
