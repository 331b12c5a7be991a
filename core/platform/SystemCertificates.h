#pragma once

#include <string>

namespace slipswitch::platform {

/// The authorities that the operating system trusts, as PEM, for places where OpenSSL has no store of its own
/// (Windows, macOS). Takes up to some hundred milliseconds. Empty if there are none. Thread: any.
[[nodiscard]] std::string systemCertificates();

} // namespace slipswitch::platform
