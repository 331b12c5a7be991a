#pragma once

#include "core/base/Secret.h"
#include "core/domain/Provider.h"

#include <vector>

/// What a key's form says about how it is to be sent.
namespace slipswitch::provider {

/// How this key travels to the provider in that dialect: as its kind has it, but a token of Azure's Entra
/// goes as a bearer, and Claude at Azure wants the key in Anthropic's own field. A reference into the
/// provider or to a constant.
[[nodiscard]] const domain::Authentication &authenticationFor(
    const domain::Provider &provider, domain::Dialect dialect, const Secret &key);

/// Of a key that has several pieces, those that must not be seen either; mostly none.
[[nodiscard]] std::vector<Secret> piecesOf(const Secret &key);

/// A JSON Web Token: three pieces between dots, the first of which begins with an encoded '{'.
[[nodiscard]] bool isWebToken(const Secret &key);

} // namespace slipswitch::provider
