#include "app/Headless.h"
#include "app/commands/Commands.h"

#include <QCoreApplication>

#include <iostream>
#include <string>
#include <vector>

using namespace slipswitch;
using namespace slipswitch::app;

namespace {

ExitCode runGateway(const CommandLine &line, Console &console)
{
    auto home = config::Home::open(line.home);
    if (!home) {
        report(console, "Slipswitch can't start.", home.error(), "Another folder can be given with --home.");
        return ExitCode::Failed;
    }
    return runHeadless(std::move(*home), {line.port, line.json});
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Console console {std::cin, std::cout, std::cerr};
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto line = parseCommandLine(words);
    if (!line) {
        report(console, "The command was not understood.", line.error(),
            "'slipswitch --help' shows what there is.");
        return static_cast<int>(ExitCode::Usage);
    }
    if (line->help)
        std::cout << helpText();
    else if (line->version)
        std::cout << "slipswitch " SLIPSWITCH_VERSION "\n";
    else if (!line->command.empty())
        return static_cast<int>(runCommand(*line, console));
    else
        return static_cast<int>(runGateway(*line, console));
    return static_cast<int>(ExitCode::Ok);
}
