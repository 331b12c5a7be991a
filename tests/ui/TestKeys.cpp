#include "core/service/GatewayService.h"
#include "tests/support/RawClient.h"
#include "tests/ui/support/UiTest.h"
#include "ui/keys/KeyForm.h"
#include "ui/keys/KeyPanel.h"
#include "ui/keys/KeyRows.h"
#include "ui/keys/KeyTable.h"
#include "ui/keys/KeysAdapter.h"
#include "ui/keys/KeysPage.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/Buttons.h"

#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>

#include <future>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Standing = KeysData::Standing;

namespace {

constexpr int patience = 20'000;

domain::AccessKey key(const std::string &id, UtcTime made)
{
    domain::AccessKey one;
    one.id = id;
    one.name = id;
    one.ending = "9f3c";
    one.createdAt = made;
    return one;
}

QPushButton *button(const QWidget &within, const QString &text)
{
    for (auto *one : within.findChildren<QPushButton *>()) {
        if (one->text() == text && one->isVisible())
            return one;
    }
    return nullptr;
}

} // namespace

class TestKeys : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<service::GatewayService> m_gateway;
    std::unique_ptr<MainWindow> m_window;
    KeysPage *m_page = nullptr;

    /// Asks with a key from another thread, so that this one can turn.
    int ask(const QString &secret)
    {
        auto answer = std::async(
            std::launch::async, [port = m_gateway->port(), secret = secret.toStdString()] {
                const std::string body
                    = "{\"model\":\"demo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
                tests::RawClient client(port);
                client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + secret + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + std::to_string(body.size()) + "\r\n\r\n" + body);
                return client.readResponse().status;
            });
        while (answer.wait_for(2ms) != std::future_status::ready)
            QCoreApplication::processEvents();
        return answer.get();
    }

    /// Through the form, as a user would. @return  the secret, from the clipboard.
    QString makeKey(const QString &name, const QString &tool)
    {
        m_page->activated(u"new:"_s + tool);
        auto *field = m_page->panel()->form()->findChild<QLineEdit *>();
        QTest::keyClicks(field, name);
        QTest::keyClick(field, Qt::Key_Return);
        if (!QTest::qWaitFor([this] { return m_page->panel()->holdsSecret(); }, patience))
            return {};
        auto *copy = m_page->panel()->findChild<CopyButton *>();
        QTest::mouseClick(copy, Qt::LeftButton);
        return QGuiApplication::clipboard()->text();
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
        m_window = std::make_unique<MainWindow>(PageList {{u"keys"_s, u"Keys"_s, u"key"_s, Section::Top,
                                                              [this] {
                                                                  m_page = new KeysPage;
                                                                  new KeysAdapter(*m_gateway, *m_page);
                                                                  return m_page;
                                                              }},
            {u"other"_s, u"Other"_s, u"log"_s, Section::Top, [] { return new Page; }}});
        m_window->open(u"keys"_s);
        m_window->show();
        service::GatewayService::StartOptions options;
        options.port = 0;
        m_gateway->startSoon(options);
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->state().listens(), patience);
    }

    void cleanup()
    {
        m_window.reset();
        m_gateway.reset();
        m_folder.reset();
    }

    void aKeyIsMadeUsedRevokedAndLetInAgain()
    {
        QTRY_VERIFY(button(*m_page, u"New key"_s)); // of the empty state
        const auto secret = makeKey(u"codex-laptop"_s, u"Codex"_s);
        QVERIFY(secret.startsWith(u"sk-slip-"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_page->table()->keys()->rowCount(), 1, patience);
        QVERIFY(!m_page->table()->keys()->row(0)->hint.contains(secret));
        button(*m_page->panel(), u"Done"_s)->click();
        QVERIFY(!m_page->panel()->holdsSecret());
        QCOMPARE(m_page->table()->keys()->row(0)->standing, Standing::NeverUsed);

        QCOMPARE(ask(secret), 200);
        QTRY_COMPARE_WITH_TIMEOUT(m_page->table()->keys()->row(0)->standing, Standing::Active, patience);

        m_page->table()->setCurrent(m_page->table()->keys()->row(0)->id);
        QTest::keyClick(m_page->table(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(m_page->table()->keys()->rowCount(), 0, patience);
        QCOMPARE(ask(secret), 401);
        auto *undo = button(*m_window, u"Undo"_s);
        QVERIFY(undo);
        undo->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_page->table()->keys()->rowCount(), 1, patience);
        QCOMPARE(ask(secret), 200);
    }

    void aKeyOnScreenIsWipedWhenThePageIsLeft()
    {
        const std::vector<std::function<void()>> ways {
            [this] { QTest::keyClick(m_page->panel(), Qt::Key_Escape); },
            [this] { m_window->open(u"other"_s); },
            [this] { m_window->hide(); },
        };
        for (std::size_t way = 0; way < ways.size(); ++way) {
            m_window->show();
            m_window->open(u"keys"_s);
            QVERIFY(!makeKey(u"key-%1"_s.arg(way), {}).isEmpty());
            ways[way]();
            QVERIFY(!m_page->panel()->holdsSecret());
            QVERIFY(m_page->panel()->isHidden());
        }
    }

    void aNameIsWantedAndOnlyOnce()
    {
        QVERIFY(!makeKey(u"one"_s, {}).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(m_page->table()->keys()->rowCount(), 1, patience);
        QSignalSpy asked(m_page, &KeysPage::createRequested);
        for (const auto &name : {u""_s, u"one"_s}) {
            m_page->activated(u"new"_s);
            auto *field = m_page->panel()->form()->findChild<QLineEdit *>();
            QTest::keyClicks(field, name);
            QTest::keyClick(field, Qt::Key_Return);
            QVERIFY(!field->accessibleDescription().isEmpty());
        }
        QCOMPARE(asked.count(), 0);
    }

    void keysStandAsTheyAreUsed()
    {
        const UtcTime now {std::chrono::days(20'000)};
        auto gone = key("gone", now - std::chrono::days(9));
        gone.revokedAt = now - 1h;
        const auto rows = keyRows({key("used", now - std::chrono::days(90)), gone,
                                      key("old", now - std::chrono::days(41)), key("new", now - 1h)},
            {{"used", {Money::picodollars(3'000'000'000'000), 0}},
                {"new", {Money::picodollars(1'000'000'000'000), 0}}, {"old", {{}, 4}}},
            {{"used", now - 12s}}, now);
        QCOMPARE(rows.size(), std::size_t {4});
        QCOMPARE(rows[0].standing, Standing::Active);
        QCOMPARE(rows[0].lastUsed, u"12 s ago"_s);
        QCOMPARE(rows[0].share, u"75%"_s);
        QCOMPARE(rows[1].standing, Standing::Unused);
        QCOMPARE(rows[1].unusedFor, u"41 days"_s);
        QCOMPARE(rows[1].spent, u"no price"_s);
        QCOMPARE(rows[2].standing, Standing::NeverUsed);
        QCOMPARE(rows[3].standing, Standing::Revoked);
    }

    void searchAndRevokedKeysAreApart()
    {
        KeysData keys;
        keys.loaded = true;
        keys.rows
            = {{.id = u"a"_s, .name = u"alpha"_s}, {.id = u"b"_s, .name = u"beta"_s, .tool = u"Codex"_s},
                {.id = u"c"_s, .name = u"gamma"_s, .standing = Standing::Revoked}};
        KeysPage page;
        page.setData(keys);
        QCOMPARE(page.table()->keys()->rowCount(), 2);
        QVERIFY(page.search());
        for (auto *field : page.findChildren<QLineEdit *>()) {
            if (field->placeholderText() == u"Find a key"_s)
                field->setText(u"codex"_s);
        }
        QCOMPARE(page.table()->keys()->rowCount(), 1);
        QCOMPARE(page.table()->keys()->row(0)->id, u"b"_s);
        QCOMPARE(page.note(), u"2 in use"_s);
    }
};

SLIPSWITCH_UI_MAIN(TestKeys)
#include "TestKeys.moc"
