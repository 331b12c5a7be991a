#include "tests/ui/support/UiTest.h"

namespace slipswitch::uitest {

namespace {

/// What a development build may take of a limit: it is optimised lightly and checks itself.
constexpr double allowance = 1.5;

} // namespace

int tellSlots(const SlotProbe &probe)
{
    int over = 0;
    for (const bool firstShow : {false, true}) {
        const auto &hardest = probe.hardest(firstShow), &longest = probe.longest(firstShow);
        const auto limit = allowance * (firstShow ? firstShowLimit : slotLimit);
        over += hardest.work > limit ? 1 : 0;
        qInfo().noquote() << QStringLiteral("longest Qt-thread slot%1: %2 ms of work, %3 (limit %4 ms%5); "
                                            "%6 ms by the clock, %7")
                                 .arg(firstShow ? QStringLiteral(" of a first show") : QString())
                                 .arg(hardest.work, 0, 'f', 1)
                                 .arg(QString::fromLatin1(hardest.what))
                                 .arg(limit)
                                 .arg(hardest.work > limit ? QStringLiteral(", OVER") : QString())
                                 .arg(longest.clock, 0, 'f', 1)
                                 .arg(QString::fromLatin1(longest.what));
    }
    return over;
}

} // namespace slipswitch::uitest
