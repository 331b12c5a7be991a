#pragma once

#include "core/domain/Provider.h"

#include <optional>
#include <string>
#include <string_view>

/// What a value of the settings file must look like. Each returns what is wrong as a sentence's end ("must
/// start with …"), or nothing; none quotes the value, which may be a key in the wrong place.
namespace slipswitch::config {

using Complaint = std::optional<std::string>;

/// http(s)://host[:port][/path], without user, query or fragment.
[[nodiscard]] Complaint checkBaseUrl(std::string_view url);
/// [a-z0-9-], 1 to 64 characters, as it is part of model names ("openai/gpt-4o").
[[nodiscard]] Complaint checkProviderName(std::string_view name);
/// [A-Za-z0-9._-], 1 to 64 characters.
[[nodiscard]] Complaint checkId(std::string_view id);
/// [A-Za-z0-9._-], 1 to 128 characters: what may stand in an address.
[[nodiscard]] Complaint checkParameter(std::string_view value);
/// A model's name, also an ARN: visible ASCII, 1 to 512 characters.
[[nodiscard]] Complaint checkModelName(std::string_view name);
/// A header's name, and that it does not carry credentials: those stand in the keychain.
[[nodiscard]] Complaint checkExtraHeaderName(std::string_view name);
/// Visible characters and blanks only: a line break would smuggle in another header.
[[nodiscard]] Complaint checkHeaderValue(std::string_view value);
/// scheme://host[:port] as browsers send it, or nothing of the kind.
[[nodiscard]] Complaint checkOrigin(std::string_view origin);
/// "env:NAME" leaves the address, and a password in it, to the environment.
[[nodiscard]] Complaint checkProxyUrl(std::string_view url);

/// "system", "none" or the proxy's URL.
[[nodiscard]] std::string proxyText(const domain::ProxyChoice &proxy);
[[nodiscard]] domain::ProxyChoice proxyFromText(std::string_view text);

} // namespace slipswitch::config
