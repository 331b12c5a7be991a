#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/config/Settings.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace slipswitch::service {

/// What a provider answered to a request that costs nothing: the list of its models.
struct ProbeAnswer
{
    unsigned status = 0;
    std::chrono::milliseconds roundTrip {};
    std::vector<std::string> models; ///< as the provider spells them
    bool listsModels = false; ///< false: it answered, but has no such list
};

/// Asks a provider, whose keys are resolved, with its first one. Blocks for as long as the timeouts allow:
/// for the command line and for helper threads. Errors: those of the connection; Unauthorized, RateLimited or
/// UpstreamError with the provider's own words.
[[nodiscard]] Result<ProbeAnswer> probeProvider(
    const domain::Provider &provider, const config::Settings &settings, const catalog::Catalog &catalog);

} // namespace slipswitch::service
