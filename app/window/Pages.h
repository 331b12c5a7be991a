#pragma once

#include "core/service/GatewayService.h"
#include "ui/shell/Page.h"

namespace slipswitch::app {

/// The window's pages in their order. A new page is one entry here.
/// @param gateway  outlives the pages.
[[nodiscard]] ui::PageList pages(service::GatewayService &gateway);

} // namespace slipswitch::app
