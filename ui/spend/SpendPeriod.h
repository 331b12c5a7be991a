#pragma once

#include "core/base/Clock.h"

#include <QDate>
#include <QString>
#include <QTimeZone>

#include <cstdint>
#include <utility>
#include <vector>

namespace slipswitch::ui {

/// A day, week, month or year of the user's calendar and the columns that a chart of it has. A plain value.
class SpendPeriod
{
public:
    enum class Unit : std::uint8_t
    {
        Day, ///< by hour
        Week, ///< by six hours; begins as the user's locale has it
        Month, ///< by day
        Year, ///< by week
    };

    SpendPeriod() = default;
    /// The one that holds this day.
    SpendPeriod(Unit unit, QDate day);

    [[nodiscard]] Unit unit() const { return m_unit; }
    [[nodiscard]] QDate first() const { return m_first; }
    /// The day behind its last one.
    [[nodiscard]] QDate end() const;
    [[nodiscard]] SpendPeriod before() const { return {m_unit, m_first.addDays(-1)}; }
    [[nodiscard]] SpendPeriod after() const { return {m_unit, end()}; }
    [[nodiscard]] bool holds(QDate day) const { return day >= m_first && day < end(); }

    /// Where columns begin, and where the last one ends: moments that are round in that zone, also where a
    /// day has 23 hours or the zone is off by half an hour. At most 60.
    [[nodiscard]] std::vector<UtcTime> edges(const QTimeZone &zone) const;

    /// "November", "3 to 9 November", "Thu 6 Nov", "2026"; with the year where it isn't this one.
    [[nodiscard]] QString title(QDate today) const;
    /// "This month", "Last week", else the title.
    [[nodiscard]] QString name(QDate today) const;
    /// "cost per day"
    [[nodiscard]] QString step() const;
    /// What a column's tooltip is headed with: "Thu 6 Nov".
    [[nodiscard]] QString columnTitle(UtcTime start, UtcTime end, const QTimeZone &zone) const;
    /// Texts under some of the columns.
    [[nodiscard]] std::vector<std::pair<std::size_t, QString>> labels(
        const std::vector<UtcTime> &edges, UtcTime now, const QTimeZone &zone) const;

    bool operator==(const SpendPeriod &) const = default;

private:
    Unit m_unit = Unit::Month;
    QDate m_first;
};

[[nodiscard]] UtcTime utcOf(const QDateTime &time);
[[nodiscard]] QDateTime localTime(UtcTime time, const QTimeZone &zone);

} // namespace slipswitch::ui
