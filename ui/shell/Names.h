#pragma once

#include "core/service/GatewayService.h"

#include <QString>

/// How pages call what settings and catalogue know.
namespace slipswitch::ui {

/// The kind of a provider by its name in the settings, for its line; its name where it isn't there any more.
[[nodiscard]] QString providerKind(const service::GatewayService &gateway, const std::string &name);
/// The catalogue's name where the user kept the kind's own, else the user's with a capital.
[[nodiscard]] QString providerTitle(const service::GatewayService &gateway, const std::string &name);

} // namespace slipswitch::ui
