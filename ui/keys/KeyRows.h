#pragma once

#include "core/service/GatewayService.h"
#include "ui/keys/KeysData.h"

#include <map>
#include <string>
#include <vector>

namespace slipswitch::ui {

/// What the ledger knows of a key.
struct KeySums
{
    Money spentToday;
    std::int64_t unpricedToday = 0;
};

inline constexpr std::chrono::days unusedAfter {30};

/// Pure. Keys in use in the order of the settings, then revoked ones, the last revoked first.
[[nodiscard]] std::vector<KeysData::Row> keyRows(const std::vector<domain::AccessKey> &keys,
    const std::map<std::string, KeySums> &sums, const std::map<std::string, UtcTime> &lastUsed, UtcTime now);

} // namespace slipswitch::ui
