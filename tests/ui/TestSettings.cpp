#include "core/service/GatewayService.h"
#include "core/service/LoginStart.h"
#include "core/service/SettingsTransfer.h"
#include "tests/ui/support/UiTest.h"
#include "ui/settings/ScalarWords.h"
#include "ui/settings/SettingRow.h"
#include "ui/settings/SettingsAdapter.h"
#include "ui/settings/SettingsPage.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/Controls.h"

#include <QLineEdit>
#include <QPushButton>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using Unit = config::NumberSetting::Unit;

namespace {

constexpr int patience = 20'000;

QPushButton *button(const QWidget &within, const QString &text)
{
    const auto all = within.findChildren<QPushButton *>();
    for (auto one = all.rbegin(); one != all.rend(); ++one) {
        if ((*one)->text() == text && (*one)->isVisible())
            return *one;
    }
    return nullptr;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<service::GatewayService> m_gateway;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    SettingsPage *m_page = nullptr;

    QLineEdit *field(const QString &path) { return m_page->row(path)->findChild<QLineEdit *>(); }

    void type(const QString &path, const QString &text)
    {
        auto *line = field(path);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        QLocale::setDefault(QLocale::c());
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_gateway = std::make_unique<service::GatewayService>(
            config::Home::open(std::filesystem::path(m_folder->path().toStdString())).value());
        m_theme = std::make_unique<Theme>(ThemeChoice::Light);
        m_window = std::make_unique<MainWindow>(PageList {
            {u"settings"_s, u"Settings"_s, u"settings"_s, Section::Top, [this] {
                 m_page = new SettingsPage;
                 new SettingsAdapter(*m_gateway, *m_theme, *m_page, m_folder->filePath(u"autostart"_s));
                 return m_page;
             }}});
        m_window->open(u"settings"_s);
        m_window->show();
        service::GatewayService::StartOptions options;
        options.port = 0;
        m_gateway->startSoon(options);
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->state().listens(), patience);
    }

    void cleanup()
    {
        m_window.reset();
        m_theme.reset();
        m_gateway.reset();
        m_folder.reset();
    }

    void everySettingOfTheTableHasARowWithAName()
    {
        for (const auto &scalar : config::scalars()) {
            const auto path = pathOf(scalar);
            QVERIFY2(m_page->row(path), qPrintable(path));
            QVERIFY2(wordsOf(scalar).title != path, qPrintable(path));
        }
    }

