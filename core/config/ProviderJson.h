#pragma once

#include "core/config/JsonReader.h"
#include "core/domain/Provider.h"

#include <boost/json/object.hpp>

namespace slipswitch::config {

/// One entry of "providers". What is wrong is noted at the reader, under its path.
[[nodiscard]] domain::Provider readProvider(ObjectReader &reader);
/// The same back; secrets have no place in it.
[[nodiscard]] boost::json::object writeProvider(const domain::Provider &provider);

} // namespace slipswitch::config
