#include "ui/spend/SpendPeriod.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Unit = SpendPeriod::Unit;

namespace {

constexpr int hourSeconds = 3600, hoursAWeekColumn = 6;

QString tr(const char *text)
{
    return QCoreApplication::translate("Spend", text);
}

QDate firstOf(Unit unit, QDate day)
{
    switch (unit) {
    case Unit::Day:
        return day;
    case Unit::Week:
        return day.addDays(-((day.dayOfWeek() - int {QLocale().firstDayOfWeek()} + 7) % 7));
    case Unit::Month:
        return {day.year(), day.month(), 1};
    case Unit::Year:
        return {day.year(), 1, 1};
    }
    return day;
}

/// From midnight to midnight, by the clock on the wall or by hours that pass.
void addDay(std::vector<UtcTime> &edges, QDate day, int hours, const QTimeZone &zone)
{
    const auto end = day.addDays(1).startOfDay(zone);
    if (hours == 1) {
        for (auto at = day.startOfDay(zone); at < end; at = at.addSecs(hourSeconds))
            edges.push_back(utcOf(at));
        return;
    }
    edges.push_back(utcOf(day.startOfDay(zone)));
    for (int hour = hours; hour < 24; hour += hours)
        edges.push_back(utcOf(QDateTime(day, QTime(hour, 0), zone)));
}

} // namespace

UtcTime utcOf(const QDateTime &time)
{
    return UtcTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

QDateTime localTime(UtcTime time, const QTimeZone &zone)
{
    const auto millis = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(millis, zone);
}

SpendPeriod::SpendPeriod(Unit unit, QDate day)
    : m_unit(unit)
    , m_first(firstOf(unit, day))
{ }

QDate SpendPeriod::end() const
{
    switch (m_unit) {
    case Unit::Day:
        return m_first.addDays(1);
    case Unit::Week:
        return m_first.addDays(7);
    case Unit::Month:
        return m_first.addMonths(1);
    case Unit::Year:
        return m_first.addYears(1);
    }
    return m_first;
}

std::vector<UtcTime> SpendPeriod::edges(const QTimeZone &zone) const
{
    std::vector<UtcTime> edges;
    if (m_unit == Unit::Day || m_unit == Unit::Week) {
        for (auto day = m_first; day < end(); day = day.addDays(1))
            addDay(edges, day, m_unit == Unit::Day ? 1 : hoursAWeekColumn, zone);
    } else {
        for (auto day = m_first; day < end();) {
            edges.push_back(utcOf(day.startOfDay(zone)));
            // The first and last week of a year may be short.
            day = m_unit == Unit::Month ? day.addDays(1) : firstOf(Unit::Week, day).addDays(7);
        }
    }
    edges.push_back(utcOf(end().startOfDay(zone)));
    return edges;
}

QString SpendPeriod::title(QDate today) const
{
    const QLocale locale;
    const bool thisYear = m_first.year() == today.year();
    switch (m_unit) {
    case Unit::Day:
        return locale.toString(m_first, thisYear ? u"ddd d MMM"_s : u"ddd d MMM yyyy"_s);
    case Unit::Week: {
        const auto last = end().addDays(-1);
        const auto from = m_first.month() == last.month() ? u"d"_s : u"d MMMM"_s;
        return tr("%1 to %2")
            .arg(locale.toString(m_first, from),
                locale.toString(last, thisYear ? u"d MMMM"_s : u"d MMMM yyyy"_s));
    }
    case Unit::Month:
        return locale.standaloneMonthName(m_first.month())
            + (thisYear ? QString() : u' ' + QString::number(m_first.year()));
    case Unit::Year:
        return QString::number(m_first.year());
    }
    return {};
}

QString SpendPeriod::name(QDate today) const
{
    const SpendPeriod current(m_unit, today);
    const auto index = static_cast<std::size_t>(m_unit);
    if (*this == current)
        return std::array {tr("Today"), tr("This week"), tr("This month"), tr("This year")}.at(index);
    if (*this == current.before())
        return std::array {tr("Yesterday"), tr("Last week"), tr("Last month"), tr("Last year")}.at(index);
    return title(today);
}

QString SpendPeriod::step() const
{
    return std::array {tr("cost per hour"), tr("cost per 6 hours"), tr("cost per day"), tr("cost per week")}
        .at(static_cast<std::size_t>(m_unit));
}

QString SpendPeriod::columnTitle(UtcTime start, UtcTime end, const QTimeZone &zone) const
{
    const QLocale locale;
    const auto from = localTime(start, zone), to = localTime(end, zone);
    switch (m_unit) {
    case Unit::Day:
    case Unit::Week:
        return tr("%1, %2 to %3")
            .arg(locale.toString(from.date(), u"ddd d MMM"_s), from.toString(u"HH:mm"_s),
                to.toString(u"HH:mm"_s));
    case Unit::Month:
        return locale.toString(from.date(), u"ddd d MMM"_s);
    case Unit::Year:
        return tr("%1 to %2")
            .arg(
                locale.toString(from.date(), u"d MMM"_s), locale.toString(to.date().addDays(-1), u"d MMM"_s));
    }
    return {};
}

std::vector<std::pair<std::size_t, QString>> SpendPeriod::labels(
    const std::vector<UtcTime> &edges, UtcTime now, const QTimeZone &zone) const
{
    const QLocale locale;
    const auto today = localTime(now, zone).date();
    std::vector<std::pair<std::size_t, QString>> labels;
    int month = 0;
    for (std::size_t column = 0; column + 1 < edges.size(); ++column) {
        const auto start = localTime(edges[column], zone);
        const auto day = start.date();
        if (m_unit == Unit::Day && start.time().hour() % 4 == 0)
            labels.emplace_back(column, start.toString(u"HH:mm"_s));
        if (m_unit == Unit::Week && start.time().hour() == 0)
            labels.emplace_back(column, day == today ? tr("Today") : locale.toString(day, u"ddd d"_s));
        if (m_unit == Unit::Year && day.month() != std::exchange(month, day.month()))
            labels.emplace_back(column, locale.standaloneMonthName(day.month(), QLocale::ShortFormat));
        if (m_unit != Unit::Month)
            continue;
        const bool beside = holds(today) && std::abs(day.daysTo(today)) < 3;
        if (day == today)
            labels.emplace_back(column, tr("Today"));
        else if (day == m_first && !beside)
            labels.emplace_back(column, locale.toString(day, u"d MMM"_s));
        else if ((day.day() % 5 == 0 && day.day() < 30 && !beside)
            || (day == end().addDays(-1) && day.day() != 29 && !beside))
            labels.emplace_back(column, QString::number(day.day()));
    }
    return labels;
}

} // namespace slipswitch::ui
