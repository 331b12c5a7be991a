#include "core/platform/ControlServer.h"
#include "core/service/GatewayService.h"
#include "tests/Paths.h"
#include "tests/support/RawClient.h"
#include "tests/ui/support/UiTest.h"
#include "ui/shell/Closing.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Tray.h"
#include "ui/shell/TrayPanel.h"
#include "ui/widgets/Controls.h"

#include <QMessageBox>
#include <QProcess>

#include <fstream>
#include <thread>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Phase = service::GatewayState::Phase;

namespace {

/// A running gateway with a window over it, in a home of its own.
struct Desk
{
    QTemporaryDir folder;
    service::GatewayService gateway {
        config::Home::open(std::filesystem::path(folder.path().toStdString())).value()};
    QSettings memory {folder.filePath(u"window.ini"_s), QSettings::IniFormat};
    MainWindow window {
        {{u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, [] { return new Page; }}}};
    bool hasTray = true;
    Closing closing {window, memory, [this] { return hasTray; }};

    bool start()
    {
        service::GatewayService::StartOptions options;
        options.port = 0;
        options.mintKey = true;
        gateway.startSoon(options);
        window.open(u"overview"_s);
        window.show();
        return QTest::qWaitFor([this] { return gateway.state().phase == Phase::Listening; }, 20'000);
    }
    int ask()
    {
        tests::RawClient client(gateway.port());
        const std::string body
            = "{\"model\":\"demo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + std::string(gateway.sessionKey().reveal())
            + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
            + "\r\n\r\n" + body);
        return client.readResponse().status;
    }
    /// Closes the window as its manager would, and answers what it asks.
    void closeAndAnswer(const QString &button)
    {
        window.close();
        auto *box = closing.question();
        QVERIFY(box && box->isVisible());
        for (auto *choice : box->buttons()) {
            if (choice->text() == button)
                return choice->click();
        }
        QFAIL("no such button");
    }
};

QAction *entry(Tray &tray, const QString &begin)
{
    for (auto *action : tray.menu().actions()) {
        if (action->isVisible() && action->text().startsWith(begin))
            return action;
    }
    return nullptr;
}

#ifdef Q_OS_LINUX
/// Seconds of processor time since it began.
double processorSeconds(qint64 pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double residentMegabytes(qint64 pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stod(line.substr(6)) / 1024;
    }
    return 0;
}
#endif

} // namespace

