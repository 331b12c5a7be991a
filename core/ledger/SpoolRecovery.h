#pragma once

#include "core/domain/Exchange.h"
#include "core/ledger/SpoolFile.h"

#include <optional>

namespace slipswitch::ledger {

/// The exchange in a slot: as it was settled, or, when an earlier process left it in flight, as Interrupted
/// with the estimate that its progress allows. Nothing when not even its identity is whole.
[[nodiscard]] std::optional<domain::Exchange> recover(const MappedSlot &slot);

} // namespace slipswitch::ledger
