#include "tests/bench/ui/Report.h"

#include <cstdio>

namespace slipswitch::bench {

void Report::figure(const char *what, double value, const char *unit, double limit, int decimals)
{
    const bool over = value > limit;
    ++m_figures;
    m_over += over ? 1 : 0;
    std::printf(
        "%-58s %9.*f %-10s limit %-5g %s\n", what, decimals, value, unit, limit, over ? "OVER" : "ok");
    std::fflush(stdout);
}

void Report::slots_(const char *while_, const uitest::SlotProbe &probe, bool firstShow)
{
    hardest((firstShow ? "first show, " : "hardest slot, ") + std::string(while_), probe, firstShow,
        firstShow ? uitest::firstShowLimit : uitest::slotLimit);
}

void Report::resizing(const char *while_, const uitest::SlotProbe &probe)
{
    constexpr double frame = 16;
    hardest("hardest slot, " + std::string(while_), probe, false, frame);
}

void Report::hardest(const std::string &what, const uitest::SlotProbe &probe, bool firstShow, double limit)
{
    const auto &slot = probe.hardest(firstShow), &longest = probe.longest(firstShow);
    figure(what.c_str(), slot.work, "ms of work", limit);
    std::printf("    %s; the longest by the clock %.1f ms, of which %.1f ms were work (%s)\n",
        slot.what.constData(), longest.clock, longest.work, longest.what.constData());
}

void Report::missing(const char *what, const char *why)
{
    ++m_figures;
    ++m_over;
    std::printf("%-58s %s\n", what, why);
}

void Report::tell() const
{
    std::printf("%d of %d figures within their limits\n", m_figures - m_over, m_figures);
}

} // namespace slipswitch::bench
