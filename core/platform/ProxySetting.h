#pragma once

#include <cstdint>
#include <string>

namespace slipswitch::platform {

/// How a place is reached, as the system says. `Unsupported` is one that we can't speak to (SOCKS 4, TLS to
/// the proxy itself): to be told to the user, not to be bypassed in silence.
struct ProxySetting
{
    enum class Kind : std::uint8_t
    {
        None,
        Http,
        Socks5,
        Unsupported
    };
    Kind kind = Kind::None;
    std::string host;
    std::uint16_t port = 0;
    std::string user, password; ///< the password is never to be shown
    bool operator==(const ProxySetting &) const = default;
};

/// What is to be reached.
struct ProxyTarget
{
    bool tls = true;
    std::string host; ///< name or address, without brackets
    std::uint16_t port = 443;
    bool operator==(const ProxyTarget &) const = default;
};

} // namespace slipswitch::platform