/// The icon in the tray, closing the window, a second start, and what it all costs while nobody looks.
class TestTray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePanelShowsAndSwitchesTheState()
    {
        Desk desk;
        QVERIFY(desk.start());
        TrayPanel panel(desk.gateway);
        const auto screen = QGuiApplication::primaryScreen()->availableGeometry();
        panel.openAt({screen.right() - 20, screen.top(), 16, 16});
        QVERIFY(panel.isVisible() && screen.contains(panel.geometry()));
        QVERIFY(panel.routing()->isChecked());
        QTest::mouseClick(panel.routing(), Qt::LeftButton);
        QCOMPARE(desk.gateway.state().phase, Phase::Paused);
        QVERIFY(!panel.routing()->isChecked());
        QTest::mouseClick(panel.routing(), Qt::LeftButton);
        QCOMPARE(desk.gateway.state().phase, Phase::Listening);
        QVERIFY(!panel.grab().isNull());
    }

    void theMenuAndTheIconSayHowThingsStand()
    {
        Desk desk;
        Tray tray(desk.gateway);
        QVERIFY(entry(tray, u"Stopped"_s));
        QVERIFY(desk.start());
        QVERIFY(entry(tray, u"Routing on, 127.0.0.1:%1"_s.arg(desk.gateway.port())));
        QCOMPARE(tray.look(), TrayLook::Normal);
        QVERIFY(!entry(tray, u"Resume"_s));
        entry(tray, u"Pause"_s)->menu()->actions().at(2)->trigger();
        QCOMPARE(tray.look(), TrayLook::Hollow);
        QVERIFY(entry(tray, u"Paused"_s));
        QCOMPARE(desk.ask(), 503);
        entry(tray, u"Resume"_s)->trigger();
        QCOMPARE(tray.look(), TrayLook::Normal);
        QCOMPARE(desk.ask(), 200);
        tray.pauseFor(15min);
        QVERIFY(entry(tray, u"Paused until"_s));
        entry(tray, u"Copy address"_s)->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), desk.gateway.state().address);
    }

    void thePicturesOfTheIconDiffer()
    {
        const auto picture = [](TrayLook look) { return trayIcon(look).pixmap(22, 22).toImage(); };
        QVERIFY(picture(TrayLook::Normal) != picture(TrayLook::Attention));
        QVERIFY(picture(TrayLook::Normal) != picture(TrayLook::Hollow));
        QCOMPARE(picture(TrayLook::Normal).pixelColor(0, 0).alpha() < 40, true);
    }

    void bodiesAreKeptFromTheMenu()
    {
        Desk desk;
        Tray tray(desk.gateway);
        QVERIFY(desk.start());
        entry(tray, u"Log request bodies"_s)->trigger();
        QTRY_VERIFY(desk.gateway.settings()->log.keepBodies);
        QTRY_VERIFY(entry(tray, u"Log request bodies"_s)->isChecked());
    }

    void closingKeepsTheGatewayAndAsksOnce()
    {
        Desk desk;
        QVERIFY(desk.start());
        desk.closeAndAnswer(u"Keep running"_s);
        QVERIFY(!desk.window.isVisible());
        QCOMPARE(desk.ask(), 200);

        bringToFront(desk.window);
        QVERIFY(desk.window.isVisible());
        desk.window.close();
        QVERIFY(!desk.closing.question() || !desk.closing.question()->isVisible());
        QVERIFY(!desk.window.isVisible());
        QCOMPARE(desk.gateway.state().phase, Phase::Listening);
    }

    void aSecondStartRaisesTheWindow()
    {
        Desk desk;
        QObject::connect(&desk.gateway, &service::GatewayService::raiseRequested, &desk.window,
            [&] { bringToFront(desk.window); });
        QVERIFY(desk.start());
        desk.window.hide();
        std::atomic<bool> answered = false;
        std::thread second([&, socket = desk.gateway.home().socketFile()] {
            auto client = platform::ControlClient::connect(socket);
            answered = client && client->send("{\"command\":\"raise\"}") && client->receive(20'000);
        });
        const bool came = QTest::qWaitFor([&] { return desk.window.isVisible() && answered.load(); }, 20'000);
        second.join();
        QVERIFY(came);
    }

    void quittingIsRemembered()
    {
        Desk desk;
        desk.window.show();
        QSignalSpy quit(&desk.closing, &Closing::quitRequested);
        desk.closeAndAnswer(u"Cancel"_s);
        QCOMPARE(quit.count(), 0);
        QVERIFY(desk.window.isVisible());
        desk.closeAndAnswer(u"Quit"_s);
        desk.window.close();
        QCOMPARE(quit.count(), 2);
        Closing::remember(desk.memory, CloseChoice::Ask);
        QCOMPARE(Closing::remembered(desk.memory), CloseChoice::Ask);
    }

    void withoutATrayItIsSaidAndTheWindowStaysInReach()
    {
        Desk desk;
        desk.hasTray = false;
        Closing::remember(desk.memory, CloseChoice::KeepRunning);
        desk.window.show();
        desk.window.close();
        QVERIFY(desk.closing.question()->text().contains(u"no tray"_s));
        desk.closeAndAnswer(u"Minimise"_s);
        QVERIFY(desk.window.windowState() & Qt::WindowMinimized);
        bringToFront(desk.window);
        QVERIFY(!(desk.window.windowState() & Qt::WindowMinimized));
    }

    void aHiddenWindowsPageSleeps()
    {
        struct Watching : Page
        {
            void activated(const QString &) override { ++on; }
            void deactivated() override { ++off; }
            int on = 0, off = 0;
        };
        Watching *page = nullptr;
        MainWindow window(
            {{u"a"_s, u"A"_s, u"overview"_s, Section::Top, [&] { return page = new Watching; }}});
        window.open(u"a"_s);
        window.show();
        QCOMPARE(page->on, 1);
        window.hide();
        QCOMPARE(page->off, 1);
        window.show();
        QCOMPARE(page->on, 2);
    }

#ifdef Q_OS_LINUX
    /// The whole program, as it runs after a login.
    void hiddenAndIdleItCostsNextToNothing()
    {
        const QTemporaryDir folder;
        const QStringList words {u"--home"_s, folder.path(), u"--port"_s, u"0"_s, u"--hidden"_s};
        QProcess program;
        program.start(QStringLiteral(SLIPSWITCH_PROGRAM), words);
        QVERIFY(program.waitForStarted(20'000));
        const auto home = config::Home::open(std::filesystem::path(folder.path().toStdString())).value();
        QTRY_VERIFY_WITH_TIMEOUT(platform::ControlClient::connect(home.socketFile()).has_value(), 30'000);
        QTest::qWait(2'000); // its start is not what is measured
        const auto before = processorSeconds(program.processId());
        constexpr int seconds = 6;
        QTest::qWait(seconds * 1'000);
        const auto share = (processorSeconds(program.processId()) - before) / seconds * 100;
        qInfo("hidden and idle: %.2f %% of a core, %.0f MB", share, residentMegabytes(program.processId()));
        QVERIFY(share < 2.5);
        QVERIFY(residentMegabytes(program.processId()) < 200);

        // Another start finds it, and leaves.
        QProcess second;
        second.start(QStringLiteral(SLIPSWITCH_PROGRAM), words.first(2));
        QVERIFY(second.waitForFinished(30'000));
        QCOMPARE(second.exitCode(), 0);
        QCOMPARE(program.state(), QProcess::Running);
        QTest::qWait(1'000);
        qInfo("with its window shown: %.0f MB", residentMegabytes(program.processId()));
        program.terminate();
        QVERIFY(program.waitForFinished(30'000));
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(QFile::exists(folder.path() + u"/config/window.ini"_s)
            || !QDir(folder.path()).entryList({u"window.ini"_s}).isEmpty());
    }
#endif
};

SLIPSWITCH_UI_MAIN(TestTray)
#include "TestTray.moc"
