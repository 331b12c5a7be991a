#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Format", text);
}

} // namespace

QString moneyText(Money amount)
{
    const auto dollars = amount.dollars();
    if (amount.picodollars() == 0)
        return u"$0"_s;
    if (dollars < 0)
        return u"-"_s + moneyText(Money::picodollars(-amount.picodollars()));
    if (dollars < 0.0001)
        return u"<$"_s + QLocale().toString(0.0001, 'f', 4);
    return u"$"_s + QLocale().toString(dollars, 'f', dollars >= 1 ? 2 : 4);
}

QString sumText(Money amount)
{
    constexpr std::int64_t cent = 10'000'000'000;
    return amount.picodollars() >= cent ? u"$"_s + QLocale().toString(amount.dollars(), 'f', 2)
                                        : moneyText(amount);
}

QString countText(std::int64_t count)
{
    return QLocale().toString(static_cast<qlonglong>(count));
}

QString compactText(std::int64_t count)
{
    constexpr std::array<std::pair<double, char>, 3> steps {{{1e9, 'B'}, {1e6, 'M'}, {1e3, 'k'}}};
    const auto value = static_cast<double>(count);
    for (const auto &[step, letter] : steps) {
        // What would round up to the next letter takes it.
        if (value >= step * 0.99995)
            return QLocale().toString(value / step, 'f', value >= step * 99.95 ? 0 : 1) + QLatin1Char(letter);
    }
    return QLocale().toString(static_cast<qlonglong>(count));
}

QString durationText(std::chrono::microseconds duration)
{
    const auto seconds = std::chrono::duration<double>(duration).count();
    const QLocale locale;
    if (seconds < 0.9995)
        return tr("%1 ms").arg(locale.toString(seconds * 1000, 'f', 0));
    if (seconds < 59.95)
        return tr("%1 s").arg(locale.toString(seconds, 'f', seconds < 9.95 ? 1 : 0));
    const auto whole = static_cast<qlonglong>(seconds + 0.5);
    return whole < 3600 ? tr("%1 min %2 s").arg(whole / 60).arg(whole % 60)
                        : tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString bytesText(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

} // namespace slipswitch::ui
