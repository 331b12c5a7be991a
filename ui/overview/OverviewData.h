#pragma once

#include "ui/widgets/AreaChart.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Pill.h"

#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <vector>

namespace slipswitch::ui {

/// Everything that the overview shows; texts are ready to be read. A plain value: an adapter fills it from
/// the service, tests and gallery by hand.
struct OverviewData
{
    enum class State : std::uint8_t
    {
        Starting,
        Routing,
        Paused,
        Stopped,
        Failed,
    };
    enum class Range : std::uint8_t
    {
        Today,
        Week,
        Month,
    };
    struct ProviderRow
    {
        QString kind, name;
        std::vector<Health> hour; ///< oldest first
        QString latency; ///< "1.4 s", "no data"
        PillText standing;

        bool operator==(const ProviderRow &) const = default;
    };
    struct ProblemRow
    {
        QString time; ///< "11:02:41"
        PillText status; ///< "429"
        QString kind; ///< the provider's; empty: none was asked
        QString text; ///< the provider's own words
        PillText end; ///< how it ended: "Fell back to OpenAI"
        QString requestId;
    };

    State state = State::Starting;
    QString address; ///< base URL
    QString about; ///< one sentence beneath it
    QString problem; ///< why it failed
    std::uint16_t freePort = 0; ///< where it could listen instead; 0: the port is not what is wrong
    QString trouble; ///< why the figures can't be read
    QString locked; ///< whose keys can't be read before something is unlocked: "Groq"; empty: nobody's
    QString lockedProvider; ///< the first of them, by its name in the settings
    QStringList tools; ///< seen lately
    bool loaded = false; ///< false: the figures are on their way
    bool everUsed = false; ///< false: no request was ever seen
    std::array<Stat, 4> stats; ///< spend, requests, latency, tokens
    AreaChartData perMinute; ///< answered, after retry or fallback, failed
    std::vector<ProviderRow> providers;
    std::vector<ProblemRow> problems;
};

} // namespace slipswitch::ui
