#pragma once

#include "core/base/Clock.h"
#include "core/domain/Provider.h"
#include "core/gateway/Compiled.h"
#include "core/http/Server.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace slipswitch::gateway {

/// A request of AWS's is signed with its content.
struct Signing
{
    std::string_view body;
    UtcTime now {};
};

/// What a request's head is written from.
struct UpstreamHeadParts
{
    const http::RequestHead &client;
    const Target &target;
    const domain::Provider &provider;
    const Secret *secret = nullptr; ///< nullptr: the provider needs none
    std::string_view path; ///< behind the base path: "/chat/completions"
    std::size_t bodyBytes = 0;
    bool bodyWasDecoded = false; ///< then the client's Content-Encoding no longer holds
    domain::Dialect translatedTo = domain::Dialect::None; ///< None: the provider speaks the client's dialect
    domain::Dialect dialect = domain::Dialect::None; ///< that the provider is asked in
    Signing signing {};
    domain::Quirks quirks {};
};

/// The head of the request to the provider: the client's fields without its credentials, framing and
/// connection matters; ours instead. Identity encoding is asked for, so that answers can be read as they
/// pass. The text holds the provider's key: wipe it after use.
/// Errors: BadRequest when the key has characters that no header may carry, or a region is needed to sign
/// and neither told nor in the address.
[[nodiscard]] Result<std::string> writeUpstreamHead(const UpstreamHeadParts &parts);

} // namespace slipswitch::gateway
