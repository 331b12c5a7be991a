#pragma once

#include "core/base/Result.h"
#include "core/domain/Provider.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace slipswitch::provider {

/// A base URL taken apart, once per snapshot; requests only put strings together.
struct Endpoint
{
    bool tls = true;
    std::string host; ///< name or address, lower case, without brackets
    std::uint16_t port = 443;
    std::string basePath; ///< "" or "/v1": begins with a slash, ends without one
    std::string
        hostField; ///< value of the Host field: brackets round IPv6, the port where it is not the usual one

    /// What stands in the request line. @param path  of the dialect, "/chat/completions", may carry a query
    [[nodiscard]] std::string target(std::string_view path) const { return basePath + std::string(path); }
    bool operator==(const Endpoint &) const = default;
};

/// Errors: BadRequest (source Client), in words for the user: another scheme than http and https, no host,
/// a user name or password, a query or fragment, a {name} left to fill.
[[nodiscard]] Result<Endpoint> parseEndpoint(std::string_view url);
/// The same URL spelled in one way, without trailing slashes.
[[nodiscard]] Result<std::string> normalisedUrl(std::string_view url);

/// Where a dialect is spoken. Images, audio and moderations live beside OpenAI's chat.
/// Errors: Unsupported when the provider does not speak it; those of parseEndpoint.
[[nodiscard]] Result<Endpoint> endpointOf(const domain::Provider &provider, domain::Dialect dialect);
[[nodiscard]] bool speaks(const domain::Provider &provider, domain::Dialect dialect);

} // namespace slipswitch::provider
