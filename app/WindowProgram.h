#pragma once

#include "core/base/Error.h"

namespace slipswitch::app {

/// Whether a window can be shown at all.
[[nodiscard]] bool hasDisplay();

/// Becomes the program of the window, with the same arguments. It is a program of its own so that the gateway
/// alone, and every command, starts without the libraries of a window and their memory.
/// Looked for beside this program, then in `../libexec/slipswitch`.
/// @param argv  as main() got them, the null behind the last included.
/// @return  only when it can't be started: Unsupported when it isn't installed, else Io.
[[nodiscard]] Error becomeWindow(char **argv);

} // namespace slipswitch::app
