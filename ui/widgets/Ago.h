#pragma once

#include "core/base/Clock.h"

#include <QString>

/// Moments as they are read.
namespace slipswitch::ui {

/// "just now", "12 s ago", "3 min ago", "05:58" for earlier today, "yesterday", "41 days ago".
[[nodiscard]] QString agoText(UtcTime then, UtcTime now);
/// "22 Nov 2026" in the user's locale.
[[nodiscard]] QString dayText(UtcTime time);
/// "11:04:12", local time.
[[nodiscard]] QString clockText(UtcTime time);
/// Now, to the microsecond.
[[nodiscard]] UtcTime utcNow();

} // namespace slipswitch::ui
