#pragma once

#include "tests/ui/support/SlotProbe.h"
#include "ui/theme/Theme.h"

#include <QtTest>

namespace slipswitch::uitest {

/// Prints the longest Qt-thread slots. @return  how many of them worked longer than their limit.
int tellSlots(const SlotProbe &probe);

/// main() of a test: with the theme on, and the probe's finding at the end, which can fail it.
template <typename Test>
int run(int argc, char **argv)
{
    SlotProbe application(argc, argv);
    const ui::Theme theme(ui::ThemeChoice::Light);
    Test test;
    const auto failed = QTest::qExec(&test, argc, argv);
    return failed + tellSlots(application);
}

} // namespace slipswitch::uitest

#define SLIPSWITCH_UI_MAIN(Test)                                                                             \
    int main(int argc, char **argv)                                                                          \
    {                                                                                                        \
        return slipswitch::uitest::run<Test>(argc, argv);                                                    \
    }
