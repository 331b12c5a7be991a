#pragma once

#include "ui/shell/MainWindow.h"

#include <functional>
#include <memory>

namespace slipswitch::gallery {

/// The whole frame around one page, with the other entries as the pictures of the design have them.
/// @param pageId  "spend"
[[nodiscard]] std::unique_ptr<ui::MainWindow> frameAround(
    const QString &pageId, const std::function<ui::Page *()> &make);

/// A status bar on a good day.
[[nodiscard]] ui::StatusData routingStatus();

} // namespace slipswitch::gallery
