#include "app/window/WindowStart.h"

#include <iostream>
#include <string>
#include <vector>

using namespace slipswitch::app;

namespace {

constexpr auto remedy = "'slipswitch --help' shows what there is.";

}

/// Started by `slipswitch` with its own arguments, or by itself at login.
int main(int argc, char **argv)
{
    Console console {std::cin, std::cout, std::cerr};
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto line = parseCommandLine(words);
    if (!line)
        return static_cast<int>(report(console, "The command was not understood.", line.error(), remedy));
    if (line->headless || !line->command.empty()) {
        const slipswitch::Error alone {slipswitch::ErrorCode::Unsupported, slipswitch::ErrorSource::Client,
            false, "Everything but the window is done by 'slipswitch'."};
        return static_cast<int>(report(console, "This program is the window alone.", alone, remedy));
    }
    return static_cast<int>(runWindow(argc, argv, *line, console));
}
