#pragma once

#include <span>
#include <string>
#include <string_view>

/// What keeps web pages out. A page can make a browser call our port, also under a name of its own that it
/// points at 127.0.0.1 (DNS rebinding); but the browser then tells that name in Host, and the page in Origin.
namespace slipswitch::governance {

/// Whether a Host field names this machine: localhost, *.localhost, 127.0.0.0/8 in plain dotted form, [::1];
/// each with or without a port. Everything else is refused, odd spellings of 127.0.0.1 included.
[[nodiscard]] bool isLoopbackHost(std::string_view hostField);

/// Whether a page from `origin` may call: only if it is listed, compared without case. "null" never may.
/// To be asked only when the request has an Origin field.
[[nodiscard]] bool originAllowed(std::string_view origin, std::span<const std::string> allowed);

} // namespace slipswitch::governance
