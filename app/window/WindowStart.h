#pragma once

#include "app/CommandLine.h"
#include "app/Console.h"

namespace slipswitch::app {

/// Opens the window over the running core and stays until the user ends the program. The window is there
/// before the core has started. A second start in the same home brings the first one's window to the front.
/// @return  Ok; Failed when the home can't be opened.
[[nodiscard]] ExitCode runWindow(int &argc, char **argv, const CommandLine &line, Console &console);

} // namespace slipswitch::app
