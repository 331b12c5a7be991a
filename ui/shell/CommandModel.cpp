#include "ui/shell/CommandPalette.h"
#include "ui/shell/Fuzzy.h"

#include <algorithm>

namespace slipswitch::ui {

void CommandModel::setGroups(std::vector<CommandGroup> groups)
{
    beginResetModel();
    m_rows.clear();
    m_groups = std::move(groups);
    endResetModel();
    filter({});
}

void CommandModel::filter(const QString &typed)
{
    beginResetModel();
    m_rows.clear();
    for (const auto &group : m_groups) {
        std::vector<std::pair<int, const Command *>> fitting;
        for (const auto &command : group.commands) {
            if (const auto score = fuzzyScore(typed, command.title + u' ' + command.note))
                fitting.emplace_back(*score, &command);
        }
        if (fitting.empty())
            continue;
        std::stable_sort(
            fitting.begin(), fitting.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
        m_rows.push_back({group.title, nullptr});
        for (const auto &[score, command] : fitting)
            m_rows.push_back({{}, command});
    }
    endResetModel();
}

const Command *CommandModel::command(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].command : nullptr;
}

int CommandModel::next(int row, int step) const
{
    for (int at = row + step; at >= 0 && at < rowCount(); at += step) {
        if (command(at))
            return at;
    }
    return -1;
}

int CommandModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant CommandModel::data(const QModelIndex &index, int role) const
{
    const auto &row = m_rows.at(static_cast<std::size_t>(index.row()));
    if (role == IsHeading)
        return row.command == nullptr;
    if (!row.command)
        return role == Qt::DisplayRole ? row.heading : QVariant();
    switch (role) {
    case Qt::DisplayRole:
        return row.command->title;
    case NoteRole:
        return row.command->note;
    case IconRole:
        return row.command->icon;
    case ShortcutRole:
        return row.command->shortcut;
    case Qt::AccessibleTextRole:
        return QString(row.command->title + u' ' + row.command->note);
    default:
        return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex &index) const
{
    return command(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace slipswitch::ui
