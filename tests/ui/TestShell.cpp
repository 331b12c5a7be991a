#include "tests/ui/support/UiTest.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/Fuzzy.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/TopBar.h"
#include "ui/widgets/Messages.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

using namespace slipswitch::ui;
using namespace Qt::StringLiterals;

namespace {

class NotedPage : public Page
{
public:
    NotedPage()
        : field(new QLineEdit)
    {
        auto *column = new QVBoxLayout(this);
        column->addWidget(field);
    }
    void activated(const QString &argument) override
    {
        ++opened;
        lastArgument = argument;
    }
    void deactivated() override { ++left; }
    bool search() override
    {
        ++searches;
        return true;
    }
    std::vector<Command> commands() override
    {
        return {
            {u"Pause Anthropic"_s, u"stop sending traffic there"_s, u"pause"_s, {}, [this] { ++paused; }}};
    }

    QLineEdit *field;
    int opened = 0, left = 0, searches = 0, paused = 0;
    QString lastArgument;
};

} // namespace

class TestShell : public QObject
{
    Q_OBJECT

    std::unique_ptr<MainWindow> m_window;
    int m_made = 0;

    NotedPage *page(const QString &id) { return static_cast<NotedPage *>(m_window->page(id)); }

private Q_SLOTS:
    void init()
    {
        m_made = 0;
        const auto make = [this] {
            ++m_made;
            return new NotedPage;
        };
        m_window = std::make_unique<MainWindow>(PageList {
            {u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, make},
            {u"log"_s, u"Live log"_s, u"log"_s, Section::Top, make},
            {u"settings"_s, u"Settings"_s, u"settings"_s, Section::Bottom, make},
        });
        m_window->open(u"overview"_s);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void pagesAreMadeWhenTheyAreOpened()
    {
        QCOMPARE(m_made, 1);
        QCOMPARE(m_window->page(u"log"_s), nullptr);
        m_window->open(u"log"_s, u"errors"_s);
        QCOMPARE(m_made, 2);
        QCOMPARE(page(u"overview"_s)->left, 1);
        QCOMPARE(page(u"log"_s)->lastArgument, u"errors"_s);
        m_window->open(u"log"_s, u"again"_s);
        QCOMPARE(page(u"log"_s)->opened, 2);
        QCOMPARE(page(u"log"_s)->left, 0);
        m_window->open(u"nowhere"_s);
        QCOMPARE(m_window->currentPage(), u"log"_s);
    }

    void aPageThatNobodySeesIsNotActive()
    {
        m_window->hide();
        QCOMPARE(page(u"overview"_s)->left, 1);
        m_window->open(u"log"_s, u"errors"_s);
        QCOMPARE(page(u"overview"_s)->left, 1);
        QCOMPARE(page(u"log"_s)->opened, 0);
        QSignalSpy seen(m_window.get(), &MainWindow::seen);
        m_window->show();
        QCOMPARE(page(u"log"_s)->opened, 1);
        QCOMPARE(page(u"log"_s)->lastArgument, u"errors"_s);
        m_window->setWindowState(Qt::WindowMinimized);
        QTRY_COMPARE(page(u"log"_s)->left, 1);
        m_window->setWindowState(Qt::WindowNoState);
        QTRY_COMPARE(page(u"log"_s)->opened, 2);
        QVERIFY(page(u"log"_s)->lastArgument.isEmpty());
        QCOMPARE(seen.count(), 3);
    }

    void aNewNoticeIsSaidAndMarkedUntilItIsRead()
    {
        const auto whole = u"Port 4141 is taken by another program, so the gateway listens on 4142. "
                           "Tools that were set up with the old port need the new one."_s;
        const auto *dot = m_window->topBar()->findChild<QWidget *>(u"unread"_s);
        QVERIFY(dot && !dot->isVisible());
        m_window->addNotice(whole);
        QVERIFY(dot->isVisible());
        QVERIFY(dot->parentWidget()->rect().contains(dot->geometry()));
        m_window->addNotice(u"The key can't be read."_s);
        QTRY_COMPARE(m_window->findChildren<Toast *>().size(), 1); // those that come together are one
        QVERIFY(m_window->findChild<Toast *>()->accessibleName().contains(u"The key can't be read."_s));
        QVERIFY(m_window->topBar()->hasUnread());
        m_window->topBar()->showNotices();
        QVERIFY(!m_window->topBar()->hasUnread() && !dot->isVisible());
        const auto labels = m_window->topBar()->findChildren<QLabel *>();
        QVERIFY(std::any_of(
            labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == whole; }));
        m_window->topBar()->findChild<QMenu *>()->close();
        m_window->addNotice(whole); // again: not news
        QVERIFY(!m_window->topBar()->hasUnread());
    }

