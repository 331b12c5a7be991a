#include "app/window/WindowStart.h"

#include "app/Signals.h"
#include "app/window/Pages.h"
#include "app/window/Welcome.h"
#include "core/platform/ControlServer.h"
#include "core/service/GatewayService.h"
#include "ui/shell/Closing.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/StatusFeed.h"
#include "ui/shell/Tray.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QEventLoop>
#include <QSettings>
#include <QTimer>
#include <QWindow>

#include <algorithm>
#include <chrono>

namespace slipswitch::app {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using service::GatewayService;
using ui::ThemeChoice;

namespace {

/// What the window remembers; nothing that the gateway needs.
QString memoryFile(const config::Home &home)
{
    return QString::fromStdString((home.configFolder() / "window.ini").string());
}

/// Not quit(): it asks windows to close, and ours would ask the user.
void leave()
{
    QCoreApplication::exit();
}

bool raiseRunning(const config::Home &home)
{
    auto client = platform::ControlClient::connect(home.socketFile());
    return client && client->send("{\"command\":\"raise\"}") && client->receive();
}

void copyAddress(GatewayService &gateway, ui::MainWindow &window)
{
    if (!gateway.state().listens())
        return;
    QGuiApplication::clipboard()->setText(gateway.state().address);
    window.toast({QObject::tr("Address copied"), gateway.state().address});
}

void addCommands(
    GatewayService &gateway, ui::MainWindow &window, ui::Theme &theme, QSettings &memory, Welcome &welcome)
{
    using ui::CloseChoice;
    const auto closing = [&memory](CloseChoice choice) {
        return [&memory, choice] { ui::Closing::remember(memory, choice); };
    };
    const auto choose = [&theme](ThemeChoice choice) { return [&theme, choice] { theme.choose(choice); }; };
    const auto copy = [&gateway, &window] { copyAddress(gateway, window); };
    window.setCommands({
        {QObject::tr("Copy address"), {}, u"copy"_s, QObject::tr("Ctrl+Shift+C"), copy},
        {QObject::tr("Light theme"), {}, u"sun"_s, {}, choose(ThemeChoice::Light)},
        {QObject::tr("Dark theme"), {}, u"moon"_s, {}, choose(ThemeChoice::Dark)},
        {QObject::tr("Theme of the system"), {}, u"settings"_s, {}, choose(ThemeChoice::System)},
        {QObject::tr("First steps"), {}, u"bolt"_s, {}, [&welcome] { welcome.show(); }},
        {QObject::tr("Keep routing when the window closes"), {}, u"eye-off"_s, {},
            closing(CloseChoice::KeepRunning)},
        {QObject::tr("Quit when the window closes"), {}, u"cross"_s, {}, closing(CloseChoice::Quit)},
        {QObject::tr("Quit"), {}, u"power"_s, QObject::tr("Ctrl+Q"), &leave},
    });
    window.addShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C, copy);
    window.addShortcut(Qt::CTRL | Qt::Key_Q, &leave);
}

/// How many providers there are, in the sidebar.
void countProviders(GatewayService &gateway, ui::MainWindow &window)
{
    const auto count = [&gateway, &window] {
        const auto providers = gateway.settings()->providers.size();
        window.setBadge(u"providers"_s, providers > 0 ? QString::number(providers) : QString());
    };
    QObject::connect(&gateway, &service::GatewayService::settingsChanged, &window, count);
    QObject::connect(&gateway, &service::GatewayService::stateChanged, &window, count);
}

void wire(GatewayService &gateway, ui::MainWindow &window)
{
    using Part = ui::StatusBar::Part;
    QObject::connect(window.statusBar(), &ui::StatusBar::clicked, &window, [&gateway, &window](Part part) {
        if (part == Part::Address)
            copyAddress(gateway, window);
        else if (part == Part::State)
            window.open(u"overview"_s);
        else if (part == Part::Spend)
            window.open(u"spend"_s);
        else
            window.open(part == Part::StandIn ? u"providers"_s
                    : part == Part::Log       ? u"settings"_s
                                              : u"log"_s);
    });
    QObject::connect(
        &gateway, &service::GatewayService::raiseRequested, &window, [&window] { ui::bringToFront(window); });
}

void wireTray(ui::Tray &tray, ui::Closing &closing, ui::MainWindow &window)
{
    const auto open = [&window] { ui::bringToFront(window); };
    QObject::connect(&tray, &ui::Tray::openRequested, &window, open);
    QObject::connect(&tray, &ui::Tray::settingsRequested, &window, [&window, open] {
        open();
        window.open(u"settings"_s);
    });
    QObject::connect(&tray, &ui::Tray::quitRequested, &window, &leave);
    QObject::connect(&closing, &ui::Closing::quitRequested, &window, &leave);
    QObject::connect(&window, &ui::MainWindow::seen, &tray, &ui::Tray::setWindowSeen);
    tray.show();
}

/// A window manager that is just starting may take over without having seen that we want to be shown.
void showSurely(ui::MainWindow &window)
{
    window.show();
    if (QGuiApplication::platformName() != u"xcb"_s)
        return;
    for (const auto after : {1500ms, 4000ms}) {
        QTimer::singleShot(after, &window, [&window] {
            const auto *handle = window.windowHandle();
            if (!window.isVisible() || window.isMinimized() || !handle || handle->isExposed())
                return;
            window.hide();
            window.show();
        });
    }
}

/// Lets answers that are under way finish, while the window says so and stays alive; nothing new is taken.
/// What could be undone until now is final. Quitting once more ends it at once.
/// @return  whether nothing is under way any more.
bool finish(GatewayService &gateway, ui::MainWindow &window)
{
    constexpr auto forFinalSteps = 700ms;
    const auto began = std::chrono::steady_clock::now();
    const bool undone = window.endToasts();
    gateway.pause();
    if (gateway.inFlight() > 0)
        window.toast({QObject::tr("Quitting"),
            QObject::tr("Answers under way get %1 seconds. Quit again to end them now.")
                .arg(std::chrono::floor<std::chrono::seconds>(GatewayService::graceForStreams).count()),
            ui::Tone::Warn, {}, {}});
    QEventLoop loop;
    QTimer look;
    const auto done = [&] {
        const auto waited = std::chrono::steady_clock::now() - began;
        return waited >= GatewayService::graceForStreams
            || (gateway.inFlight() == 0 && (!undone || waited >= forFinalSteps));
    };
    QObject::connect(&look, &QTimer::timeout, &loop, [&] { done() ? loop.quit() : void(); });
    look.start(50ms);
    if (!done())
        loop.exec();
    return gateway.inFlight() == 0;
}

} // namespace

