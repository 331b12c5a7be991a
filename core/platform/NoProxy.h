#pragma once

#include "core/platform/ProxySetting.h"

#include <string_view>

namespace slipswitch::platform {

/// localhost, names below it, 127.0.0.0/8 and ::1; these never go through a proxy.
[[nodiscard]] bool isLoopback(std::string_view host);

/// Whether a NO_PROXY list names the target. Items are separated by commas or blanks: "*"; a domain, which
/// stands for all below it too ("example.com", ".example.com", "*.example.com"); an address; a subnet
/// ("10.0.0.0/8"), for hosts given as addresses. ":port" behind an item limits it to that port.
[[nodiscard]] bool bypassesProxy(std::string_view list, const ProxyTarget &target);

} // namespace slipswitch::platform
