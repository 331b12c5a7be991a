#include "ui/log/LogModel.h"

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

bool newerFirst(const LogEntry &a, const LogEntry &b)
{
    return a.id > b.id;
}

} // namespace

QString logColumnName(LogColumn column)
{
    switch (column) {
    case LogColumn::Time:
        return LogModel::tr("Time");
    case LogColumn::Result:
        return LogModel::tr("Result");
    case LogColumn::Status:
        return LogModel::tr("Status");
    case LogColumn::Tool:
        return LogModel::tr("Tool");
    case LogColumn::Key:
        return LogModel::tr("Key");
    case LogColumn::Project:
        return LogModel::tr("Project");
    case LogColumn::Model:
        return LogModel::tr("Model");
    case LogColumn::Tokens:
        return LogModel::tr("Tokens in/out");
    case LogColumn::Cached:
        return LogModel::tr("Cached");
    case LogColumn::First:
        return LogModel::tr("First");
    case LogColumn::Duration:
        return LogModel::tr("Duration");
    case LogColumn::Cost:
        return LogModel::tr("Cost");
    case LogColumn::Error:
        return LogModel::tr("Error");
    }
    return {};
}

QString logCell(const LogEntry &entry, LogColumn column)
{
    switch (column) {
    case LogColumn::Time:
        return entry.texts().time;
    case LogColumn::Result:
        return entry.texts().result.word;
    case LogColumn::Status:
        return entry.status > 0 ? QString::number(entry.status) : QString();
    case LogColumn::Tool:
        return entry.tool;
    case LogColumn::Key:
        return entry.keyName;
    case LogColumn::Project:
        return entry.project;
    case LogColumn::Model:
        return entry.requested.isEmpty() ? entry.model
                                         : LogModel::tr("%1 for %2").arg(entry.model, entry.requested);
    case LogColumn::Tokens:
        return !entry.tokensTold ? QString() : entry.texts().tokensIn + u" / "_s + entry.texts().tokensOut;
    case LogColumn::Cached:
        return entry.texts().cached;
    case LogColumn::First:
        return entry.texts().first;
    case LogColumn::Duration:
        return entry.texts().took;
    case LogColumn::Cost:
        return entry.texts().cost;
    case LogColumn::Error:
        return entry.errorText;
    }
    return {};
}

std::size_t LogModel::placeOf(RequestId id) const
{
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), id,
        [](const LogEntry &entry, RequestId wanted) { return entry.id > wanted; });
    return static_cast<std::size_t>(found - m_rows.begin());
}

int LogModel::rowOf(RequestId id) const
{
    const auto place = placeOf(id);
    return place < m_rows.size() && m_rows[place].id == id ? static_cast<int>(place) : -1;
}

void LogModel::reset(std::vector<LogEntry> rows, bool more)
{
    beginResetModel();
    m_rows.assign(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    m_more = more;
    endResetModel();
}

void LogModel::append(std::vector<LogEntry> rows, bool more)
{
    m_more = more;
    // What came live stands here already.
    if (!m_rows.empty())
        std::erase_if(rows, [this](const LogEntry &row) { return row.id >= m_rows.back().id; });
    if (rows.empty())
        return;
    beginInsertRows({}, count(), count() + static_cast<int>(rows.size()) - 1);
    std::move(rows.begin(), rows.end(), std::back_inserter(m_rows));
    endInsertRows();
}

void LogModel::prepend(std::vector<LogEntry> rows)
{
    if (!m_rows.empty())
        std::erase_if(rows, [this](const LogEntry &row) { return row.id <= m_rows.front().id; });
    insertTop(std::move(rows));
}

void LogModel::insertTop(std::vector<LogEntry> rows)
{
    if (rows.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.begin(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    endInsertRows();
}

void LogModel::insertAt(std::size_t place, LogEntry row)
{
    beginInsertRows({}, static_cast<int>(place), static_cast<int>(place));
    m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(place), std::move(row));
    endInsertRows();
}

int LogModel::merge(std::vector<LogEntry> changed, bool intoTop)
{
    int first = count(), last = -1, above = 0;
    std::vector<LogEntry> top;
    for (auto &row : changed) {
        const auto place = placeOf(row.id);
        if (place < m_rows.size() && m_rows[place].id == row.id) {
            first = std::min(first, static_cast<int>(place));
            last = std::max(last, static_cast<int>(place));
            m_rows[place] = std::move(row);
        } else if (place == 0) {
            ++above;
            if (intoTop)
                top.push_back(std::move(row));
        } else if (place < m_rows.size()) {
            insertAt(place, std::move(row));
            last += place <= static_cast<std::size_t>(std::max(last, 0)) ? 1 : 0;
        } else if (!m_more) {
            insertAt(place, std::move(row));
        }
    }
    first = std::max(first, m_firstSeen);
    last = std::min({last, m_lastSeen, count() - 1});
    if (first <= last)
        Q_EMIT dataChanged(index(first, 0), index(last, logColumns - 1));
    // A batch lists them in the order of their last change.
    std::sort(top.begin(), top.end(), newerFirst);
    insertTop(std::move(top));
    return above;
}

void LogModel::setSeen(int first, int last)
{
    m_firstSeen = first;
    m_lastSeen = last;
}

void LogModel::tick(UtcTime now)
{
    int first = -1, last = -1;
    for (int row = std::max(0, m_firstSeen); row <= std::min(m_lastSeen, count() - 1); ++row) {
        auto &entry = m_rows[static_cast<std::size_t>(row)];
        if (!entry.inFlight())
            continue;
        entry.setDuration(std::max(now - entry.startedAt, domain::Micros(0)));
        first = first < 0 ? row : first;
        last = row;
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, logColumns - 1));
}

void LogModel::trimBottom()
{
    if (m_rows.size() <= most + chunk)
        return;
    beginRemoveRows({}, static_cast<int>(most), count() - 1);
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(most), m_rows.end());
    m_more = true;
    endRemoveRows();
}

bool LogModel::trimTop()
{
    if (m_rows.size() <= most + chunk)
        return false;
    beginRemoveRows({}, 0, static_cast<int>(chunk) - 1);
    m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(chunk));
    endRemoveRows();
    return true;
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : logColumns;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const auto &row = entry(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return logCell(row, static_cast<LogColumn>(index.column()));
    if (role == Qt::AccessibleTextRole)
        return index.column() == 0 ? row.sentence() : logCell(row, static_cast<LogColumn>(index.column()));
    return {};
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<LogColumn>(section);
    if (role == Qt::DisplayRole)
        return logColumnName(column);
    const bool number = column == LogColumn::Tokens || column == LogColumn::Cached
        || column == LogColumn::First || column == LogColumn::Duration || column == LogColumn::Cost;
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

} // namespace slipswitch::ui