ExitCode runWindow(int &argc, char **argv, const CommandLine &line, Console &console)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"Slipswitch"_s);
    QApplication::setApplicationVersion(QStringLiteral(SLIPSWITCH_VERSION));
    QApplication::setDesktopFileName(u"slipswitch"_s);
    QApplication::setQuitOnLastWindowClosed(false);
    auto home = config::Home::open(line.home);
    if (!home) {
        report(console, "Slipswitch can't start.", home.error(), "Another folder can be given with --home.");
        return ExitCode::Failed;
    }
    if (raiseRunning(*home))
        return ExitCode::Ok;
    quitOnSignals(application);
    QSettings memory(memoryFile(*home), QSettings::IniFormat);
    ui::Theme theme(static_cast<ThemeChoice>(std::clamp(memory.value("theme").toInt(), 0, 2)),
        static_cast<ui::Density>(std::clamp(memory.value("density", 1).toInt(), 0, 2)));
    QObject::connect(&theme, &ui::Theme::chosen, &theme, [&theme, &memory] {
        memory.setValue("theme", static_cast<int>(theme.choice()));
        memory.setValue("density", static_cast<int>(theme.density()));
    });
    GatewayService gateway(std::move(*home));
    auto list = pages(gateway, theme);
    ui::Tray tray(gateway);
    tray.offerSettings(
        std::any_of(list.begin(), list.end(), [](const auto &page) { return page.id == u"settings"_s; }));
    ui::MainWindow window(std::move(list));
    window.setWindowIcon(ui::icon(u"mark"_s));
    window.restoreGeometry(memory.value("geometry").toByteArray());
    const ui::StatusFeed feed(gateway, window);
    ui::Closing closing(window, memory, &ui::Tray::available);
    Welcome welcome(gateway, window, memory);
    addCommands(gateway, window, theme, memory, welcome);
    wire(gateway, window);
    wireTray(tray, closing, window);
    countProviders(gateway, window);
    window.open(u"overview"_s);
    const auto remember = [&] { memory.setValue("geometry", window.saveGeometry()); };
    QObject::connect(&closing, &ui::Closing::hidden, &window, remember);
    tray.setWindowSeen(!line.hidden);
    if (!line.hidden)
        showSurely(window);
    GatewayService::StartOptions start;
    start.port = line.port;
    gateway.startSoon(start);
    QApplication::exec();
    remember();
    const bool idle = finish(gateway, window);
    window.hide();
    tray.hide();
    gateway.stop(idle ? GatewayService::graceForStreams : std::chrono::milliseconds(0));
    return ExitCode::Ok;
}

} // namespace slipswitch::app
