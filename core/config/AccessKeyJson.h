#pragma once

#include "core/config/JsonReader.h"
#include "core/domain/AccessKey.h"

#include <boost/json/object.hpp>

namespace slipswitch::config {

/// One entry of "accessKeys"; the hash in hexadecimal, times as text. What is wrong is noted at the reader.
[[nodiscard]] domain::AccessKey readAccessKey(ObjectReader &reader);
[[nodiscard]] boost::json::object writeAccessKey(const domain::AccessKey &key);

} // namespace slipswitch::config
