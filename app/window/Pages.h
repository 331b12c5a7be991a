#pragma once

#include "core/service/GatewayService.h"
#include "ui/shell/Page.h"
#include "ui/theme/Theme.h"

namespace slipswitch::app {

/// The window's pages in their order. A new page is one entry here.
/// @param gateway, theme  outlive the pages.
[[nodiscard]] ui::PageList pages(service::GatewayService &gateway, ui::Theme &theme);

} // namespace slipswitch::app
