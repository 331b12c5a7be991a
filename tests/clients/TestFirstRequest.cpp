#include "app/window/Pages.h"
#include "app/window/Welcome.h"
#include "core/service/GatewayService.h"
#include "tests/Paths.h"
#include "tests/ui/support/UiTest.h"
#include "ui/log/LogPage.h"
#include "ui/onboarding/OnboardingView.h"
#include "ui/widgets/ChoiceTile.h"
#include "ui/widgets/CodeView.h"

#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QWindow>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;

/// A new user's first minute: from a fresh home, in a real window, with a hand on the mouse and time to read,
/// to the first request of the openai package. Only what the window offers and the clipboard holds is used.
class TestFirstRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNewUserSendsTheFirstRequestWithinAMinute();

private:
    /// Whom nothing is known of yet: no tool installed, no key in the shell.
    QTemporaryDir m_user;
    QString m_node;

    template <typename Widget>
    static Widget *shown(QWidget &window, const QString &words)
    {
        for (auto *each : window.findChildren<Widget *>()) {
            if (each->isVisible() && says(*each).contains(words))
                return each;
        }
        return nullptr;
    }
    static QString says(const QAbstractButton &button) { return button.text() + button.accessibleName(); }
    static QString says(const QLabel &label) { return label.text(); }
    static QString says(const CodeView &code) { return code.text(); }
    /// The way there, and a press where it can really be pressed.
    static bool press(QWidget &window, QWidget *widget)
    {
        if (!widget || !widget->isEnabled() || !widget->visibleRegion().contains(widget->rect().center()))
            return false;
        auto *handle = window.windowHandle();
        const auto to = widget->mapTo(&window, widget->rect().center());
        const auto from = QPoint(window.width() / 2, window.height() / 2);
        constexpr int steps = 20;
        for (int step = 1; step <= steps; ++step) {
            QTest::mouseMove(handle, from + (to - from) * step / steps);
            QTest::qWait(25);
        }
        QTest::qWait(200);
        QTest::mouseClick(handle, Qt::LeftButton, {}, to);
        return true;
    }
    /// What reading and deciding takes.
    static void read(std::chrono::milliseconds time) { QTest::qWait(static_cast<int>(time.count())); }
};

void TestFirstRequest::init()
{
    const QDir modules(u"" SLIPSWITCH_SOURCE_DIR "/tests/clients/node_modules"_s);
    const auto found = modules.entryList({u"node-linux-*"_s});
    for (const auto &each : found) {
        if (QFileInfo(modules.filePath(each + u"/bin/node"_s)).isExecutable())
            m_node = modules.filePath(each + u"/bin/node"_s);
    }
    QVERIFY2(!m_node.isEmpty(), "run tests/clients/setup first");
    qputenv("HOME", m_user.path().toUtf8());
    qputenv("PATH", "/usr/bin:/bin");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    for (const auto *variable : {"OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GITHUB_TOKEN"})
        qunsetenv(variable);
}

void TestFirstRequest::aNewUserSendsTheFirstRequestWithinAMinute()
{
    using namespace std::chrono_literals;
    QElapsedTimer minute;
    minute.start();
    service::GatewayService gateway(config::Home::open(m_user.filePath(u"home"_s).toStdString()).value());
    QSettings memory(m_user.filePath(u"window.ini"_s), QSettings::IniFormat);
    Theme theme(ThemeChoice::Light);
    MainWindow window(app::pages(gateway, theme));
    app::Welcome welcome(gateway, window, memory);
    window.open(u"overview"_s);
    window.resize(1440, 900);
    window.show();
    service::GatewayService::StartOptions options;
    options.port = 0;
    gateway.startSoon(options);
    QVERIFY(QTest::qWaitForWindowExposed(&window, 20'000));
    QVERIFY(welcome.shown());
    QTRY_VERIFY_WITH_TIMEOUT(gateway.state().listens(), 20'000);
    read(4s);
    QVERIFY(press(window, shown<QPushButton>(window, u"Try without a key"_s)));
    QTRY_VERIFY(shown<ChoiceTile>(window, u"OpenAI SDK"_s));
    read(3s);
    QVERIFY(press(window, shown<ChoiceTile>(window, u"OpenAI SDK"_s)));
    QTRY_VERIFY(shown<CodeView>(window, u"OPENAI_BASE_URL"_s));
    read(4s);
    auto *lines = shown<CodeView>(window, u"OPENAI_BASE_URL"_s);
    QVERIFY(press(window, lines->findChild<QAbstractButton *>()));
    const auto copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains(u"sk-slip-"_s) && !lines->text().contains(copied.section(u"sk-slip-"_s, 1)));
    read(5s); // over to the terminal; the lines are pasted, then the user's own program runs
    QProcess terminal;
    terminal.setWorkingDirectory(u"" SLIPSWITCH_SOURCE_DIR "/tests/clients"_s);
    terminal.setProcessChannelMode(QProcess::MergedChannels);
    terminal.start(u"/bin/sh"_s,
        {u"-c"_s,
            copied
                + u"\nexec \"$0\" --input-type=module -e '"
                  "import OpenAI from \"openai\";"
                  "const answer = await new OpenAI().chat.completions.create({ model: \"demo/echo\","
                  " messages: [{ role: \"user\", content: \"Hello from a first user\" }] });"
                  "console.log(answer.choices[0].message.content);'"_s,
            m_node});
    QTRY_VERIFY_WITH_TIMEOUT(terminal.state() == QProcess::NotRunning, 30'000);
    const auto printed = terminal.readAll();
    QVERIFY2(terminal.exitCode() == 0 && printed.contains("Hello from a first user"), printed.constData());
    QTRY_VERIFY(shown<QLabel>(window, u"Your first request is through"_s));
    const auto took = minute.elapsed();
    qInfo("from the first start to the first request: %.1f s", static_cast<double>(took) / 1000);
    QVERIFY(took < 60'000);
    read(1s);
    QVERIFY(press(window, shown<QPushButton>(window, u"Open the live log"_s)));
    auto *log = qobject_cast<LogPage *>(window.page(u"log"_s));
    QVERIFY(log);
    QTRY_COMPARE(log->model().count(), 1);
}

// The slots are told but not judged: a window system and another program take their part in them here.
int main(int argc, char **argv)
{
    uitest::SlotProbe application(argc, argv);
    TestFirstRequest test;
    const auto failed = QTest::qExec(&test, argc, argv);
    (void)uitest::tellSlots(application);
    return failed;
}
#include "TestFirstRequest.moc"
