#pragma once

#include "core/config/JsonReader.h"
#include "core/config/Settings.h"

#include <boost/json/object.hpp>

namespace slipswitch::config {

/// Reads every plain setting of the table in Scalars.h, noting what is wrong or out of bounds.
void readScalars(ObjectReader &root, Settings &settings);
/// Writes them all, section by section.
void writeScalars(const Settings &settings, boost::json::object &content);

} // namespace slipswitch::config
