#pragma once

#include "ui/spend/SpendRows.h"

namespace slipswitch::ui {

/// The rest of a month, by what the same weekdays of the last four weeks cost. Nothing under seven days with
/// requests, for other periods than a month by days, and when it is over.
[[nodiscard]] std::optional<SpendData::Forecast> forecastOf(
    const SpendAnswers &answers, const SpendData &data);

} // namespace slipswitch::ui
