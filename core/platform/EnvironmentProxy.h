#pragma once

#include "core/platform/ProxySetting.h"

#include <functional>
#include <optional>
#include <string>

namespace slipswitch::platform {

/// The value of a variable; empty when it is not set.
using Variables = std::function<std::string(const char *name)>;
[[nodiscard]] std::string processVariable(const char *name);

/// What http_proxy, https_proxy, all_proxy and no_proxy (or in capitals) say about a target, by the habits of
/// curl. Null when none of the three is set for such a target: the system is to be asked then.
[[nodiscard]] std::optional<ProxySetting> environmentProxy(
    const Variables &variables, const ProxyTarget &target);

/// "http://user:password@host:port", "socks5://host", "host:port". Null if it can't be read.
[[nodiscard]] std::optional<ProxySetting> parseProxy(const std::string &text);

} // namespace slipswitch::platform
