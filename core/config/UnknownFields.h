#pragma once

#include <boost/json/object.hpp>

namespace slipswitch::config {

/// Copies fields that this version does not write from the old content into the new one, at every level;
/// elements of lists are matched by their "name" or "id". Since all known fields are always written, what
/// is missing in `fresh` is unknown. The user's own maps (aliases, base URLs, headers) are left as they are:
/// what is missing there was removed.
void keepUnknownFields(const boost::json::object &old, boost::json::object &fresh);

} // namespace slipswitch::config
