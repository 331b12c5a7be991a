#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipswitch {

/// One piece of a path or query: everything but letters, digits and "-._~" as %XX. Source: RFC 3986, 2.3.
[[nodiscard]] std::string percentEncoded(std::string_view text);
/// Several pieces of a path: as `percentEncoded`, but "/", ":" and "@" stand as they are.
[[nodiscard]] std::string percentEncodedPath(std::string_view text);
/// With padding.
[[nodiscard]] std::string base64(std::string_view bytes);
/// The bytes, whether padded or not; nullopt: it is none.
[[nodiscard]] std::optional<std::string> bytesOfBase64(std::string_view text);
/// For tokens: '-' and '_' instead of '+' and '/', no padding. Source: RFC 4648, 5.
[[nodiscard]] std::string base64Url(std::string_view bytes);

} // namespace slipswitch
