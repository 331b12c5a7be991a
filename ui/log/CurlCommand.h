#pragma once

#include "core/domain/Exchange.h"

#include <QString>

#include <optional>
#include <string>

namespace slipswitch::ui {

/// The request as a command; the key is a variable of the shell, never a secret.
/// @param body  nothing: a short one stands in its place.
/// @param address  the gateway's base URL for OpenAI clients; empty: the usual one.
[[nodiscard]] QString curlCommand(
    const domain::Exchange &exchange, const std::optional<std::string> &body, const QString &address);

} // namespace slipswitch::ui
