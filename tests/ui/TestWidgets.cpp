#include "core/service/Tools.h"
#include "tests/ui/support/UiTest.h"
#include "ui/widgets/AreaChart.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"
#include "ui/widgets/Pill.h"
#include "ui/widgets/Placeholders.h"
#include "ui/widgets/Waterfall.h"

#include <QClipboard>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace slipswitch::ui;
using namespace Qt::StringLiterals;

class TestWidgets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSwitchTurnsByKeyboardAndPointer()
    {
        Switch toggle(u"Send traffic here"_s);
        QSignalSpy toggled(&toggle, &Switch::toggled);
        QTest::keyClick(&toggle, Qt::Key_Space);
        QVERIFY(toggle.isChecked());
        QTest::mouseClick(&toggle, Qt::LeftButton);
        QVERIFY(!toggle.isChecked());
        QCOMPARE(toggled.count(), 2);
        QCOMPARE(toggle.accessibleName(), u"Send traffic here"_s);
        QCOMPARE(toggle.sizeHint(), QSize(38, 24));
    }

    void segmentsMoveByArrowsAndStopAtTheEnds()
    {
        SegmentedControl control(u"Time"_s, {{u"Today"_s, {}}, {u"7 d"_s, {}}, {u"30 d"_s, {}}});
        control.resize(control.sizeHint());
        QSignalSpy changed(&control, &SegmentedControl::currentChanged);
        QTest::keyClick(&control, Qt::Key_Left);
        QCOMPARE(changed.count(), 0);
        QTest::keyClick(&control, Qt::Key_Right);
        QTest::keyClick(&control, Qt::Key_Right);
        QTest::keyClick(&control, Qt::Key_Right);
        QCOMPARE(control.current(), 2);
        QCOMPARE(changed.count(), 2);
        QTest::mouseClick(&control, Qt::LeftButton, {}, QPoint(12, 15));
        QCOMPARE(control.current(), 0);
        QCOMPARE(control.accessibleName(), u"Time: Today"_s);
    }

    void aChipIsTakenAwayByDelete()
    {
        Chip chip(u"tool is"_s, u"Codex"_s);
        QSignalSpy removed(&chip, &Chip::removed);
        QTest::keyClick(&chip, Qt::Key_Delete);
        QTest::mouseClick(&chip, Qt::LeftButton);
        QCOMPARE(removed.count(), 2);
    }

    void copyingSaysSo()
    {
        CopyButton button(u"Copy address"_s);
        button.setContent(u"http://127.0.0.1:4141/v1"_s);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:4141/v1"_s);
        QCOMPARE(button.accessibleName(), u"Copied"_s);
        QTRY_COMPARE(button.accessibleName(), u"Copy address"_s);
    }

    void codeCopiesWhatItHides()
    {
        CodeView view(u"Key"_s);
        view.setText(u"sk-…9f3c"_s, u"sk-whole"_s);
        view.fitLines(3);
        const auto one = view.sizeHint().height();
        QTest::mouseClick(view.findChild<CopyButton *>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"sk-whole"_s);
        view.setText(u"a\nb\nc\nd\ne"_s);
        QVERIFY(view.sizeHint().height() > one);
        QVERIFY(view.edit()->isReadOnly());
    }

    void undoRunsOnceAndTheToastGoes()
    {
        QWidget window;
        window.resize(800, 600);
        ToastHost host(&window, 28);
        window.show();
        int undone = 0;
        host.show({u"Key revoked"_s, u"Tools get a 401"_s, Tone::Ok, u"Undo"_s, [&undone] { ++undone; }});
        QCOMPARE(host.count(), std::size_t {1});
        auto *toast = window.findChild<Toast *>();
        QVERIFY(window.rect().contains(toast->geometry()));
        auto *button = toast->findChild<QPushButton *>();
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(undone, 1);
        QCOMPARE(host.count(), std::size_t {0});
    }

    void onlyThreeToastsAreKept()
    {
        QWidget window;
        ToastHost host(&window, 28);
        for (int count = 0; count < 5; ++count)
            host.show({u"Saved"_s, {}});
        QCOMPARE(host.count(), std::size_t {3});
    }

    void quickLoadingShowsNoShapes()
    {
        Skeleton skeleton;
        skeleton.show();
        QVERIFY(!skeleton.shapesShown());
        QTRY_VERIFY(skeleton.shapesShown());
        skeleton.hide();
        skeleton.show();
        QVERIFY(!skeleton.shapesShown());
    }

    void longTextGivesWay()
    {
        ElidedLabel label(QString(400, u'm'));
        QVERIFY(label.sizeHint().width() > 1000);
        QVERIFY(label.minimumSizeHint().width() < 40);
    }

    void wrappedTextKeepsAllItsLines()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *label = new Label(QString(u"several words that wrap "_s).repeated(12));
        label->setWrapped();
        column->addWidget(label, 0, Qt::AlignTop);
        window.resize(220, 400);
        window.show();
        QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
    }

    void tilesReadAsOneSentence()
    {
        StatTile tile(u"Spend today"_s);
        tile.setStat(
            {u"$6.84"_s, {}, u"+12%"_s, u"arrow-up"_s, Tone::Warn, u"vs a usual Tuesday"_s, {1, 2, 3}});
        QCOMPARE(tile.accessibleName(), u"Spend today $6.84 +12% vs a usual Tuesday"_s);
    }

    void triesAreReadOutRowByRow()
    {
        using std::chrono::milliseconds;
        Waterfall fall;
        fall.setRows({{WaterfallRow::Kind::Failed, u"Try 1"_s, u"Anthropic"_s, u"anthropic"_s, {},
                          milliseconds(390), {}, u"429"_s},
            {WaterfallRow::Kind::Answer, u"Fallback"_s, u"OpenAI"_s, u"openai"_s, milliseconds(400),
                milliseconds(5000), {}, u"200"_s}});
        QVERIFY(fall.accessibleName().contains(u"Fallback"_s));
        QTest::keyClick(&fall, Qt::Key_Down);
        QVERIFY(fall.accessibleName().startsWith(u"Try 1 Anthropic"_s));
        QTest::keyClick(&fall, Qt::Key_Down);
        QTest::keyClick(&fall, Qt::Key_Down);
        QVERIFY(fall.accessibleName().startsWith(u"Fallback"_s));
        QVERIFY(!fall.grab().isNull());
    }

    void chartsTakeNothingAndOneColumn()
    {
        AreaChart chart(u"Requests"_s, [](const Tokens &t) { return std::vector {t.accent}; });
        chart.resize(300, 200);
        QVERIFY(!chart.grab().isNull());
        chart.setData({{{u"A"_s, {3}}}, {{0, u"10:00"_s}}, {u"10:00"_s}});
        QVERIFY(!chart.grab().isNull());
        chart.setData({{{u"A"_s, {3, 4, 900}}}, {}, {}});
        QTest::keyClick(&chart, Qt::Key_Left);
        QVERIFY(!chart.grab().isNull());
    }

    void gridStepsAreRound()
    {
        QCOMPARE(gridStep(0), 1.0);
        QCOMPARE(gridStep(4), 1.0);
        QCOMPARE(gridStep(46), 20.0);
        QCOMPARE(gridStep(60), 20.0);
        QCOMPARE(gridStep(980), 250.0);
        QCOMPARE(gridStep(5), 2.0);
    }

    void toolsHaveLettersOfTheirOwn()
    {
        QCOMPARE(toolLetters(u"Claude Code"_s), u"CC"_s);
        QCOMPARE(toolLetters(u"docs-bot"_s), u"db"_s);
        QVERIFY(toolLetters(u"Codex"_s) != toolLetters(u"Continue"_s));
        // The same wherever a tool is shown by its name alone.
        for (const auto *id :
            {"codex", "continue", "cline", "cursor", "aider", "opencode", "zed", "claude-code"}) {
            const auto tools = slipswitch::service::loadTools().value();
            const auto tool
                = std::find_if(tools.begin(), tools.end(), [&](auto &each) { return each.id == id; });
            QVERIFY2(tool != tools.end(), id);
            QCOMPARE(toolLetters(QString::fromStdString(tool->name)), QString::fromStdString(tool->letters));
        }
        QCOMPARE(toolColor(u"Zed"_s, lightTokens()), toolColor(u"zed"_s, lightTokens()));
    }
};

SLIPSWITCH_UI_MAIN(TestWidgets)
#include "TestWidgets.moc"
