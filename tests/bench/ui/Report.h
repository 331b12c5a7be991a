#pragma once

#include "tests/ui/support/SlotProbe.h"

#include <string>

namespace slipswitch::bench {

/// Prints figures beside their limits and remembers whether one was over.
class Report
{
public:
    void figure(const char *what, double value, const char *unit, double limit, int decimals = 1);
    /// The hardest slot since the probe was told to forget: judged by its own work, since the clock also
    /// counts what other programs did meanwhile.
    void slots_(const char *while_, const uitest::SlotProbe &probe, bool firstShow = false);
    /// The same where every pixel of the window is painted anew: one frame of a screen of 60 Hz.
    void resizing(const char *while_, const uitest::SlotProbe &probe);
    void missing(const char *what, const char *why);
    [[nodiscard]] bool good() const { return m_over == 0; }
    void tell() const;

private:
    void hardest(const std::string &what, const uitest::SlotProbe &probe, bool firstShow, double limit);

    int m_figures = 0, m_over = 0;
};

} // namespace slipswitch::bench
