#pragma once

#include "core/base/Clock.h"
#include "core/service/GatewayState.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace slipswitch::service {

/// Counts tries and failures by provider over the last minutes. Pure but for the times it is given.
class HealthBoard
{
public:
    static constexpr std::chrono::minutes window {5};
    static constexpr std::size_t mostTriesKept = 512; ///< of one provider; older ones go first

    /// Every event counts, also those that a batch would merge.
    void take(const domain::LiveExchange &live, UtcTime now);
    /// By provider name; those without tries in the window are left out.
    [[nodiscard]] std::vector<ProviderHealth> standing(UtcTime now);

private:
    struct Try
    {
        UtcTime at;
        bool failed;
    };
    struct Provider
    {
        std::deque<Try> tries;
        std::string standsIn;
        UtcTime standsInSince {};
    };
    void add(const std::string &provider, bool failed, UtcTime now);

    std::map<std::string, Provider> m_providers;
};

} // namespace slipswitch::service
