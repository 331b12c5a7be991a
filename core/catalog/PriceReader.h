#pragma once

#include "core/catalog/Rates.h"

#include <simdjson.h>

namespace slipswitch::catalog {

/// Reads the price fields of a row: each function throws simdjson_error or std::invalid_argument (with the
/// reason) on what it can't take; the loader turns both into an Error that names the row.
class PriceReader
{
public:
    /// Takes the field if it is one of the prices'; false otherwise.
    bool read(std::string_view field, simdjson::ondemand::value value);
    /// What was read since the last call, completed: windows filled up from the row.
    [[nodiscard]] PriceHistory finish();

private:
    PriceHistory m_prices;
};

/// "2026-08-17", midnight UTC. Throws std::invalid_argument.
[[nodiscard]] UtcTime parseDay(std::string_view text);

} // namespace slipswitch::catalog
