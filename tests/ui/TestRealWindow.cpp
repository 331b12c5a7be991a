#include "tests/ui/support/UiTest.h"
#include "ui/overview/OverviewPage.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Sidebar.h"

#include <QLineEdit>

using namespace slipswitch::ui;
using namespace Qt::StringLiterals;

/// What only a window manager shows: activation, resizing, shortcuts.
class TestRealWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWindowOpensTakesKeysAndResizes()
    {
        MainWindow window(
            {{u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, [] { return new OverviewPage; }},
                {u"log"_s, u"Live log"_s, u"log"_s, Section::Top, [] { return new Page; }}});
        window.open(u"overview"_s);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window, 20'000));
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(window.commandPalette()->field()->hasFocus());
        QTest::keyClicks(window.commandPalette()->field(), u"live"_s);
        QTest::keyClick(window.commandPalette()->field(), Qt::Key_Return);
        QTRY_COMPARE(window.currentPage(), u"log"_s);
        window.resize(1200, 760);
        QTRY_COMPARE(window.width(), 1200);
        QTRY_VERIFY(window.sidebar()->narrow());
        window.resize(600, 400);
        QTRY_VERIFY(window.width() >= 1100);
        QVERIFY(!window.grab().isNull());
    }
};

SLIPSWITCH_UI_MAIN(TestRealWindow)
#include "TestRealWindow.moc"