    void aChangeCountsAtOnceAndIsUndone()
    {
        type(u"log.keepDays"_s, u"30"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->settings()->log.keepDays, 30U, patience);
        QTRY_VERIFY_WITH_TIMEOUT(button(*m_window, u"Undo"_s), patience);
        button(*m_window, u"Undo"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->settings()->log.keepDays, 0U, patience);
        QTRY_COMPARE_WITH_TIMEOUT(field(u"log.keepDays"_s)->text(), u"0 days"_s, patience);

        m_page->row(u"listen.keyless"_s)->findChild<Switch *>()->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->settings()->listen.keyless, patience);
    }

    void whatCantBeIsSaidAtTheFieldAndNotWritten()
    {
        for (const auto &[path, text] :
            {std::pair {u"listen.port"_s, u"70000"_s}, std::pair {u"log.maxBytes"_s, u"lots"_s},
                std::pair {u"listen.allowedOrigins"_s, u"nonsense"_s}}) {
            type(path, text);
            QVERIFY2(!m_page->row(path)->fault().isEmpty(), qPrintable(path));
            QVERIFY2(!m_page->row(path)->fault().contains(u"internal"_s), qPrintable(path));
        }
        QCOMPARE(m_gateway->settings()->listen.port, std::uint16_t {4141});
        QTest::keyClick(field(u"listen.port"_s), Qt::Key_Escape);
        QVERIFY(m_page->row(u"listen.port"_s)->fault().isEmpty());
        QCOMPARE(field(u"listen.port"_s)->text(), u"4141"_s);
    }

    void anotherPortWantsARestartAndGetsIt()
    {
        QVERIFY(!button(*m_page, u"Restart now"_s));
        const auto before = m_gateway->port();
        type(u"listen.port"_s, u"0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(button(*m_page, u"Restart now"_s), patience);
        button(*m_page, u"Restart now"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->state().listens() && m_gateway->port() != 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!button(*m_page, u"Restart now"_s), patience);
        Q_UNUSED(before)
    }

    void proxiesHaveThreeWays()
    {
        auto *modes = m_page->row(u"upstream.proxy"_s)->findChild<SegmentedControl *>();
        modes->setCurrent(2);
        QVERIFY(field(u"upstream.proxy"_s)->isVisible());
        QCOMPARE(m_gateway->settings()->upstream.proxy.mode, domain::ProxyChoice::Mode::System);
        type(u"upstream.proxy"_s, u"ftp://nowhere"_s);
        QVERIFY(!m_page->row(u"upstream.proxy"_s)->fault().isEmpty());
        type(u"upstream.proxy"_s, u"http://proxy.example:3128"_s);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_gateway->settings()->upstream.proxy.url, "http://proxy.example:3128", patience);
        modes->setCurrent(1);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_gateway->settings()->upstream.proxy.mode, domain::ProxyChoice::Mode::None, patience);
    }

    void themeAndDensitySwitchWithoutARestart()
    {
        const auto controls = m_page->findChildren<SegmentedControl *>();
        QSignalSpy chosen(m_theme.get(), &Theme::chosen);
        controls[0]->setCurrent(2);
        QVERIFY(tokens().dark);
        QCOMPARE(
            QApplication::palette().color(QPalette::Window), paletteOf(darkTokens()).color(QPalette::Window));
        button(*m_window, u"Undo"_s)->click();
        QVERIFY(!tokens().dark);
        QCOMPARE(controls[0]->current(), 1);
        controls[1]->setCurrent(0);
        QCOMPARE(density(), Density::Compact);
        QVERIFY(chosen.count() >= 3);
    }

    void startAtLoginIsAFileOfTheDesktops()
    {
        const auto file = m_folder->filePath(u"autostart/slipswitch.desktop"_s);
        QVERIFY(!QFile::exists(file));
        Switch *login = nullptr;
        for (auto *one : m_page->findChildren<Switch *>()) {
            if (one->accessibleName() == u"Start at login"_s)
                login = one;
        }
        QVERIFY(login);
        login->click();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), patience);
        const auto entry = contentOf(file);
        QVERIFY(entry.startsWith("[Desktop Entry]\n"));
        QVERIFY(entry.contains(" --hidden\n"));
        QVERIFY(entry.contains("--home"));
        QTRY_VERIFY_WITH_TIMEOUT(button(*m_window, u"Undo"_s), patience);
        button(*m_window, u"Undo"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(file), patience);
    }

    void autostartEntriesAreReadAsDesktopsWriteThem()
    {
        const auto folder = m_folder->filePath(u"other"_s);
        service::LoginStart start(folder, {u"/opt/a \"b\"$%/slipswitch"_s});
        std::optional<service::LoginChoice> seen;
        const auto look = [&] {
            seen.reset();
            start.look(this, [&](const auto &choice) { seen = choice; });
            return QTest::qWaitFor([&] { return seen.has_value(); }, patience);
        };
        QVERIFY(look() && !seen->starts);
        bool done = false;
        start.choose(this, {true, false}, [&](const auto &written) { done = written.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(done, patience);
        QVERIFY(look() && seen->starts && !seen->hidden);
        const auto entry = contentOf(start.file());
        QVERIFY2(entry.contains("Exec=\"/opt/a \\\\\"b\\\\\"\\\\$%%/slipswitch\"\n"), entry.constData());
        QFile off(start.file());
        QVERIFY(off.open(QIODevice::Append));
        off.write("Hidden=true\n");
        off.close();
        QVERIFY(look() && !seen->starts);
    }

    void exportAndImportGoRoundWithoutSecrets()
    {
        bool made = false;
        m_gateway->accessKeys().create(
            this, {"codex", "Codex", {}}, [&](const auto &key) { made = key.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(made, patience);
        type(u"log.keepDays"_s, u"30"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->settings()->log.keepDays, 30U, patience);
        const auto file = m_folder->filePath(u"export.json"_s);
        Q_EMIT m_page->exportRequested(file);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), patience);
        const auto text = contentOf(file);
        QVERIFY(text.contains("\"keepDays\""));
        const auto hash = m_gateway->settings()->accessKeys.at(0).id;
        QVERIFY(!text.contains(QByteArray::fromStdString(hash)));

        type(u"log.keepDays"_s, u"60"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->settings()->log.keepDays, 60U, patience);
        Q_EMIT m_page->importRequested(file);
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->settings()->log.keepDays, 30U, patience);
        QCOMPARE(m_gateway->settings()->accessKeys.size(), std::size_t {1});
        QTRY_VERIFY_WITH_TIMEOUT(button(*m_window, u"Undo"_s), patience);
        button(*m_window, u"Undo"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->settings()->log.keepDays, 60U, patience);
    }

    void aWrongFileChangesNothing()
    {
        service::SettingsTransfer transfer(m_gateway->editor());
        for (const auto *content : {"{}", "{\"schema\": 1, \"listen\": {\"port\": 99999}}", "no json"}) {
            const auto path = m_folder->filePath(u"wrong.json"_s);
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
            file.close();
            std::optional<Error> told;
            transfer.importFrom(this, path.toStdString(),
                [&](const Result<config::Settings> &before) { told = before ? Error {} : before.error(); });
            QTRY_VERIFY_WITH_TIMEOUT(told.has_value(), patience);
            QVERIFY2(told->code == ErrorCode::BadRequest && !told->detail.empty(), content);
        }
        QCOMPARE(m_gateway->settings()->listen.port, std::uint16_t {4141});
    }

    void numbersAreReadAsTheyAreWritten()
    {
        for (const auto &scalar : config::scalars()) {
            const auto *number = std::get_if<config::NumberSetting>(&scalar.type);
            if (!number)
                continue;
            for (const auto value : {number->lowest, number->highest, number->get(config::Settings {})})
                QCOMPARE(numberFrom(number->unit, numberText(number->unit, value)), std::optional(value));
        }
        QCOMPARE(numberFrom(Unit::Bytes, u"1.5 GiB"_s), std::optional<std::int64_t>(1610612736));
        QCOMPARE(numberFrom(Unit::Bytes, u"512MB"_s), std::optional<std::int64_t>(512'000'000));
        QCOMPARE(numberFrom(Unit::Milliseconds, u"2 min"_s), std::optional<std::int64_t>(120'000));
        QCOMPARE(numberFrom(Unit::Milliseconds, u"30"_s), std::optional<std::int64_t>(30'000));
        QCOMPARE(numberFrom(Unit::Days, u"2 weeks"_s), std::optional<std::int64_t>(14));
        for (const auto &wrong : {u"-1"_s, u"x"_s, u""_s, u"1 parsec"_s})
            QVERIFY(!numberFrom(Unit::Bytes, wrong));
        QVERIFY(!numberFrom(Unit::Port, u"41.5"_s));
    }
};

SLIPSWITCH_UI_MAIN(TestSettings)
#include "TestSettings.moc"
