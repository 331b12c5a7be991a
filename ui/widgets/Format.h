#pragma once

#include "core/base/Money.h"

#include <QString>

#include <chrono>
#include <cstdint>

/// Numbers as they are read, in the user's locale.
namespace slipswitch::ui {

/// "$6.84", "$0.0096", "<$0.0001", "$0".
[[nodiscard]] QString moneyText(Money amount);
/// The same for sums, which stand in columns and headlines: "$0.38", from a cent on.
[[nodiscard]] QString sumText(Money amount);
/// "4,284".
[[nodiscard]] QString countText(std::int64_t count);
/// "412", "20.5k", "14.2M".
[[nodiscard]] QString compactText(std::int64_t count);
/// "14 ms", "1.2 s", "2 min 5 s".
[[nodiscard]] QString durationText(std::chrono::microseconds duration);
/// "840 KB", "1.2 GB".
[[nodiscard]] QString bytesText(std::uint64_t bytes);

} // namespace slipswitch::ui
