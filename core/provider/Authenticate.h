#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"
#include "core/domain/Provider.h"

#include <string>
#include <string_view>

namespace slipswitch::provider {

/// Adds the header line that carries the key, ending in CRLF, to the head of a request; nothing where the key
/// travels in the query or there is none.
/// Errors: BadRequest when the key has characters that no header may carry; the head is left as it was.
[[nodiscard]] Result<void> authenticate(
    std::string &head, const domain::Authentication &auth, const Secret &secret);

/// The target of a request with the key in its query, where the provider wants it there; else as it is.
[[nodiscard]] std::string authenticatedTarget(
    std::string target, const domain::Authentication &auth, const Secret &secret);

/// A name that may stand before the colon of a header line.
[[nodiscard]] bool isHeaderName(std::string_view name);
/// A value that may stand after it: no control characters.
[[nodiscard]] bool isHeaderValue(std::string_view value);

} // namespace slipswitch::provider