    void numbersOpenPages()
    {
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), u"log"_s);
        QVERIFY(m_window->sidebar()->item(u"log"_s)->isChecked());
        QTest::keyClick(m_window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), u"settings"_s);
    }

    void aPageLeadsToAnother()
    {
        Q_EMIT page(u"overview"_s)->openRequested(u"log"_s, u"request:7"_s);
        QCOMPARE(m_window->currentPage(), u"log"_s);
        QCOMPARE(page(u"log"_s)->lastArgument, u"request:7"_s);
    }

    void thePaletteFindsAndRuns()
    {
        auto *field = m_window->commandPalette()->field();
        page(u"overview"_s)->field->setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(m_window->commandPalette()->isVisible());
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, u"pause ant"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!m_window->commandPalette()->isVisible());
        QCOMPARE(page(u"overview"_s)->paused, 1);
        QVERIFY(page(u"overview"_s)->field->hasFocus());
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(field->text().isEmpty());
        QTest::keyClicks(field, u"live"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), u"log"_s);
    }

    void arrowsSkipHeadingsAndEscapeCloses()
    {
        m_window->openPalette();
        auto *field = m_window->commandPalette()->field();
        for (int count = 0; count < 2; ++count)
            QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), u"log"_s);
        m_window->openPalette();
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!m_window->commandPalette()->isVisible());
    }

    void theSidebarFollowsTheWidthUntilTheUserChooses()
    {
        m_window->resize(1500, 900);
        QTRY_VERIFY(!m_window->sidebar()->narrow());
        QCOMPARE(m_window->sidebar()->width(), 208);
        m_window->resize(1200, 900);
        QTRY_VERIFY(m_window->sidebar()->narrow());
        QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
        QVERIFY(!m_window->sidebar()->narrow());
        m_window->resize(1150, 900);
        QTRY_COMPARE(m_window->width(), 1150);
        QVERIFY(!m_window->sidebar()->narrow());
    }

    void aSlashSearchesButStaysASlashInText()
    {
        m_window->sidebar()->item(u"overview"_s)->setFocus();
        QTest::keyClick(m_window->sidebar()->item(u"overview"_s), Qt::Key_Slash);
        QCOMPARE(page(u"overview"_s)->searches, 1);
        auto *field = page(u"overview"_s)->field;
        field->setFocus();
        QTest::keyClicks(field, u"a/b"_s);
        QCOMPARE(field->text(), u"a/b"_s);
        QCOMPARE(page(u"overview"_s)->searches, 1);
    }

    void f6GoesFromPaneToPane()
    {
        m_window->setStatus({u"Routing"_s, Tone::Ok});
        m_window->sidebar()->item(u"overview"_s)->setFocus();
        std::vector<QWidget *> seen;
        for (int count = 0; count < 4; ++count) {
            QTest::keyClick(m_window.get(), Qt::Key_F6);
            seen.push_back(m_window->focusWidget());
        }
        QVERIFY(seen[1] == page(u"overview"_s)->field);
        QVERIFY(m_window->statusBar()->isAncestorOf(seen[2]));
        QVERIFY(m_window->sidebar()->isAncestorOf(seen[3]));
    }

    void theStatusBarTellsWhatWasClicked()
    {
        m_window->setStatus({u"Routing"_s, Tone::Ok, u"127.0.0.1:4141"_s, {}, {}, {}, u"$6.84 today"_s});
        QSignalSpy clicked(m_window->statusBar(), &StatusBar::clicked);
        QVERIFY(m_window->statusBar()->button(StatusBar::Part::Rate)->isHidden());
        QTest::mouseClick(m_window->statusBar()->button(StatusBar::Part::Spend), Qt::LeftButton);
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(clicked[0][0].value<StatusBar::Part>(), StatusBar::Part::Spend);
    }

    void closingIsAsked()
    {
        QSignalSpy asked(m_window.get(), &MainWindow::closeRequested);
        m_window->close();
        QCOMPARE(asked.count(), 1);
        QVERIFY(m_window->isVisible());
    }

    void whatCouldBeUndoneIsFinalAtTheEnd()
    {
        int ended = 0;
        m_window->toast({u"Saved"_s, {}, Tone::Ok, {}, {}});
        QVERIFY(!m_window->endToasts());
        m_window->toast(
            {u"Removed"_s, {}, Tone::Ok, u"Undo"_s, [] { QFAIL("nobody undid it"); }, [&] { ++ended; }});
        QVERIFY(m_window->endToasts());
        QTRY_COMPARE(ended, 1);
        QVERIFY(!m_window->endToasts());
    }

    void fuzzyWantsEveryWordAndLikesBeginnings()
    {
        QVERIFY(!fuzzyScore(u"pause x"_s, u"Pause Anthropic"_s));
        QVERIFY(fuzzyScore(u"pan"_s, u"Pause Anthropic"_s).has_value());
        QVERIFY(*fuzzyScore(u"log"_s, u"Log of today"_s) > *fuzzyScore(u"log"_s, u"Catalogue"_s));
        QCOMPARE(fuzzyScore({}, u"Anything"_s), 0);
    }
};

SLIPSWITCH_UI_MAIN(TestShell)
#include "TestShell.moc"
