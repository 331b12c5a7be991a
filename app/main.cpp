#include "app/Headless.h"
#include "app/WindowProgram.h"
#include "app/commands/Commands.h"
#include "core/service/ProviderProbe.h"

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

/// "200 in 310 ms, 54 models"
Result<std::string> describeProvider(const domain::Provider &provider, const config::Settings &settings)
{
    const auto catalog = catalog::Catalog::loadShipped();
    if (!catalog)
        return failure(catalog.error());
    return service::probeProvider(provider, settings, **catalog).map([](const service::ProbeAnswer &answer) {
        auto text
            = std::to_string(answer.status) + " in " + std::to_string(answer.roundTrip.count()) + " ms, ";
        return text
            + (answer.listsModels ? std::to_string(answer.models.size()) + " models"
                                  : "but it has no list of its models");
    });
}

int openWindow(char **argv, Console &console)
{
    return static_cast<int>(report(console, "Slipswitch can't open its window.", becomeWindow(argv),
        "'slipswitch --headless' runs the gateway without it."));
}

int runWithoutWindow(int argc, char **argv, const CommandLine &line, Console &console)
{
    const QCoreApplication application(argc, argv);
    return static_cast<int>(
        line.command.empty() ? runGateway(line, console) : runCommand(line, console, describeProvider));
}

} // namespace

int main(int argc, char **argv)
{
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
    else if (line->command.empty() && !line->headless && hasDisplay())
        return openWindow(argv, console);
    else
        return runWithoutWindow(argc, argv, *line, console);
    return static_cast<int>(ExitCode::Ok);
}
