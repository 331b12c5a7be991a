#include "ui/widgets/Ago.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Ago", text);
}

QDateTime localTime(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

} // namespace

QString agoText(UtcTime then, UtcTime now)
{
    const auto ago = std::chrono::duration_cast<std::chrono::seconds>(now - then);
    if (ago < 3s)
        return tr("just now");
    if (ago < 1min)
        return tr("%1 s ago").arg(ago.count());
    if (ago < 1h)
        return tr("%1 min ago").arg(ago / 1min);
    const auto days = localTime(then).date().daysTo(localTime(now).date());
    if (days == 0)
        return localTime(then).toString(u"HH:mm"_s);
    return days == 1 ? tr("yesterday") : tr("%1 days ago").arg(days);
}

QString dayText(UtcTime time)
{
    return QLocale().toString(localTime(time).date(), u"d MMM yyyy"_s);
}

QString clockText(UtcTime time)
{
    return localTime(time).toString(u"HH:mm:ss"_s);
}

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace slipswitch::ui
