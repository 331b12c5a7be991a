#pragma once

#include "ui/log/LogEntry.h"

#include <QAbstractTableModel>

#include <deque>
#include <vector>

namespace slipswitch::ui {

enum class LogColumn : std::uint8_t
{
    Time,
    Result,
    Status,
    Tool,
    Key,
    Project,
    Model,
    Tokens,
    Cached,
    First,
    Duration,
    Cost,
    Error,
};
inline constexpr int logColumns = 13;

/// The part of the log that is held: newest first, neighbours without gaps, at most `most` rows. Who fills it
/// fetches at its ends; what lies beyond is let go.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr std::size_t most = 2000; ///< rows held
    static constexpr std::size_t chunk = 200; ///< rows let go at a time

    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] const LogEntry &entry(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    /// -1: not held.
    [[nodiscard]] int rowOf(RequestId id) const;
    /// Older rows stand behind the last one.
    [[nodiscard]] bool more() const { return m_more; }
    void setMore(bool more) { m_more = more; }

    void reset(std::vector<LogEntry> rows, bool more);
    /// Older ones, behind the last.
    void append(std::vector<LogEntry> rows, bool more);
    /// Newer ones, before the first.
    void prepend(std::vector<LogEntry> rows);
    /// What changed since: known rows are replaced, others put in where their time is, new ones at the top in
    /// one insertion. Says only of rows that are seen that they changed, and only once.
    /// @param intoTop  false: rows above the first are not taken in. @return  how many that were.
    int merge(std::vector<LogEntry> changed, bool intoTop);
    /// Which rows the view shows.
    void setSeen(int first, int last);
    /// Those under way that are seen have taken longer by now.
    void tick(UtcTime now);
    /// Lets go of rows at the end, so that `most` are left.
    void trimBottom();
    /// Lets go of the newest `chunk` when too many are held. @return  whether it did.
    bool trimTop();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] std::size_t placeOf(RequestId id) const;
    void insertTop(std::vector<LogEntry> rows);
    void insertAt(std::size_t place, LogEntry row);

    std::deque<LogEntry> m_rows;
    bool m_more = false;
    int m_firstSeen = 0, m_lastSeen = 0;
};

[[nodiscard]] QString logColumnName(LogColumn column);
/// What a cell says, without paint.
[[nodiscard]] QString logCell(const LogEntry &entry, LogColumn column);

} // namespace slipswitch::ui
