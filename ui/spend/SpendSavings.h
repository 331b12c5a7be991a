#pragma once

#include "core/service/GatewayService.h"

#include <optional>
#include <string>
#include <vector>

namespace slipswitch::ui {

/// What providers' prompt caches saved, in dollars: what was read from them at the price of new tokens, less
/// what reading and writing them cost. An estimate, since roll-ups by model do not say who answered: each
/// model is priced at the first kind that offers it, by today's lowest tier.
/// @param points  grouped by model. @param kinds  the user's providers', in order.
/// @return  nothing when no cached token has a known price.
[[nodiscard]] std::optional<double> savedByCaches(const std::vector<ledger::RollupPoint> &points,
    const catalog::Catalog &catalog, const std::vector<std::string> &kinds, UtcTime now);

} // namespace slipswitch::ui
